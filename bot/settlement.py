"""What becomes of an outbox row after it was tried: one small function for each way it can end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.failures import Failure, Verdict
from bot.outgoing_call import Call, edited_message_id
from storage import chat_migration, chats, flood_waits, outbox, outbox_upkeep
from storage.outbox import OutboxRow

# A message in doubt is sent once more, and no more than that.
MOST_DOUBTFUL_ATTEMPTS = 1


def _nothing(*_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told, within the unit of work in which it is recorded.

    Chats are our ids. `on_unreachable` (chat, reason as in `chats.unreachable`) is called once
    until the chat is reachable again, `on_topic_gone` for each row it hit, `on_dead` with the
    error, `on_migrated` with what moved, `on_sent` with Telegram's message id.
    """

    on_unreachable: Callable[[sqlite3.Connection, int, str, datetime], None] = _nothing
    on_topic_gone: Callable[[sqlite3.Connection, OutboxRow, datetime], None] = _nothing
    on_dead: Callable[[sqlite3.Connection, OutboxRow, str, datetime], None] = _nothing
    on_migrated: Callable[[sqlite3.Connection, chat_migration.Migration, datetime], None] = _nothing
    on_sent: Callable[[sqlite3.Connection, OutboxRow, int | None, datetime], None] = _nothing


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row that was tried: with a verdict when it failed."""

    row: OutboxRow
    call: Call
    message_id: int | None = None
    verdict: Verdict | None = None


def settle(
    connection: sqlite3.Connection, outcome: Outcome, now: datetime, listeners: Listeners
) -> None:
    """Record what became of a row, with all that follows from it."""
    if outcome.verdict is None:
        _sent(connection, outcome, outcome.message_id, now, listeners)
    else:
        _BY_FAILURE[outcome.verdict.failure](connection, outcome, outcome.verdict, now, listeners)


def kill(
    connection: sqlite3.Connection,
    row: OutboxRow,
    error: str,
    now: datetime,
    listeners: Listeners,
) -> None:
    """Give a row up, keeping why."""
    outbox.mark_dead(connection, row.id, error, now)
    listeners.on_dead(connection, row, error, now)


def _sent(
    connection: sqlite3.Connection,
    outcome: Outcome,
    message_id: int | None,
    now: datetime,
    listeners: Listeners,
) -> None:
    outbox.mark_sent(connection, outcome.row.id, message_id, now)
    listeners.on_sent(connection, outcome.row, message_id, now)


_Step = Callable[[sqlite3.Connection, Outcome, Verdict, datetime, Listeners], None]


def _again(
    connection: sqlite3.Connection, outcome: Outcome, verdict: Verdict, _: datetime, __: Listeners
) -> None:
    outbox.mark_waiting(connection, outcome.row.id, verdict.text)


def _in_doubt(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    if outcome.row.attempts >= MOST_DOUBTFUL_ATTEMPTS:
        kill(connection, outcome.row, f"in doubt twice: {verdict.text}", now, listeners)
    else:
        outbox.mark_in_doubt(connection, outcome.row.id, verdict.text)


def _flood(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    _: Listeners,
) -> None:
    until = now + timedelta(seconds=verdict.retry_after)
    flood_waits.wait(connection, outcome.row.chat_id, until)
    outbox.mark_waiting(connection, outcome.row.id, verdict.text)


def _migrated(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    outbox.mark_waiting(connection, outcome.row.id, verdict.text)
    if verdict.new_chat_id is None:
        return
    moved = chat_migration.migrate(
        connection, outcome.row.chat_telegram_id, verdict.new_chat_id, now
    )
    if moved is not None:
        listeners.on_migrated(connection, moved, now)


def _not_modified(
    connection: sqlite3.Connection,
    outcome: Outcome,
    _: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    _sent(connection, outcome, edited_message_id(outcome.call), now, listeners)


def _bad_entities(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    if _said_otherwise(connection, outcome.row, verdict):
        return
    if outcome.row.plain:
        kill(connection, outcome.row, verdict.text, now, listeners)
    else:
        outbox.mark_waiting(connection, outcome.row.id, verdict.text, plain=True)


def _unreachable(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    chat_id, reason = outcome.row.chat_id, verdict.unreachable or "not_found"
    news = chats.mark_unreachable(connection, chat_id, reason, now)
    outbox.mark_void(connection, outcome.row.id, outbox.UNREACHABLE, now)
    outbox_upkeep.void_waiting(connection, chat_id, now)
    if news:
        listeners.on_unreachable(connection, chat_id, reason, now)


def _topic_gone(
    connection: sqlite3.Connection,
    outcome: Outcome,
    _: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    row, reason = outcome.row, outbox_upkeep.TOPIC_GONE
    outbox.mark_void(connection, row.id, reason, now)
    if row.thread_id is not None:
        outbox_upkeep.void_waiting(
            connection, row.chat_id, now, thread_id=row.thread_id, reason=reason
        )
    listeners.on_topic_gone(connection, row, now)


def _message_gone(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    content = outcome.row.content
    anew = chat_migration.without_messages(content) if content.get("send_if_gone") else None
    if anew is None:
        kill(connection, outcome.row, verdict.text, now, listeners)
    else:
        outbox.set_payload(connection, outcome.row.id, anew)
        outbox.mark_waiting(connection, outcome.row.id, verdict.text)


def _refused(
    connection: sqlite3.Connection,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
    listeners: Listeners,
) -> None:
    if not _said_otherwise(connection, outcome.row, verdict):
        kill(connection, outcome.row, verdict.text, now, listeners)


def _said_otherwise(connection: sqlite3.Connection, row: OutboxRow, verdict: Verdict) -> bool:
    """Whether the row has another form that this server may take, in which it waits then."""
    content = row.content
    instead = content.pop("if_refused", None)
    if instead is None:
        return False
    outbox.set_payload(connection, row.id, {**content, **instead})
    outbox.mark_waiting(connection, row.id, verdict.text)
    return True


_BY_FAILURE: dict[Failure, _Step] = {
    Failure.NOT_SENT: _again,
    Failure.IN_DOUBT: _in_doubt,
    Failure.FLOOD: _flood,
    Failure.MIGRATED: _migrated,
    Failure.CONFLICT: _again,
    Failure.TOKEN_REFUSED: _again,
    Failure.NOT_MODIFIED: _not_modified,
    Failure.BAD_ENTITIES: _bad_entities,
    Failure.UNREACHABLE: _unreachable,
    Failure.TOPIC_GONE: _topic_gone,
    Failure.MESSAGE_GONE: _message_gone,
    Failure.REFUSED: _refused,
    Failure.NOT_MADE: _refused,
    Failure.PUT_OFF: _again,
}
