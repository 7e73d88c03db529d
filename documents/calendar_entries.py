"""What a calendar holds, ready in words: what the maker of the file is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Entry:
    """A deadline, a peak or an event. Either `at` is set, or both days are."""

    uid: str
    """The same for ever, so that a calendar finds what it has."""
    sequence: int
    """Grows with every change."""
    changed_at: datetime
    title: str
    description: str = ""
    place: str = ""
    category: str = ""
    at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    """Included."""
    alarms: tuple[timedelta, ...] = ()
    """From its beginning on; of whole days from the local midnight."""
    cancelled: bool = False


@dataclass(frozen=True)
class CalendarFile:
    file_name: str
    name: str
    zone: str
    """Its name in the database of time zones."""
    language: str
    made_at: datetime
    entries: tuple[Entry, ...]
