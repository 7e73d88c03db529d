"""Finding a member by what is typed: the number in /members, @username or Telegram id."""

import re
from collections.abc import Iterable

from domain.errors import Refusal
from domain.member import Member
from domain.roles import Action, Subject
from handlers.seat import Seat
from handlers.work import Work
from storage import members

_PERSON = re.compile(r"@?[A-Za-z0-9_]{1,40}", re.ASCII)


def subject_of(member: Member) -> Subject:
    return Subject(member.subcommittee_id, role=member.role, unit_id=member.unit_id)


def visible(work: Work, seat: Seat) -> list[Member]:
    """The present members whom this seat may see, by number."""
    return [
        member
        for member in members.all_of(work.connection, seat.subcommittee.id)
        if seat.may(Action.SEE_MEMBERS, subject_of(member))
    ]


def find(work: Work, seat: Seat, typed: str) -> Member:
    """The member meant. Raises Refusal("unknown_person", text) also for one who is not visible."""
    said = typed.strip().removeprefix("#")
    listed = visible(work, seat)
    found = _named(said.removeprefix("@").lower(), listed) if _PERSON.fullmatch(said) else None
    if found is None and said.isdecimal() and len(said) < 19:
        found = _numbered(int(said), listed)
    if found is None:
        raise Refusal("unknown_person", text=typed[:60])
    return found


def _named(username: str, listed: Iterable[Member]) -> Member | None:
    return next((each for each in listed if (each.username or "").lower() == username), None)


def _numbered(number: int, listed: list[Member]) -> Member | None:
    """By the number in the list before the Telegram id: those are never so small."""
    by_number = (each for each in listed if each.number == number)
    by_id = (each for each in listed if each.telegram_id == number)
    return next(by_number, None) or next(by_id, None)
