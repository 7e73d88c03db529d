"""The moments worth moving the clock to, as the bot's own agenda knows them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.agenda import Calendar, slots_on
from handlers.agenda import calendar_of
from storage import agenda, ahead, subcommittees

COUNTDOWN = timedelta(days=3)


def ahead_of(connection: sqlite3.Connection, now: datetime) -> dict[str, datetime]:
    """Those later than now, by name: `slot`, `exact`, `countdown`, `peak`."""
    found = {
        "slot": ahead.next_of(connection, agenda.SLOT, now),
        "exact": ahead.next_of(connection, agenda.EXACT, now),
        "countdown": _before_peaks(connection, now, COUNTDOWN),
        "peak": _before_peaks(connection, now, timedelta(0)),
    }
    return {name: moment for name, moment in found.items() if moment is not None}


def _before_peaks(
    connection: sqlite3.Connection, now: datetime, before: timedelta
) -> datetime | None:
    """The first slot so long before the first day of a peak: of the nearest of them all."""
    slots = (
        slot
        for subcommittee in subcommittees.all_of(connection)
        for slot in _first_slots(calendar_of(connection, subcommittee), before)
    )
    return min((slot for slot in slots if slot > now), default=None)


def _first_slots(calendar: Calendar, before: timedelta) -> Iterator[datetime]:
    for event in calendar.events:
        for peak in event.all_peaks:
            for slot in slots_on(peak.first_day - before, calendar)[:1]:
                yield slot.at
