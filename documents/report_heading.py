"""The head of a report and its title, in each of the layouts.

Sizes go up and down together: 13 for the bodies and the state's name, 14 for motto, date and text.
"""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import _Cell

from documents.page import PORTRAIT_WIDTH
from documents.report import Heading, Title
from documents.writing import columns, paragraph, rule, width_of
from domain.letterhead import Layout

_LEFT, _GAP = 67, 2
_RIGHT = PORTRAIT_WIDTH - _LEFT - _GAP
_SMALLER, _LARGER = 13, 14
_SHORT_RULE = 0.4
"""Of the line above it; between a third and a half."""


def write_heading(document: Document, heading: Heading, layout: Layout) -> None:
    left, between, right = columns(document, (_LEFT, _GAP, _RIGHT))
    paragraph(between, "")
    _WRITERS[layout](left, right, heading)


def _bodies(cell: _Cell, heading: Heading) -> None:
    if heading.superior_body:
        paragraph(cell, heading.superior_body.upper(), size=_SMALLER)
    name = heading.issuing_body.upper()
    paragraph(cell, name, size=_SMALLER, bold=True)


def _rule_under(cell: _Cell, text: str, size: float, room: float, share: float) -> None:
    rule(cell, min(width_of(text, size), room) * share, room)


def _state(left: _Cell, right: _Cell, heading: Heading) -> None:
    _bodies(left, heading)
    _rule_under(left, heading.issuing_body.upper(), _SMALLER, _LEFT, _SHORT_RULE)
    paragraph(left, heading.number, size=_SMALLER, before=2)
    paragraph(right, heading.state, size=_SMALLER, bold=True)
    paragraph(right, heading.motto, size=_LARGER, bold=True)
    _rule_under(right, heading.motto, _LARGER, _RIGHT, 1)
    paragraph(right, heading.place_and_date, size=_LARGER, italic=True, before=2)


def _party(left: _Cell, right: _Cell, heading: Heading) -> None:
    _bodies(left, heading)
    paragraph(left, "*", size=_LARGER)
    paragraph(left, heading.number, size=_LARGER)
    paragraph(right, heading.state, size=15, bold=True)
    _rule_under(right, heading.state, 15, _RIGHT, 1)
    paragraph(right, heading.place_and_date, size=_LARGER, italic=True, before=6)


def _plain(left: _Cell, right: _Cell, heading: Heading) -> None:
    _bodies(left, heading)
    paragraph(left, heading.number, size=_SMALLER, before=2)
    paragraph(right, heading.place_and_date, size=_LARGER, italic=True)


_WRITERS: dict[Layout, Callable[[_Cell, _Cell, Heading], None]] = {
    Layout.STATE: _state,
    Layout.PARTY: _party,
    Layout.PLAIN: _plain,
}


def write_title(document: Document, title: Title, layout: Layout) -> None:
    kind_size = 16 if layout is Layout.PARTY else _LARGER
    paragraph(document, title.kind.upper(), size=kind_size, bold=True, before=18)
    paragraph(document, title.subject, size=_LARGER, bold=True)
    paragraph(document, title.period, size=_LARGER, italic=True)
    if layout is Layout.PARTY:
        paragraph(document, "-----")
    else:
        rule(document, PORTRAIT_WIDTH / 5, PORTRAIT_WIDTH)
    if title.addressee:
        paragraph(document, title.addressee, size=_LARGER, before=8)
    paragraph(document, "", align=WD_ALIGN_PARAGRAPH.LEFT).paragraph_format.line_spacing = 0.5
