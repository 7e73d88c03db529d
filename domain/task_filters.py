"""Which tasks a filter of `/tasks` wants, and in which order they are shown."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.task import Status, Task

DEFAULT = "open"
WEEK = timedelta(days=7)
_STATUSES = {"blocked": Status.BLOCKED, "submitted": Status.SUBMITTED, "done": Status.DONE}


def wanted(task: Task, name: str, now: datetime, today: date) -> bool:
    """Whether the filter (a key of `domain.keywords.FILTERS`, or "unit") wants the task.

    `today` is local to the subcommittee. What is due today or within the next 7 days counts even
    if its hour has passed. Which unit is meant is not asked here.
    """
    if name in _STATUSES:
        return task.status is _STATUSES[name]
    if not task.open:
        return False
    if name == "overdue":
        return task.overdue(now)
    if name == "today":
        return task.due_day == today
    if name == "week":
        return today <= task.due_day <= today + WEEK
    return True


def in_order(tasks: Iterable[Task], name: str = DEFAULT) -> list[Task]:
    """By due time; finished ones with the latest first. Each task once."""
    each = {task.id: task for task in tasks}
    return sorted(
        each.values(),
        key=lambda task: (task.due_at, task.event_id, task.number),
        reverse=name == "done",
    )
