"""Pages of the audit log of one subcommittee: all of it, or what concerns one thing or person."""

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.times import from_text


@dataclass(frozen=True)
class Trail:
    """Which entries; always of one subcommittee alone."""

    subcommittee_id: int
    where: str = "TRUE"
    values: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str | None
    """None: the bot itself."""
    action: str
    subject: str
    """'task', 'event', 'unit', 'member', 'subcommittee', 'invitation', 'import' or 'person'."""
    name: str | None
    """What the subject is called now: a reference, a code or a name."""
    before: dict[str, Any]
    after: dict[str, Any]


def of_subject(subcommittee_id: int, subject: str, subject_id: int) -> Trail:
    """What was done to one task or unit; to a task also by a plan."""
    assert subject in ("task", "unit")
    if subject == "task":
        return Trail(
            subcommittee_id,
            """
            (
                (subject = 'task' AND subject_id = ?)
                OR (
                    subject = 'import'
                    AND subject_id IN (
                        SELECT import_rows.import_id
                        FROM import_rows
                        WHERE import_rows.task_id = ?
                          AND import_rows.outcome IN ('done', 'undone', 'kept')
                    )
                )
            )
            """,
            (subject_id, subject_id),
        )
    return Trail(subcommittee_id, f"subject = '{subject}' AND subject_id = ?", (subject_id,))


def of_event(subcommittee_id: int, event_id: int) -> Trail:
    """What was done to the event and to its tasks, also by plans."""
    return Trail(
        subcommittee_id,
        """
        (
            (subject = 'event' AND subject_id = ?)
            OR (
                subject = 'task'
                AND subject_id IN (SELECT tasks.id FROM tasks WHERE tasks.event_id = ?)
            )
            OR (
                subject = 'import'
                AND subject_id IN (SELECT imports.id FROM imports WHERE imports.event_id = ?)
            )
        )
        """,
        (event_id, event_id, event_id),
    )


def of_member(subcommittee_id: int, person_id: int) -> Trail:
    """What the person did, and what was done to their post, now and before they left."""
    return Trail(
        subcommittee_id,
        """
        (
            audit.person_id = ?
            OR (
                subject = 'member'
                AND subject_id IN (SELECT members.id FROM members WHERE members.person_id = ?)
            )
        )
        """,
        (person_id, person_id),
    )


def count(connection: sqlite3.Connection, trail: Trail) -> int:
    row = connection.execute(
        f"SELECT count(*) AS lines FROM audit WHERE subcommittee_id = ? AND {trail.where}",
        (trail.subcommittee_id, *trail.values),
    ).fetchone()
    return int(row["lines"])


def page(connection: sqlite3.Connection, trail: Trail, limit: int, offset: int) -> list[Line]:
    """Newest first."""
    rows = connection.execute(
        f"""
        SELECT at, action, subject, before, after,
               (SELECT persons.name FROM persons WHERE persons.id = person_id) AS who,
               CASE subject
                   WHEN 'task' THEN (
                       SELECT events.code || '-' || tasks.number
                       FROM tasks
                       JOIN events ON events.id = tasks.event_id
                       WHERE tasks.id = subject_id
                   )
                   WHEN 'event' THEN (SELECT events.code FROM events WHERE events.id = subject_id)
                   WHEN 'import' THEN (
                       SELECT events.code
                       FROM imports
                       JOIN events ON events.id = imports.event_id
                       WHERE imports.id = subject_id
                   )
                   WHEN 'unit' THEN (SELECT units.code FROM units WHERE units.id = subject_id)
                   WHEN 'member' THEN (
                       SELECT persons.name
                       FROM members
                       JOIN persons ON persons.id = members.person_id
                       WHERE members.id = subject_id
                   )
               END AS name
        FROM audit
        WHERE subcommittee_id = ? AND {trail.where}
        ORDER BY id DESC
        LIMIT ? OFFSET ?
        """,
        (trail.subcommittee_id, *trail.values, limit, offset),
    ).fetchall()
    return [
        Line(
            from_text(row["at"]),
            row["who"],
            row["action"],
            row["subject"],
            row["name"],
            json.loads(row["before"]),
            json.loads(row["after"]),
        )
        for row in rows
    ]
