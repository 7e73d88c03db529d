"""Whether anything stands still that should have moved; each question is answered by an index."""

import sqlite3
from datetime import datetime

from storage.times import to_text


def inbox_open_since(connection: sqlite3.Connection, moment: datetime) -> bool:
    """An update received before the moment is not handled yet."""
    return _any(
        connection,
        """
        SELECT 1
        FROM inbox
        WHERE state = 'open' AND received_at < ?
        LIMIT 1
        """,
        to_text(moment),
    )


def sending_since(connection: sqlite3.Connection, moment: datetime) -> bool:
    """A message claimed before the moment is still on its way."""
    return _any(
        connection,
        """
        SELECT 1
        FROM outbox
        WHERE state IN ('making', 'sending') AND state = 'sending' AND claimed_at < ?
        LIMIT 1
        """,
        to_text(moment),
    )


def due_since(connection: sqlite3.Connection, moment: datetime, now: datetime) -> bool:
    """A message due before the moment has not left, though nobody asked its chat to wait."""
    return _any(
        connection,
        """
        SELECT 1
        FROM outbox
        JOIN chats ON chats.id = outbox.chat_id
        WHERE outbox.state = 'waiting'
          AND outbox.not_before < ?
          AND chats.unreachable IS NULL
          AND (chats.wait_until IS NULL OR chats.wait_until < ?)
        LIMIT 1
        """,
        to_text(moment),
        to_text(now),
    )


def dead_rows(connection: sqlite3.Connection) -> bool:
    """An update or a message was given up and waits for somebody to look at it."""
    # The first condition on the outbox is the index's own, word for word: SQLite uses it only then.
    return _any(
        connection,
        """
        SELECT 1
        WHERE EXISTS (
            SELECT 1
            FROM inbox
            WHERE state = 'dead'
        )
        OR EXISTS (
            SELECT 1
            FROM outbox
            WHERE state IN ('dead', 'held')
              AND state = 'dead'
        )
        """,
    )


def _any(connection: sqlite3.Connection, sql: str, *values: str) -> bool:
    return connection.execute(sql, values).fetchone() is not None
