"""A clock that stands still until a test moves it."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

START = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)

Settle = Callable[[], Awaitable[None]]


async def run_ready_tasks() -> None:
    """Let everything run that waits for nothing but its turn in the event loop."""
    for _ in range(20):
        await asyncio.sleep(0)


class ManualClock:
    """Time passes only in `advance` and `move_to`; whoever sleeps is woken in the order of time.

    Between two moments the event loop gets some turns; a test whose tasks do real input and output
    also gives a `settle` that returns once they are idle.
    """

    def __init__(self, start: datetime = START, settle: Settle | None = None) -> None:
        self.settle = settle
        self._now = start.astimezone(UTC)
        self._monotonic = 1_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """The wall clock's moment, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds of the steady clock."""
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Return once the clock was moved that far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        alarm = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), alarm))
        await alarm

    async def advance(self, seconds: float) -> None:
        """Move both clocks on, waking the sleepers on the way, each at its own moment."""
        end = self._monotonic + seconds
        await self._quiet()
        while (moment := self.next_alarm()) is not None and moment <= end:
            self.pass_on(max(moment - self._monotonic, 0))
            self._wake()
            await self._quiet()
        self.pass_on(end - self._monotonic)
        await self._quiet()

    async def move_to(self, moment: datetime) -> None:
        """Let the time pass until the wall clock shows the moment, which must not be past."""
        seconds = (moment - self._now).total_seconds()
        if seconds < 0:
            raise ValueError(f"{moment} is past; use jump() to set the wall clock back")
        await self.advance(seconds)

    def jump(self, difference: timedelta) -> None:
        """Set the wall clock alone, forward or back; no time passes and nobody is woken."""
        self._now += difference

    def next_alarm(self) -> float | None:
        """The monotonic moment at which the next sleeper wakes, None when nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    async def _quiet(self) -> None:
        # Whoever was just woken has to notice before it can be asked whether it is idle.
        await run_ready_tasks()
        if self.settle is not None:
            await self.settle()
            # And whoever goes to sleep has to lie down before the next alarm is looked for.
            await run_ready_tasks()

    def pass_on(self, seconds: float) -> None:
        """Let time pass without waking anybody."""
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)

    def _wake(self) -> None:
        while (moment := self.next_alarm()) is not None and moment <= self._monotonic:
            heapq.heappop(self._sleepers)[2].set_result(None)
