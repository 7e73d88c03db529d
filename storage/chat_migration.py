"""A group becomes a supergroup: another Telegram id, new message ids, the same chat for us."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import outbox
from storage.times import to_text

# Parameters that name a message by an id that means nothing in the new chat.
_OF_A_MESSAGE = ("message_id", "reply_parameters", "reply_to_message_id")


@dataclass(frozen=True, slots=True)
class Migration:
    """What was changed: the chat that goes on, and another row of it that it took over."""

    chat_id: int
    absorbed_chat_id: int | None


def migrate(
    connection: sqlite3.Connection, old_telegram_id: int, new_telegram_id: int, now: datetime
) -> Migration | None:
    """Move a chat to its new Telegram id, with all that waits for it; None when that was done.

    Telegram says it three times, in any order; whichever comes first does it. Where both ids are
    already known, the older row goes on, since links and promises refer to it, and the younger one
    becomes unreachable.
    """
    old = _find(connection, old_telegram_id)
    new = _find(connection, new_telegram_id)
    if old is None:
        return None
    if new is None:
        _rename(connection, old, new_telegram_id)
        forget_messages(connection, old, now)
        return Migration(old, None)
    kept, absorbed = min(old, new), max(old, new)
    if _is_done(connection, absorbed, kept, new_telegram_id):
        return None
    _swap(connection, kept, absorbed, old_telegram_id, new_telegram_id, now)
    move_unsent(connection, absorbed, kept)
    forget_messages(connection, kept, now)
    return Migration(kept, absorbed)


def move_unsent(connection: sqlite3.Connection, from_chat_id: int, to_chat_id: int) -> int:
    """Give one chat what is still to be sent to another; how many rows."""
    cursor = connection.execute(
        """
        UPDATE outbox
        SET chat_id = ?
        WHERE chat_id = ? AND state IN ('waiting', 'making', 'sending', 'held')
        """,
        (to_chat_id, from_chat_id),
    )
    return cursor.rowcount


def forget_messages(connection: sqlite3.Connection, chat_id: int, now: datetime) -> None:
    """No message id of the chat means anything any more: edits that wait become new messages."""
    connection.execute(
        """
        UPDATE outbox
        SET message_id = NULL
        WHERE chat_id = ? AND message_id IS NOT NULL
        """,
        (chat_id,),
    )
    rows = connection.execute(
        """
        SELECT id, payload
        FROM outbox
        WHERE chat_id = ?
            AND state IN ('waiting', 'making', 'sending', 'held')
            AND kind = 'call'
            AND payload IS NOT NULL
        """,
        (chat_id,),
    ).fetchall()
    for row in rows:
        _forget_in(connection, row["id"], json.loads(row["payload"]), now)


def _forget_in(
    connection: sqlite3.Connection, row_id: int, payload: dict[str, Any], now: datetime
) -> None:
    call = without_messages(payload)
    if call is None:
        outbox.mark_void(connection, row_id, "its message stayed in the old group", now)
    elif call != payload:
        outbox.set_payload(connection, row_id, call)


def without_messages(payload: dict[str, Any]) -> dict[str, Any] | None:
    """The call without the ids of messages: an edit of a text becomes a new message.

    None for a call that is about an old message and nothing else.
    """
    method, params = payload["method"], payload["params"]
    if "message_id" in params and method != "editMessageText":
        return None
    kept = {name: value for name, value in params.items() if name not in _OF_A_MESSAGE}
    return {**payload, "method": method.replace("editMessageText", "sendMessage"), "params": kept}


def _find(connection: sqlite3.Connection, telegram_id: int) -> int | None:
    row = connection.execute(
        "SELECT id FROM chats WHERE telegram_id = ?", (telegram_id,)
    ).fetchone()
    return None if row is None else int(row["id"])


def _rename(connection: sqlite3.Connection, chat_id: int, telegram_id: int) -> None:
    connection.execute(
        """
        UPDATE chats
        SET telegram_id = ?, kind = 'supergroup', wait_until = NULL
        WHERE id = ?
        """,
        (telegram_id, chat_id),
    )


def _is_done(
    connection: sqlite3.Connection, absorbed: int, kept: int, new_telegram_id: int
) -> bool:
    row = connection.execute(
        """
        SELECT 1
        FROM chats AS kept
        JOIN chats AS absorbed ON absorbed.id = ?
        WHERE kept.id = ? AND kept.telegram_id = ? AND absorbed.unreachable IS NOT NULL
        """,
        (absorbed, kept, new_telegram_id),
    ).fetchone()
    return row is not None


def _swap(
    connection: sqlite3.Connection,
    kept: int,
    absorbed: int,
    old_telegram_id: int,
    new_telegram_id: int,
    now: datetime,
) -> None:
    # Telegram ids are unique, so the younger row steps aside first, to an id no chat has.
    connection.execute("UPDATE chats SET telegram_id = 0 WHERE id = ?", (absorbed,))
    _rename(connection, kept, new_telegram_id)
    connection.execute(
        """
        UPDATE chats
        SET telegram_id = ?, unreachable = 'not_found', unreachable_since = ?, wait_until = NULL
        WHERE id = ?
        """,
        (old_telegram_id, to_text(now), absorbed),
    )
