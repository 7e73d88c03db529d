"""What a report of the situation says, ready in words: what the maker of the document is given.

All texts are plain, in the language of the document, and already in the order of reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.letterhead import Layout


class Style(StrEnum):
    """What a paragraph is in the outline."""

    SECTION = "section"
    """I, II, III …"""
    SUBSECTION = "subsection"
    """1, 2, 3 …"""
    BODY = "body"
    LEAD = "lead"
    """Body that introduces a list, and is never parted from its first item."""
    ITEM = "item"
    """One of a list."""


@dataclass(frozen=True)
class Paragraph:
    style: Style
    text: str


@dataclass(frozen=True)
class Heading:
    """What stands above the title."""

    superior_body: str
    """Empty: none is named."""
    issuing_body: str
    number: str
    """With its symbol and the words before it."""
    place_and_date: str
    state: str = ""
    """Of the state or the party, in capitals; empty where the layout has none."""
    motto: str = ""


@dataclass(frozen=True)
class Title:
    kind: str
    subject: str
    period: str
    addressee: str
    """Empty: it is addressed to nobody."""


@dataclass(frozen=True)
class Signature:
    authority: tuple[str, ...]
    """The lines above the name: in whose stead, and the signer's title."""
    name: str
    """Empty: the room for it stays."""


@dataclass(frozen=True)
class Recipients:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    heading: str
    share: int
    """Of the width, beside the other columns."""
    centred: bool = False


@dataclass(frozen=True)
class Row:
    """`group`: alone across the whole table. `late`: set in bold, for it is overdue."""

    cells: tuple[str, ...]
    group: bool = False
    late: bool = False


@dataclass(frozen=True)
class Appendix:
    """The table of tasks, on landscape pages of its own."""

    label: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str
    """Said in place of a table without rows."""


@dataclass(frozen=True)
class Report:
    file_name: str
    layout: Layout
    language: str
    heading: Heading
    title: Title
    paragraphs: tuple[Paragraph, ...]
    recipients: Recipients
    signature: Signature
    appendix: Appendix
    made_at: datetime
