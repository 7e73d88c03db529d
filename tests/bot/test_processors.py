"""The bot keeps to one processor, and lets what works beside it have them all."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from bot import processors

ROOT = Path(__file__).parents[2]
SEVERAL = pytest.mark.skipif(len(processors.ALLOWED) < 2, reason="there is only one processor")

T = TypeVar("T")


def in_a_thread(function: Callable[[], T]) -> T:
    """A thread's processors are its own; the one the tests run in keeps them all."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(function).result()


@SEVERAL
def test_a_thread_and_those_it_begins_stay_on_one_of_those_allowed() -> None:
    def gathered() -> tuple[set[int], set[int]]:
        processors.gather()
        return os.sched_getaffinity(0), in_a_thread(lambda: os.sched_getaffinity(0))

    own, begun = in_a_thread(gathered)
    assert len(own) == 1
    assert own < processors.ALLOWED
    assert begun == own


@SEVERAL
def test_what_was_let_go_may_run_on_all_again() -> None:
    def spread() -> set[int]:
        processors.gather()
        processors.spread()
        return os.sched_getaffinity(0)

    assert in_a_thread(spread) == processors.ALLOWED


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
    processors.gather()
    processors.spread()
    assert asked == [0, 0]


def test_a_system_without_such_a_thing_is_no_trouble() -> None:
    code = (
        "import os; del os.sched_setaffinity, os.sched_getaffinity\n"
        "from bot import processors; processors.gather(); processors.spread()\n"
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
