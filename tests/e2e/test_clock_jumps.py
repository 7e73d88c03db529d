"""The machine's clock is set while the bot runs: what is due goes out once, and nothing stalls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from sandbox import Message, Person, Sandbox
from storage import agenda
from storage.connection import connect_read_only
from tests.support.campaign import Campaign
from tests.support.faked_clock import FakedClock
from tests.support.process import BotProcess, settings_for

pytestmark = pytest.mark.long  # the bot looks at its clock every 20 seconds of real time

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SLOT = time(7)
LATE = "Gửi muộn"
A_LOOK = 60.0  # seconds; only a guard against waiting for ever


class Day:
    """A day at whose slot something is to be said to the admin and to each member."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.database = folder / "tieuban.db"
        self.clock = FakedClock(folder)
        self.date = datetime.now(ZONE).date()
        self.campaign = Campaign(sandbox, Random(1))
        self._before: dict[Person, int] = {}

    def at(self, hour: int, minute: int, days: int = 0) -> None:
        """Sets the clock to this wall time of the day, or of one that follows."""
        moment = datetime.combine(self.date, time(hour, minute), ZONE) + timedelta(days=days)
        self.clock.set_to(moment)

    @asynccontextmanager
    async def prepared(self) -> AsyncIterator[BotProcess]:
        """The bot at work, with tasks that are due within days."""
        bot = self.sandbox.bot("Tiểu ban", "tieuban_bot")
        operator = str(self.campaign.operator.id)
        settings = settings_for(self.sandbox, bot, self.database, ADMIN_IDS=operator)
        settings |= self.clock.environment
        async with BotProcess.running(self.database.parent, settings=settings) as process:
            await process.ready()
            await self.campaign.found(due=self.date + timedelta(days=2))
            self._before = {person: len(self.sandbox.replies(person)) for person in self.everybody}
            yield process

    @property
    def everybody(self) -> list[Person]:
        return [self.campaign.admin, *(member.person for member in self.campaign.members)]

    def said(self, person: Person) -> list[Message]:
        """Summaries and digests, and what else came since all was prepared."""
        return [
            message
            for message in self.sandbox.replies(person)[self._before[person] :]
            if "tham gia" not in message.text
        ]

    async def all_have(self, count: int) -> None:
        await self.sandbox.until(
            lambda: all(len(self.said(person)) >= count for person in self.everybody), A_LOOK
        )

    async def agenda_shows(self, days: int) -> None:
        """Until the next slot is that of the day so many days from this one."""
        wanted = datetime.combine(self.date, SLOT, ZONE) + timedelta(days=days)
        await _until(lambda: self._next_slot() == wanted)

    def _next_slot(self) -> datetime | None:
        with closing(connect_read_only(self.database)) as connection:
            row = agenda.slot_of(connection, 1)
        return row.nominal_at if row else None


async def _until(condition: Callable[[], bool]) -> None:
    # The database of another process tells nobody that it has changed.
    async with asyncio.timeout(A_LOOK):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.2)


@pytest.fixture
async def day(tmp_path: Path) -> AsyncIterator[Day]:
    async with Sandbox.running(limits=False, slow_repeated_polls=False) as sandbox:
        yield Day(sandbox, tmp_path)


async def test_a_clock_that_jumps_over_a_slot_sends_it_once_marked_late(day: Day) -> None:
    day.at(6, 30)
    async with day.prepared():
        day.at(8, 30)
        await day.all_have(1)
        await day.agenda_shows(days=1)
        day.at(7, 0, days=1)
        await day.all_have(2)
        for person in day.everybody:
            late, in_time = day.said(person)
            assert LATE in late.text
            assert LATE not in in_time.text


async def test_a_clock_set_back_sends_nothing_twice_and_stalls_nothing(day: Day) -> None:
    day.at(6, 30)
    async with day.prepared():
        day.at(7, 0)
        await day.all_have(1)
        await day.agenda_shows(days=1)
        day.at(6, 0)
        await day.agenda_shows(days=0)
        asker = day.campaign.members[0].person
        asker.says("/viec")
        await day.sandbox.until(lambda: len(day.said(asker)) == 2, A_LOOK)
        day.at(7, 0)
        await day.agenda_shows(days=1)
        day.at(7, 0, days=1)
        await day.all_have(2)
        await day.sandbox.until(lambda: len(day.said(asker)) == 3, A_LOOK)
        for person in day.everybody:
            assert len(day.said(person)) == (3 if person is asker else 2)
