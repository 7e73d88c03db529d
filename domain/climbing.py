"""Climbing: whom a task that is not dealt with is marked to, the longer the higher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.roles import Role
from domain.settings import Settings
from domain.task import Status, Task


@dataclass(frozen=True)
class Tried:
    """What was already done about a task."""

    delivered_at: datetime | None = None
    """To somebody of its unit."""
    reminded: int = 0
    """How often its unit's people were reminded of it."""
    last_at: datetime | None = None


def overdue_after(role: Role, settings: Settings) -> timedelta | None:
    """How long a task is overdue before it is marked to this role; None: never."""
    days = {
        Role.LEAD: settings.overdue_leads_days,
        Role.DEPUTY: settings.overdue_admins_days,
        Role.ADMIN: settings.overdue_admins_days,
        Role.CHAIR: settings.overdue_chair_days,
    }.get(role)
    return None if days is None else timedelta(days=days)


def overdue_climbed(task: Task, role: Role, settings: Settings, now: datetime) -> bool:
    """Whether an overdue task has climbed to this role."""
    after = overdue_after(role, settings)
    return after is not None and task.overdue(now) and now - task.due_at >= after


def unaccepted(task: Task, settings: Settings, now: datetime) -> bool:
    """Whether the unit is to be reminded to accept: so long after the first delivery, and where
    nobody of it was reached at all."""
    if task.status is not Status.ASSIGNED:
        return False
    waited = timedelta(hours=settings.unaccepted_hours)
    return task.delivered_at is None or now - task.delivered_at >= waited


def unaccepted_climbed(task: Task, role: Role, settings: Settings, now: datetime) -> bool:
    """Whether a task that its unit did not accept has climbed to this role: to admins alone."""
    if role is not Role.ADMIN or task.status is not Status.ASSIGNED:
        return False
    since = task.delivered_at or task.assigned_at
    waited = timedelta(hours=settings.unaccepted_admins_hours)
    return since is not None and now - since >= waited
