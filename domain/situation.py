"""What a report of the situation tells: how everything stands, and what was done in a period.

How it stands is the summary itself, so that no number of the report can differ from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.dates import end_of_day
from domain.digest import View
from domain.event import Event, Peak
from domain.period import Period, PeriodKind
from domain.summary import Part, Summary
from domain.task import Move, ObstacleClass, Status, Task

_WEEK = timedelta(days=7)
_NOT_BEGUN = (Status.ASSIGNED, Status.ACCEPTED)
_DUE_FIELDS = frozenset({"due_day", "due_hour", "due_at"})


@dataclass(frozen=True)
class Deed:
    """What was done with a task, as the audit log keeps it."""

    task_id: int
    action: str
    """A `Move`, or "created", "changed", "due_changed", "urged" …"""
    at: datetime
    note: str = ""
    fields: frozenset[str] = frozenset()
    """Those that it changed."""


@dataclass(frozen=True)
class Progress:
    """An open task of which its unit reported in the period, and what it said last."""

    task: Task
    note: str


@dataclass(frozen=True)
class Stopped:
    """A task that was still open when its event was closed, and was cancelled with that."""

    task: Task
    at: datetime

    @property
    def overdue(self) -> bool:
        """At that moment; one that was submitted was not."""
        return self.task.submitted_at is None and self.at > self.task.due_at


@dataclass(frozen=True)
class PeakAhead:
    event: Event
    peak: Peak
    days: int
    """Until its first day; 0 or less while it holds."""
    open: int
    """Tasks still open that are due on or before its last day."""


@dataclass(frozen=True)
class Directing:
    """What the subcommittee did in the period: with how many tasks, and how often it urged."""

    confirmed: int
    returned: int
    unblocked: int
    due_changed: int
    urged: int
    cancelled: int
    reopened: int


@dataclass(frozen=True)
class Situation:
    period: Period
    summary: Summary
    tasks: Sequence[Task]
    """All of the events', in the summary's order."""
    directing: Directing
    assigned: list[Task]
    """In the period, also if cancelled since; but not what came with a plan that was taken back."""
    finished: list[Task]
    """In the period, and done to this day."""
    progress: list[Progress]
    unaccepted: list[Task]
    """Left without an answer for longer than the subcommittee's settings allow."""
    upcoming: list[Task]
    """Open, neither submitted nor overdue, and due soon."""
    peaks: list[PeakAhead]
    stopped: list[Stopped]

    @property
    def total(self) -> int:
        """The summary's, and what was stopped unfinished: closing an event completes nothing."""
        return self.summary.count.total + len(self.stopped)

    @property
    def stopped_overdue(self) -> int:
        return sum(each.overdue for each in self.stopped)

    @property
    def ad_hoc(self) -> list[Task]:
        return [task for task in self.assigned if task.ad_hoc]

    @property
    def overdue(self) -> list[Task]:
        return self._of(Part.OVERDUE)

    @property
    def blocked(self) -> list[Task]:
        return self._of(Part.BLOCKED)

    @property
    def unexplained(self) -> list[Task]:
        """Overdue without an obstacle that anybody has reported."""
        return [task for task in self.overdue if task.status is not Status.BLOCKED]

    @property
    def not_begun(self) -> int:
        """Open in time, but nothing has been reported yet."""
        now = self.period.until
        return sum(task.status in _NOT_BEGUN and not task.overdue(now) for task in self.tasks)

    def blocked_by(self, cause: ObstacleClass) -> list[Task]:
        """The blocked tasks of one cause; what nobody has classed counts as other."""
        return [task for task in self.blocked if (task.obstacle_class or "other") == cause]

    def _of(self, part: Part) -> list[Task]:
        return [line.task for line in self.summary.parts.get(part, [])]


def situation(
    found: Summary,
    tasks: Iterable[Task],
    deeds: Sequence[Deed],
    stopped: Mapping[int, datetime],
    period: Period,
    view: View,
) -> Situation:
    """What there is to tell of the view's events.

    `tasks` are those from which the summary was made; `deeds` those of the period, oldest first;
    `stopped`: when tasks were cancelled in closing their event, by their ids.
    """
    listed = sorted(tasks, key=view.order)
    waited = timedelta(hours=view.calendar.settings.unaccepted_hours)
    return Situation(
        period=period,
        summary=found,
        tasks=listed,
        directing=_directing(deeds),
        assigned=_assigned(listed, deeds, period),
        finished=[task for task in listed if _done_in(task, period)],
        progress=_progress(listed, deeds),
        unaccepted=[task for task in listed if _left_unaccepted(task, waited, view.now)],
        upcoming=[task for task in listed if _upcoming(task, _horizon(period, view), view.now)],
        peaks=_peaks(listed, view),
        stopped=[Stopped(task, stopped[task.id]) for task in listed if task.id in stopped],
    )


def _assigned(tasks: Iterable[Task], deeds: Iterable[Deed], period: Period) -> list[Task]:
    cancelled = {deed.task_id for deed in deeds if deed.action == Move.CANCEL}
    return [
        task
        for task in tasks
        if period.holds(task.created_at)
        and (task.status is not Status.CANCELLED or task.id in cancelled)
    ]


def _done_in(task: Task, period: Period) -> bool:
    return task.status is Status.DONE and period.holds(task.done_at)


def _left_unaccepted(task: Task, waited: timedelta, now: datetime) -> bool:
    since = task.delivered_at or task.assigned_at or now
    return task.status is Status.ASSIGNED and now - since >= waited


def _upcoming(task: Task, horizon: datetime, now: datetime) -> bool:
    ahead = task.open and task.status is not Status.SUBMITTED and not task.overdue(now)
    return ahead and task.due_at <= horizon


def _horizon(period: Period, view: View) -> datetime:
    """A report of a day looks ahead as far as a digest, any other a week."""
    if period.kind is PeriodKind.DAY:
        return view.soon
    return end_of_day(view.calendar.day(view.now) + _WEEK, view.calendar.zone)


def _directing(deeds: Sequence[Deed]) -> Directing:
    tasks = {action: {deed.task_id for deed in deeds if deed.action == action} for action in Move}
    due_changed = {
        deed.task_id
        for deed in deeds
        if deed.action in ("changed", "due_changed") and deed.fields & _DUE_FIELDS
    }
    return Directing(
        confirmed=len(tasks[Move.CONFIRM]),
        returned=len(tasks[Move.RETURN]),
        unblocked=len(tasks[Move.UNBLOCK]),
        due_changed=len(due_changed),
        urged=Counter(deed.action for deed in deeds)["urged"],
        cancelled=len(tasks[Move.CANCEL]),
        reopened=len(tasks[Move.REOPEN]),
    )


def _progress(tasks: Iterable[Task], deeds: Sequence[Deed]) -> list[Progress]:
    said = {deed.task_id: deed.note for deed in deeds if deed.action in (Move.REPORT, Move.DONE)}
    return [
        Progress(task, said[task.id])
        for task in tasks
        if task.open and task.id in said and (said[task.id] or task.percent)
    ]


def _peaks(tasks: Sequence[Task], view: View) -> list[PeakAhead]:
    """The next peak of each event that is still open."""
    today = view.calendar.day(view.now)
    found = []
    for event in view.events:
        peak = None if event.closed else event.next_peak(today)
        if peak is not None:
            still_open = sum(
                task.open and task.event_id == event.id and task.due_day <= peak.last_day
                for task in tasks
            )
            found.append(PeakAhead(event, peak, (peak.first_day - today).days, still_open))
    return found
