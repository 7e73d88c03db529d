"""The outbox beside its daily way: after a crash, for the operator, and when it grows old."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime, timedelta

from storage.outbox import CALL, COLUMNS, UNREACHABLE, OutboxRow, newer_exists, row_of
from storage.times import from_text, to_text

# A row that was under way each time the process died so often is no longer trusted.
MOST_DOUBTS = 20
PAYLOADS_KEPT = timedelta(hours=48)
KEYS_KEPT = timedelta(days=60)
TOPIC_GONE = "topic gone"
DROPPED = "dropped"


def requeue(connection: sqlite3.Connection, now: datetime) -> int:
    """Put back what a dead process left under way; how many rows are in doubt.

    What it was still making has certainly not been sent.
    """
    connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting'
        WHERE state IN ('making', 'sending') AND state = 'making'
        """
    )
    connection.execute(
        """
        UPDATE outbox
        SET state = 'dead', error = 'in doubt too often', finished_at = ?
        WHERE state IN ('making', 'sending') AND state = 'sending' AND doubts >= ?
        """,
        (to_text(now), MOST_DOUBTS),
    )
    cursor = connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting', doubts = doubts + 1, error = 'the process ended while sending'
        WHERE state IN ('making', 'sending') AND state = 'sending'
        """
    )
    return cursor.rowcount


def void_waiting(
    connection: sqlite3.Connection,
    chat_id: int,
    now: datetime,
    *,
    thread_id: int | None = None,
    reason: str = UNREACHABLE,
) -> int:
    """Void what waits for a chat, or for one topic of it; how many rows."""
    cursor = connection.execute(
        """
        UPDATE outbox
        SET state = 'void', error = :reason, finished_at = :now
        WHERE state = 'waiting'
            AND chat_id = :chat
            AND (:thread IS NULL OR thread_id = :thread)
        """,
        {"reason": reason, "now": to_text(now), "chat": chat_id, "thread": thread_id},
    )
    return cursor.rowcount


def revive(connection: sqlite3.Connection, chat_id: int, since: datetime) -> int:
    """Let wait again what became void because the chat could not be reached; how many rows.

    Only what is put into words at the claim comes back, for it says only what still holds; of
    digests and summaries the newest alone. ``since`` bounds how old a row may be.
    """
    rows = connection.execute(
        f"""
        SELECT {COLUMNS}
        FROM outbox
        WHERE chat_id = ?
            AND state = 'void'
            AND error = ?
            AND kind <> ?
            AND payload IS NOT NULL
            AND created_at >= ?
        ORDER BY id DESC
        """,
        (chat_id, UNREACHABLE, CALL, to_text(since)),
    ).fetchall()
    revived = 0
    for row in map(row_of, rows):
        if not newer_exists(connection, row):
            _reopen(connection, row.id)
            revived += 1
    return revived


def _reopen(connection: sqlite3.Connection, row_id: int) -> None:
    connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting', attempts = 0, plain = 0, error = NULL, finished_at = NULL
        WHERE id = ?
        """,
        (row_id,),
    )


def listed(connection: sqlite3.Connection, state: str) -> list[OutboxRow]:
    """The rows in the state `dead` or `held`, in the order in which they were put."""
    return [
        row_of(row)
        for row in connection.execute(
            f"""
            SELECT {COLUMNS}
            FROM outbox
            WHERE state IN ('dead', 'held')
              AND state = ?
            ORDER BY id
            """,
            (state,),
        )
    ]


def hold_unsent(connection: sqlite3.Connection) -> int:
    """After a restore: nothing that was unsent then goes out by itself; how many rows."""
    cursor = connection.execute(
        """
        UPDATE outbox
        SET state = 'held'
        WHERE state IN ('waiting', 'making', 'sending')
        """
    )
    return cursor.rowcount


def release(connection: sqlite3.Connection, row_ids: Collection[int] | None = None) -> int:
    """Let held rows go out, all or those named; how many."""
    return _change(connection, "held", "waiting", row_ids, None)


def replay(connection: sqlite3.Connection, row_ids: Collection[int] | None = None) -> int:
    """Send dead rows again, all or those named, as far as their payload is still there."""
    return _change(connection, "dead", "waiting", row_ids, None)


def drop(
    connection: sqlite3.Connection, now: datetime, row_ids: Collection[int] | None = None
) -> int:
    """Give up held and dead rows, all or those named; how many."""
    return sum(_change(connection, state, "void", row_ids, now) for state in ("held", "dead"))


def _change(
    connection: sqlite3.Connection,
    state: str,
    new_state: str,
    row_ids: Collection[int] | None,
    now: datetime | None,
) -> int:
    chosen = [
        row.id
        for row in listed(connection, state)
        if (row_ids is None or row.id in row_ids)
        and (row.payload is not None or new_state == "void")
    ]
    connection.executemany(
        """
        UPDATE outbox
        SET state = ?, error = ?, finished_at = ?, attempts = 0, plain = 0
        WHERE id = ?
        """,
        [
            (new_state, DROPPED if now else None, to_text(now) if now else None, row_id)
            for row_id in chosen
        ],
    )
    return len(chosen)


def group_sends(
    connection: sqlite3.Connection, since: datetime, newest: int = 5_000
) -> list[tuple[int, datetime]]:
    """Which groups were sent to since then, and when, so that a restart keeps their limit."""
    rows = connection.execute(
        """
        SELECT outbox.chat_id, outbox.finished_at
        FROM outbox
        JOIN chats ON chats.id = outbox.chat_id
        WHERE outbox.id > (SELECT COALESCE(MAX(id), 0) - ? FROM outbox)
            AND outbox.state = 'sent'
            AND outbox.finished_at > ?
            AND chats.kind <> 'private'
        ORDER BY outbox.finished_at
        """,
        (newest, to_text(since)),
    )
    return [(row["chat_id"], from_text(row["finished_at"])) for row in rows]


def prune(
    connection: sqlite3.Connection, now: datetime, after_id: int = 0, rows: int = 2_000
) -> int | None:
    """Forget old payloads (48 h), keys and finished answers (60 days) in one slice of the table.

    Returns the id to go on after, None at the end. A notice of several tasks keeps its payload as
    long as its key: the button under it accepts them all. Ledger rows and those that a reply may
    refer to stay, without payload and key; dead ones keep their payload as long as their key.
    """
    last = connection.execute(
        """
        SELECT MAX(id) AS id
        FROM (
            SELECT id
            FROM outbox
            WHERE id > ?
            ORDER BY id
            LIMIT ?
        )
        """,
        (after_id, rows),
    ).fetchone()["id"]
    if last is None:
        return None
    _prune_slice(connection, now, after_id, last)
    return int(last)


def _prune_slice(connection: sqlite3.Connection, now: datetime, first: int, last: int) -> None:
    connection.execute(
        """
        UPDATE outbox
        SET payload = NULL
        WHERE id > ? AND id <= ?
            AND state IN ('sent', 'void', 'missed')
            AND payload IS NOT NULL
            AND NOT (kind = 'notice' AND state = 'sent' AND task_id IS NULL)
            AND COALESCE(finished_at, created_at) < ?
        """,
        (first, last, to_text(now - PAYLOADS_KEPT)),
    )
    old = (first, last, to_text(now - KEYS_KEPT))
    connection.execute(
        """
        DELETE FROM outbox
        WHERE id > ? AND id <= ?
            AND state IN ('sent', 'void', 'missed', 'dead')
            AND nominal_at IS NULL
            AND task_id IS NULL
            AND COALESCE(finished_at, created_at) < ?
        """,
        old,
    )
    connection.execute(
        """
        UPDATE outbox
        SET key = NULL, payload = NULL
        WHERE id > ? AND id <= ?
            AND state IN ('sent', 'void', 'missed', 'dead')
            AND (key IS NOT NULL OR payload IS NOT NULL)
            AND COALESCE(finished_at, created_at) < ?
        """,
        old,
    )
