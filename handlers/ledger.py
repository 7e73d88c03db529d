"""The ledger of an event: what is sent next and why, what was promised and what became of it."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from domain.agenda import Calendar, Rung, Slot, next_slot, rungs
from domain.event import Event
from domain.roles import Action
from domain.subcommittee import Subcommittee
from domain.task import Task
from handlers.access import event_of_press, pressed_number, require
from handlers.agenda import calendar_of
from handlers.paging import page_of, pager_rows
from handlers.texts import joined
from handlers.work import Work
from storage import agenda, promises, slots, tasks

VERB = "ledger"
"""`ledger:<event>:<page>`"""
NEXT_SLOTS = 3
NEXT_REMINDERS = 5
HISTORY = timedelta(days=30)
_MOST_SLOTS = 60
_PAGE = 10


@dataclass(frozen=True)
class Upcoming:
    """Something that will be sent."""

    at: datetime
    rungs: tuple[Rung, ...] = ()
    """Of a slot: the ladder of its day for this event."""
    in_peak: bool = False
    full: bool = True
    task: Task | None = None
    """The task of an exact reminder; None for a slot."""


@dataclass(frozen=True)
class Past:
    """Something that was promised, and how many of its messages are in each state."""

    at: datetime
    states: dict[str, int]
    missed: bool = False
    """No message was made: nothing could be sent then."""
    task: Task | None = None


def upcoming(
    connection: sqlite3.Connection, event: Event, subcommittee: Subcommittee, now: datetime
) -> list[Upcoming]:
    """The next things that will be sent about the event, in order: slots, ladder days, exact
    reminders; nothing for a closed one."""
    if event.closed:
        return []
    calendar = calendar_of(connection, subcommittee)
    found = [_slot(slot, event, calendar) for slot in _slots(event, calendar, now)]
    for row in agenda.exact_of_event(connection, event.id, NEXT_REMINDERS):
        task = tasks.get(connection, row.task_id or 0)
        if task is not None:
            found.append(Upcoming(max(row.act_at, now), task=task))
    return sorted(found, key=lambda each: each.at)


def _slots(event: Event, calendar: Calendar, now: datetime) -> list[Slot]:
    """The next ones that speak of the event, and the first of its next ladder day."""
    found: list[Slot] = []
    slot = next_slot(now, calendar)
    while slot is not None and len(found) < NEXT_SLOTS:
        if slot.full or event.in_peak(calendar.day(slot.at)):
            found.append(slot)
        slot = next_slot(slot.at, calendar)
    ladder = [
        slot
        for day in sorted(_ladder_days(event, calendar, now))
        if (slot := next_slot(max(now, calendar.at(day, time()) - timedelta.resolution), calendar))
        and calendar.day(slot.at) == day
        and slot not in found
    ]
    return found + ladder[:2]


def _ladder_days(event: Event, calendar: Calendar, now: datetime) -> set[date]:
    today = calendar.day(now)
    days = {
        peak.first_day - timedelta(days=before)
        for peak in event.all_peaks
        for before in calendar.settings.ladder
    }
    return {day for day in days if day >= today}


def _slot(slot: Slot, event: Event, calendar: Calendar) -> Upcoming:
    day = calendar.day(slot.at)
    today = rungs(day, [event], calendar.settings)
    return Upcoming(slot.at, tuple(today), event.in_peak(day), slot.full)


def history(
    connection: sqlite3.Connection, event: Event, subcommittee: Subcommittee, now: datetime
) -> list[Past]:
    """What was promised in the last 30 days, the newest first."""
    since = now - HISTORY
    found = [
        Past(
            record.nominal_at,
            promises.of_slot(connection, subcommittee.id, record.nominal_at),
            record.state == slots.MISSED,
        )
        for record in slots.newest(connection, subcommittee.id, _MOST_SLOTS)
        if record.nominal_at >= since
    ]
    for promise in promises.exact_of_event(connection, subcommittee.id, event.id, since):
        task = tasks.get(connection, promise.task_id or 0)
        found.append(Past(promise.nominal_at, promise.states, task=task))
    return sorted(found, key=lambda past: past.at, reverse=True)


def upcoming_html(work: Work, event: Event, subcommittee: Subcommittee) -> str:
    """A short section for the event's card; empty where nothing will be sent."""
    found = upcoming(work.connection, event, subcommittee, work.now)
    if not found:
        return ""
    return work.html("ledger.upcoming", listed=found, event=event, zone=subcommittee.zone)


def turn(work: Work, arguments: list[str]) -> None:
    """`ledger:<event>:<page>`, for admins: what will be sent, then what was."""
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.ADMINISTER)
    zone = seat.subcommittee.zone
    past = history(work.connection, event, seat.subcommittee, work.now)
    page = page_of(past, pressed_number(arguments, 1), _PAGE)
    ahead = upcoming_html(work, event, seat.subcommittee) if page.number == 0 else ""
    lines = [work.html("ledger.past", past=each, zone=zone) for each in page.items]
    html = work.html("ledger.page", event=event, ahead=Markup(ahead), lines=joined(lines))
    back = work.button("ledger.button_event", f"event:{event.id}", code=event.code)
    work.show(html, [*pager_rows(f"{VERB}:{event.id}", page.number, page.pages), [back]])
