"""Lists of tasks as people ask for them: bounded, and each answered by an index.

Every function returns at most `limit` tasks, by due time unless it says otherwise.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.task import Status, Task
from storage.tasks import SELECT, from_row
from storage.times import to_text

_EARLIEST = "0000"
_LATEST = "9999"


def _tasks(
    connection: sqlite3.Connection, clauses: str, values: Sequence[Any], limit: int
) -> list[Task]:
    rows = connection.execute(f"{SELECT} {clauses} LIMIT ?", (*values, limit)).fetchall()
    return [from_row(row) for row in rows]


def open_of_subcommittee(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    limit: int,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> list[Task]:
    """The open ones, due from `since` until just before `before` where these are given."""
    return _tasks(
        connection,
        """
        WHERE tasks.subcommittee_id = ?
          AND tasks.status NOT IN ('done', 'cancelled')
          AND tasks.due_at >= ?
          AND tasks.due_at < ?
        ORDER BY tasks.due_at, tasks.id
        """,
        (
            subcommittee_id,
            to_text(since) if since else _EARLIEST,
            to_text(before) if before else _LATEST,
        ),
        limit,
    )


def overdue_of_subcommittee(
    connection: sqlite3.Connection, subcommittee_id: int, now: datetime, limit: int
) -> list[Task]:
    return _tasks(
        connection,
        """
        WHERE tasks.subcommittee_id = ?
          AND tasks.status NOT IN ('done', 'cancelled')
          AND tasks.status <> 'submitted'
          AND tasks.due_at < ?
        ORDER BY tasks.due_at, tasks.id
        """,
        (subcommittee_id, to_text(now)),
        limit,
    )


def with_status(
    connection: sqlite3.Connection, subcommittee_id: int, status: Status, limit: int
) -> list[Task]:
    """Finished and cancelled ones with the latest due time first."""
    descending = "DESC" if status in (Status.DONE, Status.CANCELLED) else "ASC"
    return _tasks(
        connection,
        f"""
        WHERE tasks.subcommittee_id = ?
          AND tasks.status = ?
        ORDER BY tasks.due_at {descending}, tasks.id {descending}
        """,
        (subcommittee_id, status),
        limit,
    )


def open_of_unit(connection: sqlite3.Connection, unit_id: int, limit: int) -> list[Task]:
    """The open ones that the unit leads."""
    return _tasks(
        connection,
        """
        WHERE tasks.lead_unit_id = ?
          AND tasks.status NOT IN ('done', 'cancelled')
        ORDER BY tasks.due_at, tasks.id
        """,
        (unit_id,),
        limit,
    )


def done_of_unit(connection: sqlite3.Connection, unit_id: int, limit: int) -> list[Task]:
    """The finished ones that the unit leads, the latest due time first."""
    return _tasks(
        connection,
        """
        WHERE tasks.lead_unit_id = ?
          AND tasks.status = 'done'
        ORDER BY tasks.due_at DESC, tasks.id DESC
        """,
        (unit_id,),
        limit,
    )


def with_unit(
    connection: sqlite3.Connection, unit_id: int, limit: int, *, done: bool = False
) -> list[Task]:
    """The open ones, or the finished ones, in which the unit cooperates."""
    which = "tasks.status = 'done'" if done else "tasks.status NOT IN ('done', 'cancelled')"
    return _tasks(
        connection,
        f"""
        JOIN cooperations ON cooperations.task_id = tasks.id
        WHERE cooperations.unit_id = ?
          AND {which}
        ORDER BY tasks.due_at, tasks.id
        """,
        (unit_id,),
        limit,
    )
