"""Messages to be sent: each row a small machine from `waiting` by `sending` to its end.

    waiting -> sending -> sent
     |  ^ ^       |-----> void     nothing left to say, or nobody there to read it
     |  | |       |-----> dead     refused for good; kept to be looked at and replayed
     |  | +-------+                not sent, or in doubt: again
     |  |         |
     +-> making --+                its files are made first, outside of any transaction
    held    after a restore, until an operator releases or drops it
    missed  a promise whose time passed while nothing could be sent

Within a chat rows leave by priority, then in the order in which they were put, one at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from domain.records import filled
from storage.fast_json import loads, text_of
from storage.rows import values_of
from storage.times import from_text, to_text


class Priority(IntEnum):
    """What goes first; an answer overtakes the notices of its own chat."""

    URGENT = 0
    ANSWER = 1
    NOTICE = 2
    BULK = 3


# Ready as it stands; every other kind is put into words when it is about to go out.
CALL = "call"
# The error of what is void because nobody can be reached in its chat.
UNREACHABLE = "unreachable"
# A file, made when it is about to go out.
MADE = "made"
# Of these a newer one makes an older one pointless.
REPLACEABLE = ("digest", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be put into the outbox.

    The payload of a `call` has ``method`` and ``params`` (without ``chat_id``); it may also have
    ``language`` (vi or en) and, for an edit, ``send_if_gone``: the content goes out as a new
    message when the one to be edited is gone. Other kinds have whatever their renderer needs. Any
    may have ``if_refused``: what of the payload is to be otherwise once Telegram has refused it.
    """

    chat_id: int
    payload: dict[str, Any]
    kind: str = CALL
    priority: Priority = Priority.ANSWER
    thread_id: int | None = None
    key: str | None = None
    not_before: datetime | None = None
    silent: bool = False
    task_id: int | None = None
    subcommittee_id: int | None = None
    person_id: int | None = None
    about: str | None = None
    nominal_at: datetime | None = None
    reachable: bool = False
    """Known to be, because somebody has just spoken there; it is looked up otherwise."""


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """A row as claimed or listed; ``payload`` is JSON, None once pruned."""

    id: int
    chat_id: int
    chat_telegram_id: int
    chat_kind: str
    thread_id: int | None
    priority: Priority
    kind: str
    payload: str | None
    key: str | None
    state: str
    not_before: datetime
    silent: bool
    attempts: int
    doubts: int
    plain: bool
    message_id: int | None
    task_id: int | None
    error: str | None
    subcommittee_id: int | None
    person_id: int | None
    about: str | None
    nominal_at: datetime | None
    created_at: datetime

    @property
    def content(self) -> dict[str, Any]:
        """The payload, decoded; empty once pruned."""
        content: dict[str, Any] = loads(self.payload) if self.payload else {}
        return content


@dataclass(frozen=True, slots=True)
class Making:
    """Files to be made of `data`, plain values, by the named recipe."""

    recipe: str
    data: Any


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a row says at this moment: a method of the Bot API, its parameters but for the chat.

    With ``making`` the method is that of the files that are made; only a row of the kind `MADE`
    has it.
    """

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    task_id: int | None = None
    making: Making | None = None


COLUMNS = """
    outbox.id,
    outbox.chat_id,
    (SELECT telegram_id FROM chats WHERE chats.id = outbox.chat_id) AS chat_telegram_id,
    (SELECT kind FROM chats WHERE chats.id = outbox.chat_id) AS chat_kind,
    thread_id,
    priority,
    kind,
    payload,
    key,
    state,
    not_before,
    silent,
    attempts,
    doubts,
    plain,
    message_id,
    task_id,
    error,
    subcommittee_id,
    person_id,
    about,
    nominal_at,
    created_at
"""


def row_of(row: sqlite3.Row) -> OutboxRow:
    """The one mapper from a result with `COLUMNS`."""
    values = values_of(row)
    values["priority"] = Priority(values["priority"])
    for name in ("silent", "plain"):
        values[name] = values[name] == 1
    for name in ("not_before", "nominal_at", "created_at"):
        if values[name] is not None:
            values[name] = from_text(values[name])
    return filled(OutboxRow, values)


def put(connection: sqlite3.Connection, outgoing: Outgoing, now: datetime) -> int | None:
    """Store a message to be sent; its id, or None when its key was there already.

    For a chat that nobody can be reached in it is void at once, like all that waited there: what
    of it still holds is said when somebody is there again.
    """
    unreachable = not outgoing.reachable and _unreachable(connection, outgoing.chat_id)
    cursor = connection.execute(
        """
        INSERT INTO outbox (
            state, error, finished_at,
            chat_id, thread_id, priority, kind, payload, key, not_before, silent,
            task_id, subcommittee_id, person_id, about, nominal_at, created_at
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        (
            *(("void", UNREACHABLE, to_text(now)) if unreachable else ("waiting", None, None)),
            outgoing.chat_id,
            outgoing.thread_id,
            int(outgoing.priority),
            outgoing.kind,
            text_of(outgoing.payload),
            outgoing.key,
            to_text(outgoing.not_before or now),
            outgoing.silent,
            outgoing.task_id,
            outgoing.subcommittee_id,
            outgoing.person_id,
            outgoing.about,
            None if outgoing.nominal_at is None else to_text(outgoing.nominal_at),
            to_text(now),
        ),
    )
    return cursor.lastrowid if cursor.rowcount else None


def _unreachable(connection: sqlite3.Connection, chat_id: int) -> bool:
    row = connection.execute(
        "SELECT unreachable IS NOT NULL FROM chats WHERE id = ?",
        (chat_id,),
    ).fetchone()
    return bool(row and row[0])


def claim(
    connection: sqlite3.Connection,
    now: datetime,
    busy_chats: Collection[int],
    limit: int,
    latest: datetime | None = None,
    makes: int | None = None,
) -> list[OutboxRow]:
    """Mark the next rows `sending`, at most one of a chat, and return them in order.

    Left out: chats that are busy, unreachable, told to wait, or have a row under way. ``latest``
    is the latest moment the wall clock has shown: what was put to go at once goes at once even
    when the clock has been set back since. ``makes``: for how many files there is a place where
    they are made; what else the chat has to say overtakes a file that waits for one.
    """
    chosen = _next_ids(connection, now, busy_chats, limit, latest or now, makes)
    if not chosen:
        return []
    rows = connection.execute(
        f"""
        UPDATE outbox
        SET state = 'sending', claimed_at = ?
        WHERE id IN (SELECT value FROM json_each(?))
        RETURNING {COLUMNS}
        """,
        (to_text(now), json.dumps(chosen)),
    ).fetchall()
    # RETURNING promises no order.
    return sorted(map(row_of, rows), key=lambda row: (row.priority, row.id))


def put_back(connection: sqlite3.Connection, row_ids: Collection[int]) -> None:
    """Undo the claim of rows that nothing was begun with, in the transaction of that claim."""
    connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting', claimed_at = NULL
        WHERE id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(list(row_ids)),),
    )


def _next_ids(
    connection: sqlite3.Connection,
    now: datetime,
    busy_chats: Collection[int],
    limit: int,
    latest: datetime,
    makes: int | None,
) -> list[int]:
    candidates = connection.execute(
        """
        SELECT outbox.id, outbox.chat_id, outbox.kind
        FROM outbox INDEXED BY outbox_waiting
        CROSS JOIN chats ON chats.id = outbox.chat_id
        WHERE outbox.state = 'waiting'
            AND outbox.not_before <= :latest
            AND (outbox.not_before <= :now OR outbox.not_before <= outbox.created_at)
            AND outbox.chat_id NOT IN (SELECT value FROM json_each(:busy))
            AND chats.unreachable IS NULL
            AND (chats.wait_until IS NULL OR chats.wait_until <= :now)
            AND NOT EXISTS (
                SELECT 1
                FROM outbox AS under_way
                WHERE under_way.state IN ('making', 'sending')
                    AND under_way.chat_id = outbox.chat_id
            )
        ORDER BY outbox.priority, outbox.id
        """,
        {
            "now": to_text(now),
            "latest": to_text(max(now, latest)),
            "busy": json.dumps(list(busy_chats)),
        },
    )
    # The first row met of a chat is its next one, so the scan may stop as soon as there are enough.
    chosen: dict[int, int] = {}
    for row_id, chat_id, kind in candidates:
        if len(chosen) >= limit:
            break
        if chat_id in chosen or (kind == MADE and makes == 0):
            continue
        if kind == MADE and makes is not None:
            makes -= 1
        chosen[chat_id] = row_id
    candidates.close()
    return list(chosen.values())


def next_due(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """The next moment after now at which a waiting row becomes due."""
    row = connection.execute(
        """
        SELECT MIN(not_before) AS moment
        FROM outbox INDEXED BY outbox_waiting
        WHERE state = 'waiting' AND not_before > ?
        """,
        (to_text(now),),
    ).fetchone()
    return None if row["moment"] is None else from_text(row["moment"])


def mark_making(connection: sqlite3.Connection, row_id: int) -> None:
    """Its files are being made: nothing of it has been sent yet."""
    connection.execute("UPDATE outbox SET state = 'making' WHERE id = ?", (row_id,))


def mark_sending(connection: sqlite3.Connection, row_id: int, now: datetime) -> None:
    """Its files are made: from here on it may have arrived."""
    connection.execute(
        "UPDATE outbox SET state = 'sending', claimed_at = ? WHERE id = ?",
        (to_text(now), row_id),
    )


def mark_sent(
    connection: sqlite3.Connection, row_id: int, message_id: int | None, now: datetime
) -> None:
    """It has arrived, as Telegram's message of this id."""
    connection.execute(
        """
        UPDATE outbox
        SET state = 'sent', message_id = ?, finished_at = ?, error = NULL
        WHERE id = ?
        """,
        (message_id, to_text(now), row_id),
    )


def mark_void(connection: sqlite3.Connection, row_id: int, reason: str, now: datetime) -> None:
    """There is nothing left to say, or nobody to say it to."""
    _finish(connection, row_id, "void", reason, now)


def mark_dead(connection: sqlite3.Connection, row_id: int, error: str, now: datetime) -> None:
    """Refused for good; the row is kept for an operator."""
    _finish(connection, row_id, "dead", error, now)


def _finish(
    connection: sqlite3.Connection, row_id: int, state: str, error: str, now: datetime
) -> None:
    connection.execute(
        """
        UPDATE outbox
        SET state = ?, error = ?, finished_at = ?
        WHERE id = ?
        """,
        (state, error, to_text(now), row_id),
    )


def mark_waiting(
    connection: sqlite3.Connection, row_id: int, error: str, *, plain: bool = False
) -> None:
    """Certainly not sent: the row waits for its turn again, as plain text if so told."""
    connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting', error = ?, plain = MAX(plain, ?)
        WHERE id = ?
        """,
        (error, plain, row_id),
    )


def mark_in_doubt(connection: sqlite3.Connection, row_id: int, error: str) -> None:
    """Nobody knows whether it arrived: the row waits to be sent once more."""
    connection.execute(
        """
        UPDATE outbox
        SET state = 'waiting', error = ?, attempts = attempts + 1, doubts = doubts + 1
        WHERE id = ?
        """,
        (error, row_id),
    )


def set_payload(connection: sqlite3.Connection, row_id: int, payload: dict[str, Any]) -> None:
    """Replace what a row is to say."""
    connection.execute(
        "UPDATE outbox SET payload = ? WHERE id = ?",
        (text_of(payload), row_id),
    )


def content_of(connection: sqlite3.Connection, row_id: int) -> dict[str, Any]:
    """The row's payload as it is now, decoded; empty once pruned."""
    row = connection.execute("SELECT payload FROM outbox WHERE id = ?", (row_id,)).fetchone()
    content: dict[str, Any] = loads(row["payload"]) if row and row["payload"] else {}
    return content


def drop_waiting(connection: sqlite3.Connection, about: str, now: datetime) -> None:
    """Void what still waits about this: something newer is to be said of it."""
    connection.execute(
        """
        UPDATE outbox
        SET state = 'void', error = 'a newer one says it', finished_at = ?
        WHERE state = 'waiting' AND about = ?
        """,
        (to_text(now), about),
    )


def renew(connection: sqlite3.Connection, key: str, payload: dict[str, Any]) -> None:
    """Replace what the waiting row with this key is to say."""
    connection.execute(
        "UPDATE outbox SET payload = ? WHERE key = ? AND state = 'waiting'",
        (text_of(payload), key),
    )


def newer_exists(connection: sqlite3.Connection, row: OutboxRow) -> bool:
    """Whether a later digest or summary for the same person or chat waits or was sent."""
    if row.kind not in REPLACEABLE or row.nominal_at is None:
        return False
    found = connection.execute(
        """
        SELECT 1
        FROM outbox
        WHERE nominal_at > ?
            AND subcommittee_id IS ?
            AND chat_id = ?
            AND person_id IS ?
            AND kind = ?
            AND state IN ('waiting', 'making', 'sending', 'sent')
        LIMIT 1
        """,
        (to_text(row.nominal_at), row.subcommittee_id, row.chat_id, row.person_id, row.kind),
    ).fetchone()
    return found is not None


def set_task(connection: sqlite3.Connection, row_id: int, task_id: int) -> None:
    """The one task the message turned out to be about: a reply to it is a report on it."""
    connection.execute(
        "UPDATE outbox SET task_id = ? WHERE id = ?",
        (task_id, row_id),
    )


def newest_creation(connection: sqlite3.Connection) -> datetime | None:
    """When the newest row was put, by the wall clock of then."""
    row = connection.execute(
        """
        SELECT created_at
        FROM outbox
        ORDER BY id DESC
        LIMIT 1
        """
    ).fetchone()
    return None if row is None else from_text(row["created_at"])
