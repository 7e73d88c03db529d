"""A task under a new lead unit, and with another due time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.dates import Moment, resolve
from domain.task import ObstacleClass, Status, Task
from domain.task_edits import due_at, reassigned
from domain.unit import Unit
from tests.support.task import sample_task

NOW = datetime(2024, 3, 15, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TASK = sample_task(
    status=Status.IN_PROGRESS,
    percent=60,
    cooperating=(2, 3),
    delivered_at=NOW,
    accepted_at=NOW,
)
OTHER = Unit(2, 1, "CATPHN", "Công an thành phố Hà Nội")


@pytest.mark.parametrize(
    "task",
    [
        TASK,
        replace(TASK, status=Status.ACCEPTED),
        replace(TASK, status=Status.SUBMITTED, submitted_at=NOW),
        replace(
            TASK,
            status=Status.BLOCKED,
            obstacle="chờ kinh phí",
            obstacle_class=ObstacleClass.FUNDING,
            blocked_at=NOW,
        ),
        replace(TASK, returned_at=NOW),
    ],
)
def test_a_new_lead_unit_starts_at_assigned_and_percent_stays(task: Task) -> None:
    after = reassigned(task, OTHER, NOW)
    assert (after.status, after.percent, after.assigned_at) == (Status.ASSIGNED, 60, NOW)
    assert (after.delivered_at, after.accepted_at, after.submitted_at) == (None, None, None)
    assert (after.obstacle, after.obstacle_class, after.blocked_at) == (None, None, None)
    assert not after.returned
    assert (after.lead_unit_code, after.cooperating) == ("CATPHN", (3,))


@pytest.mark.parametrize("status", list(Status))
def test_a_changed_due_time_keeps_the_status(status: Status) -> None:
    due = resolve(Moment(None, time(17), -7), date(2024, 5, 5), ZONE)
    after = due_at(replace(TASK, status=status), due)
    assert after.status is status
    assert (after.due_day, after.due_hour, after.due_offset) == (date(2024, 4, 28), time(17), -7)
    assert after.due_at == datetime(2024, 4, 28, 10, tzinfo=UTC)
