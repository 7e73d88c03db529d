"""What the C library keeps of memory that was freed, given back to the system."""

from __future__ import annotations

import asyncio
import ctypes
import sys
from functools import cache
from typing import Any

REST_SECONDS = 2.0


class Heap:
    """Tidied up a little after the last large thing was done.

    The C library keeps freed memory for later, and in pieces spread over all its pages; after
    thousands of rows or a file that is megabytes which nobody else needs.
    """

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    def tidy_soon(self) -> None:
        """Once nothing large was done for REST_SECONDS; in a thread, for it takes milliseconds."""
        self.leave()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(REST_SECONDS, loop.run_in_executor, None, give_back)

    def leave(self) -> None:
        """Not any more: the bot is stopping."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def give_back() -> bool:
    """Whether anything was given back; False too where the C library knows no such thing."""
    trim = _trim()
    return trim is not None and bool(trim(0))


@cache
def _trim() -> Any:
    if sys.platform != "linux":
        return None
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim.argtypes, trim.restype = [ctypes.c_size_t], ctypes.c_int
    return trim
