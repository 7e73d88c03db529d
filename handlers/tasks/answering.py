"""Answers to what was done with a task: what was understood, and what can come next."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.task import Move, ObstacleClass, Status, Task
from handlers import cards
from handlers.keyboards import Button, Rows, grid
from handlers.moving import RIGHTS
from handlers.seat import Seat
from handlers.work import Work

_MOST_SUGGESTED = 20


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
    withdrawn: bool = False
    """The task had been submitted: reporting on it took that back."""


def answer(work: Work, outcome: Outcome) -> None:
    """One or two lines under which the next step is a button; in a group one line."""
    task = outcome.task
    work.say(
        work.html("moves.answer", outcome=outcome, task=task, now=work.now, album=_album(work)),
        rows(work, outcome),
        task_id=task.id,
        line=line(work, outcome) if work.in_group else None,
    )


def _album(work: Work) -> bool:
    """Whether this is a part of an album, whose other parts may still be on their way."""
    return work.incoming.media_group_id is not None


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


def suggested(work: Work, outcomes: Sequence[Outcome]) -> tuple[list[str], Rows]:
    """Of several reports those that sound done or blocked: a sentence, and a button for each."""
    buttons = [
        Button(
            work.texts.plain("moves.button_suggested", task=outcome.task, move=move),
            f"{move}:{outcome.task.id}:{outcome.task.version}",
        )
        for outcome in outcomes
        if (move := _suggested(outcome)) and move in cards.moves(outcome.seat, outcome.task)
    ]
    if not buttons:
        return [], []
    return [work.html("moves.suggested")], grid(buttons[:_MOST_SUGGESTED], 2)


def _suggested(outcome: Outcome) -> Move | None:
    if outcome.suggests_submit:
        return Move.DONE
    return Move.BLOCK if outcome.suggests_block else None
