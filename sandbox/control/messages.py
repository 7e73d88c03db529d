"""What is said in a chat: read page by page, written, edited, deleted, reacted to."""

from __future__ import annotations

from itertools import islice
from typing import Any

from sandbox.chats import Chat
from sandbox.control.errors import missing, wrong
from sandbox.control.finding import (
    chat_of,
    message_of,
    place_of,
    speaker_of,
    topic_of,
)
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import fields, integer, reference, text
from sandbox.control.shapes import message_shape
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.text import MESSAGE_LENGTH

PAGE = 100
LONGEST_PAGE = 500
LONGEST_TEXT = 100_000


async def page(asked: Asked) -> dict[str, Any]:
    before, limit = asked.query.get("before"), asked.query.get("limit", PAGE)
    older = (
        message
        for message in reversed(chat_of(asked).messages.values())
        if before is None or message.id < before
    )
    found = list(islice(older, limit + 1))
    shown = found[:limit][::-1]
    return {"messages": [message_shape(message) for message in shown], "more": len(found) > limit}


def parts_of(said: str) -> list[str]:
    """A long text as clients split it: after a line, else after a word, else where it must be."""
    parts = []
    while len(said) > MESSAGE_LENGTH:
        head = said[:MESSAGE_LENGTH]
        cut = max(head.rfind("\n"), MESSAGE_LENGTH // 2)
        if head[cut] != "\n":
            cut = max(head.rfind(" "), MESSAGE_LENGTH // 2)
        if head[cut] not in "\n ":
            cut = MESSAGE_LENGTH - 1
        parts.append(said[: cut + 1])
        said = said[cut + 1 :]
    return [part for part in (*parts, said) if part.strip()] or [said]


class Place:
    """Who writes where, as the request says it, and checked."""

    def __init__(self, asked: Asked) -> None:
        self.chat = chat_of(asked)
        self.person = speaker_of(asked, self.chat, asked.body.get("person"))
        self.where: dict[str, Any] = {
            "chat": place_of(asked, self.chat),
            "reply_to": _answered(asked, self.chat),
            "thread": _thread(asked, self.chat, self.person),
        }
        if self.chat.status_of(self.person.id) == "restricted":
            raise wrong(f"{self.person.id} may not write in this chat")


def _answered(asked: Asked, chat: Chat) -> Message | None:
    number = asked.body.get("reply_to")
    return None if number is None else message_of(chat, number)


def _thread(asked: Asked, chat: Chat, person: Person) -> int | None:
    """The topic's id; a closed one takes messages of administrators and of its maker only."""
    number = asked.body.get("thread")
    if number is None:
        return None
    topic, member = topic_of(chat, number), chat.member(person.id)
    administers = member is not None and member.administers
    if topic.closed and not administers and topic.creator is not person.user:
        raise wrong("this topic is closed")
    return topic.id


async def write(asked: Asked) -> dict[str, Any]:
    place = Place(asked)
    said = [place.person.says(part, **place.where) for part in parts_of(asked.body["text"])]
    return message_shape(said[-1])


def _message(asked: Asked) -> Message:
    if not asked.path["id"].isdecimal():
        raise missing(f"there is no message {asked.path['id']} in this chat")
    return message_of(chat_of(asked), int(asked.path["id"]))


def _speaker(asked: Asked, message: Message, number: int | None) -> Person:
    return speaker_of(asked, message.chat, number)


async def edit(asked: Asked) -> dict[str, Any]:
    message = _message(asked)
    person = _speaker(asked, message, asked.body.get("person"))
    if message.sender is not person.user or message.is_service:
        raise wrong("only an own message can be edited")
    return message_shape(person.edits(message, asked.body["text"]))


async def delete(asked: Asked) -> None:
    message = _message(asked)
    person = _speaker(asked, message, asked.query.get("person"))
    try:
        person.deletes(message)
    except ValueError as error:
        raise wrong(f"{error}") from None


async def react(asked: Asked) -> dict[str, Any]:
    message = _message(asked)
    person = _speaker(asked, message, asked.body.get("person"))
    person.reacts(message, asked.body["emoji"])
    return message_shape(message)


_MESSAGE = "/control/chats/{key}/messages/{id}"
_TEXT = text(LONGEST_TEXT, shortest=1)

OPERATIONS = (
    Operation(
        "GET",
        "/control/chats/{key}/messages",
        "The newest messages of a chat, or those before one, oldest first.",
        page,
        reference("Page"),
        query={"before": integer(), "limit": integer(1, LONGEST_PAGE)},
    ),
    Operation(
        "POST",
        "/control/chats/{key}/messages",
        "A person writes. Over 4,096 letters it becomes several messages, of which the last is"
        " answered. Groups need `person`.",
        write,
        reference("Message"),
        body=fields("text", person=integer(), text=_TEXT, reply_to=integer(), thread=integer()),
    ),
    Operation(
        "DELETE",
        _MESSAGE,
        "Deletes a message for all.",
        delete,
        query={"person": integer()},
    ),
    Operation(
        "POST",
        f"{_MESSAGE}/edit",
        "A person changes the text or the caption of an own message.",
        edit,
        reference("Message"),
        body=fields("text", person=integer(), text=text(MESSAGE_LENGTH, shortest=1)),
    ),
    Operation(
        "POST",
        f"{_MESSAGE}/reaction",
        "A person's reaction to a message; an empty emoji takes it back.",
        react,
        reference("Message"),
        body=fields("emoji", person=integer(), emoji=text(16)),
    ),
)
