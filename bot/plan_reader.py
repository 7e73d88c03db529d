"""Reads a plan that was fetched: what goes to the worker and what comes back goes in slices.

Neither the tasks that a plan is compared with nor what was read of it are ever held whole: each
slice is stored, in a unit of work of its own, before the next is taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

from bot.clock import Clock
from bot.workshop import RecipeFailed, Workshop, WorkshopClosed
from documents.plan import PlanOrder, PlanReading
from domain.errors import Refusal
from domain.plans.basis import KnownTask
from domain.plans.rows import Compared
from handlers.planning import reading
from handlers.planning.reading import Ground
from storage.database import Database
from storage.imports import PART, Import

SENTENCES_TOGETHER = 50  # put into words before the loop goes round


class PlanReader:
    """One plan after the other, from its file to its preview."""

    def __init__(self, database: Database, clock: Clock, workshop: Workshop) -> None:
        self._database = database
        self._clock = clock
        self._workshop = workshop

    async def read(self, found: Import, path: Path) -> None:
        """Answers with what the file would do, or why it does nothing.

        Doing a part of it and then all from the beginning is as good as doing it once.
        """
        await _clear(self._database, found)
        now = self._clock.now()
        if not await self._database.write(partial(reading.begin, import_id=found.id, now=now)):
            return
        try:
            await self._read(found, path, now)
        except WorkshopClosed:
            await self._leave(found)
        except asyncio.CancelledError:
            await self._leave(found)
            raise

    async def fail(self, found: Import, why: Refusal) -> None:
        """Nothing comes of the file, and nothing stays of it."""
        await _clear(self._database, found)
        now = self._clock.now()
        await self._database.write(partial(reading.fail, import_id=found.id, why=why, now=now))

    async def _leave(self, found: Import) -> None:
        await self._database.write(partial(reading.leave, import_id=found.id))

    async def _read(self, found: Import, path: Path, now: datetime) -> None:
        ground = await self._database.read(partial(reading.ground, import_id=found.id, now=now))
        if ground is None:
            await self._database.write(partial(reading.drop, import_id=found.id, now=now))
            return
        taking = _Taking(self._database, found, ground)
        order = PlanOrder(found.file_name, str(path), ground.basis)
        try:
            await self._workshop.read_slices("plan", order, taking.tasks, taking.take)
        except RecipeFailed:
            await self.fail(found, Refusal("import_failed"))
            return
        await self._conclude(found, taking.said, ground, path)

    async def _conclude(self, found: Import, said: PlanReading, ground: Ground, path: Path) -> None:
        if said.unreadable:
            await self.fail(found, Refusal(said.unreadable, **said.data))
            return
        if said.compared.faulty_rows:
            await self._keep_file(found, path)
        now = self._clock.now()
        await self._database.write(
            partial(reading.preview, import_id=found.id, reading=said, mark=ground.mark, now=now)
        )

    async def _keep_file(self, found: Import, path: Path) -> None:
        for part in count():
            content = await asyncio.to_thread(_part_of, path, part)
            if not content:
                return
            await self._database.write(
                partial(reading.keep_part, import_id=found.id, part=part, content=content)
            )


class _Taking:
    """What goes to the worker for one plan, and what comes back."""

    def __init__(self, database: Database, found: Import, ground: Ground) -> None:
        self._database = database
        self._found = found
        self._ground = ground
        self.said = PlanReading()
        """All but the rows, once the worker has done."""

    async def tasks(self) -> AsyncIterator[list[KnownTask]]:
        """The tasks that the plan is compared with."""
        event_id, number = self._ground.event_id, 0
        while slice_of := await self._database.read(
            partial(reading.tasks_after, event_id=event_id, number=number)
        ):
            yield slice_of
            number = slice_of[-1].number

    async def take(self, said: PlanReading | Compared) -> None:
        """Stores a slice; before the first, forgets what another worker had said by its death."""
        if isinstance(said, PlanReading):
            self.said = said
            await _clear(self._database, self._found)
            return
        sentences = await self._sentences(said)
        await self._database.write(
            partial(reading.keep, import_id=self._found.id, rows=said, sentences=sentences)
        )

    async def _sentences(self, said: Compared) -> list[tuple[str, str]]:
        """Each fault in words; many of them are no reason for anybody else to wait."""
        sentences = []
        for number, fault in enumerate(said.faults):
            if number % SENTENCES_TOGETHER == 0:
                await asyncio.sleep(0)
            sentences.append(reading.sentence(self._found, fault, self._ground.basis))
        return sentences


async def _clear(database: Database, found: Import) -> None:
    while await database.write(partial(reading.clear, import_id=found.id)):
        pass


def _part_of(path: Path, part: int) -> bytes:
    with path.open("rb") as file:
        file.seek(part * PART)
        return file.read(PART)
