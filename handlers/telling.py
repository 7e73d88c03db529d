"""Finds whom a change concerns and notes what each of them is to be told."""

import sqlite3

from domain.member import Member
from domain.notices import Item, What, recipients
from domain.roles import Role
from domain.task import Task
from handlers.seat import Seat
from handlers.work import Work
from storage import members

HEADS = (Role.CHAIR, Role.DEPUTY, Role.ADMIN)


def concerned(
    connection: sqlite3.Connection, task: Task, former_unit_id: int | None = None
) -> list[Member]:
    """The heads of the subcommittee and the people of all units that the task concerns."""
    unit_ids = {task.lead_unit_id, *task.cooperating}
    if former_unit_id is not None:
        unit_ids.add(former_unit_id)
    heads = members.with_roles(connection, task.subcommittee_id, HEADS)
    return heads + members.of_units(connection, sorted(unit_ids))


def tell(
    work: Work,
    seat: Seat,
    what: What,
    task: Task,
    *,
    note: str = "",
    former_unit_id: int | None = None,
) -> list[Member]:
    """Tells those concerned, never the one who did it; returns whom."""
    told = recipients(
        what,
        task,
        concerned(work.connection, task, former_unit_id),
        seat.subcommittee.settings,
        by=work.person.id,
        former_unit_id=former_unit_id,
    )
    unit_id = former_unit_id if what is What.REASSIGNED_FROM else task.lead_unit_id
    work.tell(told, Item(what, task.id, work.now, work.person.id, unit_id, note))
    return told
