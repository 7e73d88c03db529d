"""The bot keeps to one processor, and lets what works beside it have them all."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from bot import processors

ROOT = Path(__file__).parents[2]
SEVERAL = pytest.mark.skipif(len(processors.ALLOWED) < 2, reason="there is only one processor")

T = TypeVar("T")


def in_a_loop(story: Callable[[], Awaitable[T]]) -> T:
    """In a thread of its own, whose processors are its own; the tests' keeps them all."""

    async def whole() -> T:
        async with asyncio.timeout(10):
            return await story()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(whole())).result()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1_000_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


def own() -> set[int]:
    return os.sched_getaffinity(0)


@SEVERAL
def test_a_thread_and_those_it_begins_stay_on_one_of_those_allowed() -> None:
    async def story() -> tuple[set[int], set[int]]:
        together = asyncio.create_task(processors.stay_together())
        await until(lambda: len(own()) == 1)
        begun = await asyncio.to_thread(own)
        together.cancel()
        return own(), begun

    loop, begun = in_a_loop(story)
    assert len(loop) == 1
    assert loop < processors.ALLOWED
    assert begun == loop


@SEVERAL
@pytest.mark.parametrize("free", [False, True])
def test_all_move_where_the_system_would_have_them_but_who_was_let_go(
    free: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every minute; here at once, and to the other processor."""
    first, second, *_ = sorted(processors.ALLOWED)
    places = iter([first])
    monkeypatch.setattr(processors, "_present", lambda: next(places, second))
    monkeypatch.setattr(processors, "MOMENT_SECONDS", 0.0)

    def begun() -> int:
        if free:
            processors.spread()
        return threading.get_native_id()

    async def story() -> set[int]:
        together = asyncio.create_task(processors.stay_together(0.0))
        await until(lambda: own() == {first})
        thread = await asyncio.to_thread(begun)
        await until(lambda: own() == {second})
        together.cancel()
        return os.sched_getaffinity(thread)

    assert in_a_loop(story) == (processors.ALLOWED if free else {second})


@SEVERAL
def test_who_else_chooses_has_the_last_word() -> None:
    async def story() -> set[int]:
        together = asyncio.create_task(processors.stay_together(0.0))
        await until(lambda: len(own()) == 1)
        os.sched_setaffinity(0, processors.ALLOWED)
        await together
        return own()

    assert in_a_loop(story) == processors.ALLOWED


@SEVERAL
def test_what_was_let_go_may_run_on_all_again() -> None:
    def spread() -> set[int]:
        os.sched_setaffinity(0, {min(processors.ALLOWED)})
        processors.spread()
        return own()

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(spread).result() == processors.ALLOWED


def test_a_process_that_has_ended_is_no_trouble() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    processors.spread(child.pid)


@SEVERAL
def test_a_system_that_does_not_allow_it_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refused(process: int, _: object) -> None:
        asked.append(process)
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refused)
    in_a_loop(processors.stay_together)
    processors.spread()
    assert asked == [0, 0]


@SEVERAL
@pytest.mark.parametrize("stat", [b"", b"17 (bot) R 1 1", b"17 (b\xe1) R" + b" x" * 60])
def test_a_system_that_tells_it_otherwise_is_no_trouble(
    stat: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stat").write_bytes(stat)
    monkeypatch.setattr(processors, "_STAT", tmp_path / "stat")
    in_a_loop(processors.stay_together)


def test_a_system_without_such_a_thing_is_no_trouble() -> None:
    code = (
        "import os; del os.sched_setaffinity, os.sched_getaffinity\n"
        "import asyncio; from bot import processors\n"
        "asyncio.run(processors.stay_together()); processors.spread()\n"
        "print(processors.ALLOWED)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "frozenset()"
