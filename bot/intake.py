"""Everything that comes in: polled, stored, confirmed, handled in order."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from random import Random

from bot.backoff import Backoff
from bot.clock import Clock
from bot.errors import IntakeFailed
from bot.polling import Poller
from bot.pump import AnyApplication, Apologise, Pump, Read
from bot.updates import UpdatesSource
from storage.database import Database

__all__ = ["Intake", "IntakeFailed"]

MOST_WAITING = 10_000  # stored updates not handled yet; above it nothing more is fetched
STOP_SECONDS = 3.0


def new_error_id() -> str:
    """A short name for an error that a person can read out."""
    return secrets.token_hex(4).upper()


class Intake:
    """Polls ``source`` and runs ``application``'s handlers; the application must be initialized.

    ``pause(seconds)`` stops the sending while another process uses the token. ``apologise`` puts
    the apology for a row that is given up into the outbox, inside the transaction that does so.
    ``read``: see `bot.pump.Pump`.
    """

    def __init__(
        self,
        application: AnyApplication,
        database: Database,
        clock: Clock,
        source: UpdatesSource,
        *,
        apologise: Apologise,
        pause: Callable[[float], None],
        read: Read | None = None,
        random: Random | None = None,
        make_error_id: Callable[[], str] = new_error_id,
    ) -> None:
        chance = random or Random()
        self._clock = clock
        self._pump = Pump(
            application,
            database,
            clock,
            Backoff(chance),
            apologise=apologise,
            new_error_id=make_error_id,
            read=read,
        )
        self._poller = Poller(
            source,
            database,
            clock,
            Backoff(chance),
            arrived=self._pump.arrived,
            pause=pause,
        )
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    @property
    def last_poll(self) -> datetime | None:
        """When Telegram last answered a poll, None before the first time."""
        return self._poller.last_poll

    async def run(self) -> None:
        """Take in and handle updates until `stop`. Raises IntakeFailed when that is of no use."""
        await self._pump.prepare()
        self._tasks = (
            asyncio.create_task(self._poll(), name="poller"),
            asyncio.create_task(self._pump.run(), name="pump"),
        )
        try:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.stop()
        for task in self._tasks:
            if not task.cancelled():
                task.result()

    async def stop(self) -> None:
        """Poll no more; what is being handled is finished, within 3 seconds."""
        for task in self._tasks[:1]:
            task.cancel()
        await self._pump.stop(STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def wait_idle(self) -> None:
        """Return once every stored update was handled or given up."""
        await self._pump.wait_idle()

    async def _poll(self) -> None:
        # No offset at the start: Telegram's numbers may have begun anew, and the inbox drops what
        # comes twice.
        offset: int | None = None
        while True:
            while self._pump.backlog > MOST_WAITING:
                await self._clock.sleep(1.0)
            offset = await self._poller.step(offset)
