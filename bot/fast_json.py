"""JSON by orjson where it is installed and can, by the standard library otherwise."""

import json
from typing import Any

try:
    import orjson
except ImportError:  # not built for every platform; only speed is lost
    orjson = None  # type: ignore[assignment,unused-ignore]


def loads(data: bytes | str) -> Any:
    """The decoded value; raises ValueError for what is no JSON.

    What orjson refuses (lone surrogates, NaN) is decoded by the more lenient standard library.
    """
    if orjson is not None:
        try:
            return orjson.loads(data)
        except ValueError:
            pass  # the standard library decides
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    return json.loads(text)


def dumps(value: Any) -> bytes:
    """The value as JSON in UTF-8; raises TypeError for what JSON has no form for."""
    if orjson is not None:
        try:
            return orjson.dumps(value)
        except TypeError:
            pass  # numbers beyond 64 bits, subclasses: the standard library decides
    return json.dumps(value, separators=(",", ":")).encode()
