"""Asks for a note by a message to be answered: the reply is the move's note.

Who writes next without replying answers it too: many do not know what a reply is.
"""

from datetime import timedelta

from domain.task import Move, Task
from handlers.keyboards import Button
from handlers.work import Work
from storage import continuations
from storage.spoken import Spoken

PERCENTS = (25, 50, 75)
WINDOW = timedelta(minutes=10)
_PREFIX = "ask:"
_AWAITED = "asked"


def ask(work: Work, task: Task, move: Move) -> None:
    """A prompt for the text `asking.<move>`; whoever answers it makes the move with this note."""
    params = {
        "text": work.html(f"asking.{move}", task=task),
        "parse_mode": "HTML",
        "reply_markup": {
            "force_reply": True,
            "input_field_placeholder": work.texts.plain("asking.placeholder", task=task)[:64],
        },
    }
    work.send("sendMessage", params, task_id=task.id, about=f"{_PREFIX}{move}")
    _await(work, task, move)


def ask_report(work: Work, task: Task) -> None:
    """Percents to press; words are sent as an answer to this message."""
    buttons = [
        Button(f"{percent}%", f"report:{task.id}:{task.version}:{percent}") for percent in PERCENTS
    ]
    work.answer("asking.report", [buttons], task=task)
    _await(work, task, Move.REPORT)


def _await(work: Work, task: Task, move: Move) -> None:
    said = {"task": task.id, "about": f"{_PREFIX}{move}"}
    continuations.put(
        work.connection,
        work.person.id,
        task.subcommittee_id,
        _AWAITED,
        said,
        work.now + WINDOW,
    )


def take(work: Work) -> Spoken | None:
    """What the person was asked last; whatever they do next, it is asked no more."""
    kept = work.kept
    if kept is None or kept.command != _AWAITED:
        return None
    continuations.forget(work.connection, work.person.id)
    return Spoken(kept.context["task"], kept.context["about"])


def asked(about: str | None) -> Move:
    """What a reply to a message with this `about` is; a report where nothing else was asked."""
    return Move(about.removeprefix(_PREFIX)) if about and about.startswith(_PREFIX) else Move.REPORT
