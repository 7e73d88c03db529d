"""Trouble on demand: scripted faults, and the Bot API out of reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.control.errors import wrong
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import fields, integer, number, one_of, reference, text
from sandbox.control.shapes import trouble_shape
from sandbox.faults import Fault, Faults
from sandbox.methods import METHODS

RETRY_AFTER = 5  # seconds
LATE = 2.0  # seconds
LONGEST = 3600
Where = Mapping[str, Any]


def _too_many_requests(faults: Faults, body: Where, where: Where) -> Fault:
    return faults.too_many_requests(max(1, round(body.get("seconds", RETRY_AFTER))), **where)


def _slow(faults: Faults, body: Where, where: Where) -> Fault:
    return faults.slow(body.get("seconds", LATE), **where)


def _server_error(effect: bool) -> Callable[[Faults, Where, Where], Fault]:
    return lambda faults, body, where: faults.server_error(
        body.get("code", 502), effect=effect, **where
    )


KINDS: dict[str, Callable[[Faults, Where, Where], Fault]] = {
    "too_many_requests": _too_many_requests,
    "server_error": _server_error(False),
    "server_error_after": _server_error(True),
    "forbidden": lambda faults, _, where: faults.forbidden(**where),
    "slow": _slow,
    "cut_before": lambda faults, _, where: faults.cut_before(**where),
    "cut_after": lambda faults, _, where: faults.cut_after(**where),
    "cut_within": lambda faults, _, where: faults.cut_within(**where),
    "bad_json": lambda faults, _, where: faults.bad_json(**where),
}


async def make(asked: Asked) -> dict[str, Any]:
    body = asked.body
    method = body.get("method")
    if method is not None and method.lower() not in METHODS:
        raise wrong(f"there is no method {method}")
    where = {
        "method": method,
        "chat": body.get("chat"),
        "times": body.get("times", 1),
        "skip": body.get("skip", 0),
    }
    KINDS[body["kind"]](asked.world.faults, body, where)
    return trouble_shape(asked.control)


async def end_all(asked: Asked) -> dict[str, Any]:
    asked.world.faults.clear()
    return trouble_shape(asked.control)


async def go_offline(asked: Asked) -> dict[str, Any]:
    asked.control.outage.begin(asked.body.get("seconds"))
    return trouble_shape(asked.control)


async def go_online(asked: Asked) -> dict[str, Any]:
    asked.control.outage.end()
    return trouble_shape(asked.control)


OPERATIONS = (
    Operation(
        "POST",
        "/control/trouble",
        "What goes wrong with the next calls: with every method but getUpdates, or `method`; in"
        " every chat, or `chat`; `times` calls, after `skip` that pass. `seconds` is how late an"
        " answer comes, or the `retry_after`; `code` that of the server's error.",
        make,
        reference("Trouble"),
        body=fields(
            "kind",
            kind=one_of(*KINDS),
            method=text(64),
            chat=integer(),
            times=integer(1, 1_000_000),
            skip=integer(0, 1_000_000),
            seconds=number(0, LONGEST),
            code=integer(500, 599),
        ),
    ),
    Operation("DELETE", "/control/trouble", "Ends all faults.", end_all, reference("Trouble")),
    Operation(
        "POST",
        "/control/offline",
        "Resets every connection of a bot, now and from now on, for `seconds` of real time or"
        " until /control/online.",
        go_offline,
        reference("Trouble"),
        body=fields(seconds=number(0, LONGEST)),
    ),
    Operation(
        "POST", "/control/online", "Lets the bots in again.", go_online, reference("Trouble")
    ),
)
