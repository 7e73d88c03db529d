"""Tasks changed and cancelled by command: /edittask and /canceltask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.arguments.tasks import TaskEdit, parse_task_edit
from domain.codes import Reference, find_leading_reference, parse_reference
from domain.errors import Refusal
from domain.fields import in_field, split_fields
from domain.member import Member
from domain.notices import Item, What
from domain.roles import UNIT_ROLES, Action
from domain.task import Move, Task
from domain.task_edits import due_at, reassigned
from domain.text import NOTE_LIMIT, clean_note, limited
from handlers import agenda, telling
from handlers.access import find_task, find_unit, known_events, require
from handlers.cards import open_button
from handlers.due_times import due_for
from handlers.keyboards import Rows
from handlers.moving import move_task
from handlers.seat import Seat
from handlers.unit_people import warnings
from handlers.work import Work, changes
from storage import events, members, tasks, units

_ONLY_OPEN = ("unit", "cooperating", "due")
"""What makes no sense to change in a finished or cancelled task."""


@dataclass(frozen=True)
class Edited:
    seat: Seat
    before: Task
    after: Task


def edit_task(work: Work, argument: str) -> None:
    """`/edittask REF | field = value …`; chairs and deputies change due times only."""
    seat, before, edit = _read(work, argument)
    asked = [name for name in _FIELDS if getattr(edit, name) is not None]
    _allowed(seat, before, asked)
    wanted = _wanted(work, seat, before, edit)
    old, new = changes(before, wanted)
    if not new:
        work.say(work.html("task_editing.unchanged", task=before), _see_rows(work, before))
        return
    edited = Edited(seat, before, tasks.save(work.connection, wanted))
    work.audit(seat, "changed", edited.after, old, new)
    agenda.renew_task(work.connection, edited.after, seat.subcommittee, work.now)
    _tell(work, edited)
    _say(work, edited)


_FIELDS = ("title", "unit", "cooperating", "due", "urgent", "workstream", "source")


def _read(work: Work, argument: str) -> tuple[Seat, Task, TaskEdit]:
    """The task first: its subcommittee says what day it is."""
    fields = split_fields(argument)
    if not fields or not fields[0]:
        raise Refusal("missing_field", field="reference")
    with in_field("reference"):
        reference = parse_reference(fields[0])
    seat, task = find_task(work, reference)
    return seat, task, parse_task_edit(argument, seat.subcommittee.local(work.now))


def _allowed(seat: Seat, task: Task, asked: Sequence[str]) -> None:
    require(seat, Action.CHANGE_DUE, task)
    if any(name != "due" for name in asked) and not seat.may(Action.ADMINISTER, task.subject):
        raise Refusal("only_due")
    if not task.open and any(name in _ONLY_OPEN for name in asked):
        raise Refusal("task_closed", task=task)


def _wanted(work: Work, seat: Seat, task: Task, edit: TaskEdit) -> Task:
    plain: dict[str, Any] = {
        name: getattr(edit, name)
        for name in ("title", "urgent", "workstream", "source")
        if getattr(edit, name) is not None
    }
    after = replace(task, **plain)
    if edit.unit is not None:
        lead = find_unit(work, seat, edit.unit)
        if lead.id != task.lead_unit_id:
            after = reassigned(after, lead, work.now)
    if edit.cooperating is not None:
        wanted = dict.fromkeys(find_unit(work, seat, said).id for said in edit.cooperating)
        wanted.pop(after.lead_unit_id, None)
        after = replace(after, cooperating=tuple(sorted(wanted)))
    if edit.due is not None:
        event = events.get(work.connection, task.event_id)
        after = due_at(after, due_for(work, seat, event, edit.due))
    return after


def _tell(work: Work, edited: Edited) -> None:
    """Both units of a new lead, all units of a new due time, and who is newly to cooperate."""
    seat, before, after = edited.seat, edited.before, edited.after
    if not after.open:
        return
    told: list[Member] = []
    if after.lead_unit_id != before.lead_unit_id:
        told = telling.tell(work, seat, What.REASSIGNED_TO, after)
        telling.tell(work, seat, What.REASSIGNED_FROM, after, former_unit_id=before.lead_unit_id)
    told += _tell_newly_cooperating(work, before, after)
    if after.due_at != before.due_at:
        known = {member.id for member in told}
        item = Item(What.DUE_CHANGED, after.id, work.now, work.person.id, after.lead_unit_id)
        units_people = _people(work, [after.lead_unit_id, *after.cooperating])
        work.tell([member for member in units_people if member.id not in known], item)


def _tell_newly_cooperating(work: Work, before: Task, after: Task) -> list[Member]:
    added = [unit_id for unit_id in after.cooperating if unit_id not in before.cooperating]
    people = _people(work, added)
    work.tell(people, Item(What.ASSIGNED, after.id, work.now, work.person.id, after.lead_unit_id))
    return people


def _people(work: Work, unit_ids: list[int]) -> list[Member]:
    """The people of the units, but for the one who acts."""
    found = members.of_units(work.connection, unit_ids) if unit_ids else []
    return [
        member
        for member in found
        if member.person_id != work.person.id and member.role in UNIT_ROLES
    ]


def _say(work: Work, edited: Edited) -> None:
    before, after = edited.before, edited.after
    names = {unit.id: unit for unit in units.all_of(work.connection, after.subcommittee_id)}
    card = work.html(
        "task_editing.changed",
        before=before,
        after=after,
        lead=names[after.lead_unit_id],
        former=names[before.lead_unit_id],
        cooperating=[names[unit_id] for unit_id in after.cooperating],
    )
    added = [unit_id for unit_id in after.cooperating if unit_id not in before.cooperating]
    if after.lead_unit_id != before.lead_unit_id:
        added.insert(0, after.lead_unit_id)
    work.say_blocks([card, *warnings(work, added)], _see_rows(work, after))


def _see_rows(work: Work, task: Task) -> Rows:
    return [[open_button(work.texts, task)]]


def cancel_task(work: Work, argument: str) -> None:
    """`/canceltask REF reason`"""
    reference, rest = _reference_and_reason(work, argument)
    seat, task = find_task(work, reference)
    require(seat, Action.ADMINISTER, task)
    reason = limited(clean_note(rest), "reason", NOTE_LIMIT)
    if not reason:
        raise Refusal("missing_field", field="reason")
    after, _ = move_task(work, seat, task, Move.CANCEL, note=reason)
    work.say(work.html("task_editing.cancelled", task=after, reason=reason), _see_rows(work, after))


def _reference_and_reason(work: Work, argument: str) -> tuple[Reference, str]:
    known = [event.code for event in known_events(work)]
    found = find_leading_reference(argument, known)
    return found or (parse_reference(argument.split()[0]), "")
