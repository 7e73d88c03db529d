"""What a plan is compared with, read at one moment; and a mark by which it is known again."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date, datetime, time
from typing import Any

from domain.event import Event
from domain.plans.basis import Basis, KnownTask
from domain.subcommittee import Subcommittee
from storage import events, imports, units
from storage.times import from_text


def read(
    connection: sqlite3.Connection, event: Event, subcommittee: Subcommittee, now: datetime
) -> Basis:
    """All but the event's tasks, of which there may be thousands: see `tasks_after`."""
    return Basis(
        event.code,
        event.first_day,
        subcommittee.timezone,
        now,
        tuple(units.all_of(connection, subcommittee.id)),
        (),
        frozenset(
            other.code
            for other in events.all_of(connection, subcommittee.id, closed=True)
            if other.id != event.id
        ),
    )


def mark(connection: sqlite3.Connection, event: Event) -> dict[str, Any]:
    """Differs once the event, the units or the tasks of other plans are not what they were.

    Single tasks are not in it: each is looked at again when its row is carried out.
    """
    digest = hashlib.sha256()
    for unit in units.all_of(connection, event.subcommittee_id):
        digest.update(repr((unit.id, unit.code, unit.name, unit.aliases)).encode())
    return {
        "event": event.version,
        "units": digest.hexdigest(),
        "imports": imports.last_effect(connection, event.id),
    }


def tasks_after(
    connection: sqlite3.Connection, event_id: int, number: int, limit: int
) -> list[KnownTask]:
    """The event's next tasks by their numbers, which never change and only grow."""
    rows = connection.execute(
        """
        SELECT tasks.id, tasks.number, tasks.title, tasks.title_folded, tasks.lead_unit_id,
               tasks.due_day, tasks.due_hour, tasks.due_offset, tasks.urgent, tasks.ad_hoc,
               tasks.workstream, tasks.source, tasks.status, tasks.created_at,
               (
                   SELECT group_concat(cooperations.unit_id)
                   FROM cooperations
                   WHERE cooperations.task_id = tasks.id
               ) AS cooperating
        FROM tasks
        WHERE tasks.event_id = ? AND tasks.number > ?
        ORDER BY tasks.number
        LIMIT ?
        """,
        (event_id, number, limit),
    )
    return [_task(row) for row in rows]


def _task(row: sqlite3.Row) -> KnownTask:
    listed = row["cooperating"]
    return KnownTask(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        title_folded=row["title_folded"],
        lead_unit_id=row["lead_unit_id"],
        cooperating=tuple(sorted(map(int, listed.split(",")))) if listed else (),
        due_day=date.fromisoformat(row["due_day"]),
        due_hour=time.fromisoformat(row["due_hour"]) if row["due_hour"] else None,
        due_offset=row["due_offset"],
        urgent=row["urgent"] == 1,
        ad_hoc=row["ad_hoc"] == 1,
        workstream=row["workstream"],
        source=row["source"],
        open=row["status"] not in ("done", "cancelled"),
        cancelled=row["status"] == "cancelled",
        created_at=from_text(row["created_at"]),
    )
