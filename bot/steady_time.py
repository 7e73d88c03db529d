"""The latest moment the wall clock has come to, going on steadily when it is set back."""

from datetime import datetime, timedelta

from bot.clock import Clock


class SteadyTime:
    """Never before the wall clock, never going back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._origin = clock.now()
        self._origin_monotonic = clock.monotonic()

    def latest(self) -> datetime:
        """The steady moment, UTC."""
        elapsed = timedelta(seconds=self._clock.monotonic() - self._origin_monotonic)
        steady = self._origin + elapsed
        now = self._clock.now()
        if now > steady:
            self._origin, self._origin_monotonic = now, self._clock.monotonic()
            return now
        return steady

    def reached(self, moment: datetime) -> None:
        """The wall clock is known to have shown that moment before."""
        if moment > self.latest():
            self._origin, self._origin_monotonic = moment, self._clock.monotonic()
