"""Which of the machine's processors `bot run` runs on: one, chosen anew every minute.

Python lets one of its threads run at a time, and what an update needs goes back and forth between
the event loop's and the writer's. Left to itself the system spreads the two over two processors:
each hand-over then wakes the other one, and what both work with is fetched from the other's cache.
On one they need a tenth less time for the same (ADR 15). What computes for long beside the bot,
its worker and the threads that the loop lends out, is let go again with `spread`.

Where the system knows no such thing or does not allow it, only speed is lost.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

LOOK_SECONDS = 60.0
MOMENT_SECONDS = 0.1
_THREADS = Path("/proc/self/task")
_STAT = Path("/proc/thread-self/stat")
# What the system calls and a /proc of another form can raise.
_NOT_POSSIBLE = (OSError, ValueError, IndexError)


def _allowed() -> frozenset[int]:
    if not hasattr(os, "sched_setaffinity"):  # of Linux alone
        return frozenset()
    with suppress(OSError):
        return frozenset(os.sched_getaffinity(0))
    return frozenset()


ALLOWED = _allowed()
"""What the bot was given when it began; `taskset` and containers may give less than all."""


async def stay_together(look_seconds: float = LOOK_SECONDS) -> None:
    """Keep this thread, and whatever it begins, on one processor; ends where that cannot be.

    Every so many seconds the system may choose anew for a moment: something else may have come to
    fill the processor. Ends too once somebody else, `taskset` for instance, has chosen.
    """
    if len(ALLOWED) < 2:
        return
    with suppress(*_NOT_POSSIBLE):
        chosen = {_present()}
        os.sched_setaffinity(0, chosen)
        while True:
            await asyncio.sleep(look_seconds)
            if os.sched_getaffinity(0) != chosen:
                return
            threads = _threads_on(chosen)
            _place(threads, ALLOWED)
            await asyncio.sleep(MOMENT_SECONDS)
            chosen = {_present()}
            _place(threads, chosen)


def spread(process: int = 0) -> None:
    """Let this thread, or another process, run on any of them again."""
    if len(ALLOWED) > 1:
        _place([process], ALLOWED)


def _place(threads: list[int], processors: set[int] | frozenset[int]) -> None:
    for thread in threads:
        with suppress(OSError):  # it has ended, or may not be placed
            os.sched_setaffinity(thread, processors)


def _threads_on(processors: set[int]) -> list[int]:
    threads = []
    for name in os.listdir(_THREADS):
        with suppress(ProcessLookupError):
            if os.sched_getaffinity(int(name)) == processors:
                threads.append(int(name))
    return threads


def _present() -> int:
    # The 39th field. The second is a name, which may hold anything, and ends with the last bracket.
    return int(_STAT.read_bytes().rpartition(b")")[2].split()[36])
