"""A seat: somebody's place in one subcommittee, from which they act."""

from dataclasses import dataclass

from domain.member import Member
from domain.roles import Action, Subject, may
from domain.subcommittee import Subcommittee


@dataclass(frozen=True)
class Seat:
    member: Member
    subcommittee: Subcommittee

    def may(self, action: Action, subject: Subject | None = None) -> bool:
        return may(
            self.member,
            action,
            subject,
            members_see_all=self.subcommittee.settings.members_see_all,
        )
