"""The demo's clock: real time moved on, shared by processes, waking sleepers in either way."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.clock import MovingClock, SharedTime

NEAR = timedelta(seconds=30)
HOUR = 3600.0


@pytest.fixture
def clock(tmp_path: Path) -> MovingClock:
    return MovingClock(SharedTime(tmp_path / "clock"))


def test_a_new_clock_shows_the_machines_time(clock: MovingClock) -> None:
    assert abs(clock.now() - datetime.now(UTC)) < NEAR
    assert clock.now().tzinfo is UTC


def test_what_one_has_moved_another_sees_at_once(clock: MovingClock, tmp_path: Path) -> None:
    other = MovingClock(SharedTime(tmp_path / "clock"))
    before = other.monotonic()
    clock.pass_on(HOUR)
    assert abs(other.now() - datetime.now(UTC) - timedelta(hours=1)) < NEAR
    assert other.monotonic() >= before + HOUR


def test_the_offset_outlives_the_process(tmp_path: Path) -> None:
    shared = SharedTime(tmp_path / "clock")
    shared.pass_on(HOUR)
    shared.set_present(-5.0)
    shared.close()
    again = SharedTime(tmp_path / "clock")
    assert (again.ahead, again.passed, again.present) == (HOUR, HOUR, -5.0)


def test_setting_the_wall_clock_lets_no_time_pass(clock: MovingClock) -> None:
    target = datetime(2024, 2, 29, 23, 50, tzinfo=UTC)
    before = clock.monotonic()
    clock.set_to(target)
    assert abs(clock.now() - target) < NEAR
    assert clock.monotonic() - before < HOUR
    assert clock.shared.passed == 0


def test_time_does_not_run_backwards(clock: MovingClock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.pass_on(-1.0)


async def test_sleepers_wake_when_the_clock_leaps_over_their_moment(clock: MovingClock) -> None:
    near = asyncio.create_task(clock.sleep(HOUR))
    far = asyncio.create_task(clock.sleep(3 * HOUR))
    await asyncio.sleep(0)
    clock.pass_on(2 * HOUR)
    await clock.wake_all()
    assert (near.done(), far.done()) == (True, False)
    far.cancel()


async def test_sleepers_wake_by_themselves_too(clock: MovingClock) -> None:
    async with asyncio.timeout(30):
        await clock.sleep(0.001)
        await clock.sleep(0)


async def test_nobody_wakes_between_the_leap_and_its_end(clock: MovingClock) -> None:
    """What has to be put right first, the poll under way, comes before whoever slept."""
    sleeper = asyncio.create_task(clock.sleep(HOUR))
    await asyncio.sleep(0)
    clock.pass_on(2 * HOUR)
    late = asyncio.create_task(clock.sleep(0.001))
    await asyncio.sleep(0.02)
    assert not sleeper.done()
    assert not late.done()
    async with asyncio.timeout(30):
        await clock.wake_all()
        await asyncio.gather(sleeper, late)


async def test_the_next_alarm_is_that_of_whoever_still_sleeps(clock: MovingClock) -> None:
    assert clock.next_alarm() is None
    gone = asyncio.create_task(clock.sleep(1.0))
    stays = asyncio.create_task(clock.sleep(HOUR))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    alarm = clock.next_alarm()
    assert alarm is not None
    assert alarm - clock.monotonic() > HOUR / 2
    stays.cancel()
