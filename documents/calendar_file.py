"""A calendar as an iCalendar file, RFC 5545; published anew, it updates what was there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from documents.calendar_entries import CalendarFile, Entry
from documents.legible import legible
from documents.made import MadeFile

_PRODUCT = "-//Tieu ban//Tieu ban//{}"
_MARGIN = timedelta(days=366)


def make(calendar: CalendarFile) -> list[MadeFile]:
    made = Calendar()
    made.add("prodid", _PRODUCT.format(calendar.language.upper()))
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", legible(calendar.name))
    made.add("x-wr-timezone", calendar.zone)
    made.add_component(_zone(calendar))
    for entry in calendar.entries:
        made.add_component(_event(entry, calendar))
    return [MadeFile(calendar.file_name, made.to_ical())]


def _zone(calendar: CalendarFile) -> Timezone:
    """The zone's rules for the years of which the calendar speaks."""
    days = [day for entry in calendar.entries for day in _days(entry)] or [_day(calendar.made_at)]
    return Timezone.from_tzid(
        calendar.zone, first_date=min(days) - _MARGIN, last_date=max(days) + _MARGIN
    )


def _days(entry: Entry) -> list[date]:
    moments = [_day(entry.at)] if entry.at else []
    return [*moments, *(day for day in (entry.first_day, entry.last_day) if day)]


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _event(entry: Entry, calendar: CalendarFile) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", calendar.made_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    _add_time(event, entry, ZoneInfo(calendar.zone))
    for name, words in (
        ("summary", entry.title),
        ("description", entry.description),
        ("location", entry.place),
    ):
        if words:
            event.add(name, legible(words))
    if entry.category:
        event.add("categories", [legible(entry.category)])
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # A deadline keeps nobody from accepting another appointment.
    event.add("transp", "TRANSPARENT")
    for alarm in () if entry.cancelled else entry.alarms:
        event.add_component(_alarm(alarm, entry))
    return event


def _add_time(event: Event, entry: Entry, zone: ZoneInfo) -> None:
    if entry.at is not None:
        event.add("dtstart", entry.at.astimezone(zone))
    elif entry.first_day is not None and entry.last_day is not None:
        event.add("dtstart", entry.first_day)
        event.add("dtend", entry.last_day + timedelta(days=1))
    else:
        raise ValueError(f"{entry.uid} has neither a moment nor days")


def _alarm(before: timedelta, entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", legible(entry.title))
    alarm.add("trigger", before)
    return alarm
