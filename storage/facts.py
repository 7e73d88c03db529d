"""Facts about this installation, one text under each name."""

from __future__ import annotations

import sqlite3


def find(connection: sqlite3.Connection, name: str) -> str | None:
    """What is known under the name, None when nothing is."""
    row = connection.execute(
        "SELECT value FROM facts WHERE name = ?",
        (name,),
    ).fetchone()
    return None if row is None else str(row["value"])


def put(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep the value under the name, in place of what was there."""
    connection.execute(
        """
        INSERT INTO facts (name, value)
        VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """,
        (name, value),
    )


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Forget what is kept under the name, if anything is."""
    connection.execute("DELETE FROM facts WHERE name = ?", (name,))
