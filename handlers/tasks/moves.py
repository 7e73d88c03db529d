"""What is done with tasks by reference: accepted, blocked, submitted, confirmed, returned."""

from collections.abc import Callable, Sequence
from functools import partial

from domain.codes import Reference, parse_references
from domain.errors import Refusal
from domain.lines import LINE_LIMIT
from domain.task import Move, Task
from handlers import bad_lines
from handlers.access import find_task
from handlers.moving import move_task
from handlers.seat import Seat
from handlers.tasks import answering, media
from handlers.tasks.answering import Outcome
from handlers.tasks.typed import task_and_note
from handlers.work import Work
from storage import events
from storage.loose_media import Loose

_REASON = frozenset({Move.BLOCK, Move.RETURN, Move.REOPEN})
"""Moves that say nothing without a note."""


def make(
    work: Work, seat: Seat, task: Task, move: Move, note: str = "", parts: Sequence[Loose] = ()
) -> Outcome:
    """The move with its note, with what came with the message and with `parts` as evidence.

    Raises Refusal("note_missing", task, move), Refusal("event_closed", event) and what
    `moving.move_task` raises.
    """
    if not task.open and (event := events.get(work.connection, task.event_id)).closed:
        raise Refusal("event_closed", event=event)
    if move in _REASON and not note:
        raise Refusal("note_missing", task=task, move=move)
    after, report_id = move_task(work, seat, task, move, note=note)
    pieces = media.attach(work, task.id, report_id, parts)
    return Outcome(seat, after, move, report_id, pieces)


def _with_note(move: Move, work: Work, argument: str) -> None:
    """REF note."""
    seat, task, note = task_and_note(work, argument)
    answering.answer(work, make(work, seat, task, move, note))


def _several(move: Move, work: Work, argument: str) -> None:
    """REF …: one is refused as any command is, several each for itself."""
    references = parse_references(argument)
    if len(references) > LINE_LIMIT:
        raise Refusal("too_many_lines", limit=LINE_LIMIT, count=len(references))
    if len(references) == 1:
        seat, task = find_task(work, references[0])
        answering.answer(work, make(work, seat, task, move))
    else:
        _each(work, move, references)


def _each(work: Work, move: Move, references: tuple[Reference, ...]) -> None:
    done: list[Outcome] = []
    refused: list[tuple[str, Refusal]] = []
    for reference in references:

        def one(reference: Reference = reference) -> None:
            seat, task = find_task(work, reference)
            done.append(make(work, seat, task, move))

        refusal = work.attempt(one)
        if refusal is not None:
            refused.append((str(reference), refusal))
    answer_each(work, str(move), done, refused)


def answer_each(
    work: Work, command: str, done: list[Outcome], refused: list[tuple[str, Refusal]]
) -> None:
    """One answer for several: a line for each that was carried out, then those that were not.

    A group gets one line; what is to be put right goes to the person in private.
    """
    summary = work.html("moves.several", command=command, done=len(done), refused=len(refused))
    if work.in_group:
        work.say(summary)
        work.say_blocks_in_private(bad_lines.blocks(work, command, refused))
        return
    lines = [answering.line(work, outcome) for outcome in done]
    hint, buttons = answering.suggested(work, done)
    head = [summary, *lines, *hint] if done else []
    rows = [*buttons, [work.button("moves.button_mine", "mine:0")]]
    work.say_blocks([*head, *bad_lines.blocks(work, command, refused)], rows)


accept: Callable[[Work, str], None] = partial(_several, Move.ACCEPT)
confirm: Callable[[Work, str], None] = partial(_several, Move.CONFIRM)
block: Callable[[Work, str], None] = partial(_with_note, Move.BLOCK)
unblock: Callable[[Work, str], None] = partial(_with_note, Move.UNBLOCK)
done: Callable[[Work, str], None] = partial(_with_note, Move.DONE)
send_back: Callable[[Work, str], None] = partial(_with_note, Move.RETURN)
reopen: Callable[[Work, str], None] = partial(_with_note, Move.REOPEN)
