"""The clock's work goes on, whatever becomes of one part of it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.scheduler import HEALTH_SECONDS, PUT_OFF, Scheduler
from handlers.commands import REGISTRY
from handlers.work import Config
from storage import agenda, subcommittees
from storage.database import Database
from storage.times import from_text
from tests.support.clock import START, ManualClock

CONFIG = Config("tieuban_bot", "vi", "Asia/Ho_Chi_Minh", frozenset(), REGISTRY)
MINUTE = timedelta(minutes=1)


async def nothing() -> None:
    """Neither night nor trouble."""


async def looked(scheduler: Scheduler, task: asyncio.Task[None]) -> None:
    """Return once the scheduler has looked, or has ended."""
    idle = asyncio.create_task(scheduler.wait_idle())
    await asyncio.wait({idle, task}, return_when=asyncio.FIRST_COMPLETED)
    idle.cancel()


@asynccontextmanager
async def running(scheduler: Scheduler) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(scheduler.run())
    await looked(scheduler, task)
    try:
        yield task
    finally:
        scheduler.stop()
        await task


def two_subcommittees(connection: sqlite3.Connection) -> None:
    """A slot of each is due; the one due first has settings that nobody can read."""
    for minutes in (2, 1):
        made = subcommittees.create(connection, "Tiểu ban", "Asia/Ho_Chi_Minh", "vi", START)
        agenda.put_slot(connection, made.id, START - minutes * MINUTE)
    connection.execute("UPDATE subcommittees SET settings = '[]' WHERE id = 1")


def acts(connection: sqlite3.Connection) -> dict[int, object]:
    rows = connection.execute("SELECT subcommittee_id, act_at FROM agenda").fetchall()
    return {row["subcommittee_id"]: from_text(row["act_at"]) for row in rows}


async def test_what_cannot_be_planned_holds_up_nobody_else(database: Database) -> None:
    clock = ManualClock()
    await database.write(two_subcommittees)
    scheduler = Scheduler(database, clock, CONFIG, nightly=nothing, health=nothing)
    async with running(scheduler) as task:
        assert not task.done()
        # The second has no event open, and so no slot any more.
        assert await database.read(acts) == {1: START + PUT_OFF}


async def test_a_question_that_fails_does_not_end_the_clocks_work(database: Database) -> None:
    clock = ManualClock()
    asked: list[object] = []

    async def health() -> None:
        asked.append(clock.now())
        raise OSError("the disk is gone")

    scheduler = Scheduler(database, clock, CONFIG, nightly=nothing, health=health)
    async with running(scheduler) as task:
        for count in (1, 2):
            clock.pass_on(HEALTH_SECONDS)
            scheduler.wake()
            await looked(scheduler, task)
            assert (len(asked), task.done()) == (count, False)
