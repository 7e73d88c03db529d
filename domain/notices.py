"""Who is told what a person did, and whether it is still worth telling."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.member import Member
from domain.roles import UNIT_ROLES, Role
from domain.settings import Settings
from domain.task import Status, Task


class What(StrEnum):
    """What happened to a task."""

    ASSIGNED = "assigned"
    DUE_CHANGED = "due_changed"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    REASSIGNED_TO = "reassigned_to"
    REASSIGNED_FROM = "reassigned_from"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    SUBMITTED = "submitted"
    URGED = "urged"
    JOINED = "joined"
    """An open task of the unit that somebody just joined."""


class Audience(StrEnum):
    LEAD_UNIT = "lead_unit"
    COOPERATING = "cooperating"
    FORMER_UNIT = "former_unit"
    CHAIRS = "chairs"
    DEPUTIES = "deputies"
    ADMINS = "admins"


_UNITS = frozenset({Audience.LEAD_UNIT, Audience.COOPERATING})
_HEADS = frozenset({Audience.CHAIRS, Audience.DEPUTIES, Audience.ADMINS})

AUDIENCES: dict[What, frozenset[Audience]] = {
    What.ASSIGNED: _UNITS,
    What.DUE_CHANGED: _UNITS,
    What.CANCELLED: _UNITS,
    What.RETURNED: frozenset({Audience.LEAD_UNIT}),
    What.CONFIRMED: frozenset({Audience.LEAD_UNIT}),
    What.REOPENED: frozenset({Audience.LEAD_UNIT}),
    What.REASSIGNED_TO: frozenset({Audience.LEAD_UNIT}),
    What.REASSIGNED_FROM: frozenset({Audience.FORMER_UNIT}),
    What.BLOCKED: _HEADS,
    # The unit too: it waits for this very news when a chair or admin found the way out.
    What.UNBLOCKED: _HEADS | {Audience.LEAD_UNIT},
    What.SUBMITTED: frozenset({Audience.DEPUTIES, Audience.ADMINS}),
    What.URGED: frozenset({Audience.LEAD_UNIT}),
    What.JOINED: frozenset({Audience.LEAD_UNIT}),
}

_AUDIENCE_OF_ROLE = {
    Role.CHAIR: Audience.CHAIRS,
    Role.DEPUTY: Audience.DEPUTIES,
    Role.ADMIN: Audience.ADMINS,
}


def audiences(what: What, settings: Settings) -> frozenset[Audience]:
    told = AUDIENCES[what]
    if what is What.SUBMITTED and settings.tell_chair_submitted:
        return told | {Audience.CHAIRS}
    return told


def recipients(
    what: What,
    task: Task,
    members: Iterable[Member],
    settings: Settings,
    *,
    by: int | None,
    former_unit_id: int | None = None,
) -> list[Member]:
    """Those concerned, never the person who did it (`by`, a person id).

    `members` are the present members of the task's subcommittee, or at least its heads and the
    people of the units concerned.
    """
    told = audiences(what, settings)
    return [
        member
        for member in members
        if member.person_id != by and _concerned(member, task, told, former_unit_id)
    ]


def _concerned(
    member: Member, task: Task, told: frozenset[Audience], former_unit_id: int | None
) -> bool:
    if member.role in _AUDIENCE_OF_ROLE:
        return _AUDIENCE_OF_ROLE[member.role] in told
    if member.role not in UNIT_ROLES or member.unit_id is None:
        return False
    return (
        (Audience.LEAD_UNIT in told and member.unit_id == task.lead_unit_id)
        or (Audience.COOPERATING in told and member.unit_id in task.cooperating)
        or (Audience.FORMER_UNIT in told and member.unit_id == former_unit_id)
    )


@dataclass(frozen=True)
class Item:
    """One thing to tell about one task; put into words only when it goes out."""

    what: What
    task_id: int
    at: datetime
    by: int | None
    """The person who did it."""
    unit_id: int | None = None
    """The unit that was lead when it was told: for REASSIGNED_FROM the former one."""
    note: str = ""


# What must still be so for the item to be worth telling.
_STATUSES: dict[What, frozenset[Status]] = {
    What.CANCELLED: frozenset({Status.CANCELLED}),
    What.CONFIRMED: frozenset({Status.DONE}),
    What.BLOCKED: frozenset({Status.BLOCKED}),
    What.SUBMITTED: frozenset({Status.SUBMITTED}),
}
_OPEN = frozenset(Status) - {Status.DONE, Status.CANCELLED}
_TO_WORKERS = _OPEN - {Status.SUBMITTED}


def still_true(item: Item, task: Task, member: Member) -> bool:
    """Whether the item still tells the member something that is so.

    What was done, reassigned or moved since is left out.
    """
    if item.what is What.REASSIGNED_FROM:
        return member.unit_id != task.lead_unit_id
    if item.what is What.JOINED:
        return task.open and member.unit_id == task.lead_unit_id
    if member.role in UNIT_ROLES and not _takes_part(member, task):
        return False
    if item.what in _STATUSES:
        return task.status in _STATUSES[item.what]
    return task.status in (_OPEN if item.what is What.UNBLOCKED else _TO_WORKERS)


def _takes_part(member: Member, task: Task) -> bool:
    return member.unit_id == task.lead_unit_id or member.unit_id in task.cooperating
