"""What the program that embeds the sandbox can do beside it: move the clock, run the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to which the clock can be moved; `labels` by language (`vi`, `en`).

    `at` is aware, or None while there is no such moment.
    """

    id: str
    at: datetime | None
    labels: Labels


@dataclass(frozen=True, slots=True)
class Program:
    """The bot's process: whether it runs, how often it was started again, its process id."""

    running: bool
    restarts: int = 0
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Something that takes its time: `done` of `total` steps; `labels` by language."""

    labels: Labels
    done: int
    total: int


class BusyError(Exception):
    """What was asked for cannot be done at the same time as what is being done."""


class Director(Protocol):
    """What the program that embeds the sandbox can do beside it.

    It calls `Sandbox.feed_director()` whenever clock, program or progress changed. Each of its
    coroutines may raise BusyError.
    """

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which people read the clock."""
        ...

    def moments(self) -> Sequence[Moment]:
        """The moments to which the clock can be moved now, the nearest first."""
        ...

    async def move(self, to: datetime) -> None:
        """Moves the clock through every moment on the way; raises ValueError into the past."""
        ...

    async def jump(self, to: datetime) -> None:
        """Stops the program, lets the time leap, starts it again; ValueError into the past."""
        ...

    def program(self) -> Program | None:
        """How the program is; None where there is none to speak of."""
        ...

    async def kill(self) -> None:
        """Ends the program at once (SIGKILL)."""
        ...

    async def stop(self) -> None:
        """Lets the program stop cleanly."""
        ...

    async def start(self) -> None:
        """Starts the program; nothing happens when it runs."""
        ...

    def progress(self) -> Progress | None:
        """What takes its time just now, if anything does."""
        ...
