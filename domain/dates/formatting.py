"""Days, hours and spans of time as they are shown in chat. Locales: "vi" and "en"."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_timedelta

from domain.dates.moment import Moment

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@lru_cache(maxsize=1024)  # what is due in one plan is due on few days
def format_day(day: date, locale: str) -> str:
    """Gives "thứ Ba 20/04/2027", "Tuesday 20/04/2027"."""
    return f"{_WEEKDAYS[locale][day.weekday()]} {day:%d/%m}/{day.year:04}"


def format_moment(local: datetime, locale: str, has_hour: bool = True) -> str:
    """Gives "17:00 thứ Ba 20/04/2027", or without the hour; `local` is the wall time to show."""
    day = format_day(local.date(), locale)
    return f"{local:%H:%M} {day}" if has_hour else day


def format_entered(day: date, hour: time | None, locale: str) -> str:
    """Like `format_moment`, from a day and an hour (or None) as they are stored."""
    return (
        f"{hour:%H:%M} {format_day(day, locale)}" if hour is not None else format_day(day, locale)
    )


def format_date(day: date) -> str:
    """Gives "20/04/2027" in either language."""
    return f"{day:%d/%m}/{day.year:04}"


def format_short(day: date, hour: time | None = None, today: date | None = None) -> str:
    """Gives "20/04" or "17:00 20/04" for lists; with `today` given, another year is shown too."""
    shown = f"{day:%d/%m}" if today is None or day.year == today.year else format_date(day)
    return f"{hour:%H:%M} {shown}" if hour is not None else shown


def format_days(first: date, last: date) -> str:
    """Gives "05/05 - 07/05/2027"; a single day alone; both years where they differ."""
    if first == last:
        return format_date(first)
    start = f"{first:%d/%m}" if first.year == last.year else format_date(first)
    return f"{start} - {format_date(last)}"


def format_offset(days: int) -> str:
    """Gives "N-7", "N", "N+1": the distance from D-day, negative before it."""
    return f"N{days:+d}" if days else "N"


def format_stated(moment: Moment, locale: str) -> str:
    """A moment as it was stated: "17:00 N-7", "N", "17:00 thứ Ba 20/04/2027"."""
    day = (
        format_offset(moment.offset or 0) if moment.day is None else format_day(moment.day, locale)
    )
    return day if moment.hour is None else f"{moment.hour:%H:%M} {day}"


def format_span(span: timedelta, locale: str) -> str:
    """The length of a span in its largest whole unit: "3 ngày", "2 giờ", "1 minute".

    The sign does not count; less than a minute is a minute.
    """
    seconds = abs(span) // timedelta(seconds=1)
    for unit, length in _UNITS:
        if seconds >= length:
            return _counted(seconds // length, unit, locale)
    return _counted(1, "minute", locale)


def format_left(left: timedelta, locale: str) -> str:
    """The time left until a moment to come: "3 ngày", "2 giờ", "1 giờ 55 phút", "1 minute".

    A minute begun counts, for what is sent on the hour is written a moment after it.
    """
    minutes = max(1, -(-left // timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    if not 1 <= hours < 24 or not rest:
        return format_span(timedelta(minutes=minutes), locale)
    return f"{_counted(hours, 'hour', locale)} {_counted(rest, 'minute', locale)}"


_Unit = Literal["day", "hour", "minute"]
_UNITS: tuple[tuple[_Unit, int], ...] = (("day", 86_400), ("hour", 3_600), ("minute", 60))


@lru_cache(maxsize=2_048)
def _counted(number: int, unit: _Unit, locale: str) -> str:
    # Without its threshold Babel would round 8 days to "1 week".
    return format_timedelta(
        timedelta(**{f"{unit}s": number}), granularity=unit, threshold=math.inf, locale=locale
    )
