"""Whether Telegram can be reached, and when to look again.

After a failure nothing new is sent until a harmless call has come through; then one message goes
alone, and with its success all is well. So an outage costs the few messages that were under way,
and not each of those that wait their only second try.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from random import Random

from telegram import Bot
from telegram.error import TelegramError

from bot.backoff import Backoff
from bot.clock import Clock
from bot.failures import Failure, Verdict, classify
from bot.outgoing_call import Call, send

logger = logging.getLogger(__name__)

FIRST_SECONDS = 1.0
MOST_SECONDS = 60.0

# Whoever answers so is there and takes messages, if not this one.
SERVER_ANSWERED = frozenset(Failure) - {
    Failure.NOT_SENT,
    Failure.IN_DOUBT,
    Failure.CONFLICT,
    Failure.TOKEN_REFUSED,
    Failure.NOT_MADE,
    Failure.PUT_OFF,
}


class Trouble:
    """Moments are seconds of the monotonic clock; ``changed`` is called when a look has ended."""

    def __init__(self, bot: Bot, clock: Clock, random: Random, changed: Callable[[], None]) -> None:
        self._bot = bot
        self._clock = clock
        self._changed = changed
        self._backoff = Backoff(random, FIRST_SECONDS, MOST_SECONDS)
        self._failed_before = False
        self._look_at = math.inf
        self._look: asyncio.Task[None] | None = None
        self.cautious = False
        self.token_refused: Verdict | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing new may be sent."""
        return self._look_at < math.inf

    @property
    def is_looking(self) -> bool:
        """Whether the harmless call is under way."""
        return self._look is not None

    def failed(self) -> None:
        """A message did not come through: the first time that is looked into at once."""
        if not self.is_open:
            pause = self._backoff.next() if self._failed_before else 0.0
            self._look_at = self._clock.monotonic() + pause
            self._failed_before = True

    def succeeded(self) -> None:
        """Telegram has answered a message."""
        self._look_at = math.inf
        self.cautious = self._failed_before = False
        self._backoff.reset()

    def next_look(self) -> float:
        """Begin the look that is due; the moment of the next one, infinity while one goes on."""
        if self._look is None and self._look_at <= self._clock.monotonic():
            self._look = asyncio.create_task(self._look_again())
        return math.inf if self._look is not None else self._look_at

    async def end(self) -> None:
        """Leave a look that is under way."""
        if self._look is not None:
            self._look.cancel()
            await asyncio.gather(self._look, return_exceptions=True)

    async def _look_again(self) -> None:
        try:
            await send(self._bot, Call("getMe", {}))
            self._came_through()
        except TelegramError as error:
            self._judge(classify(error))
        finally:
            self._look = None
            self._changed()

    def _judge(self, verdict: Verdict) -> None:
        logger.warning("Telegram cannot be reached: %s", verdict.text)
        if verdict.failure in SERVER_ANSWERED:
            self._came_through()
        elif verdict.failure is Failure.TOKEN_REFUSED:
            self.token_refused = verdict
        elif self.is_open:
            self._look_at = self._clock.monotonic() + self._backoff.next()

    def _came_through(self) -> None:
        self._look_at = math.inf
        self.cautious = True
