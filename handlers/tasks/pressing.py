"""The buttons of cards and notices that change a task."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.errors import Refusal
from domain.task import Move, ObstacleClass, Status, Task, after
from handlers import access, asking, cards
from handlers.access import require
from handlers.moving import RIGHTS, move_task
from handlers.paging import number_of
from handlers.seat import Seat
from handlers.tasks import answering, moves
from handlers.tasks.answering import Outcome
from handlers.work import Work
from storage import spoken, tasks

_MOST_AT_ONCE = 100

Press = Callable[[Work, list[str]], None]


def _at_once(move: Move, work: Work, arguments: list[str]) -> None:
    """`accept:<id>:<version>`: the move is made, and the card shown as it is then."""
    found = cards.pressed(work, arguments)
    if found is None:
        return
    outcome = moves.make(work, *found, move)
    work.pop_up("moves.toast", task=outcome.task, move=move)
    cards.show(work, outcome.seat, outcome.task)


def _after_a_note(move: Move, work: Work, arguments: list[str]) -> None:
    """`return:<id>:<version>`: asks for the note without which the move says nothing."""
    found = _about_to(move, work, arguments)
    if found is not None:
        asking.ask(work, found[1], move)


def _about_to(move: Move, work: Work, arguments: list[str]) -> tuple[Seat, Task] | None:
    """The task, if its button is fresh; raises what the move itself would raise."""
    found = cards.pressed(work, arguments)
    if found is not None:
        require(found[0], RIGHTS[move], found[1])
        after(found[1], move)
    return found


def report(work: Work, arguments: list[str]) -> None:
    """`report:<id>:<version>[:<percent>]`: asks for percent or words; reports the percent."""
    found = _about_to(Move.REPORT, work, arguments)
    if found is None:
        return
    seat, task = found
    if len(arguments) == 2:
        asking.ask_report(work, task)
        return
    percent = number_of(arguments[2])
    if percent >= 100:
        raise Refusal("button_unknown")
    task, _ = move_task(work, seat, task, Move.REPORT, percent=percent)
    work.pop_up("moves.toast", task=task, move=Move.REPORT)
    cards.show(work, seat, task)


def choose_class(work: Work, arguments: list[str]) -> None:
    """`class:<id>:<version>:<class>`: what kind of obstacle it is."""
    found = cards.pressed(work, arguments)
    if found is None:
        return
    seat, task = found
    require(seat, RIGHTS[Move.BLOCK], task)
    if task.status is not Status.BLOCKED or arguments[2:] not in [[each] for each in ObstacleClass]:
        raise Refusal("button_unknown")
    which = ObstacleClass(arguments[2])
    stored = replace(task, obstacle_class=which)
    tasks.set_obstacle_class(work.connection, task.id, which)
    work.audit(
        seat,
        "classed",
        stored,
        {"obstacle_class": task.obstacle_class},
        {"obstacle_class": which},
    )
    work.pop_up("moves.classed", which=which)
    cards.show(work, seat, stored)


def accept_all(work: Work, arguments: list[str]) -> None:
    """`acceptall:<outbox id>`: all tasks of that notice that this person may still accept."""
    if not arguments:
        raise Refusal("button_unknown")
    told = spoken.tasks_of_notice(work.connection, work.chat_id, number_of(arguments[0]))
    done: list[Outcome] = []
    for task_id in told[:_MOST_AT_ONCE]:
        work.attempt(lambda task_id=task_id: done.append(_accepted(work, task_id)))  # type: ignore[misc]
    if not done:
        raise Refusal("nothing_to_accept")
    work.pop_up("moves.toast_all", count=len(done))
    work.say_blocks(
        [
            work.html("moves.several", command="accept", done=len(done), refused=0),
            *(answering.line(work, outcome) for outcome in done),
        ],
        [[work.button("moves.button_mine", "mine:0")]],
    )


def _accepted(work: Work, task_id: int) -> Outcome:
    seat, task = access.task_of_press(work, task_id)
    return moves.make(work, seat, task, Move.ACCEPT)


accept: Press = partial(_at_once, Move.ACCEPT)
done: Press = partial(_at_once, Move.DONE)
confirm: Press = partial(_at_once, Move.CONFIRM)
unblock: Press = partial(_at_once, Move.UNBLOCK)
block: Press = partial(_after_a_note, Move.BLOCK)
send_back: Press = partial(_after_a_note, Move.RETURN)
reopen: Press = partial(_after_a_note, Move.REOPEN)
