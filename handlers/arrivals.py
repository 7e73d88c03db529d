"""Somebody comes into a subcommittee or a unit: who is told, and what they find there."""

from datetime import timedelta

from domain.member import Member
from domain.notices import Item, What
from domain.roles import UNIT_ROLES, Role
from handlers.work import Work, put_notice
from storage import members, outbox, outbox_people, tasks
from storage.outbox import Outgoing, Priority
from storage.times import to_text

GATHERED = timedelta(minutes=1)
"""Joins within this time are told in one message."""


def tell_admins(work: Work, newcomer: Member) -> None:
    """Tells the admins who came, a minute from now or with what is being gathered already."""
    subcommittee_id = newcomer.subcommittee_id
    since = outbox_people.open_joins(work.connection, subcommittee_id, work.now, GATHERED)
    since = since or work.now
    for admin in members.with_roles(work.connection, subcommittee_id, (Role.ADMIN,)):
        if admin.person_id == newcomer.person_id:
            continue
        outgoing = Outgoing(
            chat_id=admin.chat_id,
            kind=outbox_people.JOINS,
            payload={"subcommittee_id": subcommittee_id, "since": to_text(since)},
            priority=Priority.NOTICE,
            key=f"joins:{subcommittee_id}:{admin.person_id}:{to_text(since)}",
            not_before=since + GATHERED,
            subcommittee_id=subcommittee_id,
            person_id=admin.person_id,
            about=outbox_people.JOINS,
            nominal_at=since,
        )
        outbox.put(work.connection, outgoing, work.now)


def give_open_tasks(work: Work, member: Member) -> None:
    """Who came into a unit gets its open tasks, in one message."""
    if member.role not in UNIT_ROLES or member.unit_id is None:
        return
    items = [
        Item(What.JOINED, task.id, work.now, None, member.unit_id)
        for task in tasks.open_of_unit(work.connection, member.unit_id)
    ]
    if items:
        put_notice(work.connection, member, items, work.now)
