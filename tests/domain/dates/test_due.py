from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Moment, end_of_day, resolve
from tests.domain.properties import refusal

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")
FIRST_DAY = date(2027, 5, 7)


def test_a_day_without_an_hour_is_due_until_its_end() -> None:
    due = resolve(Moment(date(2027, 4, 20)), FIRST_DAY, HANOI)
    assert due.at == datetime(2027, 4, 20, 16, 59, 59, 999_999, tzinfo=UTC)
    assert (due.day, due.hour, due.has_hour) == (date(2027, 4, 20), None, False)


def test_a_set_hour_is_due_then() -> None:
    due = resolve(Moment(date(2027, 4, 20), time(17)), FIRST_DAY, HANOI)
    assert due.at == datetime(2027, 4, 20, 10, tzinfo=UTC)
    assert due.has_hour


def test_a_distance_from_d_day_counts_from_the_first_day() -> None:
    due = resolve(Moment(None, time(17), -7), FIRST_DAY, HANOI)
    assert (due.day, due.offset) == (date(2027, 4, 30), -7)
    assert due.at == datetime(2027, 4, 30, 10, tzinfo=UTC)


def test_a_distance_beyond_the_calendar_is_refused() -> None:
    moment = Moment(None, None, 999)
    assert refusal(moment.on, date.max).key == "no_such_day"


def test_an_hour_that_the_clocks_skip_lies_after_the_change() -> None:
    due = resolve(Moment(date(2027, 3, 14), time(2, 30)), FIRST_DAY, NEW_YORK)
    assert due.at.astimezone(NEW_YORK).time() == time(3, 30)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    due = resolve(Moment(date(2027, 11, 7), time(1, 30)), FIRST_DAY, NEW_YORK)
    assert due.at == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("America/New_York", date(2027, 3, 14), 23),
        ("America/New_York", date(2027, 11, 7), 25),
        ("America/Havana", date(2026, 3, 8), 23),  # midnight is skipped
        ("America/Havana", date(2026, 11, 1), 25),  # midnight comes twice
        ("Asia/Ho_Chi_Minh", date(2027, 3, 14), 24),
    ],
)
def test_a_day_ends_where_the_next_begins(zone: str, day: date, length: int) -> None:
    local = ZoneInfo(zone)
    before = end_of_day(day - timedelta(days=1), local)
    assert end_of_day(day, local) - before == timedelta(hours=length)


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["America/New_York", "Pacific/Kiritimati", "America/Havana", "Africa/Cairo"]),
)
def test_the_end_of_a_day_is_on_it_and_a_microsecond_later_is_not(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    end = end_of_day(day, zone)
    assert end.astimezone(zone).date() == day
    assert (end + timedelta(microseconds=1)).astimezone(zone).date() == day + timedelta(days=1)
