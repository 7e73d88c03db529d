"""All that is on record of one event: what was said of its tasks, shown for them and changed."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.task import Move, Status
from storage.audit import FIRST_HASH
from storage.times import from_text


@dataclass(frozen=True)
class Said:
    """A report."""

    reference: str
    at: datetime
    person: str
    move: Move
    status: Status
    percent: int
    note: str


@dataclass(frozen=True)
class Shown:
    """A piece of evidence; `file_id` None for a location."""

    id: int
    reference: str
    at: datetime
    person: str
    kind: str
    file_id: str | None
    latitude: float | None
    longitude: float | None
    caption: str


@dataclass(frozen=True)
class Changed:
    """A row of the audit log, as it is hashed, with the hash of the row before it."""

    values: dict[str, Any]
    """In the order in which they are hashed, then `hash`."""
    previous: str
    person: str
    reference: str


def reports(connection: sqlite3.Connection, event_id: int) -> list[Said]:
    """Oldest first."""
    rows = connection.execute(
        """
        SELECT events.code || '-' || tasks.number AS reference, reports.created_at AS at,
               persons.name AS person, reports.move, reports.status, reports.percent, reports.note
        FROM tasks
        JOIN events ON events.id = tasks.event_id
        JOIN reports ON reports.task_id = tasks.id
        JOIN persons ON persons.id = reports.person_id
        WHERE tasks.event_id = ?
        ORDER BY reports.id
        """,
        (event_id,),
    ).fetchall()
    return [
        Said(
            **{
                **dict(row),
                "at": from_text(row["at"]),
                "move": Move(row["move"]),
                "status": Status(row["status"]),
            }
        )
        for row in rows
    ]


def evidence(connection: sqlite3.Connection, event_id: int) -> list[Shown]:
    """Oldest first."""
    rows = connection.execute(
        """
        SELECT evidence.id, events.code || '-' || tasks.number AS reference,
               evidence.created_at AS at, persons.name AS person, evidence.kind, evidence.file_id,
               evidence.latitude, evidence.longitude, evidence.caption
        FROM tasks
        JOIN events ON events.id = tasks.event_id
        JOIN evidence ON evidence.task_id = tasks.id
        JOIN reports ON reports.id = evidence.report_id
        JOIN persons ON persons.id = reports.person_id
        WHERE tasks.event_id = ?
        ORDER BY evidence.id
        """,
        (event_id,),
    ).fetchall()
    return [Shown(**{**dict(row), "at": from_text(row["at"])}) for row in rows]


def changes(connection: sqlite3.Connection, event_id: int) -> list[Changed]:
    """What the audit log says of the event, its tasks and the plans imported, oldest first."""
    rows = connection.execute(
        """
        SELECT audit.id, audit.at, audit.subcommittee_id, audit.person_id, audit.update_id,
               audit.action, audit.subject, audit.subject_id, audit.before, audit.after, audit.hash,
               coalesce(before.hash, ?) AS previous, coalesce(persons.name, '') AS person,
               events.code || coalesce('-' || tasks.number, '') AS reference
        FROM events
        JOIN audit ON audit.subcommittee_id = events.subcommittee_id
        LEFT JOIN tasks ON audit.subject = 'task' AND tasks.id = audit.subject_id
        LEFT JOIN audit AS before ON before.id = audit.id - 1
        LEFT JOIN persons ON persons.id = audit.person_id
        WHERE events.id = ?
            AND (tasks.event_id = events.id
                OR audit.subject = 'event' AND audit.subject_id = events.id
                OR audit.subject = 'import' AND audit.subject_id IN (
                    SELECT imports.id FROM imports WHERE imports.event_id = events.id
                ))
        ORDER BY audit.id
        """,
        (FIRST_HASH, event_id),
    ).fetchall()
    beside = ("previous", "person", "reference")
    return [
        Changed(
            {name: row[name] for name in row.keys() if name not in beside},  # noqa: SIM118
            row["previous"],
            row["person"],
            row["reference"],
        )
        for row in rows
    ]
