"""Who may do what: one table, one question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.member import Member


class Role(StrEnum):
    CHAIR = "chair"
    DEPUTY = "deputy"
    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"
    OBSERVER = "observer"


UNIT_ROLES = (Role.LEAD, Role.MEMBER)
"""The roles of a unit's people; the others act for the whole subcommittee."""


class Action(StrEnum):
    """What can be asked for. Which command asks for which stands in `handlers.commands`."""

    SEE_EVENTS = "see_events"
    SEE_SUMMARY = "see_summary"
    SEE_TASKS = "see_tasks"
    REPORT = "report"
    UNBLOCK = "unblock"
    DECIDE = "decide"
    """Confirm, return, reopen, remind."""
    CHANGE_DUE = "change_due"
    INVITE = "invite"
    SEE_MEMBERS = "see_members"
    SEE_UNITS = "see_units"
    SEE_AUDIT = "see_audit"
    ADMINISTER = "administer"
    """Events, tasks, units, roles, settings, link, import."""
    EXPORT = "export"


class Scope(StrEnum):
    """How far a right reaches."""

    NONE = "none"
    LEADS = "leads"
    """Tasks that the actor's own unit leads."""
    TAKES_PART = "takes_part"
    """Tasks that the actor's own unit leads or cooperates in."""
    OWN_UNIT = "own_unit"
    """People of the actor's own unit; to invite or remove, only those in the role `member`."""
    ALL = "all"


_NONE, _LEADS, _PART, _OWN, _ALL = (
    Scope.NONE, Scope.LEADS, Scope.TAKES_PART, Scope.OWN_UNIT, Scope.ALL,
)  # fmt: skip

RIGHTS: dict[Action, dict[Role, Scope]] = {
    action: dict(
        zip((Role.OBSERVER, Role.MEMBER, Role.LEAD, Role.CHAIR, Role.ADMIN), scopes, strict=True)
    )
    | {Role.DEPUTY: scopes[3]}
    for action, scopes in {
        #                    observer member  lead    chair   admin
        Action.SEE_EVENTS:  (_ALL,  _ALL,   _ALL,   _ALL,   _ALL),
        Action.SEE_SUMMARY: (_ALL,  _NONE,  _NONE,  _ALL,   _ALL),
        Action.SEE_TASKS:   (_NONE, _PART,  _PART,  _ALL,   _ALL),
        Action.REPORT:      (_NONE, _LEADS, _LEADS, _NONE,  _ALL),
        Action.UNBLOCK:     (_NONE, _LEADS, _LEADS, _ALL,   _ALL),
        Action.DECIDE:      (_NONE, _NONE,  _NONE,  _ALL,   _ALL),
        Action.CHANGE_DUE:  (_NONE, _NONE,  _NONE,  _ALL,   _ALL),
        Action.INVITE:      (_NONE, _NONE,  _OWN,   _NONE,  _ALL),
        Action.SEE_MEMBERS: (_NONE, _NONE,  _OWN,   _ALL,   _ALL),
        Action.SEE_UNITS:   (_NONE, _NONE,  _NONE,  _ALL,   _ALL),
        Action.SEE_AUDIT:   (_NONE, _NONE,  _NONE,  _ALL,   _ALL),
        Action.ADMINISTER:  (_NONE, _NONE,  _NONE,  _NONE,  _ALL),
        Action.EXPORT:      (_NONE, _NONE,  _NONE,  _ALL,   _ALL),
    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """What an action is about, as far as rights care."""

    subcommittee_id: int
    lead_unit_id: int | None = None
    cooperating_unit_ids: frozenset[int] = frozenset()
    unit_id: int | None = None
    """Of a person or an invitation."""
    role: Role | None = None
    """Of a person or an invitation."""


def may(
    actor: "Member | None",
    action: Action,
    subject: Subject | None = None,
    *,
    members_see_all: bool = False,
) -> bool:
    """Whether the actor may do this to the subject.

    Without a subject: whether there can be anything at all to which the actor may do it.
    """
    if actor is None:
        return False
    if subject is not None and subject.subcommittee_id != actor.subcommittee_id:
        return False
    scope = RIGHTS[action][actor.role]
    if action is Action.SEE_TASKS and scope is Scope.TAKES_PART and members_see_all:
        scope = Scope.ALL
    if scope in (Scope.NONE, Scope.ALL):
        return scope is Scope.ALL
    if actor.unit_id is None:
        return False
    return subject is None or _reaches(scope, actor.unit_id, subject, action)


def _reaches(scope: Scope, unit_id: int, subject: Subject, action: Action) -> bool:
    if scope is Scope.OWN_UNIT:
        own = subject.unit_id == unit_id
        return own and (action is not Action.INVITE or subject.role is Role.MEMBER)
    if subject.lead_unit_id == unit_id:
        return True
    return scope is Scope.TAKES_PART and unit_id in subject.cooperating_unit_ids
