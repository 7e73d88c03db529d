"""What is done in time if all goes on at the present pace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.dates import at_hour
from domain.event import Peak
from domain.progress import finished_at
from domain.task import Status, Task

PACE_DAYS = 14
"""The present pace is that of so many days back."""
LEAST_DAYS = 3
"""Before this much has passed since the first task was given nothing can be said of a pace."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Forecast:
    open: int
    """Tasks for the peak that still need their unit's work; without the submitted ones."""
    missing: int
    """Those of them that are not finished by when they are needed."""
    per_week: float
    """The present pace: tasks finished in a week."""
    ready_at: datetime | None
    """When the last of them is finished at this pace; None where nothing moves."""


def forecast(tasks: Iterable[Task], peak: Peak, now: datetime, zone: ZoneInfo) -> Forecast | None:
    """At the pace of the last PACE_DAYS, taken by due time: how many tasks miss the peak.

    The tasks are all of the peak's event. Needed is each by the beginning of the peak; one that
    is due within the peak, by its own due time; what is due after the peak does not count.
    None: too little time has passed since the first task was given.
    """
    listed = [task for task in tasks if task.status is not Status.CANCELLED]
    pace = _pace(listed, now)
    if pace is None:
        return None
    open_tasks = sorted(
        (task for task in listed if _to_do(task) and task.due_day <= peak.last_day),
        key=lambda task: (task.due_at, task.number),
    )
    begins = at_hour(peak.first_day, time(), zone)
    missing = sum(
        _misses(task, place, pace, begins, now) for place, task in enumerate(open_tasks, start=1)
    )
    ready = now + _DAY * (len(open_tasks) / pace) if pace else None
    return Forecast(len(open_tasks), missing, pace * 7, ready if open_tasks else now)


def _to_do(task: Task) -> bool:
    return task.open and task.status is not Status.SUBMITTED


def _pace(tasks: Sequence[Task], now: datetime) -> float | None:
    """Tasks finished a day."""
    began = min((task.created_at for task in tasks if task.created_at), default=now)
    days = min((now - began) / _DAY, PACE_DAYS)
    if days < LEAST_DAYS:
        return None
    since = now - _DAY * days
    finished = [moment for task in tasks if (moment := finished_at(task)) and moment >= since]
    return len(finished) / days


def _misses(task: Task, place: int, pace: float, begins: datetime, now: datetime) -> bool:
    """`place`: it is finished as so manieth from now on."""
    if not pace:
        return True
    return now + _DAY * (place / pace) > max(begins, task.due_at)
