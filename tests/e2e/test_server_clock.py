"""A machine whose clock is years behind: the bot works, and knows."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.application import build
from bot.settings import Settings
from sandbox import Sandbox
from tests.support.clock import ManualClock


@pytest.mark.long
async def test_a_wrong_clock_is_learned_from_what_telegram_answers(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        bot_token=SecretStr(sandbox.bot("Tiểu ban", "tieuban_bot").token),
        bot_api_url=sandbox.url,
        database_path=tmp_path / "tieuban.db",
        admin_ids=(1,),
    )
    tieuban = await build(settings, ManualClock(datetime(2020, 1, 1, tzinfo=UTC)))
    stop = asyncio.Event()
    running = asyncio.create_task(tieuban.run(stop))
    try:
        asker = sandbox.person("Người hỏi")
        asker.start()
        await sandbox.until(lambda: sandbox.replies(asker))
        await sandbox.until(lambda: tieuban.delivery.server_clock.is_off)
    finally:
        stop.set()
        await running
        await tieuban.close()
