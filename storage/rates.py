"""How many commands each person gave in the present window."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.times import from_text, to_text


@dataclass(frozen=True)
class Rate:
    window_started_at: datetime
    carried_out: int
    refused: int


def get(connection: sqlite3.Connection, person_id: int) -> Rate | None:
    row = connection.execute(
        """
        SELECT window_started_at, carried_out, refused
        FROM command_rates
        WHERE person_id = ?
        """,
        (person_id,),
    ).fetchone()
    if row is None:
        return None
    return Rate(from_text(row["window_started_at"]), row["carried_out"], row["refused"])


def count(
    connection: sqlite3.Connection, person_id: int, now: datetime, window: timedelta, limit: int
) -> Rate:
    """Counts one more command; `refused` of the result is above 0 when it is past the limit."""
    rate = get(connection, person_id)
    if rate is None or not rate.window_started_at <= now < rate.window_started_at + window:
        rate = Rate(now, 0, 0)
    if rate.carried_out < limit:
        rate = Rate(rate.window_started_at, rate.carried_out + 1, 0)
    else:
        rate = Rate(rate.window_started_at, rate.carried_out, rate.refused + 1)
    connection.execute(
        """
        INSERT INTO command_rates (person_id, window_started_at, carried_out, refused)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (person_id) DO UPDATE
        SET window_started_at = excluded.window_started_at,
            carried_out = excluded.carried_out,
            refused = excluded.refused
        """,
        (person_id, to_text(rate.window_started_at), rate.carried_out, rate.refused),
    )
    return rate
