"""The bot's process: killed, stopped and started."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.control.clock import director_of
from sandbox.control.director import BusyError, Director
from sandbox.control.errors import ControlError
from sandbox.control.operations import Asked, Operation, json_answer
from sandbox.control.schema import nullable, reference
from sandbox.control.shapes import Shape, program_shape


class _Doing:
    """The operation that does one thing to the program."""

    def __init__(self, act: Callable[[Director], Awaitable[None]]) -> None:
        self.act = act

    async def __call__(self, asked: Asked) -> Any:
        director = director_of(asked.control)
        try:
            await self.act(director)
        except BusyError as error:
            raise ControlError(409, f"{error}") from None
        shape: Shape | None = program_shape(asked.control)
        return json_answer(shape)


OPERATIONS = (
    Operation(
        "POST",
        "/control/program/kill",
        "Ends the program at once (SIGKILL).",
        _Doing(lambda director: director.kill()),
        nullable(reference("Program")),
    ),
    Operation(
        "POST",
        "/control/program/start",
        "Starts the program.",
        _Doing(lambda director: director.start()),
        nullable(reference("Program")),
    ),
    Operation(
        "POST",
        "/control/program/stop",
        "Lets the program stop cleanly.",
        _Doing(lambda director: director.stop()),
        nullable(reference("Program")),
    ),
)
