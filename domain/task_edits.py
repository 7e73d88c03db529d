"""What an admin may change of a task, besides the moves of its life."""

from dataclasses import replace
from datetime import datetime

from domain.dates import Due
from domain.task import Status, Task
from domain.unit import Unit


def reassigned(task: Task, unit: Unit, now: datetime) -> Task:
    """The task under a new lead unit: at assigned again; percent and reports stay.

    Nobody of the new unit has had it delivered or has accepted it, and what held up, returned or
    submitted it was the former unit's.
    """
    return replace(
        task,
        lead_unit_id=unit.id,
        lead_unit_code=unit.code,
        cooperating=tuple(other for other in task.cooperating if other != unit.id),
        status=Status.ASSIGNED,
        assigned_at=now,
        delivered_at=None,
        accepted_at=None,
        obstacle=None,
        obstacle_class=None,
        blocked_at=None,
        returned_at=None,
        submitted_at=None,
    )


def due_at(task: Task, due: Due) -> Task:
    """The task with another due time; the status stays."""
    return replace(task, due_day=due.day, due_hour=due.hour, due_offset=due.offset, due_at=due.at)
