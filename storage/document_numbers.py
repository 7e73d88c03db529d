"""The numbers of a subcommittee's documents, counted anew each year."""

import sqlite3
from datetime import datetime

from storage.times import to_text


def take(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    year: int,
    about: str,
    person_id: int,
    now: datetime,
) -> int:
    """The number of the document that is `about` this, the next free one where it has none yet."""
    row = connection.execute(
        """
        SELECT number
        FROM document_numbers
        WHERE subcommittee_id = ? AND year = ? AND about = ?
        """,
        (subcommittee_id, year, about),
    ).fetchone()
    if row is None:
        row = connection.execute(
            """
            INSERT INTO document_numbers (
                subcommittee_id, year, number, about, person_id, created_at
            )
            SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5
            FROM document_numbers
            WHERE subcommittee_id = ?1 AND year = ?2
            RETURNING number
            """,
            (subcommittee_id, year, about, person_id, to_text(now)),
        ).fetchone()
    return int(row["number"])
