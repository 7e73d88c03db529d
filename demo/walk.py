"""Moves the clock under a running bot: through every moment at which something is due.

For the demo and for the tests that play days in a moment. What the bot would have said on the way
it says, each thing at its own time and before the clock goes on.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.application import Tieuban
from bot.clock import Clock
from storage import ahead

# A bot that asked for no updates for a whole day would tell of it.
LONGEST_STEP = timedelta(hours=6)
# What a message waits for by itself, the limits of sending above all, is passed over; whoever
# cannot be reached for longer is not waited for.
LONGEST_PAUSES = 90.0  # seconds of the clock
# The poll under way ends when it is told to. Where that failed, Telegram cannot be reached, and
# until a poll succeeds again nobody waits as long.
PATIENCE = 5.0  # real seconds
LITTLE_PATIENCE = 0.05
LOOK_SECONDS = 0.001
LOOKS_BEFORE_ASKING_AGAIN = 25


class MovableClock(Clock, Protocol):
    """A clock that can be moved on."""

    def next_alarm(self) -> float | None:
        """The monotonic moment at which the next sleeper wakes, None when nobody sleeps."""

    def pass_on(self, seconds: float) -> None:
        """Let time pass without waking anybody."""

    async def wake_all(self) -> None:
        """Wake whoever should have woken by now, and let them notice."""


class Walk:
    """``end_poll`` has Telegram answer the poll under way, as if its time were over."""

    def __init__(self, tieuban: Tieuban, clock: MovableClock, end_poll: Callable[[], None]) -> None:
        self._tieuban = tieuban
        self._clock = clock
        self._end_poll = end_poll
        self._patience = PATIENCE

    async def move_to(self, target: datetime) -> None:
        """Stops at each moment on the way, the target included, until all is said there."""
        await self.settle()
        while (stop := await self._next_stop()) < target:
            await self._leap(stop)
            await self.settle()
        await self._leap(target)
        await self.settle()

    async def settle(self) -> None:
        """Until the bot has dealt with all that it has taken in and all that is due."""
        pauses = LONGEST_PAUSES
        while pauses > 0:
            await self._tieuban.intake.wait_idle()
            self._tieuban.scheduler.wake()
            await self._tieuban.scheduler.wait_idle()
            await self._tieuban.gateway.drain()
            self._tieuban.fetching.wake()
            await self._tieuban.fetching.wait_idle()
            pauses = await self._all_sent(pauses)
            if not await self._is(ahead.is_planned):
                return

    async def _all_sent(self, pauses: float) -> float:
        """Passes over the small waits of the delivery; how much of `pauses` is left."""
        delivery = self._tieuban.delivery
        while True:
            delivery.wake()
            await delivery.wait_idle()
            if not await self._is(ahead.is_unsent):
                return pauses
            alarm = self._clock.next_alarm()
            if alarm is None or not delivery.is_idle:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            pause = max(alarm - self._clock.monotonic(), 0.0)
            if pause > pauses:
                return 0.0
            pauses -= pause
            self._clock.pass_on(pause)
            await self._clock.wake_all()

    async def _is(self, question: Callable[[sqlite3.Connection, datetime], bool]) -> bool:
        now = self._clock.now()
        return await self._tieuban.database.read(lambda connection: question(connection, now))

    async def _next_stop(self) -> datetime:
        now = self._clock.now()
        due = await self._tieuban.database.read(
            lambda connection: ahead.next_after(connection, now)
        )
        longest = now + LONGEST_STEP
        return longest if due is None else min(due, longest)

    async def _leap(self, moment: datetime) -> None:
        """Straight to the moment; the poll that lasted till then ends before anybody wakes."""
        await self._resting()
        self._clock.pass_on(max((moment - self._clock.now()).total_seconds(), 0.0))
        try:
            async with asyncio.timeout(self._patience):
                await self._polled_since(moment)
        except TimeoutError:
            self._patience = LITTLE_PATIENCE
        else:
            self._patience = PATIENCE
        await self._clock.wake_all()

    async def _resting(self) -> None:
        """A call that spanned the leap would seem to have taken as long as it, and whoever looks
        after the bot's health meanwhile would find that nothing was heard of Telegram for long."""
        delivery, scheduler = self._tieuban.delivery, self._tieuban.scheduler
        while not (delivery.is_idle and scheduler.is_idle):
            await scheduler.wait_idle()
            await delivery.wait_idle()

    async def _polled_since(self, moment: datetime) -> None:
        intake = self._tieuban.intake
        for look in itertools.count():
            if intake.last_poll is not None and intake.last_poll >= moment:
                return
            if look % LOOKS_BEFORE_ASKING_AGAIN == 0:
                self._end_poll()
            await asyncio.sleep(LOOK_SECONDS)
