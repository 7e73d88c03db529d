"""The worker process: carries out one job after another until its input ends.

`python -m documents.worker`; `bot.workshop` is its other end. Jobs come on standard input and
outcomes go to standard output; whatever a library prints goes to standard error.
"""

from __future__ import annotations

import importlib
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from itertools import chain, takewhile
from pathlib import Path
from typing import IO, Any

from documents.jobs import LENGTH, Job, Outcome, packed, unpacked

try:
    import resource
except ImportError:  # there is no such limit on this system
    RESOURCE = None
else:
    RESOURCE = resource

PAGES = Path("/proc/self/statm")
MEGABYTE = 1024**2
# Whoever waits gives up first; this ends a worker whose other end is gone.
GRACE_SECONDS = 5
# Below those who answer people.
NICENESS = 5


def main() -> None:
    """Works until standard input ends."""
    jobs, outcomes = _channels()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    messages = _messages(jobs)

    def say(content: bytes) -> None:
        outcomes.write(content)
        outcomes.flush()

    for job in messages:
        # Wholly taken in before anything is said: neither end waits for the other to listen.
        slices = list(takewhile(_is_slice, messages)) if job.sliced else []
        say(_answer(carry_out(job, slices, say)))


def _messages(jobs: IO[bytes]) -> Iterator[Any]:
    while (head := jobs.read(LENGTH.size)) and len(head) == LENGTH.size:
        yield unpacked(jobs.read(*LENGTH.unpack(head)))


def _is_slice(message: object) -> bool:
    return message is not None


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """The two ends, out of the reach of whoever reads or prints."""
    jobs, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, outcomes


def _answer(outcome: Outcome) -> bytes:
    try:
        return packed(outcome)
    except Exception as error:
        return packed(_failed(error))


def carry_out(job: Job, slices: list[Any], say: Callable[[bytes], None]) -> Outcome:
    """Load the job's module, then run its function within the job's limits.

    `slices`: of its data; those of its result are said before the outcome that is returned.
    """
    _alarm(job.seconds)
    loaded = 0
    try:
        module, _, name = job.function.partition(":")
        function = getattr(importlib.import_module(module), name)
        loaded = _memory()
        _limit_memory(loaded + job.megabytes * MEGABYTE)
        if job.sliced:
            result = None
            for each in function(job.data, chain.from_iterable(slices)):
                _unhurried(say, packed(Outcome(each, more=True)))
        else:
            result = function(job.data)
    except Exception as error:
        _limit_memory(None)
        return _failed(error)
    finally:
        _limit_memory(None)
        _alarm(0)
    # What it did not give back would be missing for the next.
    return Outcome(result, spent=_memory() - loaded > job.megabytes * MEGABYTE // 2)


def _unhurried(say: Callable[[bytes], None], content: bytes) -> None:
    """How long the other end takes for it is none of the job's time."""
    if not hasattr(signal, "setitimer"):
        say(content)
        return
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    say(content)
    signal.setitimer(signal.ITIMER_REAL, left)


def _failed(error: Exception) -> Outcome:
    said = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Outcome(error=said, trace=trace, spent=isinstance(error, MemoryError))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS if seconds else 0)


def _memory() -> int:
    """Bytes of address space in use; 0 where that cannot be known."""
    if not PAGES.exists():
        return 0
    pages = int(PAGES.read_text().split()[0])
    return pages * int(os.sysconf("SC_PAGE_SIZE"))


def _limit_memory(size: int | None) -> None:
    if RESOURCE is None or not PAGES.exists():
        return
    library: Any = RESOURCE
    _, hard = library.getrlimit(library.RLIMIT_AS)
    soft = hard if size is None else size
    if hard != library.RLIM_INFINITY:
        soft = min(soft, hard)
    library.setrlimit(library.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    main()
