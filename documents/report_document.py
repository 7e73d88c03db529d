"""A report of the situation as a Word document, laid out as documents in Việt Nam are."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from documents.made import MadeFile
from documents.page import BODY_SIZE, PORTRAIT_WIDTH, blank
from documents.report import Paragraph, Recipients, Report, Signature, Style
from documents.report_heading import write_heading, write_title
from documents.report_table import write_appendix
from documents.writing import columns, paragraph, say

_HEADINGS = (Style.SECTION, Style.SUBSECTION)
_FIRST_LINE = 12.7
_BETWEEN = 6
_LINES = 1.15
_ROOM_TO_SIGN = 72
_HALVES = (PORTRAIT_WIDTH * 0.45, PORTRAIT_WIDTH * 0.55)


def make(report: Report) -> list[MadeFile]:
    """The document; its last pages are the table of tasks in landscape."""
    title = f"{report.title.kind} {report.title.subject}"
    document = blank(report.language, title, report.heading.issuing_body, report.made_at)
    write_heading(document, report.heading, report.layout)
    write_title(document, report.title, report.layout)
    for each in report.paragraphs:
        _write(document, each)
    _write_foot(document, report.recipients, report.signature)
    write_appendix(document, report.appendix)
    kept = BytesIO()
    document.save(kept)
    return [MadeFile(report.file_name, kept.getvalue())]


def _write(document: Document, each: Paragraph) -> None:
    bold = each.style in _HEADINGS
    written = document.add_paragraph()
    written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout = written.paragraph_format
    layout.first_line_indent = Mm(_FIRST_LINE)
    layout.space_after, layout.line_spacing = Pt(_BETWEEN), _LINES
    layout.keep_with_next = bold or each.style is Style.LEAD or None
    layout.widow_control = True
    say(written, each.text, size=BODY_SIZE, bold=bold)


def _write_foot(document: Document, recipients: Recipients, signature: Signature) -> None:
    """Recipients at the left, who signs at the right: never torn over two pages, and never alone
    on one, where it could be put under any text."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    gap = paragraph(document, "", size=6)
    gap.paragraph_format.keep_with_next = True
    left, right = columns(document, _HALVES)
    paragraph(left, recipients.heading, size=12, bold=True, italic=True, align=None)
    for line in recipients.lines:
        paragraph(left, line, size=11, align=None)
    for line in signature.authority:
        paragraph(right, line, size=BODY_SIZE, bold=True)
    paragraph(right, signature.name, size=BODY_SIZE, bold=True, before=_ROOM_TO_SIGN)
