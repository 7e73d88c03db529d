"""Due times of an event's tasks: resolved in its subcommittee's zone, moved with its D-day."""

from datetime import date
from zoneinfo import ZoneInfo

from domain.dates import Due, Moment, resolve
from domain.errors import Refusal
from domain.event import Event
from domain.notices import What
from domain.task import Status, Task
from domain.task_edits import due_at
from handlers import agenda, telling
from handlers.seat import Seat
from handlers.work import Work, changes
from storage import tasks


def due_for(work: Work, seat: Seat, event: Event, moment: Moment) -> Due:
    """The moment for a task of this event.

    Raises Refusal("due_past", due) where it has passed already.
    """
    due = resolve(moment, event.first_day, seat.subcommittee.zone)
    if due.at < work.now:
        raise Refusal("due_past", due=due)
    return due


def again(task: Task, first_day: date, zone: ZoneInfo) -> Task:
    """The task with its due time resolved anew, as after its event or its zone has moved."""
    day = task.due_day if task.due_offset is None else None
    return due_at(task, resolve(Moment(day, task.due_hour, task.due_offset), first_day, zone))


def move_with_event(work: Work, seat: Seat, event: Event) -> list[tuple[Task, Task]]:
    """Moves all tasks due at a distance from D-day to the event's present first day.

    Each before and after, by due time. A finished task stays: it is judged by the time that it
    had when it was finished.
    """
    moved = []
    for task in tasks.of_event(work.connection, event.id):
        if task.due_offset is None or task.status is Status.DONE:
            continue
        after = again(task, event.first_day, seat.subcommittee.zone)
        if after.due_at != task.due_at:
            moved.append((task, save_due(work, seat, task, after)))
    return moved


def save_due(work: Work, seat: Seat, before: Task, after: Task) -> Task:
    """Stores a changed due time, with audit, agenda and notices; the task as stored."""
    stored = tasks.save(work.connection, after)
    work.audit(seat, "due_changed", stored, *changes(before, stored))
    agenda.renew_task(work.connection, stored, seat.subcommittee, work.now)
    if stored.open:
        telling.tell(work, seat, What.DUE_CHANGED, stored)
    return stored
