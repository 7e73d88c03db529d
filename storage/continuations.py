"""What a multi-line command needs so that lines that arrive soon after can continue it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import to_text


@dataclass(frozen=True)
class Continuation:
    command: str
    subcommittee_id: int
    context: dict[str, Any]


def put(
    connection: sqlite3.Connection,
    person_id: int,
    subcommittee_id: int,
    command: str,
    context: Mapping[str, Any],
    expires_at: datetime,
) -> None:
    """Remembers it in place of what the person was in the middle of before."""
    connection.execute(
        """
        INSERT INTO continuations (person_id, subcommittee_id, command, context, expires_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (person_id) DO UPDATE
        SET subcommittee_id = excluded.subcommittee_id,
            command = excluded.command,
            context = excluded.context,
            expires_at = excluded.expires_at
        """,
        (person_id, subcommittee_id, command, json.dumps(dict(context)), to_text(expires_at)),
    )


def of_person(connection: sqlite3.Connection, person_id: int, now: datetime) -> Continuation | None:
    """What the person can still continue at this moment."""
    row = connection.execute(
        """
        SELECT command, subcommittee_id, context
        FROM continuations
        WHERE person_id = ? AND expires_at >= ?
        """,
        (person_id, to_text(now)),
    ).fetchone()
    if row is None:
        return None
    return Continuation(row["command"], row["subcommittee_id"], json.loads(row["context"]))


def forget(connection: sqlite3.Connection, person_id: int) -> None:
    connection.execute("DELETE FROM continuations WHERE person_id = ?", (person_id,))
