"""A program that embeds the sandbox and directs its clock, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sandbox.control.director import BusyError, Moment, Program, Progress
from tests.support.clock import START, ManualClock

LABELS = {"vi": "Sáng mai", "en": "Next morning"}
NOWHERE = {"vi": "Không có", "en": "There is none"}


class Embedding:
    """A program that embeds the sandbox: a clock that is moved, and a count of what was done."""

    zone = "Asia/Ho_Chi_Minh"

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.done: list[str] = []
        self.arrives = asyncio.Event()
        self.arrives.set()
        self.busy = ""
        self.shown: Progress | None = None
        self.runs = True

    def moments(self) -> Sequence[Moment]:
        morning = START + timedelta(hours=20)
        return [Moment("morning", morning, LABELS), Moment("never", None, NOWHERE)]

    async def move(self, to: datetime) -> None:
        await self._act("move")
        await self.clock.move_to(to)

    async def jump(self, to: datetime) -> None:
        await self._act("jump")
        self.clock.jump(to - self.clock.now())

    def program(self) -> Program:
        return Program(self.runs, restarts=1, pid=4711 if self.runs else None)

    async def kill(self) -> None:
        await self._act("kill")
        self.runs = False

    async def stop(self) -> None:
        await self._act("stop")
        self.runs = False

    async def start(self) -> None:
        await self._act("start")
        self.runs = True

    def progress(self) -> Progress | None:
        return self.shown

    async def _act(self, what: str) -> None:
        if self.busy:
            raise BusyError(self.busy)
        self.done.append(what)
        await self.arrives.wait()
