"""Days and hours as documents write them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.dates import issue_date, official_day, official_hour, official_moment, parse_day


@pytest.mark.parametrize(
    ("day", "short", "full"),
    [
        (date(2026, 5, 5), "05/5/2026", "ngày 05 tháng 5 năm 2026"),
        (date(2026, 2, 28), "28/02/2026", "ngày 28 tháng 02 năm 2026"),
        (date(2026, 1, 1), "01/01/2026", "ngày 01 tháng 01 năm 2026"),
        (date(2026, 10, 30), "30/10/2026", "ngày 30 tháng 10 năm 2026"),
        (date(2026, 9, 2), "02/9/2026", "ngày 02 tháng 9 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(
    day: date, short: str, full: str
) -> None:
    assert official_day(day, "vi") == short
    assert official_day(day, "vi", year=False) == short.rpartition("/")[0]
    assert issue_date(day, "vi") == full


def test_every_day_of_three_years_is_read_back_as_it_was_written() -> None:
    first = date(2026, 1, 1)
    for day in (first + timedelta(days=number) for number in range(1096)):
        assert parse_day(official_day(day, "vi"), first) == day
        assert parse_day(issue_date(day, "vi"), first) == day
        assert parse_day(official_day(day, "en"), first) == day


def test_hours_are_written_in_words() -> None:
    assert official_hour(time(8), "vi") == "08 giờ 00"
    assert official_hour(time(17, 30), "vi") == "17 giờ 30 phút"
    assert official_hour(time(17, 30), "en") == "17:30"
    at = datetime(2026, 5, 4, 16, tzinfo=UTC)
    assert official_moment(at, "vi") == "16 giờ 00 ngày 04/5/2026"
    assert official_moment(at, "vi", year=False) == "16 giờ 00 ngày 04/5"
    assert official_moment(at, "en") == "16:00 on 4 May 2026"
