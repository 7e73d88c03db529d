"""What waits in the outbox for a person of one subcommittee."""

import sqlite3
from datetime import datetime, timedelta

from storage.times import from_text, to_text

JOINS = "joins"
LEFT = "left the subcommittee"


def open_joins(
    connection: sqlite3.Connection, subcommittee_id: int, now: datetime, window: timedelta
) -> datetime | None:
    """Since when joins are being gathered for one message to the admins; None: they are not."""
    row = connection.execute(
        """
        SELECT MAX(nominal_at) AS since
        FROM outbox
        WHERE subcommittee_id = ?
            AND nominal_at > ?
            AND nominal_at <= ?
            AND kind = ?
        """,
        (subcommittee_id, to_text(now - window), to_text(now), JOINS),
    ).fetchone()
    return from_text(row["since"]) if row["since"] else None


def void_of_member(
    connection: sqlite3.Connection, person_id: int, subcommittee_id: int, now: datetime
) -> int:
    """Who left is told nothing more of the subcommittee; how many rows."""
    cursor = connection.execute(
        """
        UPDATE outbox
        SET state = 'void', error = ?, finished_at = ?
        WHERE person_id = ?
            AND subcommittee_id = ?
            AND state IN ('waiting', 'held')
        """,
        (LEFT, to_text(now), person_id, subcommittee_id),
    )
    return cursor.rowcount
