"""Progress towards a peak: what was done by each day against what was due by it.

The last numbers of both lines are those of the summary: the done line ends at what counts as done
now, the due line at all tasks that are not cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.task import Status, Task

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """The state at the end of a local day."""

    day: date
    count: int


@dataclass(frozen=True)
class Progress:
    due: tuple[Step, ...]
    """How many tasks are due by the end of each day on which that changes."""
    done: tuple[Step, ...]
    """How many that are done now were finished by the end of each day; the last one is today."""
    total: int
    submitted: int
    """Waiting for confirmation now: neither done nor anything more for the unit to do."""


def finished_at(task: Task) -> datetime | None:
    """When the unit was through with a done or submitted task; None for any other."""
    if task.status is Status.SUBMITTED:
        return task.submitted_at
    return (task.submitted_at or task.done_at) if task.status is Status.DONE else None


def progress(tasks: Iterable[Task], now: datetime, zone: ZoneInfo) -> Progress:
    listed = [task for task in tasks if task.status is not Status.CANCELLED]
    today = now.astimezone(zone).date()
    # A clock that was set back must not let a task be finished in the future.
    finished = [
        min(moment.astimezone(zone).date(), today)
        for task in listed
        if task.status is Status.DONE and (moment := finished_at(task) or now)
    ]
    done = _steps(finished)
    if not done or done[-1].day < today:
        done = (*done, Step(today, len(finished)))
    return Progress(
        due=_steps([task.due_day for task in listed]),
        done=done,
        total=len(listed),
        submitted=sum(task.status is Status.SUBMITTED for task in listed),
    )


def _steps(days: Sequence[date]) -> tuple[Step, ...]:
    ordered = sorted(days)
    last = {day: number for number, day in enumerate(ordered, start=1)}
    return tuple(Step(day, count) for day, count in last.items())


def first_day(tasks: Iterable[Task], now: datetime, zone: ZoneInfo) -> date:
    """The day from which there is something to show: the first task was given, or was due."""
    moments = [task.created_at for task in tasks if task.created_at is not None]
    return min([*moments, now]).astimezone(zone).date()
