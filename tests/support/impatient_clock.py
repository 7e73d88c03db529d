"""A clock on which every wait is over at once, and remembered."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)


class ImpatientClock:
    """Whoever sleeps moves the time on by as much; ``slept`` holds each wait in seconds."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1_000.0
        self.slept: list[float] = []
        self._slept_again = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.move(timedelta(seconds=seconds))
        self._slept_again.set()
        await asyncio.sleep(0)

    async def slept_times(self, times: int) -> None:
        """Return once there were so many waits."""
        while len(self.slept) < times:
            self._slept_again.clear()
            await self._slept_again.wait()

    def move(self, difference: timedelta) -> None:
        """Let so much time pass."""
        self._now += difference
        self._monotonic += difference.total_seconds()
