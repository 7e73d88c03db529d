from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Telegram in real time, with its flood limits."""
    async with Sandbox.running(slow_repeated_polls=False) as running:
        yield running
