"""When the bot speaks of its own accord: slots, exact reminders, quiet hours, ladder days.

All rules work on local wall time, so that a slot at 07:00 is at 07:00 whatever the clocks do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.dates import at_hour
from domain.event import Event, Peak
from domain.settings import Settings
from domain.task import Status, Task

ON_TIME = timedelta(minutes=15)
"""What goes out no later than this after its nominal time is not called late."""
JUST_BEFORE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_NEVER_REMINDED = frozenset({Status.SUBMITTED, Status.DONE, Status.CANCELLED})


@dataclass(frozen=True)
class Calendar:
    """What decides over the days of one subcommittee: its zone, settings and open events."""

    zone: ZoneInfo
    settings: Settings
    events: Sequence[Event]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def in_peak(self, day: date) -> bool:
        return any(event.in_peak(day) for event in self.events)

    def at(self, day: date, hour: time) -> datetime:
        return at_hour(day, hour, self.zone)


@dataclass(frozen=True, order=True)
class Slot:
    at: datetime
    """The nominal time, in UTC."""
    full: bool = True
    """False: it speaks only of events in their peak."""


def slots_on(day: date, calendar: Calendar) -> list[Slot]:
    """The slots of a local day, in order; none where no event is open."""
    if not calendar.events:
        return []
    settings = calendar.settings
    found = {calendar.at(day, hour): True for hour in settings.slots}
    if calendar.in_peak(day):
        for hour in settings.peak_slots:
            found.setdefault(calendar.at(day, hour), False)
    return sorted(Slot(at, full) for at, full in found.items())


def slot_at(nominal_at: datetime, calendar: Calendar) -> Slot:
    """The slot with this nominal time; a full one where the settings know it no more."""
    for slot in slots_on(calendar.day(nominal_at), calendar):
        if slot.at == nominal_at:
            return slot
    return Slot(nominal_at)


def next_slot(after: datetime, calendar: Calendar) -> Slot | None:
    """The first slot later than the moment; None where there will be none."""
    today = calendar.day(after)
    days = {today - _DAY, today, today + _DAY}
    days |= {peak.first_day for peak in _peaks(calendar.events) if peak.first_day > today}
    for day in sorted(days):
        for slot in slots_on(day, calendar):
            if slot.at > after:
                return slot
    return None


def slots_between(first: datetime, last: datetime, calendar: Calendar) -> Iterator[Slot]:
    """The slots from `first` to `last`, both included."""
    slot = next_slot(first - timedelta(microseconds=1), calendar)
    while slot is not None and slot.at <= last:
        yield slot
        slot = next_slot(slot.at, calendar)


def made_up(slot: Slot, now: datetime, calendar: Calendar) -> bool:
    """Whether a slot is still worth sending now: it is on time, or late but not too late.

    A late one is left to the next slot where that is near, and in quiet hours.
    """
    if now - slot.at <= ON_TIME:
        return True
    following = next_slot(now, calendar)
    if following is not None:
        wait = following.at - now
        if wait < timedelta(hours=calendar.settings.late_slot_hours):
            return False
    return not quiet(now, calendar)


def quiet(moment: datetime, calendar: Calendar) -> bool:
    """Whether nobody wants to be woken; never so on a peak day of an open event."""
    begin, end = calendar.settings.quiet_from, calendar.settings.quiet_until
    if begin is None or begin == end:
        return False
    local = moment.astimezone(calendar.zone)
    if calendar.in_peak(local.date()):
        return False
    hour = local.time()
    return begin <= hour < end if begin < end else (hour >= begin or hour < end)


def quiet_since(moment: datetime, calendar: Calendar) -> datetime:
    """When the quiet hours that hold at the moment began."""
    for edge in sorted(_edges(moment, calendar), reverse=True):
        if edge <= moment and not quiet(edge - timedelta(microseconds=1), calendar):
            return edge
    return moment


def quiet_until(moment: datetime, calendar: Calendar) -> datetime:
    """When the quiet hours that hold at the moment end."""
    for edge in sorted(_edges(moment, calendar)):
        if edge > moment and not quiet(edge, calendar):
            return edge
    return moment


def _edges(moment: datetime, calendar: Calendar) -> set[datetime]:
    """All moments around this one at which quiet hours may begin or end."""
    day = calendar.day(moment)
    begin = calendar.settings.quiet_from
    hours = {time(), calendar.settings.quiet_until, *([begin] if begin is not None else [])}
    return {
        calendar.at(day + timedelta(days=offset), hour) for offset in range(-2, 3) for hour in hours
    }


def exact_moment(task: Task, settings: Settings) -> datetime | None:
    """The nominal time of a task's exact reminder; None for a task that gets none."""
    if task.due_hour is None or not settings.exact_minutes or task.status in _NEVER_REMINDED:
        return None
    return task.due_at.astimezone(UTC) - settings.exact_before


def exact_act(
    nominal_at: datetime, due_at: datetime, now: datetime, calendar: Calendar
) -> datetime | None:
    """When an exact reminder goes out; None where its time has passed.

    One that falls into quiet hours goes out just before they begin, and where that moment is
    over, when they end.
    """
    moment = nominal_at
    if quiet(moment, calendar):
        moment = quiet_since(moment, calendar) - JUST_BEFORE
    moment = max(moment, now)
    if quiet(moment, calendar):
        moment = quiet_until(moment, calendar)
    return moment if moment < due_at else None


@dataclass(frozen=True)
class Rung:
    """A ladder day: so many days before the first day of a peak of an event."""

    event: Event
    peak: Peak
    days: int


def rungs(day: date, events: Iterable[Event], settings: Settings) -> list[Rung]:
    """The ladder of a day, the nearest peak first."""
    found = [
        Rung(event, peak, (peak.first_day - day).days)
        for event in events
        for peak in event.all_peaks
        if (peak.first_day - day).days in settings.ladder
    ]
    return sorted(found, key=lambda rung: (rung.days, rung.event.code))


def by_nearest_peak(events: Iterable[Event], day: date) -> list[Event]:
    """The events in the order in which people should think of them."""
    return sorted(events, key=lambda event: (*_nearness(event, day), event.code))


def _nearness(event: Event, day: date) -> tuple[bool, date]:
    peak = event.next_peak(day)
    return (False, peak.first_day) if peak else (True, event.last_day)


def _peaks(events: Iterable[Event]) -> Iterator[Peak]:
    for event in events:
        yield from event.all_peaks
