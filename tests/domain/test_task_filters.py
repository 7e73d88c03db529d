"""Which tasks a filter wants, and their order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.keywords import FILTERS
from domain.settings import Settings
from domain.task import Status, Task
from domain.task_filters import in_order, wanted
from domain.urging import can_be_urged, needs_urging, urged_lately
from tests.domain.test_offers import TASK

NOW = datetime(2024, 3, 15, 1, 0, tzinfo=UTC)
TODAY = date(2024, 3, 15)


def due_in(days: int, status: Status = Status.IN_PROGRESS) -> Task:
    day = TODAY + timedelta(days=days)
    at = datetime(day.year, day.month, day.day, 16, 59, tzinfo=UTC)
    return replace(TASK, id=days + 1000, status=status, due_day=day, due_at=at)


def wants(task: Task) -> set[str]:
    return {name for name in FILTERS if wanted(task, name, NOW, TODAY)}


@pytest.mark.parametrize(
    ("task", "filters"),
    [
        (due_in(-1), {"open", "overdue"}),
        (due_in(0), {"open", "today", "week"}),
        (due_in(7), {"open", "week"}),
        (due_in(8), {"open"}),
        (due_in(-1, Status.SUBMITTED), {"open", "submitted"}),
        (due_in(20, Status.BLOCKED), {"open", "blocked"}),
        (due_in(-1, Status.DONE), {"done"}),
        (due_in(0, Status.CANCELLED), set()),
    ],
)
def test_each_filter_wants_what_it_says(task: Task, filters: set[str]) -> None:
    assert wants(task) == filters


def test_a_task_due_today_at_an_hour_that_has_passed_is_both_due_today_and_overdue() -> None:
    task = replace(due_in(0), due_at=NOW - timedelta(minutes=1))
    assert wants(task) == {"open", "today", "week", "overdue"}


def test_lists_go_by_due_time_and_finished_ones_backwards_each_task_once() -> None:
    tasks = [due_in(3), due_in(1), due_in(2), due_in(1)]
    assert [task.due_day.day for task in in_order(tasks)] == [16, 17, 18]
    assert [task.due_day.day for task in in_order(tasks, "done")] == [18, 17, 16]


@pytest.mark.parametrize(
    ("task", "urged"),
    [
        (due_in(-1), True),
        (due_in(3), True),
        (due_in(4), False),
        (due_in(40, Status.ASSIGNED), True),
        (replace(due_in(40), returned_at=NOW), True),
        (due_in(-1, Status.SUBMITTED), False),
        (due_in(-1, Status.DONE), False),
        (due_in(-1, Status.CANCELLED), False),
    ],
)
def test_an_event_is_urged_where_something_is_late_returned_unaccepted_or_near(
    task: Task, urged: bool
) -> None:
    assert needs_urging(task, NOW, TODAY, Settings()) is urged


def test_a_single_task_can_be_urged_while_it_is_the_units_turn() -> None:
    assert can_be_urged(due_in(40, Status.BLOCKED))
    assert not can_be_urged(due_in(-3, Status.SUBMITTED))


def test_the_same_task_is_urged_once_an_hour() -> None:
    assert not urged_lately(None, NOW)
    assert urged_lately(NOW - timedelta(minutes=59), NOW)
    assert not urged_lately(NOW - timedelta(minutes=60), NOW)
