"""What is said of an import outside of any update: into the chat of the person who sent it."""

import sqlite3
from datetime import datetime
from typing import Any

from handlers.keyboards import Button, Rows, markup, text_params
from handlers.texts import Texts, texts
from storage import outbox, persons
from storage.imports import Import
from storage.outbox import Outgoing, Priority


def texts_of(found: Import) -> Texts:
    return texts(found.language)


def button(
    found: Import, name: str, data: str, style: str | None = None, /, **values: Any
) -> Button:
    return Button(texts_of(found).plain(name, **values), data, style)


def say(
    connection: sqlite3.Connection, found: Import, html: str, rows: Rows, now: datetime
) -> None:
    """A new message."""
    _put(connection, found, {"method": "sendMessage", "params": text_params(html, rows)}, now)


def show(
    connection: sqlite3.Connection, found: Import, html: str, rows: Rows, now: datetime
) -> None:
    """In place of the message whose button began what is over now."""
    if found.message_id is None:
        say(connection, found, html, rows, now)
        return
    params = text_params(html) | {"message_id": found.message_id, "reply_markup": markup(rows)}
    payload = {"method": "editMessageText", "params": params, "send_if_gone": True}
    _put(connection, found, payload, now)


def order_file(connection: sqlite3.Connection, found: Import, sheet: str, now: datetime) -> None:
    """The plan with its faults, made when it goes out."""
    payload = {"recipe": "plan_faults", "import": found.id, "sheet": sheet}
    _put(connection, found, payload, now, kind=outbox.MADE)


def _put(
    connection: sqlite3.Connection,
    found: Import,
    payload: dict[str, Any],
    now: datetime,
    kind: str = outbox.CALL,
) -> None:
    person = persons.get(connection, found.person_id)
    assert person is not None
    outgoing = Outgoing(
        chat_id=person.chat_id,
        kind=kind,
        payload={**payload, "language": found.language},
        priority=Priority.ANSWER,
        subcommittee_id=found.subcommittee_id if kind == outbox.MADE else None,
        person_id=found.person_id if kind == outbox.MADE else None,
        about="plan_faults" if kind == outbox.MADE else None,
    )
    outbox.put(connection, outgoing, now)
