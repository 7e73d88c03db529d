"""Tasks and the units that take part in them."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from domain.records import changed, filled
from domain.task import ObstacleClass, Status, Task
from domain.text import fold
from storage.rows import values_of
from storage.times import from_text, to_text

SELECT = """
    SELECT tasks.id, tasks.subcommittee_id, tasks.event_id, events.code AS event_code,
           tasks.number, tasks.title, tasks.lead_unit_id, units.code AS lead_unit_code,
           tasks.status, tasks.percent, tasks.due_day, tasks.due_hour, tasks.due_offset,
           tasks.due_at, tasks.urgent, tasks.ad_hoc, tasks.workstream, tasks.source,
           tasks.obstacle, tasks.obstacle_class, tasks.version, tasks.created_at,
           tasks.assigned_at, tasks.delivered_at, tasks.accepted_at, tasks.blocked_at,
           tasks.returned_at, tasks.submitted_at, tasks.done_at,
           (
               SELECT group_concat(cooperations.unit_id)
               FROM cooperations
               WHERE cooperations.task_id = tasks.id
           ) AS cooperating
    FROM tasks
    JOIN events ON events.id = tasks.event_id
    JOIN units ON units.id = tasks.lead_unit_id
"""

_MOMENTS = (
    "created_at",
    "assigned_at",
    "delivered_at",
    "accepted_at",
    "blocked_at",
    "returned_at",
    "submitted_at",
    "done_at",
)

_CHANGEABLE = (
    "title",
    "lead_unit_id",
    "status",
    "percent",
    "due_day",
    "due_hour",
    "due_offset",
    "due_at",
    "urgent",
    "ad_hoc",
    "workstream",
    "source",
    "obstacle",
    "obstacle_class",
    *(name for name in _MOMENTS if name != "created_at"),
)


@dataclass(frozen=True)
class NewTask:
    """What a task is made of, all resolved."""

    event_id: int
    title: str
    lead_unit_id: int
    due_day: date
    due_hour: time | None
    due_offset: int | None
    due_at: datetime
    cooperating: tuple[int, ...] = ()
    urgent: bool = False
    ad_hoc: bool = False
    workstream: str = ""
    source: str = ""


def from_row(row: sqlite3.Row) -> Task:
    values = values_of(row)
    values["status"] = Status(values["status"])
    values["due_day"] = date.fromisoformat(values["due_day"])
    if values["due_hour"]:
        values["due_hour"] = time.fromisoformat(values["due_hour"])
    values["due_at"] = from_text(values["due_at"])
    values["urgent"] = values["urgent"] == 1
    values["ad_hoc"] = values["ad_hoc"] == 1
    if values["obstacle_class"]:
        values["obstacle_class"] = ObstacleClass(values["obstacle_class"])
    for name in _MOMENTS:
        if values[name]:
            values[name] = from_text(values[name])
    listed = values["cooperating"]
    values["cooperating"] = tuple(map(int, listed.split(","))) if listed else ()
    return filled(Task, values)


def get(connection: sqlite3.Connection, task_id: int) -> Task | None:
    row = connection.execute(
        f"{SELECT} WHERE tasks.id = ?",
        (task_id,),
    ).fetchone()
    return from_row(row) if row else None


def of_ids(connection: sqlite3.Connection, task_ids: Iterable[int]) -> dict[int, Task]:
    """Those of them that there are, by id."""
    rows = connection.execute(
        f"{SELECT} WHERE tasks.id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(task_ids))),),
    ).fetchall()
    return {row["id"]: from_row(row) for row in rows}


def by_reference(
    connection: sqlite3.Connection, subcommittee_id: int, code: str, number: int
) -> Task | None:
    row = connection.execute(
        f"{SELECT} WHERE events.subcommittee_id = ? AND events.code = ? AND tasks.number = ?",
        (subcommittee_id, code, number),
    ).fetchone()
    return from_row(row) if row else None


def same(
    connection: sqlite3.Connection, event_id: int, lead_unit_id: int, title: str
) -> Task | None:
    """A task of this event and unit with this title, whatever its case and accents."""
    row = connection.execute(
        f"""
        {SELECT}
        WHERE tasks.event_id = ?
          AND tasks.lead_unit_id = ?
          AND tasks.title_folded = ?
          AND tasks.status <> 'cancelled'
        ORDER BY tasks.id
        LIMIT 1
        """,
        (event_id, lead_unit_id, fold(title)),
    ).fetchone()
    return from_row(row) if row else None


def of_event(connection: sqlite3.Connection, event_id: int) -> list[Task]:
    """All of them, cancelled ones too, by due time."""
    rows = connection.execute(
        f"{SELECT} WHERE tasks.event_id = ? ORDER BY tasks.due_at, tasks.number",
        (event_id,),
    ).fetchall()
    return [from_row(row) for row in rows]


def workstreams(connection: sqlite3.Connection, subcommittee_id: int) -> list[str]:
    """Those in use, in order."""
    rows = connection.execute(
        """
        SELECT DISTINCT tasks.workstream
        FROM tasks
        WHERE tasks.subcommittee_id = ? AND tasks.workstream <> ''
        ORDER BY tasks.workstream
        """,
        (subcommittee_id,),
    ).fetchall()
    return [row["workstream"] for row in rows]


def _open(connection: sqlite3.Connection, condition: str, *values: Any) -> list[Task]:
    """The open tasks for which the condition holds, by due time."""
    rows = connection.execute(
        f"""
        {SELECT}
        WHERE {condition}
          AND tasks.status NOT IN ('done', 'cancelled')
        ORDER BY tasks.due_at, tasks.id
        """,
        values,
    ).fetchall()
    return [from_row(row) for row in rows]


def open_of_unit(connection: sqlite3.Connection, unit_id: int) -> list[Task]:
    """The open tasks that the unit leads, by due time."""
    return _open(connection, "tasks.lead_unit_id = ?", unit_id)


def open_with_unit(connection: sqlite3.Connection, unit_id: int) -> list[Task]:
    """The open tasks in which the unit cooperates, by due time."""
    condition = "tasks.id IN (SELECT task_id FROM cooperations WHERE unit_id = ?)"
    return _open(connection, condition, unit_id)


def open_of_subcommittee(connection: sqlite3.Connection, subcommittee_id: int) -> list[Task]:
    """By due time."""
    return _open(connection, "tasks.subcommittee_id = ?", subcommittee_id)


def open_with_hour(
    connection: sqlite3.Connection, subcommittee_id: int, now: datetime
) -> list[Task]:
    """The open tasks still to come that are due at a set hour."""
    condition = "tasks.subcommittee_id = ? AND tasks.due_at > ? AND tasks.due_hour IS NOT NULL"
    return _open(connection, condition, subcommittee_id, to_text(now))


def create(connection: sqlite3.Connection, new: NewTask, now: datetime) -> Task:
    """The task with the event's next number; its status is assigned."""
    subcommittee_id, number = connection.execute(
        """
        UPDATE events
        SET next_task_number = next_task_number + 1
        WHERE id = ?
        RETURNING subcommittee_id, next_task_number - 1
        """,
        (new.event_id,),
    ).fetchone()
    task_id = connection.execute(
        """
        INSERT INTO tasks (
            subcommittee_id, event_id, number, title, title_folded, lead_unit_id, status,
            due_day, due_hour, due_offset, due_at, urgent, ad_hoc, workstream, source,
            created_at, assigned_at
        )
        VALUES (?, ?, ?, ?, ?, ?, 'assigned', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING id
        """,
        (
            subcommittee_id,
            new.event_id,
            number,
            new.title,
            fold(new.title),
            new.lead_unit_id,
            new.due_day.isoformat(),
            new.due_hour.isoformat("minutes") if new.due_hour else None,
            new.due_offset,
            to_text(new.due_at),
            new.urgent,
            new.ad_hoc,
            new.workstream,
            new.source,
            to_text(now),
            to_text(now),
        ),
    ).fetchone()[0]
    _replace_cooperations(connection, task_id, new.cooperating)
    return _present(connection, task_id)


def save(connection: sqlite3.Connection, task: Task, before: Task | None = None) -> Task:
    """Stores what has changed; the version grows. Returns it as stored.

    `before`: the task as this very transaction has read it; read anew where it is not given.

    Only columns with another value are written: an index is worked on for every column of its
    own that a statement names, whether the value differs or not.
    """
    stored = before or _present(connection, task.id)
    other = [name for name in _CHANGEABLE if getattr(stored, name) != getattr(task, name)]
    values = {name: _to_column(getattr(task, name)) for name in other}
    if "title" in other:
        values["title_folded"] = fold(task.title)
    connection.execute(
        f"""
        UPDATE tasks
        SET {"".join(f"{name} = ?, " for name in values)}version = version + 1
        WHERE id = ?
        """,
        (*values.values(), task.id),
    )
    if stored.cooperating != task.cooperating:
        _replace_cooperations(connection, task.id, task.cooperating)
    elif "lead_unit_id" not in other:
        return changed(task, {"version": stored.version + 1})
    return _present(connection, task.id)


def set_obstacle_class(
    connection: sqlite3.Connection, task_id: int, obstacle_class: ObstacleClass
) -> None:
    """Says more exactly what is known already: no version grows, so that the buttons under the
    notice of the obstacle stay good."""
    connection.execute(
        "UPDATE tasks SET obstacle_class = ? WHERE id = ?",
        (obstacle_class, task_id),
    )


def _to_column(value: object) -> Any:
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def mark_delivered(connection: sqlite3.Connection, task_ids: Iterable[int], now: datetime) -> None:
    """Notes the first delivery of a task to somebody of its unit; no version grows by it."""
    connection.executemany(
        "UPDATE tasks SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL",
        [(to_text(now), task_id) for task_id in task_ids],
    )


def _present(connection: sqlite3.Connection, task_id: int) -> Task:
    task = get(connection, task_id)
    assert task is not None
    return task


def _replace_cooperations(
    connection: sqlite3.Connection, task_id: int, unit_ids: tuple[int, ...]
) -> None:
    connection.execute("DELETE FROM cooperations WHERE task_id = ?", (task_id,))
    connection.executemany(
        "INSERT INTO cooperations (task_id, unit_id) VALUES (?, ?)",
        [(task_id, unit_id) for unit_id in unit_ids],
    )
