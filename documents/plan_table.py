"""From the cells of a sheet to the rows of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.columns import EXAMPLE_TITLE, column_of, folded
from documents.grid import Cell, Grid, GridRow, NotAPlan, letters
from documents.plan import MOST_ROWS
from documents.plan_ending import end_of
from documents.plan_headings import Headings, find
from documents.plan_unread import unread
from domain.plans.rows import Said, TableRow, Unreadable
from domain.text import fold

_EXAMPLES = frozenset(fold(title) for title in EXAMPLE_TITLE.values())
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")
_PART_NUMBER = re.compile(r"[IVX]{1,6}[.)]?|[A-Z][.)]?")
_COUNT = re.compile(r"\d[\d.]*(?: [^\W\d]+){0,3}")
"""As "12" and "12 nhiệm vụ"."""
_TOTAL = re.compile(r"(?:tong cong|tong so|total)\b|cong$")
"""At the beginning of what stands under a table, folded."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: list[TableRow]
    """Those under the headings that say anything."""
    unread: tuple[str, ...]
    """The headings of the columns that say something which is not read."""


def table_of(grid: Grid) -> Table:
    """Raises NotAPlan."""
    headings = find(grid)
    below = list(_below(grid, headings))
    return Table(_rows(below, headings), unread(grid, headings, below))


def _rows(below: Iterable[GridRow], headings: Headings) -> list[TableRow]:
    rows: list[TableRow] = []
    above: GridRow | None = None
    for row in below:
        if above is not None and _goes_on(row, above, headings):
            rows[-1] = _longer(rows[-1], row, headings)
        else:
            rows.append(_stated(row, headings))
            above = row
        if len(rows) > MOST_ROWS:
            raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
    if not rows:
        raise NotAPlan(Unreadable.EMPTY)
    return rows


def _below(grid: Grid, headings: Headings) -> Iterator[GridRow]:
    end = end_of(grid, headings)
    for row in grid.rows:
        if row.place == end:
            return
        said = [row.cells[column] for column in headings.columns.values() if column in row.cells]
        if row.place <= headings.place or not said:
            continue
        if not (_section(row, headings) or _total(row) or _beside(said) or _example(row, headings)):
            yield row


def _section(row: GridRow, headings: Headings) -> bool:
    """A heading within the table: one cell over several columns, or a title under the number of a
    part (II, B); and nothing else but a number."""
    wide = [cell for cell in row.cells.values() if cell.wide]
    others = [cell for cell in row.cells.values() if not cell.wide]
    if wide:
        return len(wide) == 1 and all(len(_shown(cell)) <= 5 for cell in others)
    title = headings.columns.get("title")
    numbers = [cell for column, cell in row.cells.items() if column != title]
    fields = set(headings.columns.values()) & set(row.cells)
    if fields != {title} or len(numbers) != 1:
        return False
    return bool(_PART_NUMBER.fullmatch(_shown(numbers[0])))


def _total(row: GridRow) -> bool:
    """What a table ends with: how much it comes to."""
    first, *others = (_shown(cell) for _, cell in sorted(row.cells.items()))
    return bool(_TOTAL.match(folded(first))) and all(map(_COUNT.fullmatch, others))


def _shown(cell: Cell) -> str:
    return str(cell.value).strip()


def _beside(said: list[Cell]) -> bool:
    """The headings once more, as on each printed page; or the numbers of the columns under them."""
    if len(said) < 3:
        return False
    found = [_COLUMN_NUMBER.fullmatch(_shown(cell)) for cell in said]
    numbers = [int(match[1]) for match in found if match]
    numbered = len(numbers) == len(said) and numbers == sorted(set(numbers))
    return numbered or all(column_of(_shown(cell)) for cell in said)


def _example(row: GridRow, headings: Headings) -> bool:
    """The row by which the template shows how it is filled in."""
    cell = row.cells.get(headings.columns.get("title", 0))
    return cell is not None and fold(str(cell.value)) in _EXAMPLES


def _stated(row: GridRow, headings: Headings) -> TableRow:
    said = {}
    for name, column in headings.columns.items():
        cell = row.cells.get(column)
        at = f"{letters(column)}{row.place}"
        said[name] = Said(cell.at, cell.value, cell.hour, cell.fault) if cell else Said(at, "")
    return TableRow(row.place, said)


def _goes_on(row: GridRow, above: GridRow, headings: Headings) -> bool:
    """Whether title and lead unit are those of the row above because their cells are merged:
    then it is one task, and the row only names more of its cooperating units."""
    return "with" in headings.columns and all(
        _merged(row, above, headings.columns.get(name)) for name in ("title", "unit")
    )


def _merged(row: GridRow, above: GridRow, column: int | None) -> bool:
    if column is None or column not in row.cells or column not in above.cells:
        return False
    return row.cells[column].at == above.cells[column].at


def _longer(stated: TableRow, row: GridRow, headings: Headings) -> TableRow:
    more = row.cells.get(headings.columns["with"])
    known = stated.said["with"]
    if more is None or more.at == known.cell or more.fault:
        return stated
    joined = Said(known.cell, f"{known.value}\n{more.value}".strip(), fault=known.fault)
    return TableRow(stated.place, {**stated.said, "with": joined})
