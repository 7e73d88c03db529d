"""The loop that asks for updates and stores them before they are confirmed."""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.backoff import Backoff
from bot.clock import Clock
from bot.errors import IntakeFailed
from bot.failures import classify
from bot.updates import Batch, Conflict, PollFailed, TokenRefused, UpdatesSource
from storage import facts, inbox
from storage.database import Database
from storage.times import from_text, to_text

logger = logging.getLogger(__name__)

LAST_POLL = "last_poll"  # the fact: the moment of the last successful poll
AWAY_FROM = "away_from"  # the facts: Telegram may have dropped updates between the two
AWAY_UNTIL = "away_until"
AWAY = timedelta(hours=24)  # as long as Telegram keeps an update

CONFLICT_PAUSE_SECONDS = 30.0
MOST_CONFLICTS = 3
# Two minutes, and some: two bots that pause alike hit each one every 60 s and a little.
CONFLICT_WINDOW_SECONDS = 150.0
# An empty poll is noted no more often than this: each note is a commit.
NOTE_SECONDS = 20.0


def remember_absence(connection: sqlite3.Connection, since: datetime, until: datetime) -> None:
    """Keep, for the admins' next summary, between when updates may be missing."""
    if facts.find(connection, AWAY_FROM) is None:
        facts.put(connection, AWAY_FROM, to_text(since))
    facts.put(connection, AWAY_UNTIL, to_text(until))


def note_poll(connection: sqlite3.Connection, now: datetime) -> None:
    """Telegram answered: remember when, and whether it had been silent for more than a day."""
    last = facts.find(connection, LAST_POLL)
    if last is not None and now - from_text(last) > AWAY:
        logger.warning("no updates were fetched from %s to %s", last, to_text(now))
        remember_absence(connection, from_text(last), now)
    facts.put(connection, LAST_POLL, to_text(now))


class Poller:
    """Fetches batch after batch; the offset advances only over what is on disk.

    ``arrived`` is told how many new updates were stored; ``pause`` stops the sending for so many
    seconds.
    """

    def __init__(
        self,
        source: UpdatesSource,
        database: Database,
        clock: Clock,
        backoff: Backoff,
        *,
        arrived: Callable[[int], None],
        pause: Callable[[float], None],
    ) -> None:
        self._source = source
        self._database = database
        self._clock = clock
        self._backoff = backoff
        self._arrived = arrived
        self._pause = pause
        self._conflicts: deque[float] = deque(maxlen=MOST_CONFLICTS)
        self._noted = float("-inf")
        self.last_poll: datetime | None = None

    async def step(self, offset: int | None) -> int | None:
        """One poll, stored; the offset for the next. Raises IntakeFailed."""
        try:
            batch = await self._source.get(offset)
        except TokenRefused as error:
            raise IntakeFailed(
                f"Telegram refuses the bot token, it is wrong or was revoked ({error})"
            ) from None
        except Conflict as error:
            await self._conflict(str(error))
            return offset
        except Exception as error:
            # Whatever it is, an intake that gives up for ever would be worse than one that waits.
            await self._wait(error, _told(error))
            return offset
        self._backoff.reset()
        self.last_poll = self._clock.now()
        await self._store(batch)
        return batch.next_offset if batch.next_offset is not None else offset

    async def _store(self, batch: Batch) -> None:
        now = self._clock.now()
        if not batch.arrivals and self._clock.monotonic() - self._noted < NOTE_SECONDS:
            return
        unit = partial(_store, batch=batch, now=now)
        while True:
            try:
                new = await self._database.write(unit)
            except sqlite3.Error as error:
                # Nothing is confirmed meanwhile: Telegram keeps it for 24 hours.
                await self._wait(error, None)
            else:
                self._noted = self._clock.monotonic()
                self._arrived(new)
                return

    async def _wait(self, error: Exception, seconds: float | None) -> None:
        wait = self._backoff.next() if seconds is None else seconds
        logger.warning(
            "updates cannot be taken in, trying again in %.0f s: %s: %s",
            wait,
            type(error).__name__,
            error,
        )
        await self._clock.sleep(wait)

    async def _conflict(self, text: str) -> None:
        self._conflicts.append(self._clock.monotonic())
        if (
            len(self._conflicts) == MOST_CONFLICTS
            and self._conflicts[-1] - self._conflicts[0] <= CONFLICT_WINDOW_SECONDS
        ):
            raise IntakeFailed(f"another process uses the same bot token ({text})")
        logger.error("pausing for %.0f s: %s", CONFLICT_PAUSE_SECONDS, text)
        self._pause(CONFLICT_PAUSE_SECONDS)
        await self._clock.sleep(CONFLICT_PAUSE_SECONDS)


def _told(error: Exception) -> float | None:
    """The seconds that Telegram asks to wait."""
    if isinstance(error, PollFailed):
        return error.retry_after
    return classify(error).retry_after or None


def _store(connection: sqlite3.Connection, batch: Batch, now: datetime) -> int:
    note_poll(connection, now)
    return inbox.store_batch(connection, batch.arrivals, now)
