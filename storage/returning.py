"""What could not be sent to a chat while nobody could be reached there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from domain.member import Member
from storage import outbox
from storage.outbox import COLUMNS, OutboxRow, row_of

SAID_ANEW = "said anew"


def unreachable_since(connection: sqlite3.Connection, chat_id: int) -> str:
    """The moment as it is stored; empty where the chat can be reached, or never could."""
    row = connection.execute(
        "SELECT unreachable_since FROM chats WHERE id = ?",
        (chat_id,),
    ).fetchone()
    return str(row["unreachable_since"] or "") if row else ""


def unsent_notices(connection: sqlite3.Connection, member: Member) -> list[OutboxRow]:
    """The notices of the member's subcommittee that never left, oldest first."""
    rows = [
        *connection.execute(
            f"""
            SELECT {COLUMNS}
            FROM outbox
            WHERE state = 'waiting'
              AND chat_id = ?
              AND subcommittee_id = ?
              AND kind = 'notice'
            """,
            (member.chat_id, member.subcommittee_id),
        ),
        *connection.execute(
            f"""
            SELECT {COLUMNS}
            FROM outbox
            WHERE state = 'void'
              AND chat_id = ?
              AND subcommittee_id = ?
              AND kind = 'notice'
              AND error = ?
            """,
            (member.chat_id, member.subcommittee_id, outbox.UNREACHABLE),
        ),
    ]
    return sorted(map(row_of, rows), key=lambda row: row.id)


def close(connection: sqlite3.Connection, rows: Iterable[OutboxRow], now: datetime) -> None:
    """They are said anew in another message."""
    for row in rows:
        outbox.mark_void(connection, row.id, SAID_ANEW, now)
