"""Events and their peaks."""

import sqlite3
from datetime import date, datetime

from domain.event import Event, Peak
from storage.times import to_text

_COLUMNS = """
    id, subcommittee_id, code, name, place, first_day, last_day, version, closed_at
"""


def _peaks(connection: sqlite3.Connection, event_id: int) -> tuple[Peak, ...]:
    rows = connection.execute(
        """
        SELECT id, first_day, last_day, label
        FROM peaks
        WHERE event_id = ?
        ORDER BY first_day, id
        """,
        (event_id,),
    ).fetchall()
    return tuple(
        Peak(
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            row["label"],
            row["id"],
        )
        for row in rows
    )


def _event(connection: sqlite3.Connection, row: sqlite3.Row) -> Event:
    return Event(
        id=row["id"],
        subcommittee_id=row["subcommittee_id"],
        code=row["code"],
        name=row["name"],
        place=row["place"],
        first_day=date.fromisoformat(row["first_day"]),
        last_day=date.fromisoformat(row["last_day"]),
        peaks=_peaks(connection, row["id"]),
        version=row["version"],
        closed=row["closed_at"] is not None,
    )


def get(connection: sqlite3.Connection, event_id: int) -> Event:
    """Raises LookupError where there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM events WHERE id = ?",
        (event_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no event {event_id}")
    return _event(connection, row)


def by_code(connection: sqlite3.Connection, subcommittee_id: int, code: str) -> Event | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM events WHERE subcommittee_id = ? AND code = ?",
        (subcommittee_id, code),
    ).fetchone()
    return _event(connection, row) if row else None


def all_of(
    connection: sqlite3.Connection, subcommittee_id: int, *, closed: bool = False
) -> list[Event]:
    """By first day; the closed ones too when asked for."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}
        FROM events
        WHERE subcommittee_id = ? AND (closed_at IS NULL OR ?)
        ORDER BY first_day, id
        """,
        (subcommittee_id, closed),
    ).fetchall()
    return [_event(connection, row) for row in rows]


def create(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    code: str,
    name: str,
    place: str,
    days: tuple[date, date],
    peaks: tuple[Peak, ...],
    now: datetime,
) -> Event:
    row = connection.execute(
        """
        INSERT INTO events (subcommittee_id, code, name, place, first_day, last_day, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        RETURNING id
        """,
        (
            subcommittee_id,
            code,
            name,
            place,
            days[0].isoformat(),
            days[1].isoformat(),
            to_text(now),
        ),
    ).fetchone()
    _replace_peaks(connection, row["id"], peaks)
    return get(connection, row["id"])


def update(connection: sqlite3.Connection, event: Event) -> Event:
    """Stores everything but whether it is closed; the version grows."""
    connection.execute(
        """
        UPDATE events
        SET name = ?, place = ?, first_day = ?, last_day = ?, version = version + 1
        WHERE id = ?
        """,
        (
            event.name,
            event.place,
            event.first_day.isoformat(),
            event.last_day.isoformat(),
            event.id,
        ),
    )
    _replace_peaks(connection, event.id, event.peaks)
    return get(connection, event.id)


def close(connection: sqlite3.Connection, event_id: int, now: datetime) -> None:
    connection.execute(
        "UPDATE events SET closed_at = ?, version = version + 1 WHERE id = ?",
        (to_text(now), event_id),
    )


def _replace_peaks(connection: sqlite3.Connection, event_id: int, peaks: tuple[Peak, ...]) -> None:
    connection.execute("DELETE FROM peaks WHERE event_id = ?", (event_id,))
    connection.executemany(
        "INSERT INTO peaks (event_id, first_day, last_day, label) VALUES (?, ?, ?, ?)",
        [
            (event_id, peak.first_day.isoformat(), peak.last_day.isoformat(), peak.label)
            for peak in peaks
        ],
    )
    connection.execute(
        "UPDATE events SET most_peaks = max(most_peaks, ?) WHERE id = ?",
        (len(peaks), event_id),
    )
