"""A plan with a comment in each bad cell: the same workbook; of a CSV, a workbook of it.

Runs in the worker process, on files that have been read there before.
"""

from __future__ import annotations

import io
import warnings
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from documents.grid import Grid
from documents.made import MadeFile
from documents.plan import Marking
from documents.plan_reading import grids_of

_BAD = PatternFill("solid", fgColor="FFD27F")
_WIDTH, _HEIGHT, _LINE = 320, 60, 20
"""Of a comment, in pixels."""
_AUTHOR = "Tiểu ban"


def mark(marking: Marking) -> list[MadeFile]:
    """The marked workbook. Raises NotAPlan where the file cannot be read after all."""
    with warnings.catch_warnings():
        # The library warns of every extension that it leaves out.
        warnings.simplefilter("ignore")
        book, sheet = _opened(marking)
        for at, sentence in marking.comments:
            _comment(sheet, at, sentence)
        book.active = book.index(sheet)
        content = io.BytesIO()
        book.save(content)
    return [MadeFile(f"{marking.name}.xlsx", content.getvalue())]


def _opened(marking: Marking) -> tuple[Workbook, Worksheet]:
    if marking.sheet:
        book = load_workbook(io.BytesIO(marking.content), keep_links=False)
        return book, book[marking.sheet]
    (grid,) = grids_of(marking.original, marking.content)
    return _workbook(grid)


def _workbook(grid: Grid) -> tuple[Workbook, Worksheet]:
    """What a table of text says, each cell as text."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in grid.rows:
        for column, said in row.cells.items():
            cell = sheet.cell(row.place, column)
            assert not isinstance(said.value, date)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", said.value)
            cell.data_type = "s"
    return book, sheet


def _comment(sheet: Worksheet, at: str, sentence: str) -> None:
    cell = sheet[at]
    # Of merged cells only the first can be written to; faults are named there already.
    if not isinstance(cell, Cell):
        return
    said = f"{cell.comment.text}\n{sentence}" if cell.comment else sentence
    comment = Comment(said, _AUTHOR, width=_WIDTH)
    comment.height = _HEIGHT + _LINE * said.count("\n")
    cell.comment = comment
    cell.fill = _BAD
