"""What was done with the tasks of some events within a time, from the audit log."""

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
        (json.dumps(list(event_ids)), to_text(since), to_text(until)),
    ).fetchall()
    return [_deed(row) for row in rows]


def _deed(row: sqlite3.Row) -> Deed:
    after = json.loads(row["after"])
    return Deed(
        task_id=row["subject_id"],
        action=row["action"],
        at=from_text(row["at"]),
        note=after.get("note") or "",
        fields=frozenset(after),
    )
