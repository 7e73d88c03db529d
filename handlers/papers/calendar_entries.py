"""What stands in a person's calendar: deadlines that they may see, events and their peaks.

Whatever was given out before and is there no more is given out once more, as cancelled: else it
would stand in calendars for ever. What ended before the reader's first file is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.calendar_entries import CalendarFile, Entry
from domain import alarms
from domain.event import Event, Peak
from domain.roles import Action, Subject
from domain.task import Status, Task
from domain.unit import Unit
from handlers.orders import Ingredients, Order
from storage import calendars, events, tasks, units


@dataclass(frozen=True)
class Scope:
    """Of what the calendar is: of these events, and of one unit or of all that may be seen."""

    order: Order
    events: list[Event]
    one: bool
    """Whether one event was asked for."""
    unit: Unit | None
    names: Mapping[int, str]
    """Of units, by id."""

    def say(self, name: str, /, **data: object) -> str:
        return self.order.plain(f"calendar.{name}", **data)

    def uid(self, *parts: object) -> str:
        return "-".join(map(str, parts)) + f"@{self.order.arguments['host']}"

    def takes_part(self, task: Task) -> bool:
        return self.unit is None or self.unit.id in (task.lead_unit_id, *task.cooperating)


def collect(order: Order) -> Ingredients | None:
    """None where the unit's tasks may be seen no more."""
    scope = _scope(order)
    if scope.unit is not None and not _may_see(order, scope.unit):
        return None
    deadlines = list(_deadlines(scope))
    peaks = [entry for event in scope.events for entry in _of_event(scope, event)]
    entries = sorted(_of_use(order, deadlines + peaks), key=_begins)
    calendar = CalendarFile(
        file_name=_file_name(scope),
        name=scope.say(
            "name",
            events=scope.events if scope.one else [],
            unit=scope.unit,
            subcommittee=order.subcommittee,
        ),
        zone=order.subcommittee.timezone,
        language=order.texts.language,
        made_at=order.now,
        entries=tuple(entries),
    )
    caption = order.html(
        "calendar.caption",
        name=calendar.name,
        deadlines=sum(not entry.cancelled for entry in deadlines),
        peaks=sum(not entry.cancelled for entry in peaks),
    )
    return Ingredients(calendar, caption)


def _of_use(order: Order, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Without what ended before this person had any calendar in which it could stand."""
    own = order.subcommittee.id
    person = order.seat.member.person_id if order.seat else 0
    since = calendars.reader_since(order.connection, person, own)
    for entry in entries:
        if since is None or not entry.cancelled or entry.changed_at >= since:
            yield entry


def _may_see(order: Order, unit: Unit) -> bool:
    return order.may(Action.SEE_TASKS, Subject(order.subcommittee.id, lead_unit_id=unit.id))


def _scope(order: Order) -> Scope:
    said = order.arguments
    own = order.subcommittee
    listed = (
        [events.get(order.connection, said["event"])]
        if said["event"]
        else events.all_of(order.connection, own.id)
    )
    unit = units.get(order.connection, said["unit"]) if said["unit"] else None
    names = {unit.id: unit.name for unit in units.all_of(order.connection, own.id)}
    return Scope(order, listed, said["event"] is not None, unit, names)


def _begins(entry: Entry) -> tuple[datetime | str, str]:
    day = entry.at.date() if entry.at else entry.first_day
    return str(day), entry.uid


def _file_name(scope: Scope) -> str:
    codes = [event.code for event in scope.events] if scope.one else []
    codes += [scope.unit.code] if scope.unit else []
    return "-".join(codes) + ".ics"


# -- deadlines -------------------------------------------------------------------------------------


def _deadlines(scope: Scope) -> Iterator[Entry]:
    connection = scope.order.connection
    listed = {event.id: tasks.of_event(connection, event.id) for event in scope.events}
    everything = [task for found in listed.values() for task in found]
    changed = calendars.last_changes(connection, "task", [task.id for task in everything])
    gone = _gone(scope, everything)
    for event in scope.events:
        for task in listed[event.id]:
            at = changed.get(task.id) or task.created_at or scope.order.now
            if scope.takes_part(task) and scope.order.may(Action.SEE_TASKS, task.subject):
                yield _deadline(scope, event, task, at)
            elif task.id in gone:
                yield _taken_away(scope, event, task, at)


def _gone(scope: Scope, everything: Iterable[Task]) -> set[int]:
    """Tasks that stood in this calendar before: they were taken from its unit."""
    if scope.unit is None:
        return set()
    ids = [event.id for event in scope.events]
    return calendars.once_of_unit(scope.order.connection, scope.unit.id, ids)


def _deadline(scope: Scope, event: Event, task: Task, changed_at: datetime) -> Entry:
    settings = scope.order.subcommittee.settings
    whole_day = task.due_hour is None
    # In one go, for there may be hundreds of them.
    said = scope.say("deadline", task=task, event=event, units=scope.names)
    title, _, about = said.partition("\n")
    return Entry(
        uid=scope.uid("task", task.id),
        sequence=_sequence(event, task),
        changed_at=changed_at,
        title=title,
        description=about.strip(),
        place=event.place,
        category=event.code,
        at=None if whole_day else task.due_at,
        first_day=task.due_day if whole_day else None,
        last_day=task.due_day if whole_day else None,
        alarms=alarms.of_task(task, settings),
        cancelled=task.status is Status.CANCELLED,
    )


def _taken_away(scope: Scope, event: Event, task: Task, changed_at: datetime) -> Entry:
    """Only that it is gone: what became of it is no longer for this reader's eyes."""
    return Entry(
        uid=scope.uid("task", task.id),
        sequence=_sequence(event, task),
        changed_at=changed_at,
        title=scope.say("taken_away", task=task),
        first_day=event.first_day,
        last_day=event.first_day,
        cancelled=True,
    )


def _sequence(event: Event, task: Task) -> int:
    """Grows with either, for the entry names both."""
    return task.version + event.version - 2


# -- events and peaks ------------------------------------------------------------------------------


def _of_event(scope: Scope, event: Event) -> Iterator[Entry]:
    connection = scope.order.connection
    changed = calendars.last_changes(connection, "event", [event.id])
    at = changed.get(event.id, scope.order.now)
    ahead = () if event.closed else alarms.of_peak(scope.order.subcommittee.settings)
    title = scope.say("event", event=event)
    own = Peak(event.first_day, event.last_day)
    yield _days(
        scope,
        event,
        own,
        "event",
        event.id,
        title=title,
        changed_at=at,
        alarms=() if event.peaks else ahead,
    )
    for number, peak in enumerate(event.peaks, 1):
        title = scope.say("peak", event=event, peak=peak)
        yield _days(
            scope, event, peak, "peak", event.id, number, title=title, changed_at=at, alarms=ahead
        )
    most = calendars.most_peaks(connection, [event.id])[event.id]
    for number in range(len(event.peaks) + 1, most + 1):
        title = scope.say("peak", event=event, peak=own)
        yield _days(
            scope, event, own, "peak", event.id, number, title=title, changed_at=at, cancelled=True
        )


def _days(
    scope: Scope,
    event: Event,
    days: Peak,
    *uid: object,
    title: str,
    changed_at: datetime,
    alarms: tuple[timedelta, ...] = (),
    cancelled: bool = False,
) -> Entry:
    return Entry(
        uid=scope.uid(*uid),
        sequence=event.version - 1,
        changed_at=changed_at,
        title=title,
        description=scope.say("event_about", event=event),
        place=event.place,
        category=event.code,
        first_day=days.first_day,
        last_day=days.last_day,
        alarms=alarms,
        cancelled=cancelled,
    )
