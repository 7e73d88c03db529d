"""The columns of a plan that mean nothing to the bot, so that nobody takes them for read."""

from __future__ import annotations

from collections.abc import Iterable

from documents.columns import column_of, folded
from documents.grid import Grid, GridRow
from documents.plan_headings import Headings
from domain.text import clean, shorten

_WIDTH = 40
"""How much is told of a heading, in letters."""
_NUMBERING = frozenset(("tt", "stt", "so tt", "so thu tu", "thu tu", "no", "nr", "number"))
"""What stands above the numbers of rows, folded: nobody misses those."""


def unread(grid: Grid, headings: Headings, rows: Iterable[GridRow]) -> tuple[str, ...]:
    """The headings of those under which any of the rows says something, from left to right."""
    filled = {column for row in rows for column in row.cells}
    top = next(row for row in grid.rows if row.place == headings.place)
    names = {
        shorten(clean(cell.value), _WIDTH): None
        for column, cell in sorted(top.cells.items())
        if column in filled and isinstance(cell.value, str) and _unknown(cell.value)
    }
    return tuple(names)


def _unknown(heading: str) -> bool:
    name = folded(heading)
    return bool(name) and name not in _NUMBERING and column_of(heading) is None
