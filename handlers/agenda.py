"""Keeps what is due in step with the tasks, events and settings it follows from.

To be called in the transaction of the change itself. What has been due and was not acted on yet
stays; all else is made anew. Doing it twice changes nothing.
"""

import sqlite3
from datetime import datetime

from domain.agenda import Calendar, exact_act, exact_moment, next_slot
from domain.subcommittee import Subcommittee
from domain.task import Task
from storage import agenda, events, tasks


def calendar_of(connection: sqlite3.Connection, subcommittee: Subcommittee) -> Calendar:
    """The subcommittee's zone, settings and open events."""
    open_events = events.all_of(connection, subcommittee.id)
    return Calendar(subcommittee.zone, subcommittee.settings, open_events)


def renew_task(
    connection: sqlite3.Connection, task: Task, subcommittee: Subcommittee, now: datetime
) -> None:
    """To be called after anything that changes a task's due time, status or unit."""
    row = agenda.exact_of(connection, task.id)
    nominal_at = exact_moment(task, subcommittee.settings)
    if row is not None and row.nominal_at == nominal_at:
        return
    if row is not None:
        agenda.remove(connection, row.id)
    if nominal_at is not None and nominal_at > now:
        _put_exact(connection, task, nominal_at, calendar_of(connection, subcommittee), now)


def renew_slot(connection: sqlite3.Connection, subcommittee: Subcommittee, now: datetime) -> None:
    """To be called after anything that changes an event's days, peaks or closing, the settings
    or the zone; it renews the exact reminders of the subcommittee's tasks too."""
    calendar = calendar_of(connection, subcommittee)
    row = agenda.slot_of(connection, subcommittee.id)
    if row is None or row.nominal_at > now or not calendar.events:
        _put_slot(connection, subcommittee.id, calendar, now)
    for task in tasks.open_with_hour(connection, subcommittee.id, now):
        _renew_exact(connection, task, calendar, now)


def put_next_slot(
    connection: sqlite3.Connection, subcommittee_id: int, calendar: Calendar, after: datetime
) -> None:
    """The agenda's slot is the first one later than the moment."""
    _put_slot(connection, subcommittee_id, calendar, after)


def _put_slot(
    connection: sqlite3.Connection, subcommittee_id: int, calendar: Calendar, after: datetime
) -> None:
    slot = next_slot(after, calendar)
    if slot is not None:
        agenda.put_slot(connection, subcommittee_id, slot.at)
    elif row := agenda.slot_of(connection, subcommittee_id):
        agenda.remove(connection, row.id)


def _renew_exact(
    connection: sqlite3.Connection, task: Task, calendar: Calendar, now: datetime
) -> None:
    row = agenda.exact_of(connection, task.id)
    nominal_at = exact_moment(task, calendar.settings)
    if row is not None and row.nominal_at == nominal_at and row.act_at <= now:
        return
    if row is not None:
        agenda.remove(connection, row.id)
    if nominal_at is not None and nominal_at > now:
        _put_exact(connection, task, nominal_at, calendar, now)


def _put_exact(
    connection: sqlite3.Connection,
    task: Task,
    nominal_at: datetime,
    calendar: Calendar,
    now: datetime,
) -> None:
    act_at = exact_act(nominal_at, task.due_at, now, calendar)
    if act_at is not None:
        agenda.put_exact(connection, task.subcommittee_id, task.id, nominal_at, act_at)
