"""Where files are made and read: one process of its own beside the bot, begun when first needed.

What hangs, dies or takes too much memory there ends there; the next job finds a new worker.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot import processors
from bot.heap import Heap
from bot.logging import redact
from bot.settings import Settings
from documents.jobs import LENGTH, Job, Outcome, packed, unpacked
from documents.made import MadeFile
from documents.recipes import RECIPES

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 60.0
MOST_MEGABYTES = 300
# A slot's picture goes to many, who all have ordered the same: the newest few are made once.
MOST_KEPT = 4
# What is larger is nobody's picture, and would be held in memory for nothing.
MOST_KEPT_BYTES = 1024 * 1024
SAID_TOGETHER = 8192  # bytes
# What a library for matrices would begin a thread for on each core, with its room in memory.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class RecipeFailed(Exception):  # noqa: N818
    """The file could not be made or read, and trying again would not help; holds no token."""


class WorkshopClosed(Exception):  # noqa: N818
    """The bot is stopping; nothing was made."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What goes to a worker; where one dies of it and another begins anew, once more."""

    job: bytes
    slices: Callable[[], AsyncIterator[Any]] | None = None
    take: Callable[[Any], Awaitable[None]] | None = None


class Workshop:
    """Does one job at a time; ``seconds`` and ``megabytes`` are what each may take."""

    def __init__(
        self,
        recipes: Mapping[str, str] = RECIPES,
        *,
        seconds: float = LONGEST_SECONDS,
        megabytes: int = MOST_MEGABYTES,
    ) -> None:
        self._recipes = recipes
        self._seconds = seconds
        self._megabytes = megabytes
        self._place = asyncio.Lock()
        self._worker: _Worker | None = None
        self._closed = False
        self._heap = Heap()
        self._kept: dict[bytes, list[MadeFile]] = {}

    async def make(self, recipe: str, data: Any) -> list[MadeFile]:
        """The files of a recipe. Raises RecipeFailed and WorkshopClosed."""
        job = self._job(recipe, data)
        mark = hashlib.sha256(job).digest()
        async with self._place:
            if mark in self._kept:
                return list(self._kept[mark])
            made = await self._result(recipe, _Order(job))
            if not isinstance(made, list) or not all(isinstance(file, MadeFile) for file in made):
                raise RecipeFailed(f"{recipe} made no files")
            self._keep(mark, made)
            return made

    async def read(self, recipe: str, data: Any) -> Any:
        """Whatever the recipe returns. Raises RecipeFailed and WorkshopClosed."""
        order = _Order(self._job(recipe, data))
        async with self._place:
            return await self._result(recipe, order)

    async def read_slices(
        self,
        recipe: str,
        data: Any,
        slices: Callable[[], AsyncIterator[Any]],
        take: Callable[[Any], Awaitable[None]],
    ) -> None:
        """Hands over `data` and then what `slices` gives, and has `take` called with each slice of
        what the recipe returns: never is more than one of either held.

        Where a worker dies and another does it again, both begin again. Raises RecipeFailed,
        WorkshopClosed and what the two raise; what was taken by then is not the whole.
        """
        order = _Order(self._job(recipe, data, sliced=True), slices, take)
        async with self._place:
            await self._result(recipe, order)

    def _job(self, recipe: str, data: Any, *, sliced: bool = False) -> bytes:
        if recipe not in self._recipes:
            raise RecipeFailed(f"no recipe {recipe}")
        return packed(Job(self._recipes[recipe], data, self._seconds, self._megabytes, sliced))

    async def _result(self, recipe: str, order: _Order) -> Any:
        outcome = await self._carried_out(order)
        self._heap.tidy_soon()
        if outcome.error:
            logger.error("%s failed: %s", recipe, outcome.trace or outcome.error)
            raise RecipeFailed(redact(f"{recipe}: {outcome.error}"))
        return outcome.result

    def _keep(self, mark: bytes, made: list[MadeFile]) -> None:
        if any(file.path for file in made):
            return
        if sum(len(file.content) for file in made) > MOST_KEPT_BYTES:
            return
        self._kept[mark] = list(made)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    async def close(self) -> None:
        """End the worker at once, whatever it does."""
        self._closed = True
        self._heap.leave()
        await self._end_worker()

    async def _carried_out(self, order: _Order) -> Outcome:
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await self._tried(order, limit)
        except TimeoutError:
            return Outcome(error=f"took longer than {self._seconds:g} s")

    async def _tried(self, order: _Order, limit: asyncio.Timeout) -> Outcome:
        """A worker that has done nothing yet can only have died of the job."""
        while True:
            fresh = self._worker is None
            whole = False
            try:
                outcome = await (await self._ready()).carry_out(order, limit)
                whole = not outcome.spent
                return outcome
            except (EOFError, ConnectionError):
                if self._closed:
                    raise WorkshopClosed from None
                if fresh:
                    return Outcome(error="the worker died of it")
            finally:
                if not whole:
                    await self._end_worker()

    async def _ready(self) -> _Worker:
        if self._closed:
            raise WorkshopClosed
        if self._worker is None:
            self._worker = await _Worker.begin()
            await self._end_if_closed()
        return self._worker

    async def _end_if_closed(self) -> None:
        """The bot may have been told to stop while the worker was begun."""
        if self._closed:
            await self._end_worker()
            raise WorkshopClosed

    async def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.end()


class _Worker:
    """One process; `carry_out` one job after another."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._jobs = process.stdin
        self._outcomes = process.stdout
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def begin(cls) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "documents.worker"),
            env=_environment(),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            # What a terminal sends to all of its processes is for the bot alone.
            start_new_session=True,
        )
        processors.spread(process.pid)
        return cls(process)

    async def carry_out(self, order: _Order, limit: asyncio.Timeout) -> Outcome:
        """Raises EOFError or ConnectionError when the process ends in it, and what the order's
        own functions raise; what those that take do is not limited."""
        await self._say(order.job)
        if order.slices is not None:
            async for each in order.slices():
                await self._say(packed(each))
            await self._say(packed(None))
        while (outcome := await self._outcome()).more:
            assert order.take is not None
            await _unhurried(order.take(outcome.result), limit)
        return outcome

    async def _say(self, content: bytes) -> None:
        try:
            self._jobs.write(content)
            await self._jobs.drain()
        except RuntimeError as error:
            # How uvloop says that the other end of a pipe is gone.
            raise ConnectionResetError(str(error)) from None

    async def _outcome(self) -> Outcome:
        head = await self._outcomes.readexactly(LENGTH.size)
        outcome: Outcome = unpacked(await self._outcomes.readexactly(*LENGTH.unpack(head)))
        return outcome

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        # asyncio waits for the pipes too, and what is full and not read never ends.
        with suppress(RuntimeError):  # somebody reads it
            while await self._outcomes.read(SAID_TOGETHER):
                pass
        await self._process.wait()
        self._jobs.close()
        await self._listening

    async def _listen(self) -> None:
        """What its libraries complain of."""
        assert self._process.stderr is not None
        while said := await self._process.stderr.read(SAID_TOGETHER):
            for line in filter(None, said.decode(errors="replace").splitlines()):
                logger.warning("worker: %s", redact(line))


async def _unhurried(taking: Awaitable[None], limit: asyncio.Timeout) -> None:
    """How long the bot takes for it is none of the worker's time."""
    until, loop = limit.when(), asyncio.get_running_loop()
    assert until is not None
    left = until - loop.time()
    limit.reschedule(None)
    await taking
    limit.reschedule(loop.time() + left)


def _environment() -> dict[str, str]:
    """The bot's own, without its settings: no file that somebody sent is read beside a token."""
    settings = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in settings}
    return {**kept, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
