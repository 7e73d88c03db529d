"""A member's digest: which of the unit's tasks stand in which section, each in one alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from domain import climbing
from domain.agenda import Calendar, Rung, by_nearest_peak, rungs
from domain.dates import end_of_day
from domain.event import Event
from domain.roles import Role
from domain.task import Status, Task


class Section(StrEnum):
    """In the order in which they are read."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    UNACCEPTED = "unaccepted"
    DUE_SOON = "due_soon"
    LADDER = "ladder"
    """Nothing of the above, but open for a peak whose ladder day it is."""
    COOPERATING = "cooperating"
    """Due soon, and led by another unit."""


@dataclass(frozen=True)
class Line:
    task: Task
    climbed: bool = False
    """It has been left so long that it is marked to this reader."""


@dataclass(frozen=True)
class Countdown:
    """A ladder day of an event, or a day within its peak, and what is still open for that peak."""

    rung: Rung
    open: int | None
    """None on a peak day that is no ladder day: then not all that is open is listed."""


@dataclass(frozen=True)
class Digest:
    sections: dict[Section, list[Line]]
    """Without empty ones."""
    countdowns: list[Countdown]

    @property
    def empty(self) -> bool:
        return not self.sections

    @property
    def tasks(self) -> list[Task]:
        return [line.task for lines in self.sections.values() for line in lines]


@dataclass(frozen=True)
class View:
    """A day as a slot sees it: the events it speaks of, in order, and their ladder."""

    calendar: Calendar
    now: datetime
    events: Sequence[Event]
    """Those the slot speaks of, the one with the nearest peak first."""

    @cached_property
    def rungs(self) -> list[Rung]:
        return rungs(self.calendar.day(self.now), self.events, self.calendar.settings)

    @cached_property
    def soon(self) -> datetime:
        """Until when a task counts as due soon."""
        days = timedelta(days=self.calendar.settings.due_within_days)
        return end_of_day(self.calendar.day(self.now) + days, self.calendar.zone)

    @cached_property
    def peaks(self) -> list[Rung]:
        """The events in their peak today: on day 0, -1, -2 of it."""
        day = self.calendar.day(self.now)
        return [
            Rung(event, peak, (peak.first_day - day).days)
            for event in self.events
            for peak in event.all_peaks
            if peak.holds(day)
        ]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {event.id: place for place, event in enumerate(self.events)}

    def order(self, task: Task) -> tuple[int, datetime, int]:
        """Tasks of the event with the nearest peak first, then by due time."""
        return (self._places[task.event_id], task.due_at, task.number)

    def speaks_of(self, task: Task) -> bool:
        return task.event_id in self._places


def view(calendar: Calendar, now: datetime, *, full: bool = True) -> View:
    """What a slot speaks of: all open events, or (not `full`) those in their peak."""
    day = calendar.day(now)
    events = [event for event in calendar.events if full or event.in_peak(day)]
    return View(calendar, now, by_nearest_peak(events, day))


def due_for_peak(task: Task, rung: Rung) -> bool:
    """Whether the task is to be done for this peak: due on or before its last day."""
    return task.event_id == rung.event.id and task.due_day <= rung.peak.last_day


def countdowns(tasks: Iterable[Task], view: View) -> list[Countdown]:
    """The view's ladder, counting those of the tasks that are open for each peak, and the peaks
    that hold today."""
    listed = [task for task in tasks if task.open]
    found = {(rung.event.id, rung.peak): Countdown(rung, None) for rung in view.peaks}
    for rung in view.rungs:
        still_open = sum(due_for_peak(task, rung) for task in listed)
        found[rung.event.id, rung.peak] = Countdown(rung, still_open)
    return sorted(found.values(), key=lambda each: (each.rung.days, each.rung.event.code))


def section_of(task: Task, view: View) -> Section | None:
    """Where a task stands in the digest of the unit that leads it; None: it is not there."""
    settings, now = view.calendar.settings, view.now
    if not task.open or task.status is Status.SUBMITTED:
        return None
    if task.overdue(now):
        return Section.OVERDUE
    if task.returned:
        return Section.RETURNED
    if climbing.unaccepted(task, settings, now):
        return Section.UNACCEPTED
    if task.due_at <= view.soon:
        return Section.DUE_SOON
    if any(due_for_peak(task, rung) for rung in view.rungs):
        return Section.LADDER
    return None


def digest(leading: Sequence[Task], cooperating: Sequence[Task], role: Role, view: View) -> Digest:
    """The digest of a member in this role whose unit leads, and cooperates in, these open tasks.

    It counts down to the peaks of the events in which the unit has any of them.
    """
    found: dict[Section, list[Line]] = {section: [] for section in Section}
    for task in sorted(filter(view.speaks_of, leading), key=view.order):
        section = section_of(task, view)
        if section is not None:
            found[section].append(_line(task, role, view))
    for task in sorted(filter(view.speaks_of, cooperating), key=view.order):
        if section_of(task, view) is Section.DUE_SOON:
            found[Section.COOPERATING].append(Line(task))
    sections = {section: lines for section, lines in found.items() if lines}
    own = [
        line.task
        for section, lines in sections.items()
        if section is not Section.COOPERATING
        for line in lines
    ]
    theirs = {task.event_id for task in (*leading, *cooperating)}
    shown = [each for each in countdowns(own, view) if each.rung.event.id in theirs]
    return Digest(sections, shown)


def _line(task: Task, role: Role, view: View) -> Line:
    settings = view.calendar.settings
    return Line(task, climbing.overdue_climbed(task, role, settings, view.now))
