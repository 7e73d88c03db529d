"""What the pictures show: plain values and ready words, in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.standing import Standing
from domain.task import Bucket

MOST_UNITS = 40
"""Units that one picture has room for."""
MOST_COUNTDOWNS = 3
MOST_PANELS = 3
MOST_EVENTS = 8


@dataclass(frozen=True)
class Heading:
    """What stands on top of a picture."""

    title: str
    detail: str
    """The day and hour as of which it holds."""
    file_name: str
    """With its ending."""


@dataclass(frozen=True)
class Countdown:
    number: str
    """Drawn large; empty where there is nothing to count."""
    words: str
    detail: str
    reached: bool = False
    """The peak has begun."""


@dataclass(frozen=True)
class Share:
    bucket: Bucket
    count: int
    label: str


@dataclass(frozen=True)
class UnitRow:
    code: str
    name: str
    standing: Standing
    counts: tuple[int, ...]
    """In the order of `StatusCard.shares`."""
    done: str
    """Done of all, "5/12"."""
    note: str = ""


@dataclass(frozen=True)
class StatusCard:
    """How one event, or all of them, stands: one card."""

    heading: Heading
    countdowns: tuple[Countdown, ...]
    done: str
    """Done of all, "27/60"."""
    done_label: str
    shares: tuple[Share, ...]
    marks: str
    """The marks within the open ones; empty where there are none."""
    units_heading: str
    units: tuple[UnitRow, ...]
    """Those with most to do about first; at most MOST_UNITS."""
    more: str = ""
    """How many are left out, in words."""
    legend: tuple[tuple[Standing, str], ...] = ()
    empty: str = ""
    """What is said where there is no task."""


@dataclass(frozen=True)
class Band:
    """The days of a peak."""

    first_day: date
    last_day: date
    label: str


@dataclass(frozen=True)
class Point:
    day: date
    count: int


@dataclass(frozen=True)
class ProgressPanel:
    """One event's way to its peak."""

    title: str
    first_day: date
    last_day: date
    """Of the axis; everything that is shown lies within."""
    today: date
    peaks: tuple[Band, ...]
    due: tuple[Point, ...]
    """By day; between them the line stays level, as in `done`."""
    done: tuple[Point, ...]
    total: int
    submitted: int
    ahead: tuple[Point, ...]
    """The forecast, a straight line from today; empty where there is none."""
    numbers: str
    verdict: str
    alarming: bool
    """Whether the verdict is bad news."""


@dataclass(frozen=True)
class ProgressWords:
    due: str
    done: str
    submitted: str
    ahead: str
    today: str


@dataclass(frozen=True)
class ProgressPicture:
    heading: Heading
    words: ProgressWords
    panels: tuple[ProgressPanel, ...]
    """At most MOST_PANELS."""


@dataclass(frozen=True)
class EventBar:
    label: str
    first_day: date
    last_day: date
    peaks: tuple[Band, ...]


@dataclass(frozen=True)
class LoadRow:
    label: str
    overdue: int
    counts: tuple[int, ...]
    """One for each week."""


@dataclass(frozen=True)
class Month:
    """A heading over the weeks that begin in one month."""

    label: str
    weeks: int


@dataclass(frozen=True)
class MonthsWords:
    overdue: str
    days: str
    peak: str
    overlap: str
    today: str
    load: str
    total: str


@dataclass(frozen=True)
class MonthsPicture:
    """The next weeks: events, peaks and the load of each unit."""

    heading: Heading
    words: MonthsWords
    first_day: date
    """A Monday."""
    weeks: int
    months: tuple[Month, ...]
    today: date
    events: tuple[EventBar, ...]
    """At most MOST_EVENTS."""
    overlaps: tuple[Band, ...]
    """Days on which several events are in their peak, and which."""
    rows: tuple[LoadRow, ...]
    """At most MOST_UNITS and one for the rest."""
    total: LoadRow
    notes: tuple[str, ...] = ()
    """What is left out or could not be shown; short lines."""
