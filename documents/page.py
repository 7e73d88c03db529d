"""An empty document with its pages as Decree 30/2020/NĐ-CP, Appendix I, wants them.

A4; margins of 20 mm above and below, 30 mm at the left and 15 mm at the right; Times New Roman;
the number of the page in the middle of the upper margin, none on the first page.
"""

from __future__ import annotations

from datetime import datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from documents.legible import legible
from documents.writing import say, set_language, set_typeface

LONG_SIDE, SHORT_SIDE = 297, 210
TOP = BOTTOM = 20
LEFT, RIGHT = 30, 15
PORTRAIT_WIDTH = SHORT_SIDE - LEFT - RIGHT
LANDSCAPE_WIDTH = LONG_SIDE - LEFT - RIGHT
"""What is left for the text, in millimetres."""
BODY_SIZE = 14


def blank(language: str, title: str, author: str, made_at: datetime) -> DocumentObject:
    """A document of one portrait section without a paragraph."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    set_typeface(normal.element)
    set_language(normal.element, language)
    normal.paragraph_format.space_after = Pt(0)
    _lay_out(document.sections[0], landscape=False)
    _number_pages(document.sections[0])
    properties = document.core_properties
    properties.title, properties.author = legible(title)[:255], legible(author)[:255]
    properties.comments = ""
    properties.language = language
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    return document


def turn_to_landscape(document: DocumentObject) -> None:
    """Begins landscape pages, with numbers of their own as an appendix has."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the upright pages would begin a page of its own after a full one.
    end = Paragraph(document.element.body.findall(qn("w:p"))[-1], document)
    end.paragraph_format.line_spacing = Pt(1)
    _lay_out(section, landscape=True)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # The schema wants it after the margins.
    section._sectPr.find(qn("w:pgMar")).addnext(numbering)


def _lay_out(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(LONG_SIDE if landscape else SHORT_SIDE)
    section.page_height = Mm(SHORT_SIDE if landscape else LONG_SIDE)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _number_pages(section: Section) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = say(paragraph, "", size=13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
