"""Which moves a card offers as buttons."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.offers import offered, offered_next
from domain.task import Move, Status, Task, possible

TASK = Task(
    id=1,
    subcommittee_id=1,
    event_id=1,
    event_code="DBP70",
    number=1,
    title="Khảo sát",
    lead_unit_id=1,
    lead_unit_code="CATDB",
    status=Status.ASSIGNED,
    percent=0,
    due_day=date(2024, 4, 20),
    due_hour=None,
    due_offset=None,
    due_at=datetime(2024, 4, 20, 16, 59, tzinfo=UTC),
)


@pytest.mark.parametrize("status", Status)
def test_what_is_offered_is_possible_and_cancelling_is_never_a_press(status: Status) -> None:
    task = replace(TASK, status=status)
    left_out = {Move.CANCEL} | ({Move.DONE} if status is Status.SUBMITTED else set())
    assert set(offered(task)) == possible(task) - left_out


@pytest.mark.parametrize("status", Status)
def test_what_comes_next_never_takes_back_what_was_done(status: Status) -> None:
    task = replace(TASK, status=status)
    following = set(offered_next(task))
    assert following <= set(offered(task))
    assert Move.REOPEN not in following
    assert not (status is Status.SUBMITTED and Move.REPORT in following)


def test_accepting_comes_first() -> None:
    assert offered(TASK)[0] is Move.ACCEPT
