"""JSON as it goes over the wire: orjson where it is installed, the standard library elsewhere."""

from __future__ import annotations

import json
from typing import Any

try:
    import orjson

    FAST: bool = True
except ImportError:  # PyPy and systems without a wheel
    FAST = False


def encode(value: Any) -> bytes:
    """JSON bytes; lone surrogates, which orjson refuses, leave as ASCII escapes."""
    if FAST:
        try:
            return orjson.dumps(value)
        except TypeError:  # a lone surrogate, or an integer beyond 64 bits
            return json.dumps(value).encode("ascii")
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def decode(data: bytes | str) -> Any:
    """The value; raises ValueError when `data` is no JSON."""
    return orjson.loads(data) if FAST else json.loads(data)
