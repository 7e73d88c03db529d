"""Tables of text: CSV in any of its kinds."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

from documents.grid import Cell, Grid, GridRow, NotAPlan, letters
from documents.guarding import unguarded
from documents.plan import MOST_ROWS
from documents.plan_headings import matches
from domain.plans.rows import CellFault, Unreadable

_DELIMITERS = ",;\t"
_LOOKED_AT = 40
"""Lines at the beginning in which the headings are sought."""
_MOST_COLUMNS = 60
_MOST_LINES = 20 * MOST_ROWS
"""A cell may hold several; more are refused before anything is decoded."""


def read_grid(content: bytes) -> Grid:
    """The table. Raises NotAPlan."""
    if content.count(b"\n") > _MOST_LINES:
        raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
    text = decoded(content)
    delimiter = max(_DELIMITERS, key=lambda mark: _headings(text, mark))
    rows = []
    for place, fields in _records(text, delimiter):
        cells = {
            column: _cell(f"{letters(column)}{place}", field)
            for column, field in enumerate(fields[:_MOST_COLUMNS], 1)
            if field.strip()
        }
        if cells:
            rows.append(GridRow(place, cells))
        if len(rows) > MOST_ROWS + _LOOKED_AT:
            raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
    return Grid("", rows)


def decoded(content: bytes) -> str:
    """The text in composed form: UTF-8, UTF-16 with its mark, or Windows-1258, whose tone marks
    stand apart from their letters. Raises NotAPlan."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return unicodedata.normalize("NFC", text)
    raise NotAPlan(Unreadable.NOT_TEXT)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return "utf-8-sig", "cp1258"


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, 1)
    except csv.Error:
        raise NotAPlan(Unreadable.BROKEN) from None


def _headings(text: str, delimiter: str) -> int:
    """How many headings some early line has, cut at this mark."""
    beginning = text[:200_000]
    best = 0
    for place, fields in _records(beginning, delimiter):
        if place > _LOOKED_AT:
            break
        best = max(best, matches(fields))
    return best


def _cell(at: str, text: str) -> Cell:
    if text.startswith("="):
        return Cell(at, text, fault=CellFault.FORMULA)
    return Cell(at, unguarded(text))
