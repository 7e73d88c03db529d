"""Moments in the database."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.times import from_text, to_text

moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])).filter(
    lambda moment: 1 < moment.year < 9999
)


def test_a_moment_is_written_in_utc_with_microseconds() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert to_text(datetime(2027, 4, 20, 17, tzinfo=hanoi)) == "2027-04-20T10:00:00.000000Z"


@given(moments)
def test_what_is_written_is_read_back(moment: datetime) -> None:
    assert from_text(to_text(moment)) == moment
    assert from_text(to_text(moment)).tzinfo == UTC


@given(moments, moments)
def test_texts_sort_as_their_moments_do(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2027, 11, 7, 1, 30, tzinfo=zone)
    again = first.replace(fold=1)
    assert to_text(first) == "2027-11-07T05:30:00.000000Z"
    assert to_text(again) == "2027-11-07T06:30:00.000000Z"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_text(datetime(2027, 4, 20))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["", "2027-04-20", "2027-04-20T10:00:00Z", "2027-04-20T10:00:00.000000+07:"]
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        from_text(text)
