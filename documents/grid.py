"""A table of cells as it was found in a file, before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.plans.rows import CellFault, Unreadable


class NotAPlan(Exception):  # noqa: N818 - an answer, not an error
    """The file as a whole cannot be read."""

    def __init__(self, why: Unreadable, **data: Any) -> None:
        super().__init__(why, data)
        self.why = why
        self.data = data


@dataclass(frozen=True, slots=True)
class Cell:
    at: str
    """Its coordinate; of a cell merged into another, that of the other."""
    value: str | datetime | date
    hour: bool = False
    """Of a date: whether it is shown with an hour."""
    fault: CellFault | None = None
    wide: bool = False
    """Merged over several columns."""


@dataclass(frozen=True, slots=True)
class GridRow:
    place: int
    cells: Mapping[int, Cell]
    """By column, from 1; what is empty is not there."""


@dataclass(frozen=True, slots=True)
class Grid:
    name: str
    rows: list[GridRow] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    """The places of rows that are not shown, because they were hidden or filtered out."""


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def with_merges(grid: Grid, merges: Iterable[tuple[int, int, int, int]]) -> Grid:
    """The grid in which each cell merged into one above says what that one says.

    `merges`: first row, first column, last row, last column.
    """
    rows = {row.place: dict(row.cells) for row in grid.rows}
    for top, left, bottom, right in merges:
        first = rows.get(top, {}).get(left)
        if first is None:
            continue
        shown = Cell(first.at, first.value, first.hour, first.fault, right > left)
        # Only rows that are there: a merge may claim a million more.
        for place in range(top, bottom + 1) if bottom - top < len(rows) else list(rows):
            if top <= place <= bottom and place in rows:
                rows[place][left] = shown
    told = [GridRow(row.place, rows[row.place]) for row in grid.rows]
    return Grid(grid.name, told, grid.hidden)
