"""Files as people get them: the real process, its worker, and a kill in the middle."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.outgoing_call import RESENT
from storage.connection import connect_read_only
from tests.support.office import LONGEST, Office


class Desk(Office):
    """An admin of a new subcommittee, and the database behind."""

    async def state(self, wanted: str) -> None:
        """Returns once the file is in this state."""
        async with asyncio.timeout(LONGEST):
            while self._states() != [wanted]:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def _states(self) -> list[str]:
        with closing(connect_read_only(self.database)) as connection:
            rows: list[sqlite3.Row] = connection.execute(
                "SELECT state FROM outbox WHERE kind = 'made'"
            ).fetchall()
        return [row["state"] for row in rows]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk.opened(tmp_path) as opened:
        yield opened


async def test_a_file_that_was_being_made_at_the_kill_is_sent_once(desk: Desk) -> None:
    async with desk.process() as process:
        await process.ready()
        await desk.found()
        desk.admin.says("/mau")
        await desk.state("making")
        process.kill()
    assert desk.documents() == []
    async with desk.process() as process:
        await desk.state("sent")
        process.terminate()
        assert await process.ended() == 0
    (file,) = desk.documents()
    assert file.content["document"]["file_name"] == "Mẫu kế hoạch.xlsx"
    assert RESENT["vi"] not in file.content["caption"]


async def test_a_bot_that_is_making_a_file_stops_in_time(desk: Desk) -> None:
    async with desk.process() as process:
        await process.ready()
        await desk.found()
        desk.admin.says("/mau")
        await desk.state("making")
        process.terminate()
        assert await process.ended(within=5.0) == 0
    await desk.state("waiting")
