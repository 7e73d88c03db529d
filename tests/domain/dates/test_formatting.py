from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    Moment,
    format_date,
    format_day,
    format_days,
    format_entered,
    format_left,
    format_moment,
    format_offset,
    format_short,
    format_span,
    format_stated,
    parse_days,
    parse_moment,
)
from tests.domain.properties import SPELLINGS

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

Show = Callable[[datetime], str]
WITH_HOUR: dict[str, Show] = {
    "chat vi": lambda at: format_moment(at, "vi"),
    "chat en": lambda at: format_moment(at, "en"),
    "stored vi": lambda at: format_entered(at.date(), at.time(), "vi"),
    "short with year": lambda at: format_short(at.date(), at.time(), FIRST.replace(year=2000)),
    "hour behind": lambda at: f"{format_date(at.date())} {at:%H:%M}",
    "iso": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "17h30": lambda at: f"{at.hour}h{at:%M} {at.day}/{at.month}/{at.year}",
    "17h30 dots": lambda at: f"{at:%d.%m.%Y} {at.hour}h{at:%M}",
    "document": lambda at: f"{at:%H} giờ {at:%M} phút, ngày {at:%d} tháng {at.month} năm {at.year}",
    "document short": lambda at: f"{at:%H} giờ {at:%M} ngày {at:%d}/{at.month}/{at.year}",
    "english date": lambda at: f"{at:%H:%M} {at.day} {ENGLISH_MONTHS[at.month - 1]} {at.year}",
    "american date": lambda at: f"{ENGLISH_MONTHS[at.month - 1]} {at.day}, {at.year} at {at:%H:%M}",
    "pm": lambda at: (
        f"{at.hour % 12 or 12}:{at:%M} {'pm' if at.hour >= 12 else 'am'} {at:%d/%m/%Y}"
    ),
}
DAY_ONLY: dict[str, Show] = {
    "chat vi": lambda at: format_moment(at, "vi", has_hour=False),
    "chat en": lambda at: format_moment(at, "en", has_hour=False),
    "day vi": lambda at: format_day(at.date(), "vi"),
    "stored": lambda at: format_entered(at.date(), None, "en"),
    "plain": lambda at: format_date(at.date()),
    "limit": lambda at: f"chậm nhất là ngày {at.day}-{at.month}-{at.year}",
    "24 hours": lambda at: f"24 giờ 00 ngày {at.day}/{at.month}/{at.year}",
}

minutes = st.datetimes(
    datetime.combine(FIRST, time()),
    datetime.combine(LAST, time(23, 59)),
).map(lambda at: at.replace(second=0, microsecond=0))
spellings = st.sampled_from(sorted(SPELLINGS))


@pytest.mark.parametrize("form", WITH_HOUR)
@given(at=minutes, spelling=spellings, now=minutes)
def test_any_minute_of_three_years_is_read_back(
    form: str, at: datetime, spelling: str, now: datetime
) -> None:
    shown = SPELLINGS[spelling](WITH_HOUR[form](at))
    assert parse_moment(shown, now) == Moment(at.date(), at.time())


@pytest.mark.parametrize("form", DAY_ONLY)
@given(at=minutes, spelling=spellings, now=minutes)
def test_any_day_of_three_years_is_read_back(
    form: str, at: datetime, spelling: str, now: datetime
) -> None:
    shown = SPELLINGS[spelling](DAY_ONLY[form](at))
    assert parse_moment(shown, now) == Moment(at.date())


def test_each_day_and_each_minute_of_the_day_is_read_back_in_the_chat_form() -> None:
    minute = timedelta(minutes=1)
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        at = datetime.combine(day, time()) + number * 7 % 1440 * minute
        for locale in ("vi", "en"):
            assert parse_moment(format_moment(at, locale), FIRST) == Moment(day, at.time())
    for number in range(1440):
        at = datetime.combine(FIRST, time()) + number * minute
        assert parse_moment(format_moment(at, "vi"), FIRST) == Moment(FIRST, at.time())


@given(at=minutes, ahead=st.integers(0, 364))
def test_a_short_form_is_read_back_within_a_year(at: datetime, ahead: int) -> None:
    now = at - timedelta(days=ahead)
    if (at.month, at.day) == (2, 29) and ahead:
        now = at.replace(day=1)
    assert parse_moment(format_short(at.date()), now) == Moment(at.date())
    shown = format_short(at.date(), at.time())
    assert parse_moment(shown, now) == Moment(at.date(), at.time())


@given(
    st.integers(-999, 999), st.none() | st.times().map(lambda hour: time(hour.hour, hour.minute))
)
def test_a_distance_from_d_day_is_read_back(offset: int, hour: time | None) -> None:
    moment = Moment(None, hour, offset)
    for locale in ("vi", "en"):
        assert parse_moment(format_stated(moment, locale), FIRST) == moment


@given(st.dates(FIRST, LAST), st.integers(0, 800), st.dates(FIRST, LAST), spellings)
def test_a_range_is_read_back(first: date, length: int, today: date, spelling: str) -> None:
    last = first + timedelta(days=length)
    shown = SPELLINGS[spelling](format_days(first, last))
    assert parse_days(shown, today) == (first, last)


def test_moments_are_shown_as_in_chat() -> None:
    at = datetime(2027, 4, 20, 17, 0)  # noqa: DTZ001 - wall time
    assert format_moment(at, "vi") == "17:00 thứ Ba 20/04/2027"
    assert format_moment(at, "en") == "17:00 Tuesday 20/04/2027"
    assert format_moment(at, "vi", has_hour=False) == "thứ Ba 20/04/2027"
    assert format_day(date(2027, 4, 25), "vi") == "Chủ nhật 25/04/2027"
    assert format_entered(date(2027, 4, 20), time(), "vi") == "00:00 thứ Ba 20/04/2027"


def test_the_short_form_shows_a_year_only_if_it_is_another() -> None:
    day, today = date(2027, 4, 20), date(2026, 12, 1)
    assert format_short(day) == "20/04"
    assert format_short(day, time(17)) == "17:00 20/04"
    assert format_short(day, time(17), today) == "17:00 20/04/2027"
    assert format_short(day, None, day) == "20/04"


def test_a_range_is_shown_with_what_is_needed() -> None:
    assert format_days(date(2027, 5, 5), date(2027, 5, 7)) == "05/05 - 07/05/2027"
    assert format_days(date(2026, 12, 30), date(2027, 1, 2)) == "30/12/2026 - 02/01/2027"
    assert format_days(date(2027, 5, 5), date(2027, 5, 5)) == "05/05/2027"


@pytest.mark.parametrize(("days", "shown"), [(-7, "N-7"), (0, "N"), (1, "N+1")])
def test_the_distance_from_d_day_is_shown(days: int, shown: str) -> None:
    assert format_offset(days) == shown


@pytest.mark.parametrize(
    ("span", "vi", "en"),
    [
        (timedelta(days=3), "3 ngày", "3 days"),
        (timedelta(days=8, hours=5), "8 ngày", "8 days"),
        (timedelta(days=400), "400 ngày", "400 days"),
        (timedelta(hours=2, minutes=59), "2 giờ", "2 hours"),
        (timedelta(hours=23, minutes=59), "23 giờ", "23 hours"),
        (timedelta(hours=-1), "1 giờ", "1 hour"),
        (timedelta(minutes=5), "5 phút", "5 minutes"),
        (timedelta(seconds=3), "1 phút", "1 minute"),
    ],
)
def test_a_span_is_said_in_its_largest_whole_unit(span: timedelta, vi: str, en: str) -> None:
    assert format_span(span, "vi") == vi
    assert format_span(span, "en") == en


@pytest.mark.parametrize(
    ("left", "vi", "en"),
    [
        (timedelta(days=3, hours=5), "3 ngày", "3 days"),
        (timedelta(days=1) - timedelta(seconds=0.3), "1 ngày", "1 day"),
        (timedelta(hours=2), "2 giờ", "2 hours"),
        (timedelta(hours=2) - timedelta(seconds=0.3), "2 giờ", "2 hours"),
        (timedelta(hours=2) - timedelta(seconds=40), "2 giờ", "2 hours"),
        (timedelta(hours=2) - timedelta(minutes=5), "1 giờ 55 phút", "1 hour 55 minutes"),
        (timedelta(minutes=50) - timedelta(seconds=0.3), "50 phút", "50 minutes"),
        (timedelta(seconds=3), "1 phút", "1 minute"),
        (timedelta(0), "1 phút", "1 minute"),
    ],
)
def test_the_time_left_is_not_less_for_a_minute_begun(left: timedelta, vi: str, en: str) -> None:
    assert format_left(left, "vi") == vi
    assert format_left(left, "en") == en
