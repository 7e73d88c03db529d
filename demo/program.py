"""The bot as the demo runs it: the whole bot of production, in a process of its own.

``python -m demo.program CLOCK`` takes its settings from the environment and its time from the file
CLOCK. It speaks with the demo in lines of JSON:

    in    {"ask": 7, "do": "settle"}             until all is dealt with
          {"ask": 8, "do": "move", "to": …}      through every moment on the way
          the end of the stream                  stop
    out   {"ready": true}                        once it runs
          {"answer": 7}                          or {"answer": 7, "error": "…"}
          {"leap": true}                         the clock was moved: end the poll under way
          {"moments": {"slot": …}}               where the clock could be moved to
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.application import Tieuban, build_unless, loop_factory
from bot.lock import DatabaseLock
from bot.logging import configure_logging
from bot.settings import Settings, load_settings
from demo.clock import MovingClock, SharedTime
from demo.moments import ahead_of
from demo.walk import Walk

logger = logging.getLogger("demo.program")

# Moments are told once for all that one command changed.
MOMENTS_SECONDS = 0.2


class Line:
    """The line to the demo. Standard output is taken from everybody else: it belongs to the log."""

    def __init__(self) -> None:
        self._out = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def tell(self, **message: Any) -> None:
        # Nobody listens any more: the end of the stream that comes in will tell.
        with suppress(BrokenPipeError):
            os.write(self._out, json.dumps(message).encode() + b"\n")

    async def heard(self) -> AsyncIterator[dict[str, Any]]:
        """What the demo says, until it says no more or is dead."""
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        while line := await reader.readline():
            yield json.loads(line)


class Program:
    """One run of the bot, led by what the demo asks for."""

    def __init__(self, tieuban: Tieuban, clock: MovingClock, line: Line) -> None:
        self._tieuban = tieuban
        self._clock = clock
        self._line = line
        self._walk = Walk(tieuban, clock, lambda: line.tell(leap=True))
        self._told: dict[str, str] = {}
        self._changed = asyncio.Event()
        self._changed.set()
        tieuban.database.on_change(self._changed.set)

    async def run(self, stop: asyncio.Event, asked: asyncio.Queue[dict[str, Any]]) -> None:
        """Until `stop` is set or the bot ends by itself; raises as `Tieuban.run` does."""
        beside = [
            asyncio.create_task(self._answer_all(asked)),
            asyncio.create_task(self._tell_of_changes()),
        ]
        try:
            await self._tieuban.run(stop)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _answer_all(self, asked: asyncio.Queue[dict[str, Any]]) -> None:
        self._line.tell(ready=True)
        while True:
            await self._answer(await asked.get())

    async def _answer(self, asked: dict[str, Any]) -> None:
        try:
            if asked["do"] == "move":
                await self._walk.move_to(datetime.fromisoformat(asked["to"]))
            else:
                await self._walk.settle()
            await self._tell_moments()
        except Exception as error:
            logger.exception("what the demo asked for failed: %s", asked)
            self._line.tell(answer=asked["ask"], error=f"{type(error).__name__}: {error}")
        else:
            self._line.tell(answer=asked["ask"])

    async def _tell_of_changes(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._tell_moments()
            await asyncio.sleep(MOMENTS_SECONDS)

    async def _tell_moments(self) -> None:
        now = self._clock.now()
        found = await self._tieuban.database.read(lambda connection: ahead_of(connection, now))
        told = {name: moment.isoformat() for name, moment in found.items()}
        if told != self._told:
            self._told = told
            self._line.tell(moments=told)


async def _hear(line: Line, asked: asyncio.Queue[dict[str, Any]], stop: asyncio.Event) -> None:
    async for message in line.heard():
        asked.put_nowait(message)
    stop.set()


async def _run(settings: Settings, clock: MovingClock, line: Line) -> None:
    stop = asyncio.Event()
    asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    hearing = asyncio.create_task(_hear(line, asked, stop))
    tieuban = await build_unless(stop, settings, clock)
    if tieuban is not None:
        try:
            await Program(tieuban, clock, line).run(stop, asked)
        finally:
            await tieuban.close()
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)


def main(arguments: list[str]) -> int:
    """Runs until the demo ends or says so; 1 where the bot cannot go on, and the log says why."""
    # The interrupt of a terminal is for the demo, which then lets the bot end in its turn.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = Line()
    settings = load_settings(env_file=None)
    configure_logging(settings.log_level, settings.log_format)
    shared = SharedTime(Path(arguments[0]))
    try:
        with (
            DatabaseLock(settings.database_path),
            asyncio.Runner(loop_factory=loop_factory()) as runner,
        ):
            runner.run(_run(settings, MovingClock(shared), line))
    except Exception:
        logger.exception("the bot cannot go on")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
