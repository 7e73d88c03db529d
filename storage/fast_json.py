"""JSON by orjson where it is installed and can, by the standard library otherwise."""

import json
from typing import Any

try:
    import orjson
except ImportError:  # not built for every platform; only speed is lost
    orjson = None  # type: ignore[assignment,unused-ignore]
else:
    # What JSON has no form for is refused, as the standard library does.
    _STRICT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
    _SORTED = _STRICT | orjson.OPT_SORT_KEYS


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


def dumps(value: Any, *, sort_keys: bool = False) -> bytes:
    """The value as JSON in UTF-8; raises TypeError for what JSON has no form for.

    A lone surrogate stands in it as an escape: UTF-8 has none, and neither has SQLite.
    """
    if orjson is not None:
        try:
            return orjson.dumps(value, option=_SORTED if sort_keys else _STRICT)
        except TypeError:
            pass  # surrogates, numbers beyond 64 bits, subclasses: the standard library decides
    return json.dumps(value, separators=(",", ":"), sort_keys=sort_keys).encode()


def text_of(value: Any, *, sort_keys: bool = False) -> str:
    """The same as text, for a column of the database."""
    return dumps(value, sort_keys=sort_keys).decode()
