"""What misses the peak at the present pace, and the lines the forecast stands on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import end_of_day
from domain.event import Peak
from domain.forecast import PACE_DAYS, Forecast, forecast
from domain.progress import Step, first_day, progress
from domain.standing import Standing, standing
from domain.task import Count, Status, Task, count
from tests.support.task import sample_task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2024, 4, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PEAK = Peak(date(2024, 4, 11), date(2024, 4, 13))
"""It begins in 9 days and 17 hours."""


def task(number: int, due: date = date(2024, 4, 5), **fields: object) -> Task:
    made = sample_task(
        id=number,
        number=number,
        due_day=due,
        due_at=end_of_day(due, HANOI),
        created_at=NOW - 30 * DAY,
        status=Status.ACCEPTED,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def done(number: int, days_ago: float = 2, **fields: Any) -> Task:
    moment = NOW - days_ago * DAY
    return task(number, status=Status.DONE, submitted_at=moment, done_at=moment, **fields)


def of(tasks: list[Task], peak: Peak = PEAK, now: datetime = NOW) -> Forecast:
    found = forecast(tasks, peak, now, HANOI)
    assert found is not None
    return found


def pace_of_one_a_day(first: int = 900) -> list[Task]:
    return [done(first + day, day - 0.5) for day in range(1, PACE_DAYS + 1)]


def test_what_is_finished_after_the_peak_begins_misses_it() -> None:
    found = of([*pace_of_one_a_day(), *(task(number) for number in range(12))])
    assert (found.open, found.missing, found.per_week) == (12, 3, 7.0)
    assert found.ready_at == NOW + 12 * DAY


def test_all_that_fits_before_the_peak_is_in_time() -> None:
    assert of([*pace_of_one_a_day(), *(task(number) for number in range(9))]).missing == 0


def test_where_nothing_was_finished_of_late_all_that_is_open_misses_the_peak() -> None:
    found = of([done(1, PACE_DAYS + 1), task(2), task(3)])
    assert (found.missing, found.per_week, found.ready_at) == (2, 0, None)


def test_with_nothing_open_nothing_misses_the_peak() -> None:
    found = of([done(1, PACE_DAYS + 1), task(2, status=Status.CANCELLED)])
    assert (found.open, found.missing, found.ready_at) == (0, 0, NOW)


def test_a_submitted_task_needs_no_more_of_its_unit_and_counts_for_the_pace() -> None:
    submitted = task(1, status=Status.SUBMITTED, submitted_at=NOW - DAY)
    found = of([submitted, task(2)])
    assert (found.open, found.missing, found.per_week) == (1, 1, 0.5)


def test_what_is_due_after_the_peak_does_not_count() -> None:
    assert of([task(1, date(2024, 4, 14))]).open == 0


def test_what_is_due_within_the_peak_is_needed_by_its_own_time() -> None:
    early = [task(number) for number in range(9)]
    within = task(50, date(2024, 4, 12))
    assert of([*pace_of_one_a_day(), *early, within]).missing == 0
    assert of([*pace_of_one_a_day(), *early, replace(within, due_day=date(2024, 4, 9))]).open == 10
    sooner = task(50, date(2024, 4, 9))
    assert of([*pace_of_one_a_day(), *early, sooner]).missing == 1


def test_a_young_event_has_no_pace_yet() -> None:
    assert forecast([task(1, created_at=NOW - 2 * DAY)], PEAK, NOW, HANOI) is None
    assert forecast([], PEAK, NOW, HANOI) is None


def test_the_pace_of_a_week_old_event_is_that_of_its_week() -> None:
    week = {"created_at": NOW - 7 * DAY}
    assert of([done(1, 6, **week), done(2, 1, **week), task(3, **week)]).per_week == pytest.approx(
        2
    )


@given(st.integers(0, 40), st.integers(1, 20), st.integers(0, 30))
def test_a_faster_pace_never_misses_more(open_tasks: int, finished: int, days: int) -> None:
    peak = Peak(date(2024, 4, 1) + days * DAY, date(2024, 5, 5))
    listed = [task(number) for number in range(open_tasks)]
    slow = of([*listed, *(done(100 + number) for number in range(finished))], peak)
    fast = of([*listed, *(done(100 + number) for number in range(finished + 1))], peak)
    assert 0 <= fast.missing <= slow.missing <= slow.open == open_tasks


def test_the_lines_end_at_the_numbers_of_the_summary() -> None:
    listed = [
        done(1, 8),
        done(2, 8),
        done(3, 3),
        task(4),
        task(5, date(2024, 4, 9), status=Status.SUBMITTED, submitted_at=NOW),
        task(6, status=Status.CANCELLED),
    ]
    found = progress(listed, NOW, HANOI)
    assert found.done == (
        Step(date(2024, 3, 24), 2),
        Step(date(2024, 3, 29), 3),
        Step(date(2024, 4, 1), 3),
    )
    assert found.due == (Step(date(2024, 4, 5), 4), Step(date(2024, 4, 9), 5))
    counted = count(listed, NOW)
    assert found.done[-1].count == counted.done
    assert found.due[-1].count == found.total == counted.total
    assert found.submitted == counted.submitted


def test_days_are_those_of_the_subcommittee() -> None:
    late = datetime(2024, 3, 20, 18, tzinfo=UTC)
    moved = replace(done(1), submitted_at=late)
    assert progress([moved], NOW, HANOI).done[0].day == date(2024, 3, 21)


def test_nothing_is_finished_in_the_future_after_the_clock_was_set_back() -> None:
    ahead = replace(done(1), submitted_at=NOW + 5 * DAY)
    assert progress([ahead], NOW, HANOI).done == (Step(date(2024, 4, 1), 1),)


def test_without_tasks_the_done_line_is_nothing_today() -> None:
    found = progress([], NOW, HANOI)
    assert (found.due, found.done, found.total) == ((), (Step(date(2024, 4, 1), 0),), 0)
    assert first_day([], NOW, HANOI) == date(2024, 4, 1)
    assert first_day([task(1)], NOW, HANOI) == date(2024, 3, 2)


@pytest.mark.parametrize(
    ("counted", "stands"),
    [
        (Count(), Standing.DONE),
        (Count(done_in_time=3, done_late=1), Standing.DONE),
        (Count(done_late=1, open_in_time=1, submitted=1), Standing.UNDER_WAY),
        (Count(open_in_time=2, blocked=1), Standing.BLOCKED),
        (Count(open_in_time=2, blocked=1, overdue=1), Standing.OVERDUE),
    ],
)
def test_a_unit_stands_as_its_worst_task(counted: Count, stands: Standing) -> None:
    assert standing(counted) is stands


def test_the_peak_begins_at_midnight_of_the_subcommittee() -> None:
    peak = Peak(date(2024, 4, 2), date(2024, 4, 2))
    finished = [done(900 + number, 1) for number in range(28)]
    one = [task(1, date(2024, 4, 1))]
    assert of([*finished, *one], peak, datetime(2024, 4, 1, 4, tzinfo=UTC)).missing == 0
    assert of([*finished, *one], peak, datetime(2024, 4, 1, 6, tzinfo=UTC)).missing == 1
