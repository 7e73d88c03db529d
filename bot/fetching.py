"""Plans that were sent as files: fetched and read beside the line, carried out slice by slice.

Nothing here is kept in memory alone: an import stands in the database in its state, and whatever
ends the process, the next start goes on with it. A file lies on the disk while it is read.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from telegram import Bot
from telegram.error import TelegramError

from bot import downloads
from bot.backoff import Backoff
from bot.clock import Clock, sleep_unless
from bot.failures import PASSING, Verdict, classify
from bot.heap import Heap
from bot.plan_reader import PlanReader
from bot.workshop import Workshop
from documents.plan import MOST_BYTES
from domain.errors import Refusal
from domain.plans.rows import Unreadable
from handlers.planning import carrying_out, reading
from storage.database import Database, is_transient
from storage.imports import Import

logger = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
STOP_SECONDS = 2.0


class Fetching:
    """Two loops beside each other: one reads files, one carries out what was decided.

    `folder` is its own; what a process that was killed left there goes at the next start.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        clock: Clock,
        workshop: Workshop,
        folder: Path,
        *,
        random: Random | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._folder = folder
        self._reader = PlanReader(database, clock, workshop)
        self._heap = Heap()
        self._backoff = Backoff(random or Random())
        self._not_before = clock.monotonic()
        self._stopping = False
        self._files = _Loop(self, self._next_file)
        self._slices = _Loop(self, self._next_slice)
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def run(self) -> None:
        """Work off what is there and what comes, until `stop`."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        self._tasks = (
            asyncio.create_task(self._files.run(), name="files"),
            asyncio.create_task(self._slices.run(), name="slices"),
        )
        try:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.stop()
        for task in self._tasks:
            if not task.cancelled():
                task.result()

    async def stop(self) -> None:
        """Begin nothing more; what is under way is left for the next start."""
        self._stopping = True
        self._heap.leave()
        self.wake()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        """There may be something to do."""
        self._files.wake()
        self._slices.wake()

    async def wait_idle(self) -> None:
        """Return once nothing is left to do before something else happens."""
        await self._files.idle.wait()
        await self._slices.idle.wait()

    @property
    def stopping(self) -> bool:
        return self._stopping

    @property
    def pause(self) -> float:
        """Seconds before a file is fetched again that could not be."""
        return max(0.0, self._not_before - self._clock.monotonic())

    @property
    def clock(self) -> Clock:
        return self._clock

    # -- slices ------------------------------------------------------------------------------

    async def _next_slice(self) -> bool:
        """Whether there was one. What cannot be done is given up, so that it holds up no other."""
        if not await self._database.read(carrying_out.waits):
            return False
        try:
            await self._database.write(self._slice)
        except Exception as error:
            if is_transient(error):
                raise
            logger.exception("a slice of an import failed; the rest of it is left")
            await self._database.write(self._give_up)
        self._heap.tidy_soon()
        return True

    def _slice(self, connection: sqlite3.Connection) -> bool:
        return carrying_out.step(connection, self._clock.now())

    def _give_up(self, connection: sqlite3.Connection) -> None:
        carrying_out.give_up(connection, self._clock.now())

    # -- files -------------------------------------------------------------------------------

    async def _next_file(self) -> bool:
        if self.pause > 0:
            return False
        found = await self._database.read(reading.next_file)
        if found is None:
            return False
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        try:
            path = await downloads.fetch(
                self._bot, found.file_id, self._folder, str(found.id), MOST_BYTES
            )
        except TelegramError as error:
            await self._not_fetched(found, error)
            return True
        try:
            self._backoff.reset()
            await self._reader.read(found, path)
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return True

    async def _not_fetched(self, found: Import, error: TelegramError) -> None:
        verdict = classify(error)
        if verdict.failure in PASSING:
            self._put_off(verdict)
            return
        logger.warning("the file of import %d cannot be fetched: %s", found.id, verdict.text)
        if downloads.is_too_large(error):
            why = Refusal(Unreadable.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
        else:
            why = Refusal("import_not_fetched")
        await self._reader.fail(found, why)

    def _put_off(self, verdict: Verdict) -> None:
        seconds = max(self._backoff.next(), verdict.retry_after)
        self._not_before = self._clock.monotonic() + seconds
        logger.warning("a file cannot be fetched, again in %.0f s: %s", seconds, verdict.text)


class _Loop:
    """Does the next thing for as long as there is one, then rests until it is woken."""

    def __init__(self, owner: Fetching, do_next: Callable[[], Awaitable[bool]]) -> None:
        self._owner = owner
        self._do_next = do_next
        self._wake = asyncio.Event()
        self.idle = asyncio.Event()

    def wake(self) -> None:
        self.idle.clear()
        self._wake.set()

    async def run(self) -> None:
        while not self._owner.stopping:
            self._wake.clear()
            await self._work_off()
            if not self._wake.is_set():
                self.idle.set()
            seconds = min(LOOK_SECONDS, self._owner.pause or LOOK_SECONDS)
            await sleep_unless(self._owner.clock, self._wake, seconds)

    async def _work_off(self) -> None:
        try:
            while not self._owner.stopping and await self._do_next():
                pass
        except Exception:
            # Nothing of it is lost: the imports stand, and the next look is near. Whatever it is,
            # a bot that stops for it would answer nobody any more.
            logger.exception("imports could not be worked off; trying again")
