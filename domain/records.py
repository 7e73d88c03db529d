"""Frozen dataclasses of many fields, made without setting each field by itself.

Their own ``__init__`` passes every field through ``object.__setattr__``; of thirty fields that
takes ten times as long, and every update makes several tasks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def filled(kind: type[T], values: Mapping[str, Any]) -> T:
    """A record with exactly these values, one for every field; defaults do not count.

    Only for dataclasses without slots and without ``__post_init__``.
    """
    record = object.__new__(kind)
    record.__dict__.update(values)
    return record


def changed(record: T, values: Mapping[str, Any]) -> T:
    """The record with other values, as `dataclasses.replace` makes it. Raises TypeError."""
    if not values.keys() <= record.__dict__.keys():
        raise TypeError(f"no such field: {sorted(values.keys() - record.__dict__.keys())}")
    return filled(type(record), {**record.__dict__, **values})
