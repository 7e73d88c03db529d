"""Posts that people fill: a role, in a unit or not."""

from collections.abc import Mapping

from domain.keywords import parse_role
from domain.roles import RIGHTS, UNIT_ROLES, Action, Role, Scope, Subject
from handlers.registry import Choice
from handlers.seat import Seat
from handlers.work import Work
from storage import units


def needs_unit(role: Role) -> bool:
    return role in UNIT_ROLES


def check_role(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    """The role that an answer to a form names. Raises Refusal."""
    return parse_role(typed)


def asks_unit(answers: Mapping[str, str]) -> bool:
    """Whether a form asks for the unit once the role is answered."""
    return needs_unit(Role(answers["role"]))


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
