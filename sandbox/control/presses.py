"""Presses of buttons, and what the person then sees."""

from __future__ import annotations

from typing import Any

from sandbox.control.errors import wrong
from sandbox.control.finding import chat_of, message_of, speaker_of
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import fields, integer, reference, text
from sandbox.control.shapes import toast_shape

PATIENCE = 15.0  # seconds
DATA_LENGTH = 64


async def press(asked: Asked) -> dict[str, Any]:
    chat = chat_of(asked)
    person = speaker_of(asked, chat, asked.body.get("person"))
    message = message_of(chat, asked.body["message_id"])
    try:
        query = person.press_data(message, asked.body["data"])
    except LookupError as error:
        raise wrong(f"{error}") from None
    try:
        await asked.world.transcript.until(lambda: query.answer is not None, PATIENCE)
    except TimeoutError:
        return {"toast": None}
    return {"toast": None if query.answer is None else toast_shape(query.answer)}


OPERATIONS = (
    Operation(
        "POST",
        "/control/chats/{key}/presses",
        "A person presses a button with this data; answers with what the bot showed, null when"
        " it showed nothing within 15 s.",
        press,
        reference("Answered"),
        body=fields(
            "message_id data",
            person=integer(),
            message_id=integer(),
            data=text(DATA_LENGTH, shortest=1),
        ),
    ),
)
