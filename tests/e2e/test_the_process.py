"""The process as an operator knows it: its lines, its signals, its exit codes."""

import os
from pathlib import Path

import pytest

from bot import processors
from sandbox import Bot, Person, Sandbox
from tests.support.process import BotProcess, settings_for

STOPS_WITHIN = 5.0  # seconds, promised to whoever sends SIGTERM


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    return sandbox.bot("Tiểu ban", "tieuban_bot")


@pytest.fixture
def settings(sandbox: Sandbox, bot: Bot, tmp_path: Path) -> dict[str, str]:
    return settings_for(sandbox, bot, tmp_path / "data" / "tieuban.db")


async def answered(sandbox: Sandbox) -> None:
    """Somebody writes, and the bot answers."""
    asker = sandbox.person("Người hỏi")
    asker.start()
    await sandbox.until(lambda: sandbox.replies(asker), within=30)


async def test_ready_is_said_in_one_line_with_the_bots_name(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as process:
        assert "ready: @tieuban_bot" in await process.ready()
        await answered(sandbox)
        assert process.output.count("ready") == 1


async def test_a_quiet_life_writes_no_warning(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        await answered(sandbox)
        await sandbox.until(lambda: len(sandbox.calls.of("setMyCommands")) >= 4)
        process.terminate()
        assert await process.ended() == 0
        assert not [line for line in process.lines if "warning" in line or "error" in line]


@pytest.mark.skipif(len(processors.ALLOWED) < 2, reason="there is only one processor")
async def test_the_loop_and_the_database_share_a_processor(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    """Threads that the loop lends out, for backups and files, may run on any."""
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        await answered(sandbox)
        loop = os.sched_getaffinity(process.pid)
        threads = [
            os.sched_getaffinity(int(thread)) for thread in os.listdir(f"/proc/{process.pid}/task")
        ]
        assert len(loop) == 1
        assert threads.count(loop) >= 3  # the loop's, the writer's, the reader's
        assert processors.ALLOWED in threads
        assert all(thread in (loop, processors.ALLOWED) for thread in threads)


async def test_sigterm_ends_it_with_0_within_five_seconds(
    settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        process.terminate()
        assert await process.ended(STOPS_WITHIN) == 0


async def test_sigterm_ends_it_in_time_while_telegram_is_offline(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        await sandbox.go_offline()
        await process.says("cannot be taken in")
        process.terminate()
        assert await process.ended(STOPS_WITHIN) == 0


async def test_sigterm_ends_it_in_time_before_it_has_reached_telegram(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    await sandbox.go_offline()
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.says("Telegram cannot be reached")
        process.terminate()
        assert await process.ended(STOPS_WITHIN) == 0
        assert all("Telegram cannot be reached" in line for line in process.lines)


@pytest.mark.long
async def test_it_waits_for_telegram_at_its_start(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    await sandbox.go_offline()
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.says("Telegram cannot be reached")
        await sandbox.go_online()
        await process.ready()


@pytest.mark.parametrize(
    "method",
    [
        "setMyCommands",
        pytest.param("sendMessage", marks=pytest.mark.long),
        pytest.param("answerCallbackQuery", marks=pytest.mark.long),
    ],
)
async def test_sigterm_ends_it_in_time_while_a_call_hangs(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path, method: str
) -> None:
    hanging = sandbox.faults.hold(method=method)
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        asker = sandbox.person("Người hỏi")
        asker.start()
        if method == "answerCallbackQuery":
            await sandbox.until(lambda: sandbox.replies(asker), within=30)
            asker.press_data(sandbox.replies(asker)[0], "none:1")
        await sandbox.until(lambda: hanging.hits, within=30)
        process.terminate()
        assert await process.ended(STOPS_WITHIN) == 0


async def test_a_wrong_token_is_one_line_and_1(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    settings["BOT_TOKEN"] = f"123456789:{'B' * 35}"
    async with BotProcess.running(tmp_path, settings=settings) as process:
        assert await process.ended() == 1
        assert process.lines == ["Telegram refuses the bot token: it is wrong or was revoked"]


async def test_a_token_revoked_while_it_runs_ends_it_with_1(
    bot: Bot, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        bot.revoke()
        assert await process.ended() == 1
        assert "refuses the bot token" in process.lines[-1]


async def test_an_empty_env_is_one_line_and_2(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    async with BotProcess.running(tmp_path) as process:
        assert await process.ended() == 2
        assert len(process.lines) == 1
        assert "BOT_TOKEN is missing" in process.lines[0]


async def test_settings_may_stand_in_env(settings: dict[str, str], tmp_path: Path) -> None:
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    (tmp_path / ".env").write_text("".join(lines))
    async with BotProcess.running(tmp_path) as process:
        await process.ready()


async def test_a_second_process_on_the_same_database_ends_with_3(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as first:
        await first.ready()
        async with BotProcess.running(tmp_path, settings=settings) as second:
            assert await second.ended() == 3
            assert len(second.lines) == 1
            assert "in use by another process" in second.lines[0]
        await answered(sandbox)


@pytest.mark.long
async def test_the_database_is_free_right_after_a_kill(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    async with BotProcess.running(tmp_path, settings=settings) as first:
        await first.ready()
        first.kill()
        await first.ended()
    async with BotProcess.running(tmp_path, settings=settings) as second:
        await second.ready()
        await answered(sandbox)


async def test_the_setup_code_stands_in_the_log_and_works_once(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    settings["ADMIN_IDS"] = ""
    async with BotProcess.running(tmp_path, settings=settings) as process:
        line = await process.says("/start setup-")
        code = line.partition("/start ")[2].split()[0]
        assert process.output.count("setup-") == 1
        first, second = sandbox.person("Một"), sandbox.person("Hai")
        await starts(sandbox, first, code)
        await starts(sandbox, second, code)
        for person in (first, second):
            person.says("/laptieuban Tiểu ban Hậu cần")
        await sandbox.until(lambda: len(sandbox.replies(first)) > 2, within=30)
        assert "t.me/tieuban_bot?start=" in sandbox.replies(first)[-1].text
        assert not [m for m in sandbox.replies(second) if "?start=" in m.text]
        process.terminate()
        await process.ended()
    async with BotProcess.running(tmp_path, settings=settings) as again:
        await again.ready()
        assert "setup-" not in again.output


async def starts(sandbox: Sandbox, person: Person, code: str) -> None:
    person.start(payload=code)
    await sandbox.until(lambda: sandbox.replies(person), within=30)


@pytest.mark.long
async def test_a_webhook_left_by_another_program_is_taken_away(
    sandbox: Sandbox, bot: Bot, settings: dict[str, str], tmp_path: Path
) -> None:
    bot.webhook = {"url": "https://example.org/hook"}
    async with BotProcess.running(tmp_path, settings=settings) as process:
        await process.ready()
        await answered(sandbox)


@pytest.mark.long
async def test_another_poller_with_the_same_token_ends_it_with_1(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    sandbox.faults.error(
        409, "Conflict: terminated by other getUpdates request", method="getUpdates", times=3
    )
    async with BotProcess.running(tmp_path, settings=settings) as process:
        assert await process.ended(within=180) == 1
        assert "another process uses the same bot token" in process.lines[-1]
