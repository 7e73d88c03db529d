"""Persons: everybody who ever spoke to the bot, whatever they are a member of."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.records import filled
from storage import chats
from storage.rows import values_of
from storage.times import to_text


@dataclass(frozen=True)
class Person:
    """A person as they were when they were looked up."""

    id: int
    telegram_id: int
    chat_id: int
    """Our own id of the private chat."""
    name: str
    username: str | None
    language: str | None
    """The person's own choice."""
    telegram_language: str | None
    active_subcommittee_id: int | None
    operator: bool
    stranger_told_at: str | None
    unreachable: bool
    """Whether nothing can be sent to the private chat, as far as is known."""
    in_form: bool
    """Whether a form is open; it may be too old to count."""
    in_the_middle: bool
    """Whether there is something to continue; it may be too old to count."""


# One look at all that is asked of everybody who speaks; most have none of it.
_COLUMNS = """
    id, telegram_id, chat_id, name, username, language, telegram_language,
    active_subcommittee_id, operator, stranger_told_at,
    (SELECT chats.unreachable FROM chats WHERE chats.id = persons.chat_id) IS NOT NULL
        AS unreachable,
    EXISTS (SELECT 1 FROM forms WHERE forms.person_id = persons.id AND forms.command <> '')
        AS in_form,
    EXISTS (SELECT 1 FROM continuations WHERE continuations.person_id = persons.id)
        AS in_the_middle
"""
_TRUTHS = ("operator", "unreachable", "in_form", "in_the_middle")


def _person(row: sqlite3.Row) -> Person:
    values = values_of(row)
    for name in _TRUTHS:
        values[name] = values[name] == 1
    return filled(Person, values)


def get(connection: sqlite3.Connection, person_id: int) -> Person | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM persons WHERE id = ?",
        (person_id,),
    ).fetchone()
    return _person(row) if row else None


def by_telegram_id(connection: sqlite3.Connection, telegram_id: int) -> Person | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM persons WHERE telegram_id = ?",
        (telegram_id,),
    ).fetchone()
    return _person(row) if row else None


def of_chat(connection: sqlite3.Connection, chat_id: int) -> Person | None:
    """The person whose private chat this is (our own id)."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM persons WHERE chat_id = ?",
        (chat_id,),
    ).fetchone()
    return _person(row) if row else None


def ensure(
    connection: sqlite3.Connection,
    telegram_id: int,
    name: str,
    username: str | None,
    telegram_language: str | None,
) -> Person:
    """The person with this Telegram id, made where missing, names brought up to date.

    A private chat made here is unreachable until the person writes in it.
    """
    known = by_telegram_id(connection, telegram_id)
    if known and (known.name, known.username, known.telegram_language) == (
        name,
        username,
        telegram_language,
    ):
        return known
    if username is not None:
        _take_over(connection, username, telegram_id)
    chat = chats.ensure(connection, telegram_id, "private", name, unreachable="never_started")
    row = connection.execute(
        f"""
        INSERT INTO persons (telegram_id, chat_id, name, username, telegram_language)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (telegram_id) DO UPDATE
        SET name = excluded.name,
            username = excluded.username,
            telegram_language = excluded.telegram_language
        RETURNING {_COLUMNS}
        """,
        (telegram_id, chat.id, name, username, telegram_language),
    ).fetchone()
    return _person(row)


def _take_over(connection: sqlite3.Connection, username: str, telegram_id: int) -> None:
    """Nobody else bears the name any more: Telegram gives it to one person at a time."""
    connection.execute(
        """
        UPDATE persons
        SET username = NULL
        WHERE username = ? COLLATE NOCASE AND telegram_id <> ?
        """,
        (username, telegram_id),
    )


def any_operator(connection: sqlite3.Connection) -> bool:
    """Whether anybody became an operator by a setup code."""
    row = connection.execute("SELECT 1 FROM persons WHERE operator = 1 LIMIT 1").fetchone()
    return row is not None


def set_active(connection: sqlite3.Connection, person_id: int, subcommittee_id: int | None) -> None:
    connection.execute(
        "UPDATE persons SET active_subcommittee_id = ? WHERE id = ?",
        (subcommittee_id, person_id),
    )


def set_language(connection: sqlite3.Connection, person_id: int, language: str) -> None:
    connection.execute(
        "UPDATE persons SET language = ? WHERE id = ?",
        (language, person_id),
    )


def set_operator(connection: sqlite3.Connection, person_id: int) -> None:
    connection.execute(
        "UPDATE persons SET operator = 1 WHERE id = ?",
        (person_id,),
    )


def set_stranger_told(connection: sqlite3.Connection, person_id: int, now: datetime) -> None:
    connection.execute(
        "UPDATE persons SET stranger_told_at = ? WHERE id = ?",
        (to_text(now), person_id),
    )
