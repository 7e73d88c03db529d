"""Answers to what was done with a task: what was understood, and what can come next."""

from dataclasses import dataclass

from domain.task import Move, ObstacleClass, Status, Task
from handlers import cards
from handlers.keyboards import Button, Rows
from handlers.moving import RIGHTS
from handlers.seat import Seat
from handlers.work import Work


@dataclass(frozen=True)
class Outcome:
    """One move that was made."""

    seat: Seat
    task: Task
    """As it is now."""
    move: Move
    report_id: int
    pieces: int = 0
    """How many pieces of evidence came with it."""
    bare_percent: bool = False
    suggests_submit: bool = False
    suggests_block: bool = False


def answer(work: Work, outcome: Outcome) -> None:
    """One or two lines under which the next step is a button; in a group one line."""
    task = outcome.task
    work.say(
        work.html("moves.answer", outcome=outcome, task=task, now=work.now),
        rows(work, outcome),
        task_id=task.id,
        line=line(work, outcome) if work.in_group else None,
    )


def line(work: Work, outcome: Outcome) -> str:
    """The same as one line of a list."""
    return work.html("moves.line", outcome=outcome, task=outcome.task, now=work.now)


def rows(work: Work, outcome: Outcome) -> Rows:
    seat, task = outcome.seat, outcome.task
    if outcome.move is Move.BLOCK and task.status is Status.BLOCKED and may_class(seat, task):
        card = work.button("cards.button_card", f"card:{task.id}:{task.version}")
        return [*class_rows(work, task), [card]]
    return cards.answer_rows(work, seat, task)


def may_class(seat: Seat, task: Task) -> bool:
    return seat.may(RIGHTS[Move.BLOCK], task.subject)


def class_rows(work: Work, task: Task) -> list[list[Button]]:
    """The four classes of an obstacle, two to a row."""
    buttons = [
        work.button("moves.button_class", f"class:{task.id}:{task.version}:{which}", which=which)
        for which in ObstacleClass
    ]
    return [buttons[:2], buttons[2:]]
