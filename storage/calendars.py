"""What a calendar must know to update what it was given before."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from storage.times import from_text, to_text


def last_changes(
    connection: sqlite3.Connection, subject: str, ids: Iterable[int]
) -> dict[int, datetime]:
    """When each of these tasks or events was last changed, by hand or by a plan.

    Without those of which neither the audit log nor an import tells anything.
    """
    rows = connection.execute(
        """
        SELECT subject_id, max(at) AS at
        FROM (
            SELECT subject_id, at
            FROM audit
            WHERE subject = ?1 AND subject_id IN (SELECT value FROM json_each(?2))
            UNION ALL
            SELECT import_rows.task_id,
                   CASE import_rows.outcome
                       WHEN 'undone' THEN coalesce(imports.finished_at, imports.imported_at)
                       ELSE imports.imported_at
                   END
            FROM import_rows
            JOIN imports ON imports.id = import_rows.import_id
            WHERE ?1 = 'task'
                AND import_rows.task_id IN (SELECT value FROM json_each(?2))
                AND import_rows.effect IS NOT NULL
        )
        GROUP BY subject_id
        """,
        (subject, json.dumps(list(ids))),
    ).fetchall()
    return {row["subject_id"]: from_text(row["at"]) for row in rows}


def once_of_unit(
    connection: sqlite3.Connection, unit_id: int, event_ids: Iterable[int]
) -> set[int]:
    """The ids of the events' tasks that the unit ever led or cooperated in and that were taken
    from it by a change, by hand or by a plan."""
    rows = connection.execute(
        """
        SELECT tasks.id
        FROM tasks
        CROSS JOIN audit
        WHERE tasks.event_id IN (SELECT value FROM json_each(?1))
            AND audit.subject = 'task'
            AND audit.subject_id = tasks.id
            AND (
                json_extract(audit.before, '$.lead_unit_id') = ?2
                OR EXISTS (
                    SELECT 1
                    FROM json_each(audit.before, '$.cooperating')
                    WHERE value = ?2
                )
            )
        UNION
        SELECT tasks.id
        FROM tasks
        CROSS JOIN import_rows
        WHERE tasks.event_id IN (SELECT value FROM json_each(?1))
            AND import_rows.task_id = tasks.id
            AND (
                ?2 IN (
                    json_extract(import_rows.effect, '$.lead_unit_id[0]'),
                    json_extract(import_rows.effect, '$.lead_unit_id[1]')
                )
                OR EXISTS (
                    SELECT 1
                    FROM json_each(import_rows.effect, '$.cooperating[0]')
                    WHERE value = ?2
                )
                OR EXISTS (
                    SELECT 1
                    FROM json_each(import_rows.effect, '$.cooperating[1]')
                    WHERE value = ?2
                )
            )
        """,
        (json.dumps(list(event_ids)), unit_id),
    ).fetchall()
    return {row["id"] for row in rows}


def most_peaks(connection: sqlite3.Connection, event_ids: Iterable[int]) -> dict[int, int]:
    """How many peaks each of the events had at most."""
    rows = connection.execute(
        "SELECT id, most_peaks FROM events WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(event_ids)),),
    ).fetchall()
    return {row["id"]: row["most_peaks"] for row in rows}


def given(
    connection: sqlite3.Connection, person_id: int, subcommittee_id: int, now: datetime
) -> None:
    """A calendar of the subcommittee goes to this person; the first one is remembered."""
    connection.execute(
        """
        INSERT INTO calendar_readers (person_id, subcommittee_id, since)
        VALUES (?, ?, ?)
        ON CONFLICT (person_id, subcommittee_id) DO NOTHING
        """,
        (person_id, subcommittee_id, to_text(now)),
    )


def reader_since(
    connection: sqlite3.Connection, person_id: int, subcommittee_id: int
) -> datetime | None:
    """When the person's first calendar of the subcommittee was asked for."""
    row = connection.execute(
        "SELECT since FROM calendar_readers WHERE person_id = ? AND subcommittee_id = ?",
        (person_id, subcommittee_id),
    ).fetchone()
    return from_text(row["since"]) if row else None
