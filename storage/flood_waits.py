"""Chats that Telegram told to wait: on disk, so that a restart does not write to them early."""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from storage.times import from_text, to_text


def wait(connection: sqlite3.Connection, chat_id: int, until: datetime) -> None:
    """Nothing is sent to the chat before that moment."""
    connection.execute(
        """
        UPDATE chats
        SET wait_until = ?
        WHERE id = ?
        """,
        (to_text(until), chat_id),
    )


def end(connection: sqlite3.Connection, chat_ids: Collection[int]) -> None:
    """The wait of these chats is over by the steady clock, whatever the wall clock shows."""
    connection.executemany(
        """
        UPDATE chats
        SET wait_until = NULL
        WHERE id = ?
        """,
        [(chat_id,) for chat_id in chat_ids],
    )


def all_waits(connection: sqlite3.Connection) -> dict[int, datetime]:
    """Each chat that waits, with its moment."""
    rows = connection.execute(
        """
        SELECT id, wait_until
        FROM chats
        WHERE wait_until IS NOT NULL
        """
    )
    return {row["id"]: from_text(row["wait_until"]) for row in rows}
