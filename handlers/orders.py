"""What was ordered of the workshop, by whom, and what it is to be made of."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.roles import Action, Subject
from domain.subcommittee import Subcommittee
from handlers.keyboards import Rows
from handlers.seat import Seat
from handlers.texts import Texts


@dataclass(frozen=True)
class Order:
    """Read at the moment at which it is carried out."""

    connection: sqlite3.Connection
    now: datetime
    subcommittee: Subcommittee
    seat: Seat | None
    """Of whoever asked; None for the linked group."""
    texts: Texts
    arguments: Mapping[str, Any]
    """As `work.make` was given them."""

    def may(self, action: Action, subject: Subject | None = None) -> bool:
        """Whether the reader may still do it; the linked group may what its summary shows."""
        if self.seat is None:
            return action is Action.SEE_SUMMARY
        return self.seat.may(action, subject)

    def html(self, text: str, /, **data: object) -> str:
        return self.texts.html(text, **data)

    def plain(self, text: str, /, **data: object) -> str:
        return self.texts.plain(text, **data)


@dataclass(frozen=True)
class Ingredients:
    """What the recipe makes its files of: plain values. `caption` is HTML, and `rows` its buttons;
    both stand under the file, the buttons only where there is one file."""

    data: Any
    caption: str = ""
    rows: Rows = ()


Collector = Callable[[Order], Ingredients | None]
"""None where there is nothing to make any more."""


@dataclass(frozen=True)
class Recipe:
    """A row of the table of what can be ordered."""

    collect: Collector
    right: Action | None
    """Needed still when it is made; the subject is checked by the collector. None: every member."""
