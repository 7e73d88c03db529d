"""What was done with the tasks of some events within a time: by hand, and by plans."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from domain.situation import Deed
from storage.times import from_text, to_text


def between(
    connection: sqlite3.Connection, event_ids: Iterable[int], since: datetime, until: datetime
) -> list[Deed]:
    """Oldest first; both moments included."""
    given = (json.dumps(list(event_ids)), to_text(since), to_text(until))
    done = [*_by_plans(connection, given), *_by_hand(connection, given)]
    return sorted(done, key=lambda deed: deed.at)


def stopped(connection: sqlite3.Connection, event_ids: Iterable[int]) -> dict[int, datetime]:
    """When tasks were cancelled in closing their event, by their ids."""
    rows = connection.execute(
        """
        SELECT reports.task_id, reports.created_at
        FROM events
        JOIN tasks ON tasks.event_id = events.id
        JOIN reports ON reports.task_id = tasks.id
        WHERE events.id IN (SELECT value FROM json_each(?))
            AND tasks.status = 'cancelled'
            AND reports.move = 'cancel'
            AND reports.created_at = events.closed_at
        """,
        (json.dumps(list(event_ids)),),
    ).fetchall()
    return {row["task_id"]: from_text(row["created_at"]) for row in rows}


def _by_hand(connection: sqlite3.Connection, given: tuple[str, str, str]) -> list[Deed]:
    rows = connection.execute(
        """
        SELECT audit.subject_id, audit.action, audit.at, audit.after
        FROM tasks
        CROSS JOIN audit
        WHERE tasks.event_id IN (SELECT value FROM json_each(?))
            AND audit.subject = 'task'
            AND audit.subject_id = tasks.id
            AND audit.at BETWEEN ? AND ?
        ORDER BY audit.id
        """,
        given,
    ).fetchall()
    return [_deed(row) for row in rows]


def _by_plans(connection: sqlite3.Connection, given: tuple[str, str, str]) -> list[Deed]:
    """What stands of it: an import is one entry in the audit log, whatever it changed."""
    rows = connection.execute(
        """
        SELECT import_rows.task_id, imports.imported_at, import_rows.effect
        FROM tasks
        CROSS JOIN import_rows ON import_rows.task_id = tasks.id
        JOIN imports ON imports.id = import_rows.import_id
        WHERE tasks.event_id IN (SELECT value FROM json_each(?))
            AND import_rows.kind = 'changed'
            AND import_rows.outcome IN ('done', 'kept')
            AND imports.imported_at BETWEEN ? AND ?
        ORDER BY import_rows.id
        """,
        given,
    ).fetchall()
    return [
        Deed(
            task_id=row["task_id"],
            action="changed",
            at=from_text(row["imported_at"]),
            note="",
            fields=frozenset(json.loads(row["effect"])),
        )
        for row in rows
    ]


def _deed(row: sqlite3.Row) -> Deed:
    after = json.loads(row["after"])
    return Deed(
        task_id=row["subject_id"],
        action=row["action"],
        at=from_text(row["at"]),
        note=after.get("note") or "",
        fields=frozenset(after),
    )
