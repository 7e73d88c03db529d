"""Where the table of a plan begins: its row of headings, under whatever stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.columns import COLUMNS, ColumnId, column_of
from documents.grid import Cell, Grid, GridRow, NotAPlan
from domain.plans.rows import Unreadable

_SOUGHT_IN = 40
"""Rows at the top of a sheet."""
FIELD_OF: Mapping[ColumnId, str] = {
    ColumnId.REFERENCE: "reference",
    ColumnId.TITLE: "title",
    ColumnId.LEAD: "unit",
    ColumnId.COOPERATING: "with",
    ColumnId.DUE: "due",
    ColumnId.URGENT: "urgent",
    ColumnId.AD_HOC: "ad_hoc",
    ColumnId.WORKSTREAM: "workstream",
    ColumnId.SOURCE: "source",
}
"""What `domain.plans` calls the columns that a plan states."""
_REQUIRED = tuple(column.id for column in COLUMNS if column.required)


@dataclass(frozen=True, slots=True)
class Headings:
    place: int
    """The row they stand in."""
    columns: Mapping[str, int]
    """The column of each field."""


def matches(texts: Iterable[str]) -> int:
    """How many of the texts are headings of a plan."""
    return sum(column_of(text) is not None for text in texts)


def find(grid: Grid) -> Headings:
    """The headings of the table. Raises NotAPlan where there are none, or one comes twice."""
    rows = [(row.place, _found(row)) for row in grid.rows[:_SOUGHT_IN]]
    for index, (place, found) in enumerate(rows):
        if _enough(found):
            # Headings may stand in two rows, the lower of which says more: "Unit", "Lead | With".
            for lower_place, lower in rows[index + 1 : index + 2]:
                if _enough(lower) and len(lower) > len(found):
                    place, found = lower_place, lower
            return Headings(place, _columns(found))
    most = max((found for _, found in rows), key=len, default={})
    missing = [FIELD_OF[id] for id in _REQUIRED if id not in most]
    raise NotAPlan(Unreadable.NO_HEADINGS, fields=missing)


def _found(row: GridRow) -> dict[ColumnId, list[tuple[int, Cell]]]:
    """The cells of the row that are headings, by the column they mean, with where they stand."""
    found: dict[ColumnId, list[tuple[int, Cell]]] = {}
    for number, cell in sorted(row.cells.items()):
        column = column_of(cell.value) if isinstance(cell.value, str) else None
        if column is not None:
            found.setdefault(column.id, []).append((number, cell))
    return found


def _columns(found: Mapping[ColumnId, list[tuple[int, Cell]]]) -> dict[str, int]:
    columns = {}
    for id, cells in found.items():
        if id not in FIELD_OF:
            continue
        columns[FIELD_OF[id]] = cells[0][0]
        if len(cells) > 1:
            first, second = cells[0][1], cells[1][1]
            raise NotAPlan(
                Unreadable.HEADING_TWICE, cell=second.at, first=first.at, heading=second.value
            )
    return columns


def _enough(found: Mapping[ColumnId, object]) -> bool:
    """With a reference, any field may be changed alone; without one a task is stated whole."""
    if ColumnId.REFERENCE in found:
        return len([id for id in found if id in FIELD_OF]) >= 2
    return all(id in found for id in _REQUIRED)
