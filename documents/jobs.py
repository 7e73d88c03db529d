"""What goes between the bot and its worker process: a job there, its outcome back.

All are pickles, each with its length before it. What is large goes in slices, so that whoever
sends or receives it need never hold the whole: those of a job's data after the job, None after the
last of them; those of a result as outcomes of which each but the last says that more follows.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import Any

LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Job:
    """`function`: "module:function", given `data`. `megabytes`: how much more memory than with its
    libraries loaded it may take. `sliced`: more data follows, of which the function is given the
    single items; it returns an iterator, each item of which is a slice of the result."""

    function: str
    data: Any
    seconds: float
    megabytes: int
    sliced: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error`: why there is no result. `spent`: the worker is to be replaced by a new one.
    `more`: the result is a slice, and not the last thing that is said of the job."""

    result: Any = None
    error: str = ""
    trace: str = ""
    spent: bool = False
    more: bool = False


def packed(message: object) -> bytes:
    """The message with its length before it; raises what pickle raises."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def unpacked(content: bytes) -> Any:
    """The message of what followed its length."""
    return pickle.loads(content)
