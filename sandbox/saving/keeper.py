"""A world that is kept: loaded at the beginning, saved a while after it changed and at the end."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sandbox.saving.errors import SavedWorldError
from sandbox.saving.folder import FolderLock
from sandbox.saving.reading import load
from sandbox.saving.writing import Snapshot, Writer
from sandbox.world import World

DELAY = 1.0
# Saving a large world takes its time; it may take a tenth of all time at most.
REST = 10

_log = logging.getLogger("sandbox.saving")


class Keeper:
    """Keeps one world in one folder.

    `saved_at` is the moment of the world's clock at which the loaded world was saved, None when
    there was none. A change is saved `delay` real seconds after it. The folder is locked from the
    constructor to `close`.

    Raises SavedWorldError for a folder that is in use, cannot be read or cannot be written.
    """

    def __init__(self, world: World, folder: Path, delay: float = DELAY) -> None:
        self.folder = folder
        self.delay = delay
        self._world = world
        self._writer = Writer(world, folder)
        world.feed.listeners.append(self._writer.noted)
        self._last: Snapshot | None = None
        self._task: asyncio.Task[None] | None = None
        # One thread writes, so that an older moment never replaces a newer one.
        self._thread = ThreadPoolExecutor(1, "sandbox keeper")
        self._rest = delay
        self._lock = FolderLock(folder)
        self.saved_at: datetime | None = self._begin()

    def _begin(self) -> datetime | None:
        try:
            self._lock.take()
            saved_at = load(self.folder, self._world)
            # Who is killed before the first change is saved must not load these counters again.
            self._writer.snapshot().write()
            self._writer.clear_files()
        except OSError as error:
            self._lock.release()
            raise SavedWorldError(f"{self.folder} cannot be written: {error}") from error
        except SavedWorldError:
            self._lock.release()
            raise
        return saved_at

    def start(self) -> None:
        """Saves from now on, in the running event loop."""
        self._lock.take()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="sandbox keeper")

    async def close(self) -> None:
        """Saves a last time and lets go of the folder; raises OSError when it cannot be saved."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        try:
            await self._write(self._writer.snapshot(thorough=True))
        finally:
            self._lock.release()

    async def save(self) -> None:
        """Saves now, unless nothing changed; raises OSError."""
        snapshot = self._writer.snapshot()
        if not snapshot.same_as(self._last):
            await self._write(snapshot)

    async def _write(self, snapshot: Snapshot) -> None:
        loop = asyncio.get_running_loop()
        start = time.monotonic()
        await loop.run_in_executor(self._thread, snapshot.write)
        self._last = snapshot
        self._rest = max(self.delay, REST * (time.monotonic() - start))

    async def _run(self) -> None:
        changed = self._next_change()
        while True:
            await changed
            await asyncio.sleep(self._rest)
            changed = self._next_change()
            try:
                await self.save()
            except OSError as error:
                _log.error("the world cannot be saved in %s: %s", self.folder, error)

    def _next_change(self) -> asyncio.Task[None]:
        """Done after the next change, be it told to those who wait or to those who look on."""
        feed = self._world.feed
        told, noted = self._world.transcript.change(), feed.changed(feed.sequence)
        return asyncio.create_task(_first(told, asyncio.create_task(noted)))


async def _first(*waiting: asyncio.Future[None]) -> None:
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for future in waiting:
            future.cancel()
