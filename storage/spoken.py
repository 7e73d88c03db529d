"""What the bot said in which message: what a reply or a press under it is about."""

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Spoken:
    task_id: int
    about: str | None


def of_message(connection: sqlite3.Connection, chat_id: int, message_id: int) -> Spoken | None:
    """What the message is about since it was sent or last edited; None unless it is one task.

    `chat_id` is our own id, `message_id` Telegram's.
    """
    row = connection.execute(
        """
        SELECT task_id, about
        FROM outbox
        WHERE chat_id = ?
          AND message_id = ?
          AND message_id IS NOT NULL
          AND task_id IS NOT NULL
        ORDER BY id DESC
        LIMIT 1
        """,
        (chat_id, message_id),
    ).fetchone()
    return Spoken(row["task_id"], row["about"]) if row else None


def tasks_of_notice(connection: sqlite3.Connection, chat_id: int, outbox_id: int) -> list[int]:
    """The tasks that a notice to this chat told of, in its order; none once it was pruned."""
    row = connection.execute(
        "SELECT payload FROM outbox WHERE id = ? AND chat_id = ?",
        (outbox_id, chat_id),
    ).fetchone()
    if row is None or row["payload"] is None:
        return []
    items = json.loads(row["payload"]).get("items", [])
    return list(dict.fromkeys(int(item["task_id"]) for item in items))
