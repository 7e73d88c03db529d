"""The clock: moved through all that is due on the way, or past it with the program stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.control.director import BusyError, Director
from sandbox.control.errors import ControlError, missing, wrong
from sandbox.control.operations import Asked, Control, Operation
from sandbox.control.schema import fields, moment, number, reference, text
from sandbox.control.shapes import clock_shape

FURTHEST = timedelta(days=3660)

_TARGET = fields(to=moment(), seconds=number(0, FURTHEST.total_seconds()), moment=text(64))


def director_of(control: Control) -> Director:
    if control.director is None:
        raise ControlError(409, "nobody directs clock and program here")
    return control.director


def _named(director: Director, name: str) -> datetime:
    for one in director.moments():
        if one.id == name:
            if one.at is None:
                raise wrong(f"the moment {name} does not come")
            return one.at
    raise missing(f"there is no moment {name}")


def _written(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise wrong('"to" must be a moment in ISO 8601') from None
    if moment.tzinfo is None:
        raise wrong('"to" must say its offset from UTC')
    return moment


def _target(asked: Asked, director: Director) -> datetime:
    if len(asked.body) != 1:
        raise wrong('exactly one of "to", "seconds" and "moment" must be given')
    now = asked.world.clock.now()
    if "moment" in asked.body:
        to = _named(director, asked.body["moment"])
    elif "to" in asked.body:
        to = _written(asked.body["to"])
    else:
        to = now + timedelta(seconds=asked.body["seconds"])
    if to < now:
        raise wrong("the clock moves forward only")
    if to > now + FURTHEST:
        raise wrong("this is more than ten years ahead")
    return to.astimezone(UTC)


async def _go(
    asked: Asked, director: Director, how: Callable[[datetime], Awaitable[None]]
) -> dict[str, Any]:
    control = asked.control
    if control.moving:
        raise ControlError(409, "the clock is being moved")
    to = _target(asked, director)
    control.moving = True
    control.world.feed.note("clock")
    try:
        await how(to)
    except BusyError as error:
        raise ControlError(409, f"{error}") from None
    except ValueError as error:
        raise wrong(f"{error}") from None
    finally:
        control.moving = False
        control.world.feed.note("clock")
    return clock_shape(control)


async def move(asked: Asked) -> dict[str, Any]:
    director = director_of(asked.control)
    return await _go(asked, director, director.move)


async def jump(asked: Asked) -> dict[str, Any]:
    director = director_of(asked.control)
    return await _go(asked, director, director.jump)


OPERATIONS = (
    Operation(
        "POST",
        "/control/clock/move",
        "Moves the clock to a moment, through everything that is due on the way; answers when"
        " arrived.",
        move,
        reference("Clock"),
        body=_TARGET,
    ),
    Operation(
        "POST",
        "/control/clock/jump",
        "Stops the program, lets the time leap, starts the program again.",
        jump,
        reference("Clock"),
        body=_TARGET,
    ),
)
