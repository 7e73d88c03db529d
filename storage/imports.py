"""Plans that were sent as files: each a small machine from `fetching` to its end.

    asking -> fetching -> reading -> previewed -> importing -> imported -> undoing -> undone
       |         |           |           |
       +---------+-----------+-----------+--> cancelled, or failed

What is previewed goes back to *fetching* where what it was compared with has changed. A row is
read outside of any transaction while it is *fetching* or *reading*, and carried out in slices
while it is *importing* or *undoing*; whatever ends the process, the next start goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import from_text, to_text

ASKING, FETCHING, READING, PREVIEWED = "asking", "fetching", "reading", "previewed"
IMPORTING, IMPORTED, UNDOING, UNDONE = "importing", "imported", "undoing", "undone"
CANCELLED, FAILED = "cancelled", "failed"

_COLUMNS = """
    id, person_id, subcommittee_id, event_id, file_id, file_name, language, state, attempts, basis,
    unchanged, elsewhere, hidden, unread, faulty, message_id, update_id, cursor, created_at,
    imported_at, finished_at
"""
PART = 256 * 1024
"""Bytes of a file that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Import:
    id: int
    person_id: int
    subcommittee_id: int
    event_id: int | None
    file_id: str
    file_name: str
    language: str
    state: str
    attempts: int
    basis: dict[str, Any] | None
    unchanged: int
    elsewhere: int
    hidden: int
    unread: tuple[str, ...]
    """The headings of columns that were not read."""
    faulty: int
    message_id: int | None
    update_id: int | None
    cursor: int
    created_at: datetime
    imported_at: datetime | None
    """When it was begun to be carried out."""
    finished_at: datetime | None


def _import(row: sqlite3.Row) -> Import:
    values: dict[str, Any] = dict(row)
    values["basis"] = json.loads(values["basis"]) if values["basis"] else None
    values["unread"] = tuple(json.loads(values["unread"]))
    values["created_at"] = from_text(values["created_at"])
    for name in ("imported_at", "finished_at"):
        values[name] = from_text(values[name]) if values[name] else None
    return Import(**values)


def put(
    connection: sqlite3.Connection,
    *,
    person_id: int,
    subcommittee_id: int,
    event_id: int | None,
    file: tuple[str, str],
    language: str,
    now: datetime,
) -> int:
    """The id of a new import, to be fetched; without an event the person is asked for it.

    `file`: Telegram's id of it, and its name.
    """
    row = connection.execute(
        """
        INSERT INTO imports (
            person_id, subcommittee_id, event_id, file_id, file_name, language, state, created_at
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING id
        """,
        (
            person_id,
            subcommittee_id,
            event_id,
            *file,
            language,
            ASKING if event_id is None else FETCHING,
            to_text(now),
        ),
    ).fetchone()
    return int(row["id"])


def get(connection: sqlite3.Connection, import_id: int) -> Import | None:
    return _first(connection, "WHERE id = ?", (import_id,))


def to_fetch(connection: sqlite3.Connection) -> Import | None:
    """The oldest whose file is still to be fetched and read."""
    return _first(connection, "WHERE state IN ('fetching', 'reading') ORDER BY id LIMIT 1")


def under_way(connection: sqlite3.Connection) -> Import | None:
    """The oldest that is being carried out or taken back."""
    return _first(connection, "WHERE state IN ('importing', 'undoing') ORDER BY id LIMIT 1")


def busy(connection: sqlite3.Connection, event_id: int) -> bool:
    """Whether a plan is being carried out in this event, or taken back."""
    row = connection.execute(
        """
        SELECT 1
        FROM imports
        WHERE event_id = ? AND state IN ('importing', 'undoing')
        LIMIT 1
        """,
        (event_id,),
    ).fetchone()
    return row is not None


def last_effect(connection: sqlite3.Connection, event_id: int) -> int:
    """A number that grows with every plan carried out in this event, or taken back."""
    row = connection.execute(
        """
        SELECT count(*) + count(CASE WHEN state = 'undone' THEN 1 END) AS effects
        FROM imports
        WHERE event_id = ? AND state IN ('importing', 'imported', 'undoing', 'undone')
        """,
        (event_id,),
    ).fetchone()
    return int(row["effects"])


def change(connection: sqlite3.Connection, import_id: int, **values: Any) -> None:
    """Sets these columns."""
    names = ", ".join(f"{name} = ?" for name in values)
    given = [_to_column(value) for value in values.values()]
    connection.execute(f"UPDATE imports SET {names} WHERE id = ?", (*given, import_id))


def _to_column(value: object) -> Any:
    if isinstance(value, datetime):
        return to_text(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, Mapping | tuple) else value


def _first(
    connection: sqlite3.Connection, conditions: str, parameters: tuple[object, ...] = ()
) -> Import | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM imports {conditions}",
        parameters,
    ).fetchone()
    return _import(row) if row else None


# -- files ---------------------------------------------------------------------------------------


def put_part(connection: sqlite3.Connection, import_id: int, part: int, content: bytes) -> None:
    connection.execute(
        """
        INSERT INTO import_files (import_id, part, content)
        VALUES (?, ?, ?)
        ON CONFLICT (import_id, part) DO UPDATE
        SET content = excluded.content
        """,
        (import_id, part, content),
    )


def file_of(connection: sqlite3.Connection, import_id: int) -> bytes:
    """All parts together; nothing where there are none."""
    rows = connection.execute(
        "SELECT content FROM import_files WHERE import_id = ? ORDER BY part",
        (import_id,),
    )
    return b"".join(row["content"] for row in rows)


def forget_files(connection: sqlite3.Connection, import_id: int) -> None:
    connection.execute("DELETE FROM import_files WHERE import_id = ?", (import_id,))


def forget_before(connection: sqlite3.Connection, moment: datetime, limit: int) -> int:
    """Forgets at most so many of the imports sent before the moment; how many there were.

    Those that changed nothing go wholly, of the others the file and what was to be told: what they
    did is part of the tasks' history.
    """
    rows = connection.execute(
        """
        SELECT id, state
        FROM imports
        WHERE created_at < ?
          AND (
              state IN ('asking', 'previewed', 'cancelled', 'failed')
              OR (
                  state IN ('imported', 'undone')
                  AND EXISTS (SELECT 1 FROM import_files WHERE import_id = imports.id)
              )
              OR (
                  state IN ('imported', 'undone')
                  AND EXISTS (SELECT 1 FROM import_news WHERE import_id = imports.id)
              )
          )
        LIMIT ?
        """,
        (to_text(moment), limit),
    ).fetchall()
    for row in rows:
        connection.execute("DELETE FROM import_files WHERE import_id = ?", (row["id"],))
        connection.execute("DELETE FROM import_news WHERE import_id = ?", (row["id"],))
        if row["state"] not in (IMPORTED, UNDONE):
            connection.execute("DELETE FROM import_rows WHERE import_id = ?", (row["id"],))
            connection.execute("DELETE FROM imports WHERE id = ?", (row["id"],))
    return len(rows)
