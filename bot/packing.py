"""Puts together, in the background, what closed events leave: one package after another.

What was fetched lies in a folder beside the database, so that a process that ends in the middle
is gone on with where it was.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot import package_folder
from bot.backoff import Backoff, Wait
from bot.clock import Clock, sleep_unless
from bot.downloads import fetch, is_too_large
from bot.failures import PASSING, classify
from bot.logging import redact
from bot.workshop import RecipeFailed, Workshop, WorkshopClosed
from documents.made import MadeFile
from documents.package_contents import PackageContents
from handlers.papers.package_contents import contents
from handlers.papers.packaging import ABOUT, order_parts, seat_of, tell_progress
from storage import event_records, packages
from storage.database import Database, is_transient
from storage.outbox import OutboxRow
from storage.packages import Package

logger = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_SECONDS = 60.0
PROGRESS_SECONDS = 3.0
MOST_BYTES = 500 * 1024 * 1024
"""Of all evidence in one package."""


class Packer:
    """Runs beside the line of messages; ``folder`` is its own."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        clock: Clock,
        workshop: Workshop,
        folder: Path,
        *,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._workshop = workshop
        self._folder = folder
        self._most_bytes = most_bytes
        self._backoff = Backoff(Random())
        self._waits: dict[int, Wait] = {}  # by package
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._commits_to_look_at = 0
        self._running: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until `stop`: whatever is open is gone on with, and looked for when woken."""
        self._running = asyncio.current_task()
        await self._sweep()
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                pause = await self._look()
            except WorkshopClosed:
                return
            await sleep_unless(self._clock, self._wake, pause)

    def stop(self) -> None:
        """At once, in the middle of a file too: it is fetched again at the next start."""
        self._stopping.set()
        if self._running is not None:
            self._running.cancel()

    def noted(self, row: OutboxRow) -> None:
        """A row has come to its end: in the writer's thread, before that is committed."""
        if row.about is not None and row.about.startswith(f"{ABOUT}:"):
            # The commit that is being told of may be the one before.
            self._commits_to_look_at = 2

    def changed(self) -> None:
        """Something was committed."""
        if self._commits_to_look_at:
            self._commits_to_look_at -= 1
            self._wake.set()

    async def _sweep(self) -> None:
        """What an end in the middle of tidying up left behind."""
        try:
            wanted = {str(each.id) for each in await self._database.read(packages.all_open)}
            await asyncio.to_thread(package_folder.remove_others, self._folder, wanted)
        except (OSError, sqlite3.Error) as error:
            logger.warning("old packages could not be removed: %s", error)

    async def _look(self) -> float:
        """Goes on with all that may be tried; the seconds until one has to be tried again."""
        try:
            opened = await self._database.read(packages.all_open)
        except sqlite3.Error:
            logger.exception("packages could not be looked for")
            return self._backoff.next()
        self._backoff.reset()
        waits = {package.id: self._waits.get(package.id) for package in opened}
        self._waits = {number: wait for number, wait in waits.items() if wait is not None}
        for package in opened:
            await self._try_if_due(package)
        moment = self._clock.monotonic()
        return min([LOOK_SECONDS, *(wait.until - moment for wait in self._waits.values())])

    async def _try_if_due(self, package: Package) -> None:
        wait = self._waits.get(package.id) or Wait(Backoff(Random()))
        if wait.until > self._clock.monotonic():
            return
        if await self._tried(package):
            self._waits.pop(package.id, None)
        else:
            wait.until = self._clock.monotonic() + wait.backoff.next()
            self._waits[package.id] = wait

    async def _tried(self, package: Package) -> bool:
        """Whether it need not be tried again soon."""
        try:
            await self._go_on(package)
        except WorkshopClosed:
            raise
        except (OSError, TelegramError) as error:
            logger.warning("package %d has to wait: %s", package.id, redact(str(error)))
        except Exception as error:
            logger.exception("package %d could not be gone on with", package.id)
            return not is_transient(error) and await self._given_up(package, error)
        else:
            return True
        return False

    async def _given_up(self, package: Package, error: Exception) -> bool:
        try:
            await self._finish(package, redact(f"{type(error).__name__}: {error}"))
        except Exception:
            logger.exception("the end of package %d could not be told", package.id)
            return False
        return True

    async def _go_on(self, package: Package) -> None:
        if package.state == "sending":
            await self._check(package)
            return
        if await self._database.read(partial(_seat, package)) is None:
            await self._finish(package, "nobody may have it any more")
            return
        # What was fetched before the process ended may be gone, after a restore for one.
        await self._fetch_all(package)
        await self._pack(package)

    # Fetching ---------------------------------------------------------------------------------

    async def _fetch_all(self, package: Package) -> None:
        folder = self._files(package)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        shown = await self._database.read(
            partial(event_records.evidence, event_id=package.event_id)
        )
        pieces = [(piece.id, piece.file_id) for piece in shown if piece.file_id is not None]
        there = await asyncio.to_thread(package_folder.fetched, folder)
        missing = await asyncio.to_thread(package_folder.missing, folder)
        held = await asyncio.to_thread(package_folder.size_of, there.values())
        told_at = self._clock.monotonic()
        for done, (number, file_id) in enumerate(pieces):
            if number in there or number in missing:
                continue
            if self._clock.monotonic() - told_at >= PROGRESS_SECONDS:
                told_at = self._clock.monotonic()
                await self._tell(package, "fetching", done, len(pieces))
            held += await self._fetch(folder, number, file_id, self._most_bytes - held)

    async def _fetch(self, folder: Path, number: int, file_id: str, room: int) -> int:
        """How many bytes it has; 0 where it cannot be had, which is noted with why."""
        if room <= 0:
            return await self._miss(folder, number, "full")
        try:
            path = await fetch(self._bot, file_id, folder, str(number))
        except TelegramError as error:
            if classify(error).failure in PASSING:
                raise
            reason = "too_large" if is_too_large(error) else "gone"
            return await self._miss(folder, number, reason)
        size = (await asyncio.to_thread(path.stat)).st_size
        if size > room:
            await asyncio.to_thread(path.unlink)
            return await self._miss(folder, number, "full")
        return size

    async def _miss(self, folder: Path, number: int, reason: str) -> int:
        await asyncio.to_thread(package_folder.note_missing, folder, number, reason)
        return 0

    # Packing and sending ----------------------------------------------------------------------

    async def _pack(self, package: Package) -> None:
        await self._to("packing", package)
        try:
            parts = await self._workshop.make("package", await self._contents(package))
        except RecipeFailed as error:
            await self._finish(package, str(error))
            return
        now = self._clock.now()
        await self._write(partial(_order, package=package, parts=parts, now=now))

    async def _contents(self, package: Package) -> PackageContents:
        folder = self._files(package)
        files = await asyncio.to_thread(package_folder.fetched, folder)
        missing = await asyncio.to_thread(package_folder.missing, folder)
        now = self._clock.now()

        def read(connection: sqlite3.Connection) -> PackageContents:
            seat = seat_of(connection, package)
            if seat is None:
                raise RecipeFailed("nobody may have it any more")
            return contents(connection, package, seat, folder.parent, files, missing, now)

        return await self._database.read(read)

    async def _check(self, package: Package) -> None:
        """Whether all parts have come to their end."""
        states = await self._database.read(partial(packages.states_of_parts, package_id=package.id))
        if set(states) <= {"sent", "void", "dead"}:
            lost = len(states) - states.count("sent")
            await self._finish(package, f"{lost} parts were not sent" if lost else None)

    async def _finish(self, package: Package, error: str | None) -> None:
        if error is not None:
            logger.error("package %d: %s", package.id, error)
        now = self._clock.now()

        def unit(connection: sqlite3.Connection) -> None:
            packages.finish(connection, package.id, now, error)
            stage = "failed" if error else "sent"
            tell_progress(connection, package, stage, now, total=package.parts or 0)

        # First of all: who ends in between finds the package open, and comes here again.
        await asyncio.to_thread(shutil.rmtree, self._folder / str(package.id), True)
        await self._write(unit)

    async def _to(self, state: str, package: Package) -> None:
        now = self._clock.now()

        def unit(connection: sqlite3.Connection) -> None:
            packages.set_state(connection, package.id, state)
            tell_progress(connection, package, state, now)

        await self._write(unit)

    async def _tell(self, package: Package, stage: str, done: int, total: int) -> None:
        now = self._clock.now()
        await self._write(
            partial(tell_progress, package=package, stage=stage, now=now, done=done, total=total)
        )

    async def _write(self, unit: Callable[[sqlite3.Connection], T]) -> T:
        return await self._database.write(unit)

    def _files(self, package: Package) -> Path:
        return self._folder / str(package.id) / "files"


def _seat(package: Package, connection: sqlite3.Connection) -> object:
    return seat_of(connection, package)


def _order(
    connection: sqlite3.Connection, package: Package, parts: list[MadeFile], now: datetime
) -> None:
    packages.set_state(connection, package.id, "sending", parts=len(parts))
    order_parts(connection, package, parts, now)
    tell_progress(connection, package, "sending", now, total=len(parts))
