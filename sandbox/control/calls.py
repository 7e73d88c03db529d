"""The calls of the bots, as they happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import integer, reference, text
from sandbox.control.shapes import call_shape
from sandbox.transcript import Call
from sandbox.world import World

MOST = 1000
USUAL = 200


def newest(
    world: World, limit: int, after: int = 0, wanted: Callable[[Call], bool] = lambda _: True
) -> list[dict[str, Any]]:
    """The newest calls with higher numbers than `after`, oldest first."""
    found: list[Call] = []
    for call in reversed(world.transcript.calls):
        if call.number <= after or len(found) == limit:
            break
        if wanted(call):
            found.append(call)
    return [call_shape(world, call) for call in reversed(found)]


async def calls(asked: Asked) -> dict[str, Any]:
    method, chat = asked.query.get("method", "").lower(), asked.query.get("chat")

    def wanted(call: Call) -> bool:
        return (not method or call.method.lower() == method) and (
            chat is None or call.params.get("chat_id") == chat
        )

    limit, after = asked.query.get("limit", USUAL), asked.query.get("after", 0)
    return {"calls": newest(asked.world, limit, after, wanted)}


OPERATIONS = (
    Operation(
        "GET",
        "/control/calls",
        "The newest calls of the Bot API that were numbered after `after`, oldest first.",
        calls,
        reference("Calls"),
        query={
            "after": integer(0),
            "limit": integer(1, MOST),
            "method": text(64),
            "chat": integer(),
        },
    ),
)
