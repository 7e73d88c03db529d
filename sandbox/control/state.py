"""All that a page must know to begin with."""

from __future__ import annotations

from typing import Any

from sandbox.control.calls import newest
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import reference
from sandbox.control.shapes import (
    bot_shape,
    clock_shape,
    full_chat_shape,
    person_shape,
    program_shape,
    progress_shape,
    trouble_shape,
)

SHOWN_CALLS = 200


async def state(asked: Asked) -> dict[str, Any]:
    control, world = asked.control, asked.world
    world.look()
    return {
        "sequence": world.feed.sequence,
        "bots": [bot_shape(bot) for bot in world.bots.values()],
        "persons": [person_shape(user) for user in world.users.values() if not user.is_bot],
        "chats": [
            full_chat_shape(chat) for chat in (*world.private.values(), *world.chats.values())
        ],
        "clock": clock_shape(control),
        "program": program_shape(control),
        "progress": progress_shape(control),
        "trouble": trouble_shape(control),
        "calls": newest(world, SHOWN_CALLS),
    }


OPERATIONS = (
    Operation(
        "GET",
        "/control/state",
        "Everything a page must know to begin with; `sequence` is where its events begin.",
        state,
        reference("State"),
    ),
)
