"""The reminder of a task that is due at a set hour."""

import sqlite3
from datetime import datetime

from domain.agenda import exact_moment
from handlers.cards import move_buttons, next_moves, open_button
from handlers.keyboards import grid
from handlers.seat import Seat
from handlers.speaking.reader import message, reader_of
from storage import tasks
from storage.outbox import OutboxRow, Rendered


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """None where the task is no longer due then, is over, or went to another unit."""
    reader = reader_of(connection, row)
    task = tasks.get(connection, row.task_id or 0)
    if reader is None or task is None or reader.member is None or now >= task.due_at:
        return None
    settings = reader.subcommittee.settings
    if exact_moment(task, settings) != row.nominal_at:
        return None
    if reader.member.unit_id != task.lead_unit_id:
        return None
    seat = Seat(reader.member, reader.subcommittee)
    buttons = move_buttons(reader.texts, task, next_moves(seat, task))
    html = reader.html("exact.reminder", task=task, now=now)
    rows = grid([*buttons, open_button(reader.texts, task)], 2)
    return message(reader, now, html, rows, task_id=task.id)
