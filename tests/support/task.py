"""A task as any other, of which a test says only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.task import Status, Task

_SAMPLE = Task(
    id=1,
    subcommittee_id=1,
    event_id=1,
    event_code="DBP70",
    number=1,
    title="Khảo sát tuyến đường đón khách",
    lead_unit_id=1,
    lead_unit_code="CATDB",
    status=Status.ASSIGNED,
    percent=0,
    due_day=date(2024, 4, 20),
    due_hour=None,
    due_offset=None,
    due_at=datetime(2024, 4, 20, 16, 59, tzinfo=UTC),
)


def sample_task(**changes: Any) -> Task:
    """DBP70-1 of CATDB, assigned, due by the end of 20 April 2024 in Việt Nam, but for these."""
    return replace(_SAMPLE, **changes)
