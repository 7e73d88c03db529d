"""What is due when: the next slot of each subcommittee, the exact reminder of each task."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.times import from_text, to_text

SLOT = "slot"
EXACT = "exact"


@dataclass(frozen=True)
class AgendaRow:
    id: int
    kind: str
    subcommittee_id: int
    task_id: int | None
    nominal_at: datetime
    act_at: datetime
    cursor: int
    """The last member for whom a slot was planned."""


_COLUMNS = "id, kind, subcommittee_id, task_id, nominal_at, act_at, cursor"


def _row(row: sqlite3.Row) -> AgendaRow:
    values = dict(row)
    values["nominal_at"] = from_text(row["nominal_at"])
    values["act_at"] = from_text(row["act_at"])
    return AgendaRow(**values)


def due(connection: sqlite3.Connection, now: datetime) -> AgendaRow | None:
    """What has been due longest."""
    row = connection.execute(
        f"""
        SELECT {_COLUMNS}
        FROM agenda
        WHERE act_at <= ?
        ORDER BY act_at, id
        LIMIT 1
        """,
        (to_text(now),),
    ).fetchone()
    return _row(row) if row else None


def next_moment(connection: sqlite3.Connection) -> datetime | None:
    """When the next thing is due; it may lie in the past."""
    row = connection.execute("SELECT MIN(act_at) AS moment FROM agenda").fetchone()
    return None if row["moment"] is None else from_text(row["moment"])


def slot_of(connection: sqlite3.Connection, subcommittee_id: int) -> AgendaRow | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM agenda WHERE kind = 'slot' AND subcommittee_id = ?",
        (subcommittee_id,),
    ).fetchone()
    return _row(row) if row else None


def exact_of(connection: sqlite3.Connection, task_id: int) -> AgendaRow | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM agenda WHERE kind = 'exact' AND task_id = ?",
        (task_id,),
    ).fetchone()
    return _row(row) if row else None


def exact_of_event(connection: sqlite3.Connection, event_id: int, limit: int) -> list[AgendaRow]:
    """The next exact reminders of an event's tasks."""
    rows = connection.execute(
        """
        SELECT agenda.id, agenda.kind, agenda.subcommittee_id, agenda.task_id,
               agenda.nominal_at, agenda.act_at, agenda.cursor
        FROM tasks
        JOIN agenda ON agenda.kind = 'exact' AND agenda.task_id = tasks.id
        WHERE tasks.event_id = ?
        ORDER BY agenda.act_at, agenda.id
        LIMIT ?
        """,
        (event_id, limit),
    ).fetchall()
    return [_row(row) for row in rows]


def strayed(connection: sqlite3.Connection, now: datetime) -> list[int]:
    """Subcommittees whose newest slot lies ahead of now: the clock was set back since."""
    rows = connection.execute(
        "SELECT id FROM subcommittees WHERE last_slot_at > ?",
        (to_text(now),),
    ).fetchall()
    return [row["id"] for row in rows]


def put_slot(connection: sqlite3.Connection, subcommittee_id: int, nominal_at: datetime) -> None:
    """In place of the slot that was there; planning begins with the first member."""
    connection.execute(
        """
        INSERT INTO agenda (kind, subcommittee_id, nominal_at, act_at)
        VALUES ('slot', ?, ?, ?)
        ON CONFLICT (subcommittee_id) WHERE kind = 'slot' DO UPDATE
        SET nominal_at = excluded.nominal_at, act_at = excluded.act_at, cursor = 0
        """,
        (subcommittee_id, to_text(nominal_at), to_text(nominal_at)),
    )


def put_exact(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    task_id: int,
    nominal_at: datetime,
    act_at: datetime,
) -> None:
    """In place of the reminder that was there."""
    connection.execute(
        """
        INSERT INTO agenda (kind, subcommittee_id, task_id, nominal_at, act_at)
        VALUES ('exact', ?, ?, ?, ?)
        ON CONFLICT (task_id) WHERE kind = 'exact' DO UPDATE
        SET nominal_at = excluded.nominal_at, act_at = excluded.act_at
        """,
        (subcommittee_id, task_id, to_text(nominal_at), to_text(act_at)),
    )


def set_cursor(connection: sqlite3.Connection, row_id: int, cursor: int) -> None:
    connection.execute(
        "UPDATE agenda SET cursor = ? WHERE id = ?",
        (cursor, row_id),
    )


def put_off(connection: sqlite3.Connection, row_id: int, until: datetime) -> None:
    """Nothing is done about it before that moment; what it is about stays."""
    connection.execute(
        "UPDATE agenda SET act_at = ? WHERE id = ?",
        (to_text(until), row_id),
    )


def remove(connection: sqlite3.Connection, row_id: int) -> None:
    connection.execute("DELETE FROM agenda WHERE id = ?", (row_id,))
