"""The ledger: messages promised for a nominal time, and what became of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import outbox
from storage.outbox import OutboxRow, Outgoing
from storage.times import from_text, to_text


@dataclass(frozen=True)
class Promise:
    """The promises of one kind, about one thing, for one nominal time."""

    nominal_at: datetime
    kind: str
    task_id: int | None
    states: dict[str, int]
    """How many messages are in each state of the outbox."""


def put(connection: sqlite3.Connection, outgoing: Outgoing, now: datetime) -> bool:
    """Promises a message; False where it was promised before."""
    return outbox.put(connection, outgoing, now) is not None


def miss(connection: sqlite3.Connection, outgoing: Outgoing, now: datetime) -> None:
    """Notes a promise whose time passed while nothing could be sent."""
    row_id = outbox.put(connection, outgoing, now)
    if row_id is not None:
        connection.execute(
            "UPDATE outbox SET state = 'missed', finished_at = ? WHERE id = ?",
            (to_text(now), row_id),
        )


def replaced(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> bool:
    """Whether a later digest or summary of a slot until now says it anew."""
    if row.nominal_at is None:
        return False
    found = connection.execute(
        """
        SELECT 1
        FROM outbox
        WHERE subcommittee_id IS ?
          AND nominal_at > ?
          AND nominal_at <= ?
          AND chat_id = ?
          AND person_id IS ?
          AND kind = ?
          AND state IN ('waiting', 'making', 'sending', 'sent')
        LIMIT 1
        """,
        (
            row.subcommittee_id,
            to_text(row.nominal_at),
            to_text(now),
            row.chat_id,
            row.person_id,
            row.kind,
        ),
    ).fetchone()
    return found is not None


def units_to_remind(
    connection: sqlite3.Connection,
    unit_ids: Iterable[int],
    event_ids: Iterable[int],
    ladder_event_ids: Iterable[int],
    soon: datetime,
) -> set[int]:
    """Which of the units may have something in their digest: never too few, perhaps too many."""
    rows = connection.execute(
        """
        SELECT wanted.value AS unit_id
        FROM json_each(:units) AS wanted
        WHERE EXISTS (
            SELECT 1
            FROM tasks
            WHERE tasks.lead_unit_id = wanted.value
              AND tasks.status NOT IN ('done', 'cancelled')
              AND tasks.status <> 'submitted'
              AND tasks.event_id IN (SELECT value FROM json_each(:events))
              AND (
                  tasks.due_at <= :soon
                  OR tasks.status = 'assigned'
                  OR tasks.returned_at IS NOT NULL
                  OR tasks.event_id IN (SELECT value FROM json_each(:ladder))
              )
        )
        OR EXISTS (
            SELECT 1
            FROM cooperations
            JOIN tasks ON tasks.id = cooperations.task_id
            WHERE cooperations.unit_id = wanted.value
              AND tasks.status NOT IN ('done', 'cancelled', 'submitted')
              AND tasks.event_id IN (SELECT value FROM json_each(:events))
              AND tasks.due_at <= :soon
        )
        """,
        {
            "units": json.dumps(list(unit_ids)),
            "events": json.dumps(list(event_ids)),
            "ladder": json.dumps(list(ladder_event_ids)),
            "soon": to_text(soon),
        },
    ).fetchall()
    return {row["unit_id"] for row in rows}


def of_slot(
    connection: sqlite3.Connection, subcommittee_id: int, nominal_at: datetime
) -> dict[str, int]:
    """How many messages of a slot are in each state."""
    rows = connection.execute(
        """
        SELECT state, COUNT(*) AS messages
        FROM outbox
        WHERE subcommittee_id = ? AND nominal_at = ? AND kind IN ('digest', 'summary')
        GROUP BY state
        """,
        (subcommittee_id, to_text(nominal_at)),
    ).fetchall()
    return {row["state"]: row["messages"] for row in rows}


def exact_of_event(
    connection: sqlite3.Connection, subcommittee_id: int, event_id: int, since: datetime
) -> list[Promise]:
    """The exact reminders of an event's tasks since then, the newest first."""
    rows = connection.execute(
        """
        SELECT outbox.nominal_at, outbox.task_id, outbox.state, COUNT(*) AS messages
        FROM outbox
        JOIN tasks ON tasks.id = outbox.task_id
        WHERE outbox.subcommittee_id = ?
          AND outbox.nominal_at >= ?
          AND outbox.kind = 'exact'
          AND tasks.event_id = ?
        GROUP BY outbox.nominal_at, outbox.task_id, outbox.state
        ORDER BY outbox.nominal_at DESC, outbox.task_id
        """,
        (subcommittee_id, to_text(since), event_id),
    ).fetchall()
    found: dict[tuple[str, int], Promise] = {}
    for row in rows:
        nominal_at, task_id = row["nominal_at"], row["task_id"]
        promise = found.setdefault(
            (nominal_at, task_id), Promise(from_text(nominal_at), "exact", task_id, {})
        )
        promise.states[row["state"]] = row["messages"]
    return list(found.values())
