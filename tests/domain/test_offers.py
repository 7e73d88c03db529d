"""Which moves a card offers as buttons."""

from dataclasses import replace

import pytest

from domain.offers import offered, offered_next
from domain.task import Move, Status, possible
from tests.support.task import sample_task

TASK = sample_task()


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
