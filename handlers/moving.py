"""A move in the life of a task: asked of the rule, stored, reported, audited and told."""

from domain.notices import What
from domain.roles import Action
from domain.task import Move, Status, Task, moved
from handlers import agenda, due_times, telling
from handlers.access import require
from handlers.seat import Seat
from handlers.work import Work, changes
from storage import events, reports, tasks

RIGHTS: dict[Move, Action] = {
    Move.ACCEPT: Action.REPORT,
    Move.REPORT: Action.REPORT,
    Move.BLOCK: Action.REPORT,
    Move.UNBLOCK: Action.UNBLOCK,
    Move.DONE: Action.REPORT,
    Move.CONFIRM: Action.DECIDE,
    Move.RETURN: Action.DECIDE,
    Move.REOPEN: Action.DECIDE,
    Move.CANCEL: Action.ADMINISTER,
}

_TOLD: dict[Move, What] = {
    Move.BLOCK: What.BLOCKED,
    Move.UNBLOCK: What.UNBLOCKED,
    Move.DONE: What.SUBMITTED,
    Move.CONFIRM: What.CONFIRMED,
    Move.RETURN: What.RETURNED,
    Move.REOPEN: What.REOPENED,
    Move.CANCEL: What.CANCELLED,
}


def move_task(
    work: Work,
    seat: Seat,
    task: Task,
    move: Move,
    *,
    note: str = "",
    percent: int | None = None,
) -> tuple[Task, int]:
    """Makes the move from this seat; the task as it is then, and the id of its report.

    Raises Refusal("not_allowed_task"), Refusal("move_refused").
    """
    require(seat, RIGHTS[move], task)
    wanted = moved(
        task,
        move,
        work.now,
        percent=percent,
        obstacle=note or None,
        confirms_itself=seat.subcommittee.settings.done_without_confirmation,
    )
    if move is Move.REOPEN:
        # While it was done it stayed where its event or its zone left it.
        event = events.get(work.connection, task.event_id)
        wanted = due_times.again(wanted, event.first_day, seat.subcommittee.zone)
    after = tasks.save(work.connection, wanted, before=task)
    report_id = reports.add(
        work.connection, after, work.person.id, move, note, work.now, work.incoming.update_id
    )
    old, new = changes(task, after)
    work.audit(
        seat, move, task, old, {**new, "report": report_id} | ({"note": note} if note else {})
    )
    if after.status is not task.status or after.due_at != task.due_at:
        agenda.renew_task(work.connection, after, seat.subcommittee, work.now)
    _tell(work, seat, task, after, move, note)
    return after, report_id


def _tell(work: Work, seat: Seat, before: Task, after: Task, move: Move, note: str) -> None:
    what = _TOLD.get(move)
    if what is None or (what is What.SUBMITTED and after.status is Status.DONE):
        return
    if what is What.SUBMITTED and before.status is Status.SUBMITTED and not note:
        return
    telling.tell(work, seat, what, after, note=note)
