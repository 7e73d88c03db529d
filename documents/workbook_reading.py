"""Workbooks from strangers: looked at from outside before anything of them is opened.

A workbook is a zip of XML. Sizes stand in the zip's directory, and no more is ever unpacked of a
part than stands there; so what it would take to read it is known beforehand.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from documents.grid import Cell, Grid, GridRow, NotAPlan, letters, with_merges
from documents.plan import MOST_ROWS
from domain.plans.rows import CellFault, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_MEGABYTE = 1024 * 1024
_MOST_PARTS = 2_000
_MOST_UNPACKED = 120 * _MEGABYTE
_LIMITS = (
    (re.compile(r"xl/worksheets/[^/]+\.xml"), 40 * _MEGABYTE),
    (re.compile(r"xl/sharedStrings\.xml"), 16 * _MEGABYTE),
    (re.compile(r"xl/styles\.xml"), 2 * _MEGABYTE),
    (re.compile(r"xl/worksheets/_rels/.*|xl/_rels/.*|_rels/.*|docProps/.*"), _MEGABYTE),
    (re.compile(r"xl/workbook\.xml|\[Content_Types\]\.xml|xl/theme/.*"), _MEGABYTE),
)
"""How large the parts that are read may be, unpacked."""
_MOST_SHEETS = 60
_MOST_CELLS = 25 * MOST_ROWS
_MOST_STRINGS = 6 * MOST_ROWS
_MOST_COLUMNS = 60
_MOST_MERGES = 20_000
_MOST_HIDDEN = 2 * MOST_ROWS
_MOST_EMPTY_ROWS = 2_000
"""One after another; below them is nothing more. Formatted rows often go on to the very end."""
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")
_STRING = re.compile(rb"<(?:\w+:)?si[ />]")
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell [^<>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"'
)
_HIDDEN = re.compile(rb'<(?:\w+:)?row (?=[^<>]*?hidden="(?:1|true)")[^<>]*?\br="([0-9]{1,7})"')
_HOUR = re.compile(r"h", re.IGNORECASE)
_SECOND = re.compile(r"s", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]')


def encrypted(content: bytes) -> bool:
    """Whether a password protects the file as a whole."""
    return content.startswith(_OLE) and _ENCRYPTED_PART in content


def read_grids(content: bytes) -> list[Grid]:
    """The visible sheets in their order. Raises NotAPlan."""
    if content.startswith(_OLE):
        raise NotAPlan(Unreadable.OLD_FORMAT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            inspect(package)
    except zipfile.BadZipFile:
        raise NotAPlan(Unreadable.WRONG_KIND) from None
    try:
        return list(_grids(content))
    except NotAPlan:
        raise
    except Exception:  # whatever a broken or forged file makes the library raise
        raise NotAPlan(Unreadable.BROKEN) from None


def inspect(package: zipfile.ZipFile) -> None:
    """Looks at the directory of the zip alone. Raises NotAPlan for what is not to be opened."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise NotAPlan(Unreadable.ENCRYPTED)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise NotAPlan(Unreadable.BOMB)
    for part in parts:
        for pattern, limit in _LIMITS:
            if pattern.fullmatch(part.filename) and part.file_size > limit:
                raise NotAPlan(Unreadable.BOMB)
    if "xl/workbook.xml" not in names:
        raise NotAPlan(Unreadable.WRONG_KIND)
    if any("vbaproject" in name.lower() or "/macrosheets/" in name for name in names):
        raise NotAPlan(Unreadable.MACROS)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise NotAPlan(Unreadable.LINKS)


def _grids(content: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as package, warnings.catch_warnings():
        # The library warns of every extension that it leaves out.
        warnings.simplefilter("ignore")
        _count_strings(package)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in sheets[:_MOST_SHEETS]:
                hidden, merges = _look_at_rows(package, sheet._worksheet_path)
                yield with_merges(_grid(sheet, hidden), merges)
        finally:
            book.close()


def _count_strings(package: zipfile.ZipFile) -> None:
    """Each string is an object: counted before any is made."""
    if "xl/sharedStrings.xml" in package.namelist():
        found = _STRING.findall(package.read("xl/sharedStrings.xml"))
        if len(found) > _MOST_STRINGS:
            raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)


_Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def _look_at_rows(package: zipfile.ZipFile, path: str) -> tuple[frozenset[int], list[_Merge]]:
    """What is not told with the cells: which rows are hidden, which cells merged."""
    content = package.read(path.lstrip("/"))
    if sum(1 for _ in _VALUE.finditer(content)) > _MOST_CELLS:
        raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
    hidden = islice(_HIDDEN.finditer(content), _MOST_HIDDEN)
    return frozenset(int(match[1]) for match in hidden), _merges(content)


def _merges(content: bytes) -> list[_Merge]:
    merges = []
    for match in _MERGE.finditer(content):
        left, top, right, bottom = range_boundaries(match[1].decode())
        merges.append((top, left, bottom, right))
        if len(merges) >= _MOST_MERGES:
            break
    return merges


def _grid(sheet: Any, hidden: frozenset[int]) -> Grid:
    # What the sheet says of its own size may be wrong, or the whole of what there could be.
    sheet.reset_dimensions()
    rows: list[GridRow] = []
    empty = 0
    for place, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        found = {
            column: _cell(f"{letters(column)}{place}", cell)
            for column, cell in enumerate(cells, 1)
            if cell.value is not None and str(cell.value).strip()
        }
        empty = 0 if found else empty + 1
        if found:
            rows.append(GridRow(place, found))
        if len(rows) > MOST_ROWS + _MOST_COLUMNS:
            raise NotAPlan(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
        if empty > _MOST_EMPTY_ROWS:
            break
    return Grid(sheet.title, rows, hidden)


def _cell(at: str, cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell(at, str(getattr(value, "text", value)), fault=CellFault.FORMULA)
    if cell.data_type == "e":
        return Cell(at, str(value), fault=CellFault.ERROR)
    if isinstance(value, datetime):
        return Cell(at, value, hour=_shows_hour(value, cell.number_format))
    if isinstance(value, date):
        return Cell(at, value)
    return Cell(at, _text(value))


def _shows_hour(value: datetime, number_format: str) -> bool:
    """At midnight not where seconds are shown too: thus programs write a day without an hour, and
    nobody states a time to the second."""
    shown = _QUOTED.sub("", number_format)
    if value.time() == time() and _SECOND.search(shown):
        return False
    return bool(_HOUR.search(shown))


def _text(value: object) -> str:
    """As the cell shows it, as far as that can be known."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)
