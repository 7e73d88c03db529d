"""Wakes the clock's work: one job at the next agenda moment, and a loop that looks anyway.

What is due stands in the database; a job that is late, lost or fired twice changes nothing. The
loop runs on the monotonic clock, so that a wall clock set back stalls nothing.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, sleep_unless
from handlers import ticks
from handlers.work import Config
from storage.database import Database, is_transient

logger = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
HEALTH_SECONDS = 600.0
JOB = "agenda"
PUT_OFF = timedelta(minutes=1)  # what could not be planned, before it is tried again


class Scheduler:
    """Runs `handlers.ticks` when something is due, `nightly` at night, `health` each 10 minutes.

    `nightly` is called at every look and knows itself whether it is due; so is `health`, in its
    own rhythm.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        config: Config,
        *,
        nightly: Callable[[], Awaitable[None]],
        health: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._config = config
        self._nightly = nightly
        self._health = health
        self._health_at = clock.monotonic() + HEALTH_SECONDS
        self._wake = asyncio.Event()
        self._stopping = False
        self._jobs = AsyncIOScheduler(timezone=UTC)
        self._idle = asyncio.Event()

    async def run(self) -> None:
        """Look at once, at each agenda moment and every 20 seconds, until `stop`."""
        self._jobs.start()
        try:
            while not self._stopping:
                self._wake.clear()
                self._idle.clear()
                await self._look()
                if not self._wake.is_set():
                    self._idle.set()
                await sleep_unless(self._clock, self._wake, LOOK_SECONDS)
        finally:
            self._idle.set()
            self._jobs.shutdown(wait=False)

    def wake(self) -> None:
        """Look now: something on the agenda may have changed, or the clock was moved."""
        self._idle.clear()
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        """Whether `wait_idle` would return at once."""
        return self._idle.is_set()

    async def wait_idle(self) -> None:
        """Return once nothing more is due now and nothing is being looked at."""
        await self._idle.wait()

    async def _look(self) -> None:
        try:
            while not self._stopping and await self._tick_once():
                pass
            await self._nightly()
            if self._clock.monotonic() >= self._health_at:
                self._health_at = self._clock.monotonic() + HEALTH_SECONDS
                await self._health()
            self._plan(await self._database.read(ticks.next_moment))
        except Exception:
            # Nothing of it is lost: the agenda rows stand, and the next look is near. Whatever it
            # is, a bot that stops for it would answer nobody any more.
            logger.exception("the agenda could not be worked off; trying again")

    async def _tick_once(self) -> bool:
        """One slice; whether more is due. What cannot be done holds up nothing else."""
        try:
            return await self._database.write(self._tick)
        except Exception as error:
            if is_transient(error):
                raise
            logger.exception("what is due first could not be done")
            return await self._database.write(self._put_off)

    def _put_off(self, connection: sqlite3.Connection) -> bool:
        return ticks.put_off(connection, self._clock.now(), PUT_OFF)

    def _tick(self, connection: sqlite3.Connection) -> bool:
        return ticks.tick(connection, self._clock.now(), self._config)

    def _plan(self, moment: datetime | None) -> None:
        if moment is None:
            return
        delay = max(moment - self._clock.now(), timedelta(0))
        self._jobs.add_job(
            partial(self.wake),
            "date",
            run_date=datetime.now(UTC) + delay,
            id=JOB,
            replace_existing=True,
            misfire_grace_time=None,
        )
