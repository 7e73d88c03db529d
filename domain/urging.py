"""Whom `/remind` urges: whose turn it is."""

from datetime import date, datetime, timedelta

from domain.settings import Settings
from domain.task import Status, Task

ONCE_IN = timedelta(hours=1)
"""The same task is not urged twice within this."""


def can_be_urged(task: Task) -> bool:
    """It is the unit's turn: the task is open and does not wait for its confirmation."""
    return task.open and task.status is not Status.SUBMITTED


def needs_urging(task: Task, now: datetime, today: date, settings: Settings) -> bool:
    """Whether urging a whole event takes in this task: what stands in a digest.

    Overdue, returned, unaccepted, or due within the days that the settings name; `today` is
    local to the subcommittee.
    """
    if not can_be_urged(task):
        return False
    soon = today + timedelta(days=settings.due_within_days)
    return (
        task.overdue(now) or task.returned or task.status is Status.ASSIGNED or task.due_day <= soon
    )


def urged_lately(last: datetime | None, now: datetime) -> bool:
    """Whether the task was urged less than an hour ago."""
    return last is not None and now - last < ONCE_IN
