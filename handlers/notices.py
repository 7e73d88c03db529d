"""Puts what waits in the outbox into words when it is about to go out."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from domain.roles import UNIT_ROLES
from domain.task import Status, Task
from handlers import making
from handlers.speaking import digest, exact, notice, summary, telling_admins
from storage import members, outbox, reminders, tasks
from storage.outbox import OutboxRow, Rendered

Renderer = Callable[[sqlite3.Connection, OutboxRow, datetime], Rendered | None]

RENDERERS: dict[str, Renderer] = {
    "notice": notice.render,
    "digest": digest.render,
    "summary": summary.render,
    "exact": exact.render,
    "joins": telling_admins.render_joins,
    "trouble": telling_admins.render_trouble,
    "flood": telling_admins.render_flood,
    outbox.MADE: making.render,
}


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """What the row says at this moment; None where nothing is left to say.

    Raises LookupError for a kind that nobody renders.
    """
    renderer = RENDERERS.get(row.kind)
    if renderer is None:
        raise LookupError(f"no renderer for {row.kind}")
    return renderer(connection, row, now)


def on_sent(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> None:
    """Notes which tasks a message brought to somebody of their unit, and of which it reminded."""
    if row.kind not in ("notice", "digest", "exact") or row.subcommittee_id is None:
        return
    member = members.in_subcommittee(connection, row.person_id or 0, row.subcommittee_id)
    if member is None or member.role not in UNIT_ROLES:
        return
    if row.kind == "notice":
        tasks.mark_delivered(connection, notice.delivered(connection, row, member), now)
        reminders.add(connection, notice.urged(connection, row, member), row.nominal_at or now)
        return
    shown = [task for task in _shown(connection, row) if task.lead_unit_id == member.unit_id]
    known = [task for task in shown if not _first(task)]
    tasks.mark_delivered(connection, [task.id for task in shown if _first(task)], now)
    reminders.add(connection, known, row.nominal_at or now)


def _first(task: Task) -> bool:
    """Whether nobody of the unit had heard of it before."""
    return task.status is Status.ASSIGNED and task.delivered_at is None


def _shown(connection: sqlite3.Connection, row: OutboxRow) -> list[Task]:
    if row.kind == "exact":
        ids = [row.task_id] if row.task_id else []
    else:
        # Written when it was put into words: the row in hand was claimed before.
        ids = outbox.content_of(connection, row.id).get("shown", [])
    found = [tasks.get(connection, task_id) for task_id in ids]
    return [task for task in found if task is not None]
