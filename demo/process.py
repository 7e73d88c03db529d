"""The bot's process as the demo sees it: started, asked, stopped, killed."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Longer than a bot takes that is told to stop; only one that hangs is killed for it.
STOP_SECONDS = 8.0
READY_SECONDS = 20.0


class ProgramGone(Exception):  # noqa: N818
    """The process ended before it answered."""


class BotProcess:
    """At most one process at a time. `news` is called when it began or ended.

    `heard` is called with what it says of its own accord; see `demo.program`.
    """

    def __init__(
        self,
        clock: Path,
        log: Path,
        *,
        heard: Callable[[dict[str, Any]], None],
        news: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._log = log
        self._heard = heard
        self._news = news
        self._child: asyncio.subprocess.Process | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._ready = asyncio.Event()
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[None]] = {}
        self.settings: Mapping[str, str] = {}
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """Its process id; None while there is no process."""
        return None if self._child is None else self._child.pid

    @property
    def is_ready(self) -> bool:
        """Whether it runs and answers."""
        return self._child is not None and self._ready.is_set()

    async def start(self) -> None:
        """Starts it with `settings` in its environment, unless it runs; returns once it is ready.

        One that cannot become ready, without a network say, goes on trying.
        """
        async with self._starting:
            if self._child is None:
                await self._start()
        with suppress(TimeoutError):
            async with asyncio.timeout(READY_SECONDS):
                await self._ready.wait()

    async def _start(self) -> None:
        self._ready.clear()
        with self._log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "demo.program", str(self._clock)),
                env={**os.environ, "PYTHONPATH": str(ROOT), **self.settings},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                # What a terminal sends to the demo's group of processes is not for the bot.
                start_new_session=True,
            )
        self.starts += 1
        self._hearing = asyncio.create_task(self._hear(self._child))
        self._news()

    async def ask(self, do: str, **more: str) -> None:
        """Has it do something and waits until it is done.

        Raises ProgramGone where it ends before, RuntimeError where it could not be done.
        """
        if self._child is None or self._child.stdin is None:
            raise ProgramGone
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        message = {"ask": number, "do": do, **more}
        self._child.stdin.write(json.dumps(message).encode() + b"\n")
        await answer

    async def stop(self) -> None:
        """Lets it end what it has in hand."""
        child, hearing = self._child, self._hearing
        if child is None or hearing is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.shield(hearing)
                return
        await self.kill()

    async def kill(self) -> None:
        """Ends it at once, as the machine's power switch would."""
        if self._child is not None and self._hearing is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
            await asyncio.shield(self._hearing)

    async def _hear(self, child: asyncio.subprocess.Process) -> None:
        assert child.stdout is not None
        while line := await child.stdout.readline():
            # The last line of a process that was killed may have no end.
            if line.endswith(b"\n"):
                self._take(json.loads(line))
        await child.wait()
        self._child = None
        self._ready.set()
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(ProgramGone())
        self._asked.clear()
        self._news()

    def _take(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._ready.set()
        elif "answer" in message:
            answer = self._asked.pop(message["answer"])
            if answer.done():
                return
            if "error" in message:
                answer.set_exception(RuntimeError(message["error"]))
            else:
                answer.set_result(None)
        else:
            self._heard(message)
