"""The appendix of a report: its table of tasks on landscape pages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell, _Row

from documents.legible import legible
from documents.page import LANDSCAPE_WIDTH, turn_to_landscape
from documents.report import Appendix, Column
from documents.report import Row as TaskRow
from documents.writing import fix_widths, paragraph, say

_SIZE = 11
_HEADER_SHADE, _GROUP_SHADE = "E7E6E6", "F5F5F5"


def write_appendix(document: Document, appendix: Appendix) -> None:
    turn_to_landscape(document)
    paragraph(document, appendix.label, size=14, bold=True)
    paragraph(document, appendix.title, size=14, bold=True)
    paragraph(document, appendix.note, size=14, italic=True, after=8)
    if appendix.rows:
        _write_table(document, appendix)
    else:
        paragraph(document, appendix.empty, size=14)


def _write_table(document: Document, appendix: Appendix) -> None:
    table = document.add_table(rows=4, cols=len(appendix.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(column.share for column in appendix.columns)
    shares = [column.share / whole for column in appendix.columns]
    fix_widths(table, [share * LANDSCAPE_WIDTH for share in shares])
    header, group, usual, late = table.rows
    _write_header(header, appendix.columns)
    patterns = {
        "group": _group_pattern(group),
        "usual": _pattern(usual, appendix.columns, bold=False),
        "late": _pattern(late, appendix.columns, bold=True),
    }
    for pattern in patterns.values():
        table._tbl.remove(pattern)
    for row in appendix.rows:
        kind = "group" if row.group else "late" if row.late else "usual"
        table._tbl.append(_filled(patterns[kind], row))


def _write_header(row: _Row, columns: tuple[Column, ...]) -> None:
    _on_every_page(row)
    _never_torn(row)
    for cell, column in zip(row.cells, columns, strict=True):
        _cell(cell, column.heading, centred=True, bold=True)
        _shade(cell, _HEADER_SHADE)


def _pattern(row: _Row, columns: tuple[Column, ...], *, bold: bool) -> Any:
    _never_torn(row)
    for cell, column in zip(row.cells, columns, strict=True):
        _cell(cell, " ", centred=column.centred, bold=bold)
    return row._tr


def _group_pattern(row: _Row) -> Any:
    _never_torn(row)
    cell = row.cells[0].merge(row.cells[-1])
    _cell(cell, " ", centred=False, bold=True)
    # Its heading is never left behind at the foot of a page.
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    _shade(cell, _GROUP_SHADE)
    return row._tr


def _filled(pattern: Any, row: TaskRow) -> Any:
    """A copy of the row that is its pattern, with these words in its cells.

    Written into the elements themselves: the library looks for every cell anew among all rows.
    """
    made = deepcopy(pattern)
    for place, text in zip(made.iter(qn("w:t")), row.cells, strict=True):
        place.text = legible(text)
        place.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _cell(cell: _Cell, text: str, *, centred: bool, bold: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    written = cell.paragraphs[0]
    written.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    written.paragraph_format.space_before = written.paragraph_format.space_after = Pt(1)
    say(written, text, size=_SIZE, bold=bold)


def _on_every_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _never_torn(row: _Row) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(
        shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark"
    )
