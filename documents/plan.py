"""A plan as it goes to the worker, and what comes back.

Light: handlers and the bot import it, and nothing heavy comes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.plans.basis import Basis
from domain.plans.rows import Compared

MOST_BYTES = 20 * 1024 * 1024
"""Of a file; Telegram's servers hand bots nothing larger either."""
MOST_ROWS = 10_000
"""Of a plan, without those that say nothing."""
SLICE = 250
"""As many rows, or tasks that they are compared with, are handed over and stored at once."""


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """A plan to be read: a file on the disk, and what it is to be compared with.

    The tasks of the basis are not in it: they follow in slices.
    """

    name: str
    """Under which it was sent."""
    path: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What is in a file, and what it is to be compared with."""

    name: str
    content: bytes
    basis: Basis


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What the file says: a comparison, or why it is no plan (`unreadable` and its data)."""

    compared: Compared = field(default_factory=Compared)
    sheet: str = ""
    """The sheet that was read; empty of a file without sheets."""
    hidden: int = 0
    """Rows that were read although the sheet does not show them."""
    unread: tuple[str, ...] = ()
    """The headings of columns that are filled in and mean nothing to the bot."""
    unreadable: str = ""
    """A key of `domain.plans.rows.Unreadable`."""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marking:
    """A plan whose bad cells are to be commented upon."""

    name: str
    """Of the file that is made, without its extension."""
    content: bytes
    original: str
    """The name under which it was sent."""
    sheet: str
    comments: tuple[tuple[str, str], ...]
    """Coordinate and sentence, the sentences of one cell together."""
