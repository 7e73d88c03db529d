"""Which moves a task's card offers as buttons."""

from domain.task import MOVES, Move, Status, Task

_ORDER = (
    Move.ACCEPT,
    Move.CONFIRM,
    Move.RETURN,
    Move.UNBLOCK,
    Move.REPORT,
    Move.BLOCK,
    Move.DONE,
    Move.REOPEN,
)
"""Cancelling asks for more care than a press."""


def _offered(status: Status) -> tuple[Move, ...]:
    submitted = status is Status.SUBMITTED
    return tuple(
        move for move in _ORDER if move in MOVES[status] and not (submitted and move is Move.DONE)
    )


def _next(status: Status) -> tuple[Move, ...]:
    backwards = {Move.REOPEN}
    if status is Status.SUBMITTED:
        backwards |= {Move.REPORT, Move.BLOCK}
    return tuple(move for move in _offered(status) if move not in backwards)


_OFFERED = {status: _offered(status) for status in Status}
_NEXT = {status: _next(status) for status in Status}


def offered(task: Task) -> tuple[Move, ...]:
    """The moves that a button makes or begins, the most expected first.

    A second *done* only adds a note, which is typed.
    """
    return _OFFERED[task.status]


def offered_next(task: Task) -> tuple[Move, ...]:
    """The same as far as it is likely to come next: not to take back what was just submitted."""
    return _NEXT[task.status]
