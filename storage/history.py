"""What happened to one task: its reports, and every other change from the audit log."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import from_text


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str | None
    """None: the bot itself."""
    action: str
    """A `domain.task.Move`, or another action of the audit log."""
    before: dict[str, Any]
    after: dict[str, Any]
    status: str | None
    """Of a report: as the task was after it; the same with percent and note."""
    percent: int | None
    note: str | None
    pieces: int
    """How many pieces of evidence came with the report."""


def of_task(connection: sqlite3.Connection, task_id: int, limit: int, offset: int) -> list[Entry]:
    """Newest first."""
    rows = connection.execute(
        """
        SELECT audit.at, persons.name AS who, audit.action, audit.before, audit.after,
               reports.status, reports.percent, reports.note,
               (
                   SELECT count(*)
                   FROM evidence
                   WHERE evidence.task_id = audit.subject_id AND evidence.report_id = reports.id
               ) AS pieces
        FROM audit
        LEFT JOIN persons ON persons.id = audit.person_id
        LEFT JOIN reports ON reports.id = json_extract(audit.after, '$.report')
        WHERE audit.subject = 'task' AND audit.subject_id = ?
        ORDER BY audit.id DESC
        LIMIT ? OFFSET ?
        """,
        (task_id, limit, offset),
    ).fetchall()
    return [_entry(row) for row in rows]


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        **{
            **dict(row),
            "at": from_text(row["at"]),
            "before": json.loads(row["before"]),
            "after": json.loads(row["after"]),
        }
    )


def count(connection: sqlite3.Connection, task_id: int) -> int:
    row = connection.execute(
        "SELECT count(*) AS entries FROM audit WHERE subject = 'task' AND subject_id = ?",
        (task_id,),
    ).fetchone()
    return int(row["entries"])


def last_urged(connection: sqlite3.Connection, task_id: int) -> datetime | None:
    """When somebody last urged the task's unit."""
    row = connection.execute(
        """
        SELECT at
        FROM audit
        WHERE subject = 'task' AND subject_id = ? AND action = 'urged'
        ORDER BY id DESC
        LIMIT 1
        """,
        (task_id,),
    ).fetchone()
    return from_text(row["at"]) if row else None
