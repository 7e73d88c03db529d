"""What the clock causes: slots and exact reminders, a slice at a time.

Each slice is a unit of work: the agenda moves on in the transaction that fills the outbox. A row
of the outbox says only what about, for whom and for which nominal time; it is put into words when
it is about to go out.
"""

import logging
import sqlite3
from datetime import datetime, timedelta

from domain.agenda import (
    Calendar,
    Slot,
    exact_act,
    exact_moment,
    made_up,
    quiet,
    slot_at,
    slots_between,
)
from domain.digest import View, view
from domain.member import Member
from domain.roles import UNIT_ROLES
from domain.subcommittee import Subcommittee
from domain.task import Task
from handlers.agenda import calendar_of, put_next_slot
from handlers.slot_plan import SlotPlan
from handlers.telling import HEADS
from handlers.work import Config
from storage import agenda, members, promises, slots, subcommittees, tasks
from storage.agenda import AgendaRow
from storage.outbox import Outgoing, Priority
from storage.times import to_text

logger = logging.getLogger(__name__)

SLICE = 50
"""Members planned in one unit of work: some 5 ms, for an answer waits behind several of them."""


def next_moment(connection: sqlite3.Connection) -> datetime | None:
    """When the next thing is due; it may lie in the past. None: nothing is."""
    return agenda.next_moment(connection)


def tick(connection: sqlite3.Connection, now: datetime, config: Config) -> bool:
    """One slice of what is due; whether more is due right now."""
    _follow_clock(connection, now)
    row = agenda.due(connection, now)
    if row is None:
        return False
    if row.kind == agenda.EXACT:
        _remind(connection, row, now)
    else:
        _slot(connection, row, now, config)
    return agenda.due(connection, now) is not None


def put_off(connection: sqlite3.Connection, now: datetime, pause: timedelta) -> bool:
    """Leaves what is due first until later, so that it holds up nothing else; whether more is due.

    For what `tick` could not do: its failure undid all of it.
    """
    row = agenda.due(connection, now)
    if row is not None:
        logger.error("agenda row %d (%s) is put off by %s", row.id, row.kind, pause)
        agenda.put_off(connection, row.id, now + pause)
    return agenda.due(connection, now) is not None


def _follow_clock(connection: sqlite3.Connection, now: datetime) -> None:
    """After the clock was set back the agenda begins at the present; what was promised already
    is not promised again, by its key."""
    for subcommittee_id in agenda.strayed(connection, now):
        subcommittees.set_last_slot_at(connection, subcommittee_id, now)
        slots.forget_missed_after(connection, subcommittee_id, now)
        calendar = calendar_of(connection, subcommittees.get(connection, subcommittee_id))
        put_next_slot(connection, subcommittee_id, calendar, now)


# -- slots -----------------------------------------------------------------------------------------


def _slot(connection: sqlite3.Connection, row: AgendaRow, now: datetime, config: Config) -> None:
    subcommittee = subcommittees.get(connection, row.subcommittee_id)
    calendar = calendar_of(connection, subcommittee)
    if slots.state_of(connection, subcommittee.id, row.nominal_at) == slots.PLANNED:
        _plan(connection, row, subcommittee, calendar, now, config)
    elif planned := _decide(connection, row, calendar, now):
        agenda.put_slot(connection, subcommittee.id, planned.at)
        _plan(connection, _row_of(connection, subcommittee), subcommittee, calendar, now, config)
    else:
        put_next_slot(connection, subcommittee.id, calendar, now)


def _row_of(connection: sqlite3.Connection, subcommittee: Subcommittee) -> AgendaRow:
    row = agenda.slot_of(connection, subcommittee.id)
    assert row is not None
    return row


def _decide(
    connection: sqlite3.Connection, row: AgendaRow, calendar: Calendar, now: datetime
) -> Slot | None:
    """The slot to be sent now: the newest due, unless it is too late for it; the others, and it
    then too, are missed."""
    last = subcommittees.last_slot_at(connection, row.subcommittee_id)
    due = {row.nominal_at: slot_at(row.nominal_at, calendar)}
    due |= {slot.at: slot for slot in slots_between(row.nominal_at, now, calendar)}
    fresh = [slot for slot in sorted(due.values()) if last is None or slot.at > last]
    if not fresh:
        return None
    newest = fresh.pop()
    sent = made_up(newest, now, calendar)
    for slot in fresh if sent else [*fresh, newest]:
        slots.put(connection, row.subcommittee_id, slot.at, slots.MISSED, now)
    if sent:
        slots.put(connection, row.subcommittee_id, newest.at, slots.PLANNED, now)
    subcommittees.set_last_slot_at(connection, row.subcommittee_id, newest.at)
    return newest if sent else None


def _plan(
    connection: sqlite3.Connection,
    row: AgendaRow,
    subcommittee: Subcommittee,
    calendar: Calendar,
    now: datetime,
    config: Config,
) -> None:
    """Promises the slot to the next members, first of all to the group."""
    slot = slot_at(row.nominal_at, calendar)
    seen = view(calendar, now, full=slot.full)
    plan = SlotPlan(connection, subcommittee, slot, seen, now, config.bot_username)
    if row.cursor == 0:
        plan.tell_group()
    batch = members.after(connection, subcommittee.id, row.cursor, SLICE)
    reminded = _units_to_remind(connection, batch, seen)
    for member in batch:
        if member.role in HEADS:
            plan.summarize(member)
        elif member.role in UNIT_ROLES and member.unit_id in reminded:
            plan.remind(member)
    if len(batch) == SLICE:
        agenda.set_cursor(connection, row.id, batch[-1].id)
    else:
        put_next_slot(connection, subcommittee.id, calendar, row.nominal_at)


def _units_to_remind(connection: sqlite3.Connection, batch: list[Member], seen: View) -> set[int]:
    unit_ids = {member.unit_id for member in batch if member.unit_id and member.role in UNIT_ROLES}
    return promises.units_to_remind(
        connection,
        unit_ids,
        [event.id for event in seen.events],
        [rung.event.id for rung in seen.rungs],
        seen.soon,
    )


# -- exact reminders -------------------------------------------------------------------------------


def _remind(connection: sqlite3.Connection, row: AgendaRow, now: datetime) -> None:
    """Promises the reminder to the unit's people; in quiet hours it is put off to their end."""
    agenda.remove(connection, row.id)
    task = tasks.get(connection, row.task_id or 0)
    subcommittee = subcommittees.get(connection, row.subcommittee_id)
    if task is None or exact_moment(task, subcommittee.settings) != row.nominal_at:
        return
    calendar = calendar_of(connection, subcommittee)
    if now < task.due_at and quiet(now, calendar):
        later = exact_act(row.nominal_at, task.due_at, now, calendar)
        if later is not None and later > now:
            agenda.put_exact(connection, subcommittee.id, task.id, row.nominal_at, later)
            return
    _promise_exact(connection, task, subcommittee, row.nominal_at, calendar, now)


def _promise_exact(
    connection: sqlite3.Connection,
    task: Task,
    subcommittee: Subcommittee,
    nominal_at: datetime,
    calendar: Calendar,
    now: datetime,
) -> None:
    missed = now >= task.due_at or quiet(now, calendar)
    for member in members.of_units(connection, [task.lead_unit_id]):
        outgoing = Outgoing(
            chat_id=member.chat_id,
            kind="exact",
            payload={"language": member.language or subcommittee.language},
            priority=Priority.NOTICE,
            key=f"exact:{task.id}:{to_text(nominal_at)}:{member.person_id}",
            task_id=task.id,
            subcommittee_id=subcommittee.id,
            person_id=member.person_id,
            about="exact",
            nominal_at=nominal_at,
        )
        if missed:
            promises.miss(connection, outgoing, now)
        else:
            promises.put(connection, outgoing, now)
