"""Which of the machine's processors the bot runs on: one, whichever it was begun on.

Python lets one of its threads run at a time, and what an update needs goes back and forth between
the event loop's and the writer's. Left to itself the system spreads the two over two processors:
each hand-over then wakes the other one, and what both work with is fetched from the other's cache.
On one they need a tenth less time for the same (ADR 15). What computes for long beside the bot,
its worker and the threads that the loop lends out, is let go again with `spread`.

Where the system knows no such thing or does not allow it, only speed is lost.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def _allowed() -> frozenset[int]:
    if not hasattr(os, "sched_setaffinity"):  # of Linux alone
        return frozenset()
    with suppress(OSError):
        return frozenset(os.sched_getaffinity(0))
    return frozenset()


ALLOWED = _allowed()
"""What the bot was given when it began; `taskset` and containers may give less than all."""


def gather() -> None:
    """Keep this thread, and whatever it begins from now on, on the processor it runs on."""
    if len(ALLOWED) > 1:
        with suppress(OSError):
            os.sched_setaffinity(0, {_present()})


def spread(process: int = 0) -> None:
    """Let this thread, or another process, run on any of them again."""
    if len(ALLOWED) > 1:
        with suppress(OSError):
            os.sched_setaffinity(process, ALLOWED)


def _present() -> int:
    # The 39th field. The second is a name, which may hold blanks, and ends with the last bracket.
    fields = Path("/proc/thread-self/stat").read_text().rpartition(")")[2].split()
    return int(fields[36])
