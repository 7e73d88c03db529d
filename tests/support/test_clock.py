"""The clocks: the machine's and the one that tests move."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import Clock, SystemClock, sleep_unless
from tests.support.clock import START, ManualClock, run_ready_tasks


async def test_sleepers_wake_in_the_order_of_their_moments() -> None:
    clock = ManualClock()
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    async with asyncio.TaskGroup() as tasks:
        for name, seconds in (("late", 5.0), ("early", 1.0), ("never", 99.0)):
            tasks.create_task(sleeper(name, seconds))
        await clock.advance(10)
        assert woken == [("early", 1_001.0), ("late", 1_005.0)]
        assert clock.monotonic() == 1_010
        await clock.advance(90)


async def test_who_sleeps_again_is_woken_again_on_the_way() -> None:
    clock = ManualClock()
    ticks: list[float] = []

    async def ticker() -> None:
        for _ in range(3):
            await clock.sleep(20)
            ticks.append(clock.monotonic() - 1_000)

    task = asyncio.create_task(ticker())
    await clock.move_to(START + timedelta(minutes=5))
    await task
    assert ticks == [20, 40, 60]


async def test_the_wall_clock_jumps_apart_from_the_steady_one() -> None:
    clock = ManualClock()
    clock.jump(timedelta(hours=-1))
    assert clock.now() == START - timedelta(hours=1)
    assert clock.monotonic() == 1_000


async def test_a_past_moment_cannot_be_moved_to() -> None:
    with pytest.raises(ValueError, match="past"):
        await ManualClock().move_to(START - timedelta(seconds=1))


async def test_a_cancelled_sleeper_is_not_woken() -> None:
    clock = ManualClock()
    task = asyncio.create_task(clock.sleep(5))
    await run_ready_tasks()
    task.cancel()
    await clock.advance(10)
    assert task.cancelled()


async def test_an_event_ends_the_wait_before_its_time() -> None:
    clock = ManualClock()
    event = asyncio.Event()
    waiting = asyncio.create_task(sleep_unless(clock, event, 20))
    await run_ready_tasks()
    event.set()
    assert await waiting
    assert clock.next_alarm() is None


async def test_a_wait_without_the_event_ends_at_its_time() -> None:
    clock = ManualClock()
    waiting = asyncio.create_task(sleep_unless(clock, asyncio.Event(), 20))
    await clock.advance(20)
    assert not await waiting


async def test_the_system_clock_is_aware_and_steady() -> None:
    clock: Clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() >= before
