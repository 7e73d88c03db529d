"""The time of a demo: the machine's, moved on by an offset that its processes share."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import mmap
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_NUMBERS = 3
_AHEAD, _PASSED, _PRESENT = range(_NUMBERS)
_BYTES = 8 * _NUMBERS
# Whoever was woken passes it on through a few tasks before it can be asked whether it is idle.
_TURNS = 20


class SharedTime:
    """Three numbers of seconds in a file: whoever has opened it sees at once what another sets.

    ``ahead``: the wall clock less the machine's. ``passed``: by how much waiting was cut short,
    ever. ``present``: the offset that the demo takes for the present; 0 unless another is played.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, made with zeros where it is missing."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(descriptor).st_size < _BYTES:
                os.ftruncate(descriptor, _BYTES)
            self._map = mmap.mmap(descriptor, _BYTES)
        finally:
            os.close(descriptor)
        # Native doubles: each is read and written in one piece.
        self._numbers = memoryview(self._map).cast("d")

    def close(self) -> None:
        self._numbers.release()
        self._map.close()

    @property
    def ahead(self) -> float:
        return self._numbers[_AHEAD]

    @property
    def passed(self) -> float:
        return self._numbers[_PASSED]

    @property
    def present(self) -> float:
        return self._numbers[_PRESENT]

    def set_present(self, ahead: float) -> None:
        """What the offset is at the present."""
        self._numbers[_PRESENT] = ahead

    def pass_on(self, seconds: float) -> None:
        """So much time has passed; never a negative amount."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._numbers[_PASSED] += seconds
        self._numbers[_AHEAD] += seconds

    def set_ahead(self, seconds: float) -> None:
        """Sets the wall clock alone; no time passes by it."""
        self._numbers[_AHEAD] = seconds


class MovingClock:
    """Runs with real time and can be moved on; sleepers wake when their moment has come either way.

    Fits `bot.clock.Clock` and `sandbox.clock.Clock`.
    """

    def __init__(self, shared: SharedTime) -> None:
        self.shared = shared
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._held = False

    def now(self) -> datetime:
        """The wall clock's moment, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.shared.ahead)

    def present(self) -> datetime:
        """What the wall clock would show if nobody had moved it."""
        return datetime.now(UTC) + timedelta(seconds=self.shared.present)

    def monotonic(self) -> float:
        """Seconds of the steady clock, those included that were passed over."""
        return time.monotonic() + self.shared.passed

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds went by or were passed over."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        alarm = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.monotonic() + seconds, next(self._order), alarm))
        self._set_timer()
        await alarm

    def next_alarm(self) -> float | None:
        """The monotonic moment at which the next sleeper wakes, None when nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def pass_on(self, seconds: float) -> None:
        """Lets time pass; nobody wakes before `wake_all`, whoever goes to sleep meanwhile."""
        self._held = True
        self._set_timer()
        self.shared.pass_on(seconds)

    def set_to(self, moment: datetime) -> None:
        """Sets the wall clock, back or forth; the steady one goes on as if nothing had been."""
        self.shared.set_ahead((moment - datetime.now(UTC)).total_seconds())

    async def wake_all(self) -> None:
        """Wakes whoever should have woken by now, and lets them notice."""
        self._held = False
        self._wake()
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    def _wake(self) -> None:
        while (alarm := self.next_alarm()) is not None and alarm <= self.monotonic():
            heapq.heappop(self._sleepers)[2].set_result(None)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._held and (alarm := self.next_alarm()) is not None:
            pause = max(alarm - self.monotonic(), 0.0)
            self._timer = asyncio.get_running_loop().call_later(pause, self._wake)
