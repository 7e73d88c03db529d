from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api, plain_api
from tests.support.clock import ManualClock
from tests.support.control import ControlClient, control_client
from tests.support.people import started


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def sandbox(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A sandbox with a standing clock and without flood limits."""
    async with Sandbox.running(clock=clock, limits=False, slow_repeated_polls=False) as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    return sandbox.bot("Tiểu ban", "tieuban_bot")


@pytest.fixture
def chair(sandbox: Sandbox, bot: Bot) -> Person:
    return started(sandbox, bot, "Trưởng", "truong")


@pytest.fixture
async def api(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Api]:
    async with plain_api(sandbox.url, bot.token) as client:
        yield client


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[ControlClient]:
    async with control_client(sandbox.url) as client:
        yield client
