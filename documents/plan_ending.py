"""Where the table of a plan ends: above the notes and signatures that stand under it."""

from __future__ import annotations

import re

from documents.columns import folded
from documents.grid import Grid, GridRow
from documents.plan_headings import Headings
from domain.plans.matching import REQUIRED

_CLOSING = re.compile(
    r"(?:ghi chu|noi nhan|nguoi (?:lap|tong hop|ky|duyet)|tm|kt|tl|tuq"
    r"|(?:pho )?truong (?:tieu ban|ban|phong|doan)|(?:pho )?(?:thu|chi huy) truong|lanh dao"
    r"|(?:pho )?(?:giam doc|cuc truong|vu truong|chu tich)|(?:pho )?chanh van phong"
    r"|notes?|recipients|prepared by|approved by|signed by|on behalf of)\b"
)
"""How notes and signatures begin, folded; no task does."""


def end_of(grid: Grid, headings: Headings) -> int | None:
    """The place of the row at which something else begins; None where the table is the last.

    A task is never lost by it: no row that states one whole stands there or further down.
    """
    whole = [row.place for row in grid.rows if _states_a_task(row, headings)]
    if not whole:
        return None
    above = whole[-1]
    for row in grid.rows:
        if row.place > whole[-1]:
            if _closes(row) or (row.place > above + 1 and len(row.cells) == 1):
                return row.place
            above = row.place
    return None


def _states_a_task(row: GridRow, headings: Headings) -> bool:
    if row.place <= headings.place or _closes(row):
        return False
    if headings.columns.get("reference") in row.cells:
        return len(row.cells) > 1
    return all(headings.columns.get(name) in row.cells for name in REQUIRED)


def _closes(row: GridRow) -> bool:
    return all(_CLOSING.match(folded(str(cell.value))) for cell in row.cells.values())
