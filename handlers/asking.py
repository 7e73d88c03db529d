"""Asks for a note by a message to be answered: the reply is the move's note."""

from domain.task import Move, Task
from handlers.keyboards import Button
from handlers.work import Work

PERCENTS = (25, 50, 75)
_PREFIX = "ask:"


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


def ask_report(work: Work, task: Task) -> None:
    """Percents to press; words are sent as an answer to this message."""
    buttons = [
        Button(f"{percent}%", f"report:{task.id}:{task.version}:{percent}") for percent in PERCENTS
    ]
    work.answer("asking.report", [buttons], task=task)


def asked(about: str | None) -> Move:
    """What a reply to a message with this `about` is; a report where nothing else was asked."""
    return Move(about.removeprefix(_PREFIX)) if about and about.startswith(_PREFIX) else Move.REPORT
