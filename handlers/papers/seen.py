"""What a picture is of: one event, or all that a summary speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.digest import View, view
from domain.event import Event
from domain.task import Task
from handlers.agenda import calendar_of
from handlers.orders import Order
from storage import events, tasks


def view_of(order: Order) -> View:
    """Of the argument `event`, an id; else of all open events, or with `full` false of those in
    their peak."""
    calendar = calendar_of(order.connection, order.subcommittee)
    event_id = order.arguments.get("event")
    if event_id is None:
        return view(calendar, order.now, full=bool(order.arguments.get("full", True)))
    event = events.get(order.connection, event_id)
    if event.subcommittee_id != order.subcommittee.id:
        raise LookupError(f"event {event_id} is none of subcommittee {order.subcommittee.id}")
    return View(calendar, order.now, [event])


def tasks_of(order: Order, seen: View) -> dict[int, list[Task]]:
    """All tasks of each event, by event id."""
    return {event.id: tasks.of_event(order.connection, event.id) for event in seen.events}


def one_event(order: Order, seen: View) -> Event | None:
    """The event that was asked for, or the only one there is."""
    return seen.events[0] if len(seen.events) == 1 else None


def as_of(order: Order, before: str = "") -> str:
    local = order.subcommittee.local(order.now)
    return order.plain("pictures.as_of", local=local, before=before)


def file_name(name: str, order: Order, event: Event | None = None) -> str:
    """`card-DBP70-2024-04-28.png`; letters of which every system's names may consist."""
    day: date = order.subcommittee.today(order.now)
    pieces: list[Any] = [name, *([event.code] if event else []), day.isoformat()]
    return "-".join(pieces) + ".png"
