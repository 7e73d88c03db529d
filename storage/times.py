"""Moments as they stand in the database: UTC, fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

_WIDTH = len("2027-04-20T10:00:00.000000Z")


def to_text(moment: datetime) -> str:
    """The moment as ``2027-04-20T10:00:00.000000Z``.

    Raises ValueError for a naive datetime: its zone would be a guess.
    """
    if moment.tzinfo is UTC:
        return _text_of(moment)
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment!r}")
    return _text_of(moment.astimezone(UTC))


# Remembered, for one unit of work writes its own moment many times. Only of UTC: two wall times
# of one zone count as equal although an hour that comes twice lies between them.
@lru_cache(maxsize=256)
def _text_of(utc: datetime) -> str:
    # isoformat pads years below 1000, which strftime does not on every platform.
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=4096)
def from_text(text: str) -> datetime:
    """The aware UTC datetime of a text written by :func:`to_text`; ValueError for any other."""
    # Remembered, for the tasks of one plan have most of their moments in common.
    if len(text) != _WIDTH or not text.endswith("Z"):
        raise ValueError(f"not a moment as the database holds them: {text!r}")
    return datetime.fromisoformat(text)
