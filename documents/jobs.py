"""What goes between the bot and its worker process: a job there, its outcome back.

Both are pickles, each with its length before it.
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
    libraries loaded it may take."""

    function: str
    data: Any
    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error`: why there is no result. `spent`: the worker is to be replaced by a new one."""

    result: Any = None
    error: str = ""
    trace: str = ""
    spent: bool = False


def packed(message: Job | Outcome) -> bytes:
    """The message with its length before it; raises what pickle raises."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def unpacked(content: bytes) -> Any:
    """The message of what followed its length."""
    return pickle.loads(content)
