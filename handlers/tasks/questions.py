"""The questions of the guided forms about tasks: which task, then what is to be said of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from domain.codes import parse_references
from domain.errors import Refusal
from domain.reports import parse_report_line
from domain.roles import Action
from domain.task import MOVES, Move, Status, Task, after
from domain.task_filters import in_order
from domain.text import NOTE_LIMIT, clean_note, limited, shorten
from domain.urging import can_be_urged
from handlers.access import find_task, require
from handlers.asking import PERCENTS
from handlers.moving import RIGHTS
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.tasks import reminding
from handlers.tasks.queries import sees_all
from handlers.work import Work
from storage import events, task_lists

Answers = Mapping[str, str]
_MOST_CHOICES = 30
_LABEL = 48
_OPEN = tuple(status for status in Status if status not in (Status.DONE, Status.CANCELLED))


# -- which task ----------------------------------------------------------------------------------


def _possible(move: Move, task: Task) -> bool:
    return move in MOVES[task.status]


def candidates(
    work: Work, action: Action, statuses: Sequence[Status], fits: Callable[[Task], bool]
) -> list[Task]:
    """Tasks in these statuses to which the person may do this, those due first."""
    found: list[Task] = []
    for seat in work.seats:
        if seat.may(action):
            found += [
                task
                for task in _of_seat(work, seat, statuses)
                if fits(task) and seat.may(action, task.subject)
            ]
    return in_order(found)[:_MOST_CHOICES]


def _of_seat(work: Work, seat: Seat, statuses: Sequence[Status]) -> list[Task]:
    if not sees_all(seat) or seat.member.unit_id is not None:
        return task_lists.open_of_unit(work.connection, seat.member.unit_id or 0, _MOST_CHOICES)
    return [
        task
        for status in statuses
        for task in task_lists.with_status(
            work.connection, seat.subcommittee.id, status, _MOST_CHOICES
        )
    ]


def _choices(found: Sequence[Task]) -> list[Choice]:
    return [
        Choice(shorten(f"{task.reference} {task.title}", _LABEL), task.reference) for task in found
    ]


def _tasks_for(move: Move, work: Work, given: Answers) -> list[Choice]:
    """Raises Refusal("no_task_for", move)."""
    statuses = [status for status in Status if move in MOVES[status]]
    found = candidates(work, RIGHTS[move], statuses, partial(_possible, move))
    if not found:
        raise Refusal("no_task_for", move=move)
    return _choices(found)


def _task_for(move: Move, work: Work, typed: str, given: Answers) -> str:
    """The reference, or several separated by commas; the first at fault is refused."""
    references = []
    for reference in parse_references(typed):
        seat, task = find_task(work, reference)
        require(seat, RIGHTS[move], task)
        after(task, move)
        references.append(task.reference)
    return ", ".join(references)


def _one_task_for(move: Move, work: Work, typed: str, given: Answers) -> str:
    return _task_for(move, work, find_task(work, typed)[1].reference, given)


def _seen_tasks(work: Work, given: Answers) -> list[Choice]:
    return _choices(candidates(work, Action.SEE_TASKS, _OPEN, lambda task: task.open))


def _seen_task(work: Work, typed: str, given: Answers) -> str:
    return find_task(work, typed)[1].reference


def _which(move: Move, *, several: bool = False) -> Field:
    check = _task_for if several else _one_task_for
    return Field("task", partial(check, move), partial(_tasks_for, move), several=several)


# -- what is said --------------------------------------------------------------------------------


def _note(work: Work, typed: str, given: Answers) -> str:
    return limited(clean_note(typed), "note", NOTE_LIMIT)


def _percents(work: Work, given: Answers) -> list[Choice]:
    return [Choice(f"{percent}%", f"{percent}%") for percent in (*PERCENTS, 100)]


def _percent(work: Work, typed: str, given: Answers) -> str:
    words = parse_report_line(typed if "%" in typed else f"{typed}%")
    return f"{words.percent}%"


def _said(given: Answers) -> str:
    """The argument of the command: the task, then all that was said."""
    return " ".join(filter(None, given.values()))


REASON = Field("reason", _note)
NOTE = Field("note", _note, optional=True)
PERCENT = Field("percent", _percent, _percents, optional=True)

TASK = Form((Field("task", _seen_task, _seen_tasks),), _said, confirm=False)
ACCEPT = Form((_which(Move.ACCEPT, several=True),), _said, confirm=False)
CONFIRM = Form((_which(Move.CONFIRM, several=True),), _said, confirm=False)
REPORT = Form((_which(Move.REPORT), PERCENT, NOTE), _said)
BLOCK = Form((_which(Move.BLOCK), REASON), _said)
UNBLOCK = Form((_which(Move.UNBLOCK), NOTE), _said)
DONE = Form((_which(Move.DONE), NOTE), _said)
RETURN = Form((_which(Move.RETURN), REASON), _said)
REOPEN = Form((_which(Move.REOPEN), REASON), _said)


# -- whom to urge --------------------------------------------------------------------------------


def _urgeable(work: Work, given: Answers) -> list[Choice]:
    """The open events, then the tasks that are due first."""
    codes = [
        Choice(event.code, event.code)
        for seat in work.seats
        if seat.may(Action.DECIDE)
        for event in events.all_of(work.connection, seat.subcommittee.id)
    ]
    found = candidates(work, Action.DECIDE, _OPEN, can_be_urged)
    return [*codes, *_choices(found)][:_MOST_CHOICES]


def _whom(work: Work, typed: str, given: Answers) -> str:
    if "-" in typed:
        seat, task = find_task(work, typed)
        require(seat, Action.DECIDE, task)
        return task.reference
    seat, whose, _ = reminding.all_of(work, typed)
    require(seat, Action.DECIDE)
    return whose.code


REMIND = Form((Field("task", _whom, _urgeable), NOTE), _said)
