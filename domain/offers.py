"""Which moves a task's card offers as buttons."""

from domain.task import Move, Status, Task, possible

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


def offered(task: Task) -> tuple[Move, ...]:
    """The moves that a button makes or begins, the most expected first.

    A second *done* only adds a note, which is typed.
    """
    moves = possible(task)
    return tuple(
        move
        for move in _ORDER
        if move in moves and not (move is Move.DONE and task.status is Status.SUBMITTED)
    )


def offered_next(task: Task) -> tuple[Move, ...]:
    """The same as far as it is likely to come next: not to take back what was just submitted."""
    backwards = {Move.REOPEN}
    if task.status is Status.SUBMITTED:
        backwards |= {Move.REPORT, Move.BLOCK}
    return tuple(move for move in offered(task) if move not in backwards)
