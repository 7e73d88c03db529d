"""Reports: what members, chairs and admins said of a task. Append-only."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.task import Move, Status, Task
from storage.times import from_text, to_text


@dataclass(frozen=True)
class Report:
    id: int
    task_id: int
    person_id: int
    person_name: str
    move: Move
    status: Status
    """After the move."""
    percent: int
    note: str
    created_at: datetime


_SELECT = """
    SELECT reports.id, reports.task_id, reports.person_id, persons.name AS person_name,
           reports.move, reports.status, reports.percent, reports.note, reports.created_at
    FROM reports
    JOIN persons ON persons.id = reports.person_id
"""


def _report(row: sqlite3.Row) -> Report:
    return Report(
        **{
            **dict(row),
            "move": Move(row["move"]),
            "status": Status(row["status"]),
            "created_at": from_text(row["created_at"]),
        }
    )


def add(
    connection: sqlite3.Connection,
    task: Task,
    person_id: int,
    move: Move,
    note: str,
    now: datetime,
    update_id: int | None,
) -> int:
    """The id of the report; `task` is as it stands after the move."""
    cursor = connection.execute(
        """
        INSERT INTO reports (task_id, person_id, move, status, percent, note, created_at, update_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (task.id, person_id, move, task.status, task.percent, note, to_text(now), update_id),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def get(connection: sqlite3.Connection, report_id: int) -> Report | None:
    row = connection.execute(
        f"{_SELECT} WHERE reports.id = ?",
        (report_id,),
    ).fetchone()
    return _report(row) if row else None


def of_task(
    connection: sqlite3.Connection, task_id: int, *, limit: int = 1000, offset: int = 0
) -> list[Report]:
    """Newest first."""
    rows = connection.execute(
        f"""
        {_SELECT}
        WHERE reports.task_id = ?
        ORDER BY reports.id DESC
        LIMIT ? OFFSET ?
        """,
        (task_id, limit, offset),
    ).fetchall()
    return [_report(row) for row in rows]


def at_moment(connection: sqlite3.Connection, task_id: int, moment: datetime) -> Report | None:
    """The first report made at this very moment."""
    row = connection.execute(
        f"""
        {_SELECT}
        WHERE reports.task_id = ? AND reports.created_at = ?
        ORDER BY reports.id
        LIMIT 1
        """,
        (task_id, to_text(moment)),
    ).fetchone()
    return _report(row) if row else None


def newest_said_of_event(connection: sqlite3.Connection, event_id: int) -> dict[int, Report]:
    """Of each task of the event, by its id, what `newest_said` gives."""
    rows = connection.execute(
        f"""
        {_SELECT}
        WHERE reports.id IN (
            SELECT MAX(said.id)
            FROM tasks
            JOIN reports AS said ON said.task_id = tasks.id
            WHERE tasks.event_id = ? AND said.move <> 'accept'
            GROUP BY tasks.id
        )
        """,
        (event_id,),
    ).fetchall()
    return {row["task_id"]: _report(row) for row in rows}


def newest_said(connection: sqlite3.Connection, task_id: int) -> Report | None:
    """The newest report that says more than that the task was accepted."""
    row = connection.execute(
        f"""
        {_SELECT}
        WHERE reports.task_id = ? AND reports.move <> 'accept'
        ORDER BY reports.id DESC
        LIMIT 1
        """,
        (task_id,),
    ).fetchone()
    return _report(row) if row else None
