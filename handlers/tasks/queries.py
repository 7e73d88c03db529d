"""Which tasks a list holds: what was asked for, of what the seat may see."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from domain import dates
from domain.event import Event
from domain.roles import Action, Subject
from domain.task import Status, Task
from domain.task_filters import WEEK, in_order, wanted
from domain.unit import Unit
from handlers.seat import Seat
from handlers.work import Work
from storage import task_lists, tasks

MOST = 200
"""Longer lists are cut here and say so, unless one event was named."""


@dataclass(frozen=True)
class Query:
    """One list as asked for."""

    seat: Seat
    event: Event | None
    filter: str
    """A key of `domain.keywords.FILTERS`, or "unit"."""
    unit: Unit | None = None

    def data(self, name: str | None = None) -> str:
        """What the buttons of this list carry, but for the page; or of another filter's."""
        event_id = self.event.id if self.event else 0
        unit_id = self.unit.id if self.unit and name is None else 0
        return f"tasks:{self.seat.subcommittee.id}:{event_id}:{name or self.filter}:{unit_id}"


def sees_all(seat: Seat) -> bool:
    """Whether the seat sees tasks in which its unit takes no part."""
    return seat.may(Action.SEE_TASKS, Subject(seat.subcommittee.id))


def listed(work: Work, query: Query) -> list[Task]:
    """What the query wants of what its seat may see, in order.

    Without an event one more than MOST at most: then there are more.
    """
    today = query.seat.subcommittee.today(work.now)
    found = [
        task
        for task in _candidates(work, query, today)
        if wanted(task, query.filter, work.now, today) and _belongs(task, query)
    ]
    in_turn = in_order(found, query.filter)
    return in_turn if query.event is not None else in_turn[: MOST + 1]


def _belongs(task: Task, query: Query) -> bool:
    return (
        query.seat.may(Action.SEE_TASKS, task.subject)
        and (query.unit is None or task.lead_unit_id == query.unit.id)
        and (query.event is None or task.event_id == query.event.id)
    )


def _candidates(work: Work, query: Query, today: date) -> list[Task]:
    """Tasks among which all wanted ones are, as far as the list goes."""
    if query.event is not None:
        return tasks.of_event(work.connection, query.event.id)
    if query.unit is not None:
        return task_lists.open_of_unit(work.connection, query.unit.id, MOST + 1)
    if not sees_all(query.seat):
        return _of_unit(work, query.seat.member.unit_id or 0, done=query.filter == "done")
    return _of_subcommittee(work, query, today)


def _of_unit(work: Work, unit_id: int, *, done: bool) -> list[Task]:
    leads = task_lists.done_of_unit if done else task_lists.open_of_unit
    return [
        *leads(work.connection, unit_id, MOST + 1),
        *task_lists.with_unit(work.connection, unit_id, MOST + 1, done=done),
    ]


def _of_subcommittee(work: Work, query: Query, today: date) -> list[Task]:
    connection, own = work.connection, query.seat.subcommittee
    if query.filter in ("blocked", "submitted", "done"):
        return task_lists.with_status(connection, own.id, Status(query.filter), MOST + 1)
    if query.filter == "overdue":
        return task_lists.overdue_of_subcommittee(connection, own.id, work.now, MOST + 1)
    since = before = None
    if query.filter in ("today", "week"):
        last = today + (WEEK if query.filter == "week" else timedelta())
        since = dates.at_hour(today, time(), own.zone)
        before = dates.at_hour(last + timedelta(days=1), time(), own.zone)
    return task_lists.open_of_subcommittee(connection, own.id, MOST + 1, since=since, before=before)
