"""The weeks ahead: what each unit has to do in each, and where peaks fall together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.event import Event, Peak

WEEKS = 13
"""Three months."""
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    first_day: date
    """A Monday."""

    @property
    def last_day(self) -> date:
        return self.first_day + 6 * _DAY


def weeks_from(day: date, number: int = WEEKS) -> list[Week]:
    """So many weeks, the first one that of the day."""
    monday = day - timedelta(days=day.weekday())
    return [Week(monday + place * _WEEK) for place in range(number)]


def load(days: Iterable[date], weeks: Sequence[Week]) -> list[int]:
    """How many of these due days fall into each of the weeks, which follow each other."""
    counts = [0] * len(weeks)
    for day in days:
        place = (day - weeks[0].first_day).days // 7
        if 0 <= place < len(weeks):
            counts[place] += 1
    return counts


@dataclass(frozen=True)
class Overlap:
    """Days on which several events are in their peak."""

    first_day: date
    last_day: date
    codes: tuple[str, ...]


def overlaps(events: Iterable[Event], first_day: date, last_day: date) -> list[Overlap]:
    """In order; a new one wherever the set of events changes."""
    listed = sorted(events, key=lambda event: event.code)
    found: list[Overlap] = []
    day = first_day
    while day <= last_day:
        codes = tuple(event.code for event in listed if event.in_peak(day))
        if len(codes) > 1:
            if found and found[-1].codes == codes and found[-1].last_day == day - _DAY:
                found[-1] = Overlap(found[-1].first_day, day, codes)
            else:
                found.append(Overlap(day, day, codes))
        day += _DAY
    return found


def peaks_within(event: Event, first_day: date, last_day: date) -> list[Peak]:
    """The event's peaks that touch these days."""
    return [
        peak
        for peak in event.all_peaks
        if peak.first_day <= last_day and peak.last_day >= first_day
    ]
