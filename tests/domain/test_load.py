"""The weeks ahead and the peaks that fall together."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.event import Event, Peak
from domain.load import WEEKS, Overlap, load, overlaps, peaks_within, weeks_from

MONDAY = date(2024, 4, 1)


def event(code: str, first: date, last: date, *peaks: Peak) -> Event:
    return Event(1, 1, code, code, "", first, last, peaks)


def test_the_first_week_is_the_one_of_the_day() -> None:
    for days in range(7):
        weeks = weeks_from(MONDAY + timedelta(days=days))
        assert weeks[0].first_day == MONDAY
        assert len(weeks) == WEEKS
        assert weeks[-1].last_day == date(2024, 6, 30)


@given(st.lists(st.dates(date(2024, 3, 1), date(2024, 8, 1))))
def test_each_day_within_the_weeks_counts_once(days: Sequence[date]) -> None:
    weeks = weeks_from(MONDAY)
    counts = load(days, weeks)
    for week, counted in zip(weeks, counts, strict=True):
        assert counted == sum(week.first_day <= day <= week.last_day for day in days)


def test_peaks_on_the_same_days_overlap_and_others_do_not() -> None:
    one = event("A1", date(2024, 4, 1), date(2024, 4, 10), Peak(date(2024, 4, 3), date(2024, 4, 6)))
    two = event("B1", date(2024, 4, 5), date(2024, 4, 8))
    three = event("C1", date(2024, 4, 6), date(2024, 4, 6))
    far = event("D1", date(2024, 4, 20), date(2024, 4, 21))
    assert overlaps([far, three, two, one], MONDAY, date(2024, 4, 30)) == [
        Overlap(date(2024, 4, 5), date(2024, 4, 5), ("A1", "B1")),
        Overlap(date(2024, 4, 6), date(2024, 4, 6), ("A1", "B1", "C1")),
    ]
    assert overlaps([one, far], MONDAY, date(2024, 4, 30)) == []


def test_only_peaks_that_touch_the_days_are_shown() -> None:
    touching = Peak(date(2024, 3, 1), date(2024, 4, 1))
    found = event("A1", MONDAY, MONDAY, touching, Peak(date(2024, 7, 1), date(2024, 7, 2)))
    assert peaks_within(found, MONDAY, date(2024, 6, 30)) == [touching]
