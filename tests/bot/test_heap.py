"""Freed memory goes back to the system."""

import ctypes
from pathlib import Path

import pytest

from bot.heap import give_back

GLIBC = Path("/proc/self/statm").exists() and hasattr(ctypes.CDLL(None), "malloc_trim")
BLOCK = 64 * 1024
PAGE = 4096


def resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(not GLIBC, reason="the C library gives nothing back when asked")
def test_what_was_freed_between_what_is_kept_is_given_back() -> None:
    blocks = [bytes([number % 255 + 1]) * BLOCK for number in range(2000)]
    kept = blocks[::2]
    del blocks
    before = resident_pages()
    assert give_back()
    assert (before - resident_pages()) * PAGE > 16 * 1024**2
    assert len(kept) == 1000
