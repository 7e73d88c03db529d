"""The audit log: who changed what, when and from which update. Append-only and hash-chained."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.fast_json import text_of
from storage.times import to_text

FIRST_HASH = "0" * 64
# One form for ever, whatever else is installed: the hashes are checked years later.
_CANONICAL = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_FIELDS = (
    "at",
    "subcommittee_id",
    "person_id",
    "update_id",
    "action",
    "subject",
    "subject_id",
    "before",
    "after",
)


@dataclass(frozen=True)
class Entry:
    """One change, as it is to be written."""

    action: str
    subject: str
    """'task', 'event', 'unit', 'member', 'subcommittee', 'invitation' or 'import'."""
    subject_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    subcommittee_id: int | None
    person_id: int | None
    update_id: int | None


def link(previous: str, values: tuple[Any, ...]) -> str:
    """The hash of a row: over the one before it and its own fields, in the order of `_FIELDS`."""
    return hashlib.sha256(_CANONICAL.encode([previous, *values]).encode()).hexdigest()


def newest_hash(connection: sqlite3.Connection) -> str:
    row = connection.execute(
        """
        SELECT hash
        FROM audit
        ORDER BY id DESC
        LIMIT 1
        """
    ).fetchone()
    return str(row["hash"]) if row else FIRST_HASH


def append(connection: sqlite3.Connection, entry: Entry, now: datetime) -> int:
    values = (
        to_text(now),
        entry.subcommittee_id,
        entry.person_id,
        entry.update_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        text_of(entry.before, sort_keys=True),
        text_of(entry.after, sort_keys=True),
    )
    cursor = connection.execute(
        """
        INSERT INTO audit (
            at, subcommittee_id, person_id, update_id, action, subject, subject_id, before, after,
            hash
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (*values, link(newest_hash(connection), values)),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def broken_links(connection: sqlite3.Connection) -> Iterator[int]:
    """The ids of rows that were changed, or before which a row is missing."""
    previous, expected_id = FIRST_HASH, 1
    for row in connection.execute(f"SELECT id, {', '.join(_FIELDS)}, hash FROM audit ORDER BY id"):
        values = tuple(row[name] for name in _FIELDS)
        if row["id"] != expected_id or row["hash"] != link(previous, values):
            yield row["id"]
        previous, expected_id = row["hash"], row["id"] + 1
