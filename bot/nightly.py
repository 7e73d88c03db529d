"""The work of the night: a backup, and what has grown old is let go."""

import asyncio
import logging
import sqlite3
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.health import BACKUP_FAILED
from storage import backup, facts, forms, imports, inbox, loose_media, outbox_upkeep, proposals
from storage.database import Database
from storage.times import to_text

logger = logging.getLogger(__name__)

AT = time(3, 0)
LAST_NIGHT = "last_night"
SLICE = 500
LOOSE_MEDIA_KEPT = timedelta(days=7)
"""How long media whose task was never said can still be placed."""
PROPOSALS_KEPT = timedelta(days=60)
"""How long the buttons under a proposal are remembered."""
IMPORTS_KEPT = timedelta(days=7)
"""How long a plan that changed nothing can still be decided on."""
AGAIN = timedelta(hours=1)
"""After a backup that could not be made, before the next try."""


class Nightly:
    """Runs once a night, after 03:00 in the installation's zone; a missed night is made up for."""

    def __init__(self, database: Database, path: Path, clock: Clock, timezone: str) -> None:
        self._database = database
        self._path = path
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._last: date | None = None
        self._not_before = clock.monotonic()

    async def run_if_due(self) -> None:
        """Does the night's work where it has not been done.

        A backup that fails is logged, noted for the admins and tried again an hour later.
        """
        if self._clock.monotonic() < self._not_before:
            return
        night = self._night()
        if self._last is None:
            self._last = await self._database.read(_last_night)
        if self._last is not None and self._last >= night:
            return
        await self._run(night)

    def _night(self) -> date:
        """The day whose night's work is due by now."""
        local = self._clock.now().astimezone(self._zone)
        return local.date() if local.time() >= AT else date.fromordinal(local.toordinal() - 1)

    async def _run(self, night: date) -> None:
        now = self._clock.now()
        made = await self._back_up(now)
        await self._prune(now)
        if not made:
            self._not_before = self._clock.monotonic() + AGAIN.total_seconds()
            return
        await self._database.write(lambda connection: _note(connection, night))
        self._last = night

    async def _back_up(self, now: datetime) -> bool:
        """Whether it was made."""
        # Beside the loop: copying a large database takes its time.
        try:
            made = await asyncio.to_thread(
                backup.make_nightly, self._path, self._path.parent / "backups", now
            )
        except (backup.BackupFailed, sqlite3.Error, OSError):
            logger.exception("no backup could be made tonight")
            await self._database.write(partial(facts.put, name=BACKUP_FAILED, value=to_text(now)))
            return False
        logger.info("backup written: %s", made.path.name)
        await self._database.write(partial(facts.remove, name=BACKUP_FAILED))
        return True

    async def _prune(self, now: datetime) -> None:
        """In slices, so that nobody waits for it."""
        while await self._database.write(lambda connection: inbox.prune(connection, now, SLICE)):
            pass
        await self._database.write(lambda connection: forms.delete_old(connection, now))
        await self._database.write(
            lambda connection: loose_media.forget_before(connection, now - LOOSE_MEDIA_KEPT)
        )
        await self._database.write(
            lambda connection: proposals.forget_before(connection, now - PROPOSALS_KEPT)
        )
        while await self._database.write(
            lambda connection: imports.forget_before(connection, now - IMPORTS_KEPT, SLICE)
        ):
            pass
        first = 0
        while True:
            following = await self._database.write(
                partial(outbox_upkeep.prune, now=now, after_id=first, rows=SLICE)
            )
            if following is None:
                return
            first = following


def _last_night(connection: sqlite3.Connection) -> date | None:
    noted = facts.find(connection, LAST_NIGHT)
    return date.fromisoformat(noted) if noted else None


def _note(connection: sqlite3.Connection, night: date) -> None:
    facts.put(connection, LAST_NIGHT, night.isoformat())
