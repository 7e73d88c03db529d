"""Chats: where messages go; a private chat for each person, and groups."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.times import to_text


@dataclass(frozen=True)
class Chat:
    id: int
    telegram_id: int
    kind: str
    title: str
    unreachable: str | None


_COLUMNS = "id, telegram_id, kind, title, unreachable"


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(row["id"], row["telegram_id"], row["kind"], row["title"], row["unreachable"])


def get(connection: sqlite3.Connection, chat_id: int) -> Chat | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM chats WHERE id = ?",
        (chat_id,),
    ).fetchone()
    return _chat(row) if row else None


def by_telegram_id(connection: sqlite3.Connection, telegram_id: int) -> Chat | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM chats WHERE telegram_id = ?",
        (telegram_id,),
    ).fetchone()
    return _chat(row) if row else None


def ensure(
    connection: sqlite3.Connection,
    telegram_id: int,
    kind: str,
    title: str,
    *,
    unreachable: str | None = None,
) -> Chat:
    """The chat with this Telegram id, made where it is missing, its title brought up to date.

    `unreachable` counts only for a chat that is made now.
    """
    known = by_telegram_id(connection, telegram_id)
    if known and known.title == title and known.kind == kind:
        return known
    row = connection.execute(
        f"""
        INSERT INTO chats (telegram_id, kind, title, unreachable)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (telegram_id) DO UPDATE
        SET kind = excluded.kind, title = excluded.title
        RETURNING {_COLUMNS}
        """,
        (telegram_id, kind, title, unreachable),
    ).fetchone()
    return _chat(row)


def mark_unreachable(
    connection: sqlite3.Connection, chat_id: int, reason: str, now: datetime
) -> bool:
    """Whether this is news."""
    cursor = connection.execute(
        """
        UPDATE chats
        SET unreachable = ?, unreachable_since = ?
        WHERE id = ? AND unreachable IS NULL
        """,
        (reason, to_text(now), chat_id),
    )
    return cursor.rowcount == 1


def mark_reachable(connection: sqlite3.Connection, chat_id: int) -> bool:
    """Whether this is news."""
    cursor = connection.execute(
        """
        UPDATE chats
        SET unreachable = NULL, unreachable_since = NULL
        WHERE id = ? AND unreachable IS NOT NULL
        """,
        (chat_id,),
    )
    return cursor.rowcount == 1
