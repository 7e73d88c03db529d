"""The headline's buckets hold every task that is not cancelled, once, whatever the data."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.task import Bucket, Status, Task, bucket, count
from tests.support.task import sample_task

NOW = datetime(2024, 5, 1, 2, tzinfo=UTC)
moments = st.integers(-5, 5).map(lambda hours: NOW + timedelta(hours=hours))
TASK = sample_task(due_day=date(2024, 5, 1), due_at=NOW)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Any status with any moments, those included that should never come together."""
    return replace(
        TASK,
        status=draw(st.sampled_from(Status)),
        due_at=draw(moments),
        submitted_at=draw(st.none() | moments),
        done_at=draw(st.none() | moments),
    )


@given(st.lists(tasks(), max_size=30), moments)
def test_the_buckets_partition_the_tasks_that_are_not_cancelled(
    listed: list[Task], now: datetime
) -> None:
    counted = count(listed, now)
    held = [bucket(task, now) for task in listed]
    assert [each is None for each in held] == [task.status is Status.CANCELLED for task in listed]
    assert {each: getattr(counted, each) for each in Bucket} == {
        each: held.count(each) for each in Bucket
    }
    assert sum(getattr(counted, each) for each in Bucket) == counted.total
    assert counted.total + counted.cancelled == len(listed)
    assert counted.blocked + counted.submitted + counted.unaccepted <= counted.open


@given(tasks(), moments)
def test_done_and_open_are_told_apart_by_the_status_alone(task: Task, now: datetime) -> None:
    held = bucket(task, now)
    done = (Bucket.DONE_IN_TIME, Bucket.DONE_LATE)
    assert (held in done) == (task.status is Status.DONE)
    assert (held is Bucket.OVERDUE) == task.overdue(now)
    if task.status is Status.SUBMITTED:
        assert held is Bucket.OPEN_IN_TIME
