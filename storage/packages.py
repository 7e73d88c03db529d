"""Packages of closed events: asked for, put together in the background, sent.

fetching -> packing -> sending -> sent
    |          |          |-----> failed    a part could not be sent
    +----------+----------------> failed    could not be made, or nobody may have it any more
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.times import to_text

PARTS_KEY = "package:{id}:part:"
"""How the keys of the outbox rows begin that send its parts."""


@dataclass(frozen=True)
class Package:
    id: int
    subcommittee_id: int
    event_id: int
    person_id: int
    language: str
    message_id: int
    state: str
    parts: int | None
    error: str | None


_SELECT = """
    SELECT id, subcommittee_id, event_id, person_id, language, message_id, state, parts, error
    FROM packages
"""
_OPEN = "state IN ('fetching', 'packing', 'sending')"


def create(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    event_id: int,
    person_id: int,
    language: str,
    message_id: int,
    now: datetime,
) -> Package:
    """`message_id`: Telegram's, of the message that is to tell how far it is."""
    row = connection.execute(
        """
        INSERT INTO packages (
            subcommittee_id, event_id, person_id, language, message_id, state, created_at
        )
        VALUES (?, ?, ?, ?, ?, 'fetching', ?)
        RETURNING id
        """,
        (subcommittee_id, event_id, person_id, language, message_id, to_text(now)),
    ).fetchone()
    return get(connection, row["id"])


def get(connection: sqlite3.Connection, package_id: int) -> Package:
    """Raises LookupError."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (package_id,)).fetchone()
    if row is None:
        raise LookupError(f"no package {package_id}")
    return Package(**dict(row))


def all_open(connection: sqlite3.Connection) -> list[Package]:
    """Those that are not finished, oldest first."""
    rows = connection.execute(f"{_SELECT} WHERE {_OPEN} ORDER BY id").fetchall()
    return [Package(**dict(row)) for row in rows]


def open_of(connection: sqlite3.Connection, event_id: int, person_id: int) -> Package | None:
    """The one of this event that is being put together for this person."""
    row = connection.execute(
        f"{_SELECT} WHERE {_OPEN} AND event_id = ? AND person_id = ?",
        (event_id, person_id),
    ).fetchone()
    return Package(**dict(row)) if row else None


def set_state(
    connection: sqlite3.Connection, package_id: int, state: str, *, parts: int | None = None
) -> None:
    connection.execute(
        "UPDATE packages SET state = ?, parts = coalesce(?, parts) WHERE id = ?",
        (state, parts, package_id),
    )


def finish(
    connection: sqlite3.Connection, package_id: int, now: datetime, error: str | None = None
) -> None:
    """It was sent, or (with an error) will not be."""
    connection.execute(
        "UPDATE packages SET state = ?, error = ?, finished_at = ? WHERE id = ?",
        ("failed" if error else "sent", error, to_text(now), package_id),
    )


def states_of_parts(connection: sqlite3.Connection, package_id: int) -> list[str]:
    """The states of the outbox rows that send its parts."""
    beginning = PARTS_KEY.format(id=package_id)
    rows = connection.execute(
        "SELECT state FROM outbox WHERE key >= ? AND key < ?",
        (beginning, beginning + "~"),
    ).fetchall()
    return [row["state"] for row in rows]
