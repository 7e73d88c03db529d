"""Groups: made, joined and left, with topics, turned into supergroups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.chats import Chat, Member
from sandbox.control.errors import missing, wrong
from sandbox.control.finding import chat_of, group_of, guest_of, person_of, speaker_of, topic_of
from sandbox.control.names import name_in
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import boolean, fields, integer, one_of, reference, text
from sandbox.control.shapes import full_chat_shape
from sandbox.groups import Group, Guest
from sandbox.people import Person
from sandbox.topics import make_topic, set_closed

TITLE_LENGTH = 128
_NAME = text(TITLE_LENGTH, shortest=1)


async def add(asked: Asked) -> dict[str, Any]:
    body = asked.body
    owner = person_of(asked.world, body["owner"])
    forum = body.get("forum", False)
    title, supergroup = name_in(asked, "title"), body.get("supergroup", False)
    group = Group.founded(asked.world, title, owner, forum=forum, supergroup=supergroup)
    return full_chat_shape(group.chat)


def _add(group: Group, guest: Guest, by: Person) -> None:
    group.add(guest, by=by)


def _add_administrator(group: Group, guest: Guest, by: Person) -> None:
    group.add(guest, by=by, admin=True)


def _leave(group: Group, guest: Guest, by: Person) -> None:
    group.leaves(guest)


# What a new status means for a guest who is there, and for one who is not.
_PRESENT: dict[str, Callable[[Group, Guest, Person], None]] = {
    "member": Group.demote,
    "administrator": Group.promote,
    "restricted": Group.restrict,
    "left": _leave,
    "kicked": Group.remove,
}
_ABSENT: dict[str, Callable[[Group, Guest, Person], None]] = {
    "member": _add,
    "administrator": _add_administrator,
}


def _check_right(group: Group, guest: Guest, by: Person, status: str) -> None:
    """Everybody may come, go and bring others; the rest is for administrators."""
    member = group.chat.member(by.id)
    own = by.id == guest.user.id
    present = member is not None and member.present
    if own and status in ("member", "left"):
        return
    if not present or member is None:
        raise wrong(f"{by.id} is no member of this chat")
    if status != "member" and not member.administers:
        raise wrong(f"{by.id} does not administer this chat")


def _actor(asked: Asked, group: Group, guest: Guest) -> Person:
    if "by" in asked.body:
        return person_of(asked.world, asked.body["by"])
    if asked.body["status"] == "left" and isinstance(guest, Person):
        return guest
    return group.owner


async def set_status(asked: Asked) -> dict[str, Any]:
    group = group_of(asked.world, chat_of(asked))
    guest, status = guest_of(asked.world, asked.body["user"]), asked.body["status"]
    by = _actor(asked, group, guest)
    _check_right(group, guest, by, status)
    member = group.chat.member(guest.user.id)
    here = member is not None and member.present
    if member is not None and member.status == "creator":
        raise wrong("how the owner stands in the group cannot be changed")
    if _is_so_already(member, status):
        return full_chat_shape(group.chat)
    act = (_PRESENT if here else _ABSENT).get(status)
    if act is None:
        raise wrong(f"{guest.user.id} is no member of this chat")
    act(group, guest, by)
    return full_chat_shape(group.chat)


def _is_so_already(member: Member | None, status: str) -> bool:
    return member is not None and member.status == status


async def create_topic(asked: Asked) -> dict[str, Any]:
    chat = _forum(asked)
    actor = speaker_of(asked, chat, asked.body["person"])
    make_topic(asked.world, chat, actor.user, name_in(asked, "name"))
    return full_chat_shape(chat)


def _forum(asked: Asked) -> Chat:
    chat = group_of(asked.world, chat_of(asked)).chat
    if not chat.forum:
        raise wrong("the group has no topics")
    return chat


async def change_topic(asked: Asked) -> dict[str, Any]:
    chat = _forum(asked)
    if not asked.path["id"].isdecimal():
        raise missing(f"there is no topic {asked.path['id']} in this chat")
    topic = topic_of(chat, int(asked.path["id"]))
    actor, closed = speaker_of(asked, chat, asked.body["person"]), asked.body["closed"]
    if topic.closed is not closed:
        set_closed(asked.world, chat, topic, closed, actor.user)
    return full_chat_shape(chat)


async def upgrade(asked: Asked) -> dict[str, Any]:
    group = group_of(asked.world, chat_of(asked))
    if group.chat.kind != "group":
        raise wrong("only a basic group can become a supergroup")
    return full_chat_shape(group.upgrade(forum=asked.body.get("forum", False)))


OPERATIONS = (
    Operation(
        "POST",
        "/control/groups",
        "A new group with only its owner in it.",
        add,
        reference("Chat"),
        body=fields(
            "title owner", title=_NAME, owner=integer(), forum=boolean(), supergroup=boolean()
        ),
    ),
    Operation(
        "POST",
        "/control/chats/{key}/members",
        "How a person or a bot stands in the group from now on; `by` is the owner unless given.",
        set_status,
        reference("Chat"),
        body=fields(
            "user status",
            user=integer(),
            by=integer(),
            status=one_of("member", "administrator", "restricted", "left", "kicked"),
        ),
    ),
    Operation(
        "POST",
        "/control/chats/{key}/topics",
        "A new topic of a forum.",
        create_topic,
        reference("Chat"),
        body=fields("name person", name=_NAME, person=integer()),
    ),
    Operation(
        "PATCH",
        "/control/chats/{key}/topics/{id}",
        "Closes or reopens a topic.",
        change_topic,
        reference("Chat"),
        body=fields("closed person", closed=boolean(), person=integer()),
    ),
    Operation(
        "POST",
        "/control/chats/{key}/upgrade",
        "Turns a basic group into a supergroup; the old chat gets `migrated_to`.",
        upgrade,
        reference("Chat"),
        body=fields(forum=boolean()),
    ),
)
