"""An event closed: refused while tasks are open, unless these are cancelled with it.

What it leaves is offered as a package then, and whenever the command is given again.
"""

from domain.errors import Refusal
from domain.event import Event
from domain.roles import Action
from domain.task import Move, Task
from handlers import agenda
from handlers.access import event_of_press, find_event, pressed_number, require
from handlers.keyboards import Rows
from handlers.moving import move_task
from handlers.proposing import leave_button, propose, take
from handlers.seat import Seat
from handlers.work import Work
from storage import events, tasks

KIND = "close_event"
_SHOWN = 15
"""As many of the open tasks are listed; the rest are counted."""


def close_event(work: Work, argument: str) -> None:
    """`/closeevent CODE`"""
    seat, event = find_event(work, argument)
    require(seat, Action.ADMINISTER)
    if event.closed:
        work.say(work.html("event_closing.closed_before", event=event), _package_rows(work, event))
        return
    left = _open(work, event)
    if left:
        work.say(_open_list(work, event, left), _cancel_rows(work, event))
        return
    work.say(_close(work, seat, event, cancelled=0), _package_rows(work, event))


def _package_rows(work: Work, event: Event) -> Rows:
    """What a closed event leaves can be had in files."""
    return [[work.button("event_closing.button_package", f"package:{event.id}")]]


def _open(work: Work, event: Event) -> list[Task]:
    return [task for task in tasks.of_event(work.connection, event.id) if task.open]


def _open_list(work: Work, event: Event, left: list[Task]) -> str:
    return work.html(
        "event_closing.still_open",
        event=event,
        tasks=left[:_SHOWN],
        more=max(0, len(left) - _SHOWN),
        count=len(left),
        now=work.now,
    )


def _cancel_rows(work: Work, event: Event) -> Rows:
    return [[work.button("event_closing.button_cancel", f"closeall:{event.id}", "danger")]]


def _close(work: Work, seat: Seat, event: Event, cancelled: int) -> str:
    """Closes the event; what is to be said of it."""
    events.close(work.connection, event.id, work.now)
    work.audit(seat, "closed", event, {"closed": False}, {"closed": True})
    agenda.renew_slot(work.connection, seat.subcommittee, work.now)
    return work.html("event_closing.closed", event=event, cancelled=cancelled)


def ask_to_cancel(work: Work, arguments: list[str]) -> None:
    """`closeall:<event>`: says what will be cancelled and asks for a second press."""
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.ADMINISTER)
    if event.closed:
        raise Refusal("event_closed", event=event)
    left = _open(work, event)
    if not left:
        work.show(_close(work, seat, event, cancelled=0), _package_rows(work, event))
        return
    proposal = propose(
        work,
        seat,
        KIND,
        {"event": event.id, "tasks": {str(task.id): task.version for task in left}},
    )
    rows = [
        [work.button("event_closing.button_confirm", f"closeyes:{proposal}", "danger")],
        [leave_button(work, proposal)],
    ]
    work.show(work.html("event_closing.sure", event=event, count=len(left)), rows)


def cancel_and_close(work: Work, arguments: list[str]) -> None:
    """`closeyes:<proposal>`: cancels just the tasks that were shown, as they were shown."""
    seat, data = take(work, pressed_number(arguments), KIND)
    require(seat, Action.ADMINISTER)
    event = events.get(work.connection, data["event"])
    if event.closed:
        raise Refusal("event_closed", event=event)
    left = _open(work, event)
    if left and {str(task.id): task.version for task in left} != data["tasks"]:
        work.show(_open_list(work, event, left), _cancel_rows(work, event))
        work.pop_up("event_closing.changed_since", alert=True)
        return
    note = work.texts.plain("event_closing.reason", event=event)
    for task in left:
        move_task(work, seat, task, Move.CANCEL, note=note)
    closed = _close(work, seat, event, cancelled=len(left))
    work.show(closed, _package_rows(work, event))
