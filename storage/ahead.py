"""What lies ahead, for whoever moves the clock: when something will happen by itself."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage.times import from_text, to_text


def next_after(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """The first moment later than now at which something is due; None: nothing will be."""
    row = connection.execute(
        """
        SELECT MIN(moment) AS moment
        FROM (
            SELECT act_at AS moment
            FROM agenda
            UNION ALL
            SELECT outbox.not_before
            FROM outbox
            JOIN chats ON chats.id = outbox.chat_id
            WHERE outbox.state = 'waiting' AND chats.unreachable IS NULL
        )
        WHERE moment > ?
        """,
        (to_text(now),),
    ).fetchone()
    return from_text(row["moment"]) if row["moment"] else None


def next_of(connection: sqlite3.Connection, kind: str, now: datetime) -> datetime | None:
    """The first moment later than now at which something of this kind is on the agenda."""
    row = connection.execute(
        "SELECT MIN(act_at) AS moment FROM agenda WHERE kind = ? AND act_at > ?",
        (kind, to_text(now)),
    ).fetchone()
    return from_text(row["moment"]) if row["moment"] else None


def is_planned(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether the agenda holds something that is due and not done yet."""
    row = connection.execute("SELECT 1 FROM agenda WHERE act_at <= ?", (to_text(now),)).fetchone()
    return row is not None


def is_unsent(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether a message that is due has not left yet, though its chat can be reached."""
    row = connection.execute(
        """
        SELECT 1
        FROM outbox
        JOIN chats ON chats.id = outbox.chat_id
        WHERE outbox.state IN ('waiting', 'making', 'sending')
            AND outbox.not_before <= ?
            AND chats.unreachable IS NULL
        """,
        (to_text(now),),
    ).fetchone()
    return row is not None
