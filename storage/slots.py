"""What became of each slot of a subcommittee: planned, or missed while nothing could be sent."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.times import from_text, to_text

PLANNED = "planned"
MISSED = "missed"


@dataclass(frozen=True)
class SlotRecord:
    nominal_at: datetime
    state: str
    decided_at: datetime


def put(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    nominal_at: datetime,
    state: str,
    now: datetime,
) -> None:
    """Notes what became of the slot; what was noted before stays."""
    connection.execute(
        """
        INSERT INTO slots (subcommittee_id, nominal_at, state, decided_at)
        VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        (subcommittee_id, to_text(nominal_at), state, to_text(now)),
    )


def forget_missed_after(
    connection: sqlite3.Connection, subcommittee_id: int, now: datetime
) -> None:
    """Slots ahead cannot have been missed: the clock was wrong when that was noted."""
    connection.execute(
        "DELETE FROM slots WHERE subcommittee_id = ? AND nominal_at > ? AND state = 'missed'",
        (subcommittee_id, to_text(now)),
    )


def state_of(
    connection: sqlite3.Connection, subcommittee_id: int, nominal_at: datetime
) -> str | None:
    """`planned` or `missed`; None where that is not decided yet."""
    row = connection.execute(
        "SELECT state FROM slots WHERE subcommittee_id = ? AND nominal_at = ?",
        (subcommittee_id, to_text(nominal_at)),
    ).fetchone()
    return str(row["state"]) if row else None


def silent_since(
    connection: sqlite3.Connection, subcommittee_id: int, nominal_at: datetime
) -> datetime | None:
    """The first of the slots that were missed right before this one; None: none was."""
    row = connection.execute(
        """
        SELECT MIN(nominal_at) AS since
        FROM slots
        WHERE subcommittee_id = :subcommittee
          AND nominal_at < :nominal
          AND state = 'missed'
          AND nominal_at > coalesce((
              SELECT MAX(nominal_at)
              FROM slots
              WHERE subcommittee_id = :subcommittee
                AND nominal_at < :nominal
                AND state = 'planned'
          ), '')
        """,
        {"subcommittee": subcommittee_id, "nominal": to_text(nominal_at)},
    ).fetchone()
    return from_text(row["since"]) if row["since"] else None


def newest(
    connection: sqlite3.Connection, subcommittee_id: int, limit: int, offset: int = 0
) -> list[SlotRecord]:
    """The newest first."""
    rows = connection.execute(
        """
        SELECT nominal_at, state, decided_at
        FROM slots
        WHERE subcommittee_id = ?
        ORDER BY nominal_at DESC
        LIMIT ? OFFSET ?
        """,
        (subcommittee_id, limit, offset),
    ).fetchall()
    return [
        SlotRecord(from_text(row["nominal_at"]), row["state"], from_text(row["decided_at"]))
        for row in rows
    ]
