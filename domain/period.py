"""The time of which a report of the situation tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.dates import at_hour


class PeriodKind(StrEnum):
    DAY = "day"
    """The 24 hours before."""
    WEEK = "week"
    """The present week, from its Monday."""
    SINCE = "since"
    """From the beginning of a day."""


@dataclass(frozen=True)
class Period:
    kind: PeriodKind
    since: datetime
    until: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Both ends included; nothing ever happened at None."""
        return moment is not None and self.since <= moment <= self.until


def period(kind: PeriodKind, now: datetime, zone: ZoneInfo, since: date | None = None) -> Period:
    """The period that ends now; `since` is the local day with which SINCE begins."""
    if kind is PeriodKind.DAY:
        return Period(kind, now - timedelta(days=1), now)
    today = now.astimezone(zone).date()
    first = today - timedelta(days=today.weekday()) if kind is PeriodKind.WEEK else since or today
    return Period(kind, at_hour(first, time(), zone), now)
