"""Parameters of a call: strings from forms and queries, values from JSON, read alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request
from sandbox.wire import decode, encode

_INTEGER = re.compile(r"\s*([+-]?\d+)")
_WHOLE_NUMBER = re.compile(r"-?\d{1,19}")
IDENTIFIER_LIMIT = 100
_TEXTS = frozenset(
    {"text", "caption", "title", "description", "name", "callback_query_id", "file_id"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    data: bytes


@dataclass(slots=True)
class Parameters:
    """The parameters of one call; every reader takes the value as Telegram's server would."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        value = self.values.get(name)
        return value is not None and value != ""

    def text(self, name: str) -> str:
        """The value as text; an absent one is empty."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return encode(value).decode()

    def integer(
        self, name: str, default: int = 0, low: int = -(2**31), high: int = 2**31 - 1
    ) -> int:
        """The value clamped to the range; what is no number counts as 0."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            match = _INTEGER.match(value)
            value = int(match[1]) if match else 0
        if not isinstance(value, int):
            value = int(value) if isinstance(value, float) else 0
        return max(low, min(high, value))

    def boolean(self, name: str) -> bool:
        value = self.values.get(name)
        if isinstance(value, str):
            return value.lower() in ("true", "yes", "1")
        return value is True or value == 1

    def structure(self, name: str) -> Any:
        """The value decoded from JSON; None when it is absent; ValueError when it is no JSON."""
        value = self.values.get(name)
        if isinstance(value, str):
            return decode(value) if value else None
        return value

    def structure_or_none(self, name: str) -> Any:
        """As `structure`, but what is no JSON is passed over."""
        try:
            return self.structure(name)
        except ValueError:
            return None

    def array(self, name: str) -> list[Any]:
        """An array, which must be given."""
        try:
            value = self.structure(name)
        except ValueError:
            value = None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON array")
        return value

    def identifiers(self, name: str) -> list[int]:
        """An array of message identifiers, 1 to 100 of them."""
        numbers = self.array(name)
        if not numbers:
            raise bad_request("message identifiers are not specified")
        if len(numbers) > IDENTIFIER_LIMIT:
            raise bad_request("too many message identifiers specified")
        if not all(_WHOLE_NUMBER.fullmatch(str(number)) for number in numbers):
            raise bad_request(f"can't parse {name} JSON array")
        return [int(number) for number in numbers]


def readable(values: dict[str, Any]) -> dict[str, Any]:
    """The parameters as a person would write them in Python, for the transcript."""
    return {name: _readable(name, value) for name, value in values.items()}


def _readable(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXTS:
        return value
    if _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if value in ("true", "false"):
        return value == "true"
    if value[:1] in ("{", "["):
        try:
            return decode(value)
        except ValueError:
            return value
    return value
