"""A moment as a person states it, and the instant at which it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import Refusal


@dataclass(frozen=True)
class Moment:
    """A local day, or a distance from D-day, with an hour or until the end of the day.

    Exactly one of `day` and `offset` is set; `offset` is -7 for N-7.
    """

    day: date | None
    hour: time | None = None
    offset: int | None = None

    @property
    def has_hour(self) -> bool:
        return self.hour is not None

    def on(self, first_day: date) -> date:
        """The local day, given the first day of the event.

        Raises `Refusal("no_such_day")` where the distance leads out of the calendar.
        """
        if self.day is not None:
            return self.day
        try:
            return first_day + timedelta(days=self.offset or 0)
        except OverflowError:
            raise Refusal("no_such_day", text=f"N{self.offset:+d}") from None


@dataclass(frozen=True)
class Due:
    """A moment resolved for an event: the local day and hour as entered, and the instant in UTC."""

    day: date
    hour: time | None
    offset: int | None
    at: datetime

    @property
    def has_hour(self) -> bool:
        return self.hour is not None


def resolve(moment: Moment, first_day: date, zone: ZoneInfo) -> Due:
    """The moment as an instant, for an event with this first day, in this zone.

    Without an hour it is due until the last microsecond of the local day. An hour that the clocks
    skip counts as many minutes after the change as it lies behind it; of an hour that comes twice
    the first is meant.
    """
    day = moment.on(first_day)
    at = end_of_day(day, zone) if moment.hour is None else at_hour(day, moment.hour, zone)
    return Due(day, moment.hour, moment.offset, at)


def at_hour(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local hour; see `resolve` for days on which clocks change."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last microsecond of the local day, in UTC."""
    # Counted back from the next midnight: 23:59:59 itself may come twice, or never.
    return at_hour(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
