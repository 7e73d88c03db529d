"""Nobody there is news: who can no longer be reached, and what they get once they can be again."""

import sqlite3
from datetime import datetime, timedelta

from domain.member import Member
from domain.notices import Item, What
from domain.roles import UNIT_ROLES
from domain.subcommittee import Subcommittee
from domain.task import Status
from handlers.speaking.notice import items_of
from handlers.speaking.telling_admins import tell_admins
from handlers.work import put_notice
from storage import chats, members, outbox_upkeep, persons, returning, subcommittees, tasks, units
from storage.outbox import OutboxRow

STILL_FRESH = timedelta(hours=24)
"""Of digests and summaries that could not be sent, how old the newest may be."""


def on_unreachable(
    connection: sqlite3.Connection, chat_id: int, reason: str, now: datetime
) -> None:
    """Notes that nothing can be sent to this chat (ours); what waits for it is void, and admins
    are told once until it can be reached again."""
    chats.mark_unreachable(connection, chat_id, reason, now)
    outbox_upkeep.void_waiting(connection, chat_id, now)
    person = persons.of_chat(connection, chat_id)
    if person is not None:
        for member in members.of_person(connection, person.id):
            _tell_of_member(connection, member, reason, now)
    elif linked := subcommittees.linked_to(connection, chat_id):
        _tell_of_group(connection, linked, chat_id, reason, now)


def _tell_of_member(
    connection: sqlite3.Connection, member: Member, reason: str, now: datetime
) -> None:
    unit = units.get(connection, member.unit_id).code if member.unit_id is not None else ""
    tell_admins(
        connection,
        member.subcommittee_id,
        _key(connection, member.subcommittee_id, member.chat_id),
        "trouble.unreachable",
        now,
        name=member.name,
        unit=unit,
        number=member.number,
        reason=reason,
    )


def _tell_of_group(
    connection: sqlite3.Connection,
    subcommittee: Subcommittee,
    chat_id: int,
    reason: str,
    now: datetime,
) -> None:
    chat = chats.get(connection, chat_id)
    tell_admins(
        connection,
        subcommittee.id,
        _key(connection, subcommittee.id, chat_id),
        "trouble.group_gone",
        now,
        title=chat.title if chat else "",
        reason=reason,
    )


def _key(connection: sqlite3.Connection, subcommittee_id: int, chat_id: int) -> str:
    """The same until the chat has been reached again."""
    since = returning.unreachable_since(connection, chat_id)
    return f"unreachable:{subcommittee_id}:{chat_id}:{since}"


def on_topic_gone(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> None:
    """The topic of a linked group was deleted: admins are told once, and the group itself gets
    nothing until it is linked anew."""
    linked = subcommittees.linked_to(connection, row.chat_id)
    if linked is None or linked.linked_thread_id != row.thread_id or row.thread_id is None:
        return
    chat = chats.get(connection, row.chat_id)
    tell_admins(
        connection,
        linked.id,
        f"topic:{linked.id}:{row.chat_id}:{row.thread_id}",
        "trouble.topic_gone",
        now,
        title=chat.title if chat else "",
    )


def on_reachable(connection: sqlite3.Connection, chat_id: int, now: datetime) -> None:
    """Notes that the chat can be written to again, and sends what still holds of what could not
    be sent meanwhile: to a member one message, and the newest digest where it is fresh.

    Does nothing where the chat was reachable all along.
    """
    if not chats.mark_reachable(connection, chat_id):
        return
    person = persons.of_chat(connection, chat_id)
    if person is not None:
        for member in members.of_person(connection, person.id):
            _catch_up(connection, member, now)
    outbox_upkeep.revive(connection, chat_id, now - STILL_FRESH)


def _catch_up(connection: sqlite3.Connection, member: Member, now: datetime) -> None:
    items: dict[tuple[What, int], Item] = {}
    unsent = returning.unsent_notices(connection, member)
    for row in unsent:
        items |= {(item.what, item.task_id): item for item in items_of(row)}
    told = {task_id for _, task_id in items}
    for item in _unaccepted(connection, member):
        if item.task_id not in told:
            items[item.what, item.task_id] = item
    returning.close(connection, unsent, now)
    if items:
        put_notice(connection, member, list(items.values()), now)


def _unaccepted(connection: sqlite3.Connection, member: Member) -> list[Item]:
    """The tasks of the member's unit that still wait to be accepted."""
    if member.role not in UNIT_ROLES or member.unit_id is None:
        return []
    return [
        Item(What.ASSIGNED, task.id, task.assigned_at, None, member.unit_id)
        for task in tasks.open_of_unit(connection, member.unit_id)
        if task.status is Status.ASSIGNED and task.assigned_at is not None
    ]
