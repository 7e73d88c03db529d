"""Posts as people say them: a role, a unit, or both, in either order."""

from dataclasses import dataclass

from domain.keywords import ROLES, find_name
from domain.roles import RIGHTS, UNIT_ROLES, Action, Role, Scope, Subject
from domain.unit import Unit
from handlers.access import find_unit
from handlers.registry import Choice
from handlers.seat import Seat
from handlers.work import Work
from storage import units

_LONGEST_ROLE = 4
"""Words of the longest name of a role."""


@dataclass(frozen=True)
class Post:
    role: Role | None
    unit: Unit | None


def read(work: Work, seat: Seat, said: str) -> Post:
    """The role and the unit that are named; None for what is not.

    Raises Refusal("unknown_unit").
    """
    words = said.split()
    if not words:
        return Post(None, None)
    whole = units.by_name(work.connection, seat.subcommittee.id, said)
    if whole is not None:
        return Post(None, whole)
    role, rest = _without_role(words)
    return Post(role, find_unit(work, seat, " ".join(rest)) if rest else None)


def _without_role(words: list[str]) -> tuple[Role | None, list[str]]:
    """The role with which the words end or begin, the longest that fits, and the other words."""
    for length in range(min(_LONGEST_ROLE, len(words)), 0, -1):
        cut = len(words) - length
        for part, rest in ((words[cut:], words[:cut]), (words[:length], words[length:])):
            name = find_name(" ".join(part), ROLES)
            if name is not None:
                return Role(name), rest
    return None, words


def needs_unit(role: Role) -> bool:
    return role in UNIT_ROLES


def own_unit_only(seat: Seat, action: Action) -> bool:
    """Whether the right reaches no further than the seat's own unit."""
    return RIGHTS[action][seat.member.role] is Scope.OWN_UNIT


def subject(seat: Seat, role: Role | None, unit_id: int | None) -> Subject:
    return Subject(seat.subcommittee.id, role=role, unit_id=unit_id)


def role_choices(work: Work) -> list[Choice]:
    return [Choice(work.texts.plain("common.role", role=role), role.value) for role in Role]


def unit_choices(work: Work, seat: Seat) -> list[Choice]:
    return [
        Choice(unit.code, unit.code) for unit in units.all_of(work.connection, seat.subcommittee.id)
    ]
