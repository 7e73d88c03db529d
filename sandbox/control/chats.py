"""Private chats: started and blocked; and the menu of commands that a chat shows."""

from __future__ import annotations

from typing import Any

from sandbox.control.finding import chat_of, private_chat_of, speaker_of
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import boolean, fields, integer, reference, text
from sandbox.control.shapes import full_chat_shape, message_shape
from sandbox.menus import menu_of


async def start(asked: Asked) -> dict[str, Any]:
    _, bot, person = private_chat_of(asked)
    return message_shape(person.start(bot, asked.body.get("payload", "")))


async def set_blocked(asked: Asked) -> dict[str, Any]:
    chat, bot, person = private_chat_of(asked)
    if chat.blocked is not asked.body["blocked"]:
        asked.world.set_blocked(bot, person.user, asked.body["blocked"])
    return full_chat_shape(chat)


async def menu(asked: Asked) -> dict[str, Any]:
    chat = chat_of(asked)
    person = speaker_of(asked, chat, asked.query.get("person"))
    return {"commands": menu_of(asked.world, chat, person.user)}


OPERATIONS = (
    Operation(
        "POST",
        "/control/chats/{key}/start",
        "A person presses Start, from a deep link when there is a payload.",
        start,
        reference("Message"),
        body=fields(payload=text(64, pattern=r"^[A-Za-z0-9_-]*$")),
    ),
    Operation(
        "POST",
        "/control/chats/{key}/blocked",
        "A person blocks the bot, or takes it back.",
        set_blocked,
        reference("Chat"),
        body=fields("blocked", blocked=boolean()),
    ),
    Operation(
        "GET",
        "/control/chats/{key}/menu",
        "The commands that this person's client offers here, in the person's language.",
        menu,
        reference("Menu"),
        query={"person": integer()},
    ),
)
