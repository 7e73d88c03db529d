"""What a person is told when the handling of their update failed."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from handlers.access import language_of, seats_of
from handlers.keyboards import text_params
from handlers.texts import texts
from storage import outbox, persons
from storage.inbox import InboxRow
from storage.outbox import Outgoing, Priority


def apologise(
    connection: sqlite3.Connection, row: InboxRow, error_id: str, now: datetime, locale: str
) -> None:
    """An apology with the error's id, to the person in private; nothing where nobody asked."""
    person = persons.by_telegram_id(connection, _asked_by(row.payload))
    if person is None:
        return
    language = language_of(person, seats_of(connection, person), locale)
    params = text_params(texts(language).html("general.failed", error_id=error_id))
    payload = {"method": "sendMessage", "params": params, "language": language}
    outgoing = Outgoing(chat_id=person.chat_id, payload=payload, priority=Priority.ANSWER)
    outbox.put(connection, outgoing, now)


def _asked_by(payload: str | None) -> int:
    """The Telegram id of whoever wrote or pressed; 0 where the update tells none."""
    try:
        update: dict[str, Any] = json.loads(payload or "{}")
        asked = update.get("message") or update.get("callback_query") or {}
        return int(asked["from"]["id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0
