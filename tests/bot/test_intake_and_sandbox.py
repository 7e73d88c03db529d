"""The intake against the strict local server: confirming, numbers, two bots with one token."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.intake import IntakeFailed
from sandbox import Bot, Person, Sandbox
from tests.support.impatient_clock import ImpatientClock
from tests.support.listening import Listener
from tests.support.people import started


class SharedClock(ImpatientClock):
    """While the bot waits, time passes for the server too: its conflict is long past."""

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self._bot = bot

    async def sleep(self, seconds: float) -> None:
        self._bot.updates.next_conflict = float("-inf")
        await super().sleep(seconds)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.running(
        clock=ImpatientClock(), limits=False, slow_repeated_polls=False
    ) as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    return sandbox.bot("Tiểu ban", "tieuban_bot")


@pytest.fixture
def member(sandbox: Sandbox, bot: Bot) -> Person:
    return started(sandbox, bot, "Đầu mối", "daumoi")


def listener_of(sandbox: Sandbox, bot: Bot, path: Path) -> Listener:
    return Listener(path, f"{sandbox.url}/bot", SharedClock(bot), token=bot.token)


async def confirmed(sandbox: Sandbox, bot: Bot, listener: Listener) -> None:
    await sandbox.until(lambda: not bot.updates.events)
    await listener.intake.wait_idle()


async def test_what_persons_say_is_heard_in_order_and_confirmed(
    sandbox: Sandbox, bot: Bot, member: Person, tmp_path: Path
) -> None:
    async with listener_of(sandbox, bot, tmp_path / "some.db") as listener:
        for number in range(250):
            member.says(f"{number}")
        await confirmed(sandbox, bot, listener)
        assert await listener.heard() == [f"{number}" for number in range(250)]


async def test_after_a_quiet_week_the_numbers_begin_anew(
    sandbox: Sandbox, bot: Bot, member: Person, tmp_path: Path
) -> None:
    bot.updates.restart_at(700_000_000)
    async with listener_of(sandbox, bot, tmp_path / "some.db") as listener:
        member.says("before")
        await confirmed(sandbox, bot, listener)
        bot.updates.restart_at(117_000_000)
        member.says("after")
        await confirmed(sandbox, bot, listener)
        assert await listener.heard() == ["before", "after"]


async def test_poison_does_not_stop_what_comes_after_it(
    sandbox: Sandbox, bot: Bot, member: Person, tmp_path: Path
) -> None:
    async with listener_of(sandbox, bot, tmp_path / "some.db") as listener:
        member.says("before")
        bot.updates.add_raw({"message": {"chat": []}}, expires=float("inf"))
        member.says("after")
        await confirmed(sandbox, bot, listener)
        assert await listener.heard() == ["before", "after"]
        assert len(await listener.dead()) == 1


async def test_of_two_bots_with_one_token_one_ends_and_one_goes_on(
    sandbox: Sandbox, bot: Bot, member: Person, tmp_path: Path
) -> None:
    async with (
        listener_of(sandbox, bot, tmp_path / "one.db") as one,
        listener_of(sandbox, bot, tmp_path / "other.db") as other,
    ):
        await asyncio.wait({one.running, other.running}, return_when=asyncio.FIRST_COMPLETED)
        ended, alive = (one, other) if one.running.done() else (other, one)
        with pytest.raises(IntakeFailed, match="another process uses the same bot token"):
            await ended.running
        assert ended.pauses == [30.0, 30.0]
        member.says("still there")
        await confirmed(sandbox, bot, alive)
        assert await alive.heard() == ["still there"]


async def test_a_revoked_token_ends_the_bot(
    sandbox: Sandbox, bot: Bot, member: Person, tmp_path: Path
) -> None:
    async with listener_of(sandbox, bot, tmp_path / "some.db") as listener:
        member.says("a")
        await confirmed(sandbox, bot, listener)
        bot.revoke()
        member.says("b")
        with pytest.raises(IntakeFailed, match="wrong or was revoked"):
            await listener.running
