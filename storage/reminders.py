"""How often the people of a unit were reminded of a task, and by which slot or reminder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from domain.climbing import Tried
from domain.task import Task
from storage.times import from_text, to_text


def add(connection: sqlite3.Connection, tasks: Iterable[Task], nominal_at: datetime) -> None:
    """Notes that somebody of each task's lead unit was reminded; once for each nominal time."""
    connection.executemany(
        """
        INSERT INTO reminders (task_id, unit_id, nominal_at)
        VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [(task.id, task.lead_unit_id, to_text(nominal_at)) for task in tasks],
    )


def tried(
    connection: sqlite3.Connection, tasks: Iterable[Task], before: datetime
) -> dict[int, Tried]:
    """What was tried with the present lead unit of each task before that moment, by task id."""
    listed = list(tasks)
    rows = connection.execute(
        """
        SELECT reminders.task_id, COUNT(*) AS reminded, MAX(reminders.nominal_at) AS last_at
        FROM json_each(?) AS wanted
        CROSS JOIN tasks ON tasks.id = wanted.value
        CROSS JOIN reminders
            ON reminders.task_id = tasks.id AND reminders.unit_id = tasks.lead_unit_id
        WHERE reminders.nominal_at >= tasks.assigned_at
          AND reminders.nominal_at < ?
        GROUP BY reminders.task_id
        """,
        (json.dumps([task.id for task in listed]), to_text(before)),
    ).fetchall()
    found = {row["task_id"]: (row["reminded"], from_text(row["last_at"])) for row in rows}
    return {task.id: Tried(task.delivered_at, *found.get(task.id, (0, None))) for task in listed}
