"""Updates as they arrived, and what became of each: the table from which nothing is lost.

A row is *open* until the unit of work that carries out its effects marks it *done*, in the same
savepoint. It is *dead* when it failed or the process ended in it three times; dead rows are kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.times import from_text, to_text

MOST_ATTEMPTS = 3
# Telegram keeps an update for 24 hours; what is older cannot come again. After a quiet week it
# numbers from a random start, so that an old number may be a new update.
KEPT = timedelta(hours=48)

_COLUMNS = """
    id, update_id, chat_telegram_id, payload, state, attempts, error, error_id,
    received_at, finished_at
"""


class NotOpen(Exception):  # noqa: N818
    """The update is not waiting to be handled: its effects stand already, or it was given up."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to be stored: its JSON, and the chat it came from where it has one."""

    update_id: int
    chat_telegram_id: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A stored update; ``payload`` is None once pruned."""

    id: int
    update_id: int
    chat_telegram_id: int | None
    payload: str | None
    state: str
    attempts: int
    error: str | None
    error_id: str | None
    received_at: datetime
    finished_at: datetime | None


def store_batch(connection: sqlite3.Connection, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Store those that are not there yet, in their order; how many were new."""
    # Numbers that began anew may meet one of last week which the pruning has not taken yet.
    connection.executemany(
        """
        DELETE FROM inbox
        WHERE update_id = ? AND state IN ('done', 'dead') AND received_at < ?
        """,
        [(arrival.update_id, to_text(now - KEPT)) for arrival in arrivals],
    )
    return connection.executemany(
        """
        INSERT INTO inbox (update_id, chat_telegram_id, payload, state, received_at)
        VALUES (?, ?, ?, 'open', ?)
        ON CONFLICT (update_id) DO NOTHING
        """,
        [
            (arrival.update_id, arrival.chat_telegram_id, arrival.payload, to_text(now))
            for arrival in arrivals
        ],
    ).rowcount


def claim(
    connection: sqlite3.Connection, after: int, limit: int, *, alone: bool
) -> tuple[InboxRow, ...]:
    """The oldest open rows above the id ``after``, at most ``limit``, their attempt counted.

    A row that was attempted before (the process ended in it or beside it) comes by itself, and
    only to a caller that is ``alone`` with it, handling no other row: so that of all the rows
    that were in hand then, only the one that is to blame reaches its last attempt.
    ``attempts`` of a row is what was counted before this claim.
    """
    rows = _select(
        connection,
        """
        WHERE state = 'open' AND id > ?
        ORDER BY id
        LIMIT ?
        """,
        (after, limit),
    )
    fresh = 0
    while fresh < len(rows) and rows[fresh].attempts == 0:
        fresh += 1
    chosen = rows[: max(fresh, 1 if alone else 0)]
    if chosen:
        # A row that has used up its attempts is not attempted again, only handed out to be buried.
        connection.execute(
            """
            UPDATE inbox
            SET attempts = attempts + 1
            WHERE state = 'open' AND id BETWEEN ? AND ? AND attempts < ?
            """,
            (chosen[0].id, chosen[-1].id, MOST_ATTEMPTS),
        )
    return chosen


def mark_done(connection: sqlite3.Connection, update_id: int, now: datetime) -> None:
    """The update's effects are in this transaction.

    Raises NotOpen, so that what it did before is undone, when they were carried out already.
    """
    cursor = connection.execute(
        """
        UPDATE inbox
        SET state = 'done', finished_at = ?
        WHERE update_id = ? AND state = 'open'
        """,
        (to_text(now), update_id),
    )
    if cursor.rowcount != 1:
        raise NotOpen(f"update {update_id} is not open")


def mark_dead(
    connection: sqlite3.Connection, row_id: int, error: str, error_id: str, now: datetime
) -> bool:
    """Give up an open row, keeping why; False when it is no longer open."""
    cursor = connection.execute(
        """
        UPDATE inbox
        SET state = 'dead', error = ?, error_id = ?, finished_at = ?
        WHERE id = ? AND state = 'open'
        """,
        (error, error_id, to_text(now), row_id),
    )
    return cursor.rowcount == 1


def replay(connection: sqlite3.Connection, row_id: int) -> bool:
    """Open a dead row again, with all its attempts; False when there is no such dead row."""
    cursor = connection.execute(
        """
        UPDATE inbox
        SET state = 'open', attempts = 0, error = NULL, error_id = NULL, finished_at = NULL
        WHERE id = ? AND state = 'dead' AND payload IS NOT NULL
        """,
        (row_id,),
    )
    return cursor.rowcount == 1


def drop(connection: sqlite3.Connection, row_id: int) -> bool:
    """Remove a dead row for good; False when there is no such dead row."""
    cursor = connection.execute("DELETE FROM inbox WHERE id = ? AND state = 'dead'", (row_id,))
    return cursor.rowcount == 1


def find(connection: sqlite3.Connection, row_id: int) -> InboxRow | None:
    """The row with the id, None when it is gone."""
    rows = _select(connection, "WHERE id = ?", (row_id,))
    return rows[0] if rows else None


def dead(connection: sqlite3.Connection) -> tuple[InboxRow, ...]:
    """The rows that were given up, oldest first."""
    return _select(connection, "WHERE state = 'dead' ORDER BY id", ())


def still_open(connection: sqlite3.Connection, row_ids: Collection[int]) -> frozenset[int]:
    """Those of the ids whose rows are open."""
    if not row_ids:
        return frozenset()
    # What else is open between them is little: rows in hand, and dead ones opened again.
    found = connection.execute(
        "SELECT id FROM inbox WHERE state = 'open' AND id BETWEEN ? AND ?",
        (min(row_ids), max(row_ids)),
    )
    return frozenset(row_ids) & {row_id for (row_id,) in found}


def count_open(connection: sqlite3.Connection) -> int:
    """How many updates wait to be handled."""
    row = connection.execute(
        """
        SELECT count(*)
        FROM inbox
        WHERE state = 'open'
        """
    ).fetchone()
    return int(row[0])


def prune(connection: sqlite3.Connection, now: datetime, limit: int = 1000) -> int:
    """Remove at most ``limit`` rows done 48 hours ago; how many were removed."""
    return connection.execute(
        """
        DELETE FROM inbox
        WHERE id IN (
            SELECT id
            FROM inbox
            WHERE state = 'done' AND finished_at < ?
            ORDER BY id
            LIMIT ?
        )
        """,
        (to_text(now - KEPT), limit),
    ).rowcount


def _select(
    connection: sqlite3.Connection, conditions: str, parameters: tuple[object, ...]
) -> tuple[InboxRow, ...]:
    cursor = connection.execute(f"SELECT {_COLUMNS} FROM inbox {conditions}", parameters)
    return tuple(_row(row) for row in cursor)


def _row(row: sqlite3.Row) -> InboxRow:
    return InboxRow(
        id=row["id"],
        update_id=row["update_id"],
        chat_telegram_id=row["chat_telegram_id"],
        payload=row["payload"],
        state=row["state"],
        attempts=row["attempts"],
        error=row["error"],
        error_id=row["error_id"],
        received_at=from_text(row["received_at"]),
        finished_at=None if row["finished_at"] is None else from_text(row["finished_at"]),
    )
