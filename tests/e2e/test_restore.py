"""The drill: back up beside the running bot, lose the machine, restore, go on."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from sandbox import Bot, Sandbox
from storage.connection import connect_read_only
from tests.support.campaign import Campaign
from tests.support.process import BotProcess, settings_for


class Drill:
    def __init__(self, sandbox: Sandbox, bot: Bot, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.database = folder / "tieuban.db"
        self.backup = folder / "kept.db"
        self.campaign = Campaign(sandbox, Random(3))
        operator = str(self.campaign.operator.id)
        self.settings = settings_for(sandbox, bot, self.database, ADMIN_IDS=operator)

    async def command(self, *words: str, code: int = 0) -> list[str]:
        """Carry out an operator's command; what it wrote."""
        async with BotProcess.running(self.folder, *words, settings=self.settings) as process:
            assert await process.ended() == code
            return process.lines

    async def reports(self, count: int) -> None:
        for _ in range(count):
            self.campaign.report()
        await self.sandbox.until(lambda: self.campaign.outstanding <= 0, 60)

    def notes(self) -> set[str]:
        with closing(connect_read_only(self.database)) as connection:
            return {row["note"] for row in _rows(connection)}


def _rows(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    return connection.execute("SELECT note FROM reports").fetchall()


@pytest.mark.long
async def test_after_a_restore_the_bot_goes_on_and_admins_know_what_may_be_missing(
    tmp_path: Path,
) -> None:
    async with Sandbox.running(limits=False, slow_repeated_polls=False) as sandbox:
        drill = Drill(sandbox, sandbox.bot("Tiểu ban", "tieuban_bot"), tmp_path)
        async with BotProcess.running(tmp_path, settings=drill.settings) as process:
            await process.ready()
            await drill.campaign.found()
            await drill.reports(5)
            kept = drill.notes()
            (line,) = await drill.command("backup", str(drill.backup))
            assert line.startswith("backup ")
            await drill.reports(5)
            (refused,) = await drill.command("restore", str(drill.backup), code=3)
            assert "in use by another process" in refused
            process.kill()
        lines = await drill.command("restore", str(drill.backup))
        assert any("data may be missing from" in line for line in lines)
        await restarted(drill, kept)


async def restarted(drill: Drill, kept: set[str]) -> None:
    assert drill.notes() == kept
    listed = await drill.command("outbox")
    assert listed
    assert all(" held " in line for line in listed if "restored" not in line)
    admin = drill.campaign.admin
    async with BotProcess.running(drill.folder, settings=drill.settings) as process:
        await process.ready()
        await drill.sandbox.until(lambda: told_of_restore(drill), 60)
        await drill.reports(5)
        process.terminate()
        assert await process.ended() == 0
    async with BotProcess.running(drill.folder, settings=drill.settings) as process:
        await process.ready()
        before = len(drill.sandbox.replies(admin))
        admin.says("/sukien")
        await drill.sandbox.until(lambda: len(drill.sandbox.replies(admin)) > before, 60)
        assert told_of_restore(drill) == 1
    assert (await drill.command("verify"))[0].startswith("sound")


def told_of_restore(drill: Drill) -> int:
    texts = [message.text for message in drill.sandbox.replies(drill.campaign.admin)]
    return sum("khôi phục từ bản sao lưu" in text for text in texts)
