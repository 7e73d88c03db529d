"""Words on paper: paragraphs, their letters, and the rules drawn under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.legible import legible

TYPEFACE = "Times New Roman"
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_MM_A_POINT = 25.4 / 72
# Widths of letters in Times New Roman, in parts of their size.
_CAPITAL, _SMALL, _BLANK = 0.71, 0.53, 0.25

Container = Any
"""A document, a cell or a header: whatever holds paragraphs."""


def say(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
) -> Run:
    run = paragraph.add_run(legible(text))
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = Pt(size)
    return run


def paragraph(
    container: Container,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = WD_ALIGN_PARAGRAPH.CENTER,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """A new paragraph at the end of what holds it; `before` and `after` in points."""
    made: Paragraph = container.add_paragraph()
    if align is not None:
        made.alignment = align
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    if text:
        say(made, text, size=size, bold=bold, italic=italic)
    return made


def rule(container: Container, width: float, room: float) -> None:
    """A line of so many millimetres in the middle of the room that there is."""
    drawn = paragraph(container, "")
    layout = drawn.paragraph_format
    layout.left_indent = layout.right_indent = Mm(max(room - width, 0) / 2)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = drawn._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def width_of(text: str, size: float) -> float:
    """About how many millimetres the text takes on one line, in bold letters of this size."""
    ems = sum(
        _BLANK if letter.isspace() or letter in "-,." else _CAPITAL if letter.isupper() else _SMALL
        for letter in text
    )
    return ems * size * _MM_A_POINT


def columns(container: Container, widths: Sequence[float]) -> list[_Cell]:
    """Cells side by side without lines around them, each empty of paragraphs to begin with."""
    table: Table = container.add_table(rows=1, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_widths(table, widths)
    _close_margins(table)
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in row.cells:
        cell._tc.remove(cell.paragraphs[0]._p)
    return list(row.cells)


def fix_widths(table: Table, widths: Sequence[float]) -> None:
    """Columns of so many millimetres, whatever they hold."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _close_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.addprevious(margins)
    else:
        table._tblPr.append(margins)


def set_typeface(style: Any) -> None:
    """Times New Roman for the letters of every script."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)


def set_language(style: Any, language: str) -> None:
    """For the spelling checker."""
    properties = style.get_or_add_rPr()
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.set(qn("w:val"), _LANGUAGES[language])
