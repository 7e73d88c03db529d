"""The summary: how one event, or all of a subcommittee, stands.

Every number is counted from the very list that is shown under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain import climbing
from domain.agenda import Rung
from domain.digest import Countdown, Line, View, countdowns, due_for_peak
from domain.event import Event
from domain.roles import Role
from domain.task import Count, Status, Task, count


class Part(StrEnum):
    """The sections, in the order in which they are read.

    A blocked task that is overdue stands in both of its sections, as it counts in both numbers of
    the headline; the last two name only what stands in none before.
    """

    OVERDUE = "overdue"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    UNACCEPTED = "unaccepted"
    DUE_SOON = "due_soon"
    LADDER = "ladder"


@dataclass(frozen=True)
class EventState:
    event: Event
    count: Count
    countdowns: list[Countdown]


@dataclass(frozen=True)
class UnitState:
    code: str
    count: Count


@dataclass(frozen=True)
class Summary:
    events: list[EventState]
    count: Count
    """Of all the events."""
    parts: dict[Part, list[Line]]
    """Without empty ones."""
    units: list[UnitState]
    """Those with most to do about first."""
    rungs: Sequence[Rung] = field(default=())

    @property
    def news(self) -> bool:
        """Whether any task needs anybody's attention."""
        return bool(self.parts)

    @property
    def peak_or_ladder(self) -> bool:
        return any(state.countdowns for state in self.events)

    @property
    def tasks(self) -> list[Task]:
        seen = {line.task.id: line.task for lines in self.parts.values() for line in lines}
        return list(seen.values())


def summary(tasks: Mapping[int, Sequence[Task]], role: Role | None, view: View) -> Summary:
    """The summary of the view's events for a reader in this role (None: for the group).

    `tasks` are all tasks of each event, by event id, finished and cancelled ones too.
    """
    states = [_event_state(event, tasks.get(event.id, ()), view) for event in view.events]
    everything = sorted(
        (task for event in view.events for task in tasks.get(event.id, ())), key=view.order
    )
    return Summary(
        events=states,
        count=count(everything, view.now),
        parts=_parts(everything, role, view),
        units=_units(everything, view.now),
        rungs=view.rungs,
    )


def _event_state(event: Event, tasks: Sequence[Task], view: View) -> EventState:
    own = [found for found in countdowns(tasks, view) if found.rung.event.id == event.id]
    return EventState(event, count(tasks, view.now), own)


def _parts(tasks: Iterable[Task], role: Role | None, view: View) -> dict[Part, list[Line]]:
    found: dict[Part, list[Line]] = {part: [] for part in Part}
    for task in tasks:
        for part in parts_of(task, view):
            found[part].append(Line(task, _climbed(task, part, role, view)))
    # What has climbed to this reader comes first; otherwise the order stays.
    return {
        part: sorted(lines, key=lambda line: not line.climbed)
        for part, lines in found.items()
        if lines
    }


def parts_of(task: Task, view: View) -> list[Part]:
    """The sections in which a task stands; none for one that is closed or far off."""
    if not task.open:
        return []
    listed = {
        Part.OVERDUE: task.overdue(view.now),
        Part.BLOCKED: task.status is Status.BLOCKED,
        Part.SUBMITTED: task.status is Status.SUBMITTED,
        Part.UNACCEPTED: task.status is Status.ASSIGNED,
    }
    parts = [part for part, holds in listed.items() if holds]
    if parts:
        return parts
    if task.due_at <= view.soon:
        return [Part.DUE_SOON]
    return [Part.LADDER] if any(due_for_peak(task, rung) for rung in view.rungs) else []


def _climbed(task: Task, part: Part, role: Role | None, view: View) -> bool:
    settings = view.calendar.settings
    if role is None:
        return False
    if part is Part.OVERDUE:
        return climbing.overdue_climbed(task, role, settings, view.now)
    if part is Part.UNACCEPTED:
        return climbing.unaccepted_climbed(task, role, settings, view.now)
    return False


def _units(tasks: Iterable[Task], now: datetime) -> list[UnitState]:
    by_code: dict[str, list[Task]] = {}
    for task in tasks:
        by_code.setdefault(task.lead_unit_code, []).append(task)
    states = [UnitState(code, count(listed, now)) for code, listed in by_code.items()]
    return sorted(
        (state for state in states if state.count.total),
        key=lambda state: (
            -state.count.overdue,
            -state.count.blocked,
            -state.count.open,
            state.code,
        ),
    )
