"""Days and hours as documents write them: Decree 30/2020/NĐ-CP for Vietnamese.

Days below 10 and the months 1 and 2 get a zero, the other months do not: 05/5/2026, 28/02/2026.
Locales: "vi" and "en".
"""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date


def official_day(day: date, locale: str, *, year: bool = True) -> str:
    """Gives "05/5/2026", "5 May 2026"; without the year "05/5", "5 May"."""
    if locale == "en":
        return format_date(day, "d MMMM y" if year else "d MMMM", locale="en")
    shown = f"{day.day:02}/{_month(day)}"
    return f"{shown}/{day.year:04}" if year else shown


def official_hour(hour: time, locale: str) -> str:
    """Gives "16 giờ 00", "17 giờ 30 phút", "16:00"."""
    if locale == "en":
        return f"{hour:%H:%M}"
    minutes = f"{hour.minute:02} phút" if hour.minute else "00"
    return f"{hour.hour:02} giờ {minutes}"


def official_moment(local: datetime, locale: str, *, year: bool = True) -> str:
    """Gives "16 giờ 00 ngày 05/5/2026", "16:00 on 5 May 2026"; `local` is the wall time."""
    between = "on" if locale == "en" else "ngày"
    hour = official_hour(local.time(), locale)
    return f"{hour} {between} {official_day(local.date(), locale, year=year)}"


def issue_date(day: date, locale: str) -> str:
    """In full: "ngày 05 tháng 5 năm 2026", "5 May 2026"."""
    if locale == "en":
        return official_day(day, locale)
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year:04}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month < 3 else str(day.month)
