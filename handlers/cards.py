"""A task's card: everything known of it, and just the buttons that this person may press now."""

from collections.abc import Iterable

from domain import dates
from domain.errors import Refusal
from domain.event import Event
from domain.offers import offered, offered_next
from domain.roles import Action
from domain.task import Move, Task
from domain.text import shorten
from domain.urging import can_be_urged
from handlers.access import task_of_press
from handlers.keyboards import Button, Rows, grid
from handlers.moving import RIGHTS
from handlers.paging import number_of
from handlers.seat import Seat
from handlers.texts import Texts
from handlers.work import Work
from storage import events, evidence, reports, spoken, units

_STYLES = {
    Move.ACCEPT: "success",
    Move.CONFIRM: "success",
    Move.DONE: "success",
    Move.RETURN: "danger",
    Move.BLOCK: "danger",
}
_DECISIONS = frozenset({Move.CONFIRM, Move.RETURN, Move.UNBLOCK})
_NOTE_SHOWN = 500
_MOST_UNITS = 8


def html(work: Work, seat: Seat, task: Task) -> str:
    """The whole card, short enough for one message."""
    event = events.get(work.connection, task.event_id)
    cooperating = [units.get(work.connection, unit_id) for unit_id in task.cooperating]
    accepted = task.accepted_at and reports.at_moment(work.connection, task.id, task.accepted_at)
    last = reports.newest_said(work.connection, task.id)
    return work.html(
        "cards.card",
        task=task,
        event=event,
        countdown=_countdown(event, seat, work),
        lead=units.get(work.connection, task.lead_unit_id),
        cooperating=cooperating[:_MOST_UNITS],
        more_units=max(0, len(cooperating) - _MOST_UNITS),
        offset=None if task.due_offset is None else dates.format_offset(task.due_offset),
        accepted_by=accepted.person_name if accepted else None,
        last=last,
        last_note=shorten(_said(work, task, last), _NOTE_SHOWN) if last else "",
        obstacle=shorten(task.obstacle or "", _NOTE_SHOWN),
        pieces=evidence.count(work.connection, task.id),
        zone=seat.subcommittee.zone,
        now=work.now,
    )


def _countdown(event: Event, seat: Seat, work: Work) -> int | None:
    """Days until the first day, 0 while it lasts, None when it is over."""
    today = seat.subcommittee.today(work.now)
    if today > event.last_day:
        return None
    return max(0, event.days_to(today))


def _said(work: Work, task: Task, report: reports.Report) -> str:
    """A report's note; where it has none, what was said under its evidence."""
    if report.note:
        return report.note
    return " · ".join(evidence.captions_of(work.connection, task.id, report.id))


# -- buttons -------------------------------------------------------------------------------------


def moves(seat: Seat, task: Task) -> list[Move]:
    """What this seat may do with the task now, by a button."""
    subject = task.subject
    return [move for move in offered(task) if seat.may(RIGHTS[move], subject)]


def next_moves(seat: Seat, task: Task) -> list[Move]:
    """The same as far as it is likely to come next; for under an answer or a notice.

    Who belongs to no unit decides, and rarely reports in a unit's place.
    """
    subject = task.subject
    return [
        move
        for move in offered_next(task)
        if seat.may(RIGHTS[move], subject)
        and (seat.member.unit_id is not None or move in _DECISIONS)
    ]


def move_buttons(texts: Texts, task: Task, which: Iterable[Move]) -> list[Button]:
    """One button for each of the moves, with the task's id and version."""
    return [
        Button(
            texts.plain("cards.button_move", move=move, status=task.status),
            f"{move}:{task.id}:{task.version}",
            _STYLES.get(move),
        )
        for move in which
    ]


def open_button(texts: Texts, task: Task) -> Button:
    """Opens the card as a new message; its label is the reference."""
    return Button(task.reference, f"card:{task.id}:{task.version}")


def rows(work: Work, seat: Seat, task: Task) -> Rows:
    over = not task.open and events.get(work.connection, task.event_id).closed
    buttons = move_buttons(work.texts, task, () if over else moves(seat, task))
    if can_be_urged(task) and seat.may(Action.DECIDE, task.subject):
        buttons.append(work.button("cards.button_remind", f"remind:{task.id}:{task.version}"))
    looking = [work.button("cards.button_history", f"history:{task.id}:0")]
    if pieces := evidence.count(work.connection, task.id):
        label = work.texts.plain("cards.button_evidence", pieces=pieces)
        looking.append(Button(label, f"evidence:{task.id}"))
    return [*grid(buttons, 2), looking]


def answer_rows(work: Work, seat: Seat, task: Task) -> Rows:
    """Under the answer to a command: what is likely to come next, and the card."""
    buttons = move_buttons(work.texts, task, next_moves(seat, task))
    buttons.append(work.button("cards.button_card", f"card:{task.id}:{task.version}"))
    return grid(buttons, 2)


# -- showing -------------------------------------------------------------------------------------


def say(work: Work, seat: Seat, task: Task) -> None:
    """The card as a new message; a reply to it is a report."""
    work.say(html(work, seat, task), rows(work, seat, task), task_id=task.id)


def show(work: Work, seat: Seat, task: Task) -> None:
    """After a press under a message about this task alone: in its place; else as a new message."""
    if about_this(work, task):
        work.show(html(work, seat, task), rows(work, seat, task), task_id=task.id)
    else:
        say(work, seat, task)


def about_this(work: Work, task: Task) -> bool:
    """Whether what was pressed stands under a message about this task and nothing else."""
    message_id = work.incoming.message_id
    if work.incoming.press_id is None or message_id is None:
        return False
    said = spoken.of_message(work.connection, work.chat_id, message_id)
    return said is not None and said.task_id == task.id


def pressed(work: Work, arguments: list[str]) -> tuple[Seat, Task] | None:
    """The task of a button `verb:id:version…`, and the seat from which it was pressed.

    None: the button was stale. A toast has said so then, and the card as it is now is shown.
    Raises Refusal("button_unknown").
    """
    if len(arguments) < 2:
        raise Refusal("button_unknown")
    seat, task = seen(work, arguments)
    if str(task.version) == arguments[1]:
        return seat, task
    _stale(work, task)
    show(work, seat, task)
    return None


def seen(work: Work, arguments: list[str]) -> tuple[Seat, Task]:
    """The task of a button that only shows, whatever its version."""
    if not arguments:
        raise Refusal("button_unknown")
    return task_of_press(work, number_of(arguments[0]))


def _stale(work: Work, task: Task) -> None:
    """Says what the task is now, and who was first."""
    last = next(iter(reports.of_task(work.connection, task.id, limit=1)), None)
    if last is not None and last.person_id != work.person.id and last.status is task.status:
        work.pop_up("cards.overtaken", alert=True, task=task, who=last.person_name)
    else:
        work.pop_up("refusals.stale_button", alert=True, task=task)
