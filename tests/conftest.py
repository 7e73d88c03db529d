from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Generator

import pytest
from hypothesis import HealthCheck, settings

from sandbox import Sandbox
from tests.support.examples import QUICK_EXAMPLES, THOROUGH

MOST_WORKERS = 8

# A busy machine must not fail a test: no property is measured by the clock.
UNHURRIED = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", UNHURRIED, max_examples=QUICK_EXAMPLES)
settings.register_profile(THOROUGH, UNHURRIED, max_examples=200)
settings.load_profile("quick")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a process or a page."""
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lives to the end: nothing of it is looked through for garbage again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest begin first: nobody waits at the end for one that began last.

    Those who share what takes long to load stay together, with the worker that loads it.
    """
    items.sort(key=lambda item: (_minutes(item), _early(item)), reverse=True)


def _minutes(item: pytest.Item) -> float:
    mark = item.get_closest_marker("long")
    return float(mark.kwargs.get("minutes", 0)) if mark else 0.0


def _early(item: pytest.Item) -> str:
    mark = item.get_closest_marker("early")
    return str(mark.args[0]) if mark else ""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Telegram in real time, with its flood limits."""
    async with Sandbox.running(slow_repeated_polls=False) as running:
        yield running
