"""What the forms of days mean, seen from a local moment."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.dates import words
from domain.errors import Refusal

_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class View:
    """From where a phrase is looked at."""

    now: datetime
    """Local."""
    floor: date
    """A day without its year or week is the first on or after this one …"""
    backward: bool = False
    """… or the last on or before it."""

    @classmethod
    def of(cls, now: datetime | date, floor: date, backward: bool = False) -> View:
        """The view of a local moment, or of the first minute of a day."""
        local = now if isinstance(now, datetime) else datetime.combine(now, time())
        return cls(local.replace(tzinfo=None), floor, backward)

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Found:
    """What a phrase means; exactly one of `day`, `offset` and `at` is set."""

    day: date | None = None
    offset: int | None = None
    at: datetime | None = None
    floating: bool = False
    """A bare weekday: a week later if its hour has passed today."""
    dated: bool = False
    """A date of the calendar, before which its weekday may stand."""
    yearless: bool = False


Match = re.Match[str]
Meaning = Callable[[Match, View], Found]


def exists(year: int, month: int, day: int) -> date:
    """The date; raises `Refusal("no_such_day")` where there is none, or beyond 2000 to 2099."""
    if year in _YEARS and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    raise Refusal("no_such_day", text=f"{day}/{month}/{year}")


def shifted(day: date, days: int) -> date:
    """So many days later; raises `Refusal("no_such_day")` beyond the calendar."""
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        raise Refusal("no_such_day", text=str(days)) from None
    return exists(moved.year, moved.month, moved.day)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in _YEARS:
        raise Refusal("no_such_day", text=f"{day.day}/{month0 + 1}/{year}")
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def calendar_date(match: Match, view: View) -> Found:
    day, month, year = int(match["day"]), words.month(match["month"]), match["year"]
    if year is None:
        return Found(day=_nearest_year(month, day, view), dated=True, yearless=True)
    full = int(year) + (2000 if len(year) == 2 else 0)
    return Found(day=exists(full, month, day), dated=True)


def _nearest_year(month: int, day: int, view: View) -> date:
    """Today's, or the next one. 29/2 does not skip years until there is one: that is not meant."""
    year, start = view.floor.year, (view.floor.month, view.floor.day)
    if not view.backward and (month, day) < start:
        year += 1
    if view.backward and (month, day) > start:
        year -= 1
    try:
        return exists(year, month, day)
    except Refusal:
        raise Refusal("no_such_day", text=f"{day}/{month}") from None


def day_of_month(match: Match, view: View) -> Found:
    """As in "ngày 20": of this month or the next one (when looking back, the one before)."""
    day, start = int(match["day"]), view.floor
    step = 0
    if not view.backward and day < start.day:
        step = 1
    if view.backward and day > start.day:
        step = -1
    month = months_later(start.replace(day=1), step)
    return Found(day=exists(month.year, month.month, day), dated=True, yearless=True)


def day_of_named_month(match: Match, view: View) -> Found:
    month = months_later(view.today.replace(day=1), 0 if match["this"] else 1)
    return Found(day=exists(month.year, month.month, int(match["day"])), dated=True)


def weekday(match: Match, view: View) -> Found:
    number = words.weekday(match["weekday"])
    if view.backward:
        return Found(day=view.floor - timedelta(days=(view.floor.weekday() - number) % 7))
    return Found(day=shifted(view.floor, (number - view.floor.weekday()) % 7), floating=True)


def weekday_after_today(match: Match, view: View) -> Found:
    ahead = (words.weekday(match["weekday"]) - view.today.weekday() - 1) % 7 + 1
    return Found(day=shifted(view.today, ahead))


def weekday_of_week(weeks: int) -> Meaning:
    def meaning(match: Match, view: View) -> Found:
        return Found(day=shifted(_monday(view), 7 * weeks + words.weekday(match["weekday"])))

    return meaning


def _monday(view: View) -> date:
    return shifted(view.today, -view.today.weekday())


def days_on(days: int) -> Meaning:
    return lambda match, view: Found(day=shifted(view.today, days))


def months_on(match: Match, view: View) -> Found:
    return Found(day=months_later(view.today, 1))


def distance(sign: int) -> Meaning:
    def meaning(match: Match, view: View) -> Found:
        number, unit = sign * words.count(match["count"]), match["unit"]
        if unit[0] == "m" or unit[:2] == "th":
            return Found(day=months_later(view.today, number))
        return Found(day=shifted(view.today, number * (7 if unit[0] in "tw" else 1)))

    return meaning


def hours_on(match: Match, view: View) -> Found:
    number = words.count(match["count"])
    step = timedelta(minutes=number) if match["unit"][0] in "mp" else timedelta(hours=number)
    return Found(at=view.now.replace(second=0, microsecond=0) + step)


def from_d_day(match: Match, view: View) -> Found:
    return Found(offset=int((match["sign"] or "+") + (match["count"] or "0")))


_EDGE_DAY = {"start": 0, "middle": 2, "end": 6}


def _edge(match: Match) -> str:
    return next(edge for edge in _EDGE_DAY if match[edge])


def edge_of_week(match: Match, view: View) -> Found:
    weeks = 1 if match["next"] else 0
    return Found(day=shifted(_monday(view), 7 * weeks + _EDGE_DAY[_edge(match)]))


def edge_of_month(match: Match, view: View) -> Found:
    first = months_later(view.today.replace(day=1), 1 if match["next"] else 0)
    return Found(day=_in_month(first, _edge(match)))


def _in_month(first: date, edge: str) -> date:
    days = {"start": 1, "middle": 15, "end": monthrange(first.year, first.month)[1]}
    return first.replace(day=days[edge])


def edge_of_named_month(match: Match, view: View) -> Found:
    month, edge = words.month(match["month"]), _edge(match)
    if match["year"]:
        return Found(day=_in_month(exists(int(match["year"]), month, 1), edge))
    this = _in_month(exists(view.floor.year, month, 1), edge)
    step = 0
    if not view.backward and this < view.floor:
        step = 12
    if view.backward and this > view.floor:
        step = -12
    return Found(day=_in_month(months_later(this.replace(day=1), step), edge))


def edge_of_year(match: Match, view: View) -> Found:
    year = int(match["year"]) if match["year"] else view.today.year
    return Found(day=exists(year, 12, 31) if match["end"] else exists(year, 1, 1))
