"""What happened to one task: its reports, what plans did, and all else from the audit log."""

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
    told = [*_of_audit(connection, task_id, offset + limit), *_of_imports(connection, task_id)]
    # Of one moment the audit log has its order; what an import did came before all of it.
    return sorted(told, key=lambda entry: entry.at, reverse=True)[offset : offset + limit]


def _of_audit(connection: sqlite3.Connection, task_id: int, limit: int) -> list[Entry]:
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
        LIMIT ?
        """,
        (task_id, limit),
    ).fetchall()
    return [_entry(row) for row in rows]


def _of_imports(connection: sqlite3.Connection, task_id: int) -> list[Entry]:
    """What plans did to the task, and what was taken back of it; an import is one entry in the
    audit log, whatever it did."""
    rows = connection.execute(
        """
        SELECT imports.imported_at, imports.finished_at, persons.name AS who,
               import_rows.effect, import_rows.outcome
        FROM import_rows
        JOIN imports ON imports.id = import_rows.import_id
        JOIN persons ON persons.id = imports.person_id
        WHERE import_rows.task_id = ? AND import_rows.outcome IN ('done', 'undone', 'kept')
        ORDER BY import_rows.id DESC
        """,
        (task_id,),
    ).fetchall()
    found = []
    for row in rows:
        effect = json.loads(row["effect"] or "{}")
        was = {name: values[0] for name, values in effect.items()}
        became = {name: values[1] for name, values in effect.items()}
        if row["outcome"] == "undone" and row["finished_at"]:
            at = from_text(row["finished_at"])
            found.append(_of_import(at, row["who"], "undone", became, was))
        at = from_text(row["imported_at"])
        found.append(_of_import(at, row["who"], "imported", was, became))
    return found


def _of_import(
    at: datetime, who: str, action: str, before: dict[str, Any], after: dict[str, Any]
) -> Entry:
    return Entry(at, who, action, before, after, None, None, None, 0)


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
    return int(row["entries"]) + len(_of_imports(connection, task_id))


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
