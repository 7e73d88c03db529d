"""When a person's own calendar reminds of a deadline or a peak: as the bot itself would.

Moments are given as the time from the beginning of the entry; of whole days that is midnight.
"""

from __future__ import annotations

from datetime import time, timedelta

from domain.settings import Settings
from domain.task import Status, Task

_DAY = timedelta(days=1)


def of_task(task: Task, settings: Settings) -> tuple[timedelta, ...]:
    """A day before, and on the day itself: at the first slot, or so long before a set hour as the
    exact reminder. None of what is closed or submitted."""
    if not task.open or task.status is Status.SUBMITTED:
        return ()
    if task.due_hour is None:
        return (_slot(settings) - _DAY, _slot(settings))
    exact = settings.exact_before
    return (-_DAY, -exact) if exact and exact != _DAY else (-_DAY,)


def of_peak(settings: Settings) -> tuple[timedelta, ...]:
    """On the days of the ladder, at the first slot."""
    return tuple(_slot(settings) - days * _DAY for days in settings.ladder)


def _slot(settings: Settings) -> timedelta:
    first: time = min(settings.slots)
    return timedelta(hours=first.hour, minutes=first.minute)
