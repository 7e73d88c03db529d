"""The report as a Word document: what Decree 30/2020/NĐ-CP, Appendix I, asks of its form."""

from dataclasses import replace
from typing import Any

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from documents.report import Report, Row
from documents.report_document import make
from domain.letterhead import Layout
from tests.documents.reports import HEADINGS, MOTTO, STATE, report, rows, with_heading
from tests.support.paper import lines_of, opened


def made(whole: Report) -> Document:
    (file,) = make(whole)
    assert file.name == whole.file_name
    return opened(file.content)


def runs(document: Document, text: str) -> list[Any]:
    """The runs that say exactly this, wherever they stand."""
    found = [
        run
        for run in document.element.body.iter(qn("w:r"))
        if "".join(letters.text or "" for letters in run.iter(qn("w:t"))) == text
    ]
    assert found, text
    return found


def look(document: Document, text: str) -> tuple[float, bool, bool]:
    """Size in points, bold, italic."""
    properties = runs(document, text)[0].find(qn("w:rPr"))
    size = properties.find(qn("w:sz"))
    return (
        int(size.get(qn("w:val"))) / 2,
        properties.find(qn("w:b")) is not None,
        properties.find(qn("w:i")) is not None,
    )


@pytest.mark.parametrize("layout", Layout)
def test_pages_are_a4_with_the_margins_of_the_decree_and_the_appendix_lies(
    layout: Layout,
) -> None:
    first, appendix = made(report(layout)).sections
    assert millimetres(first.page_width, first.page_height) == [210, 297]
    assert millimetres(appendix.page_width, appendix.page_height) == [297, 210]
    assert appendix.orientation == WD_ORIENT.LANDSCAPE
    for section in (first, appendix):
        assert millimetres(section.top_margin, section.bottom_margin) == [20, 20]
        assert millimetres(section.left_margin, section.right_margin) == [30, 15]


def millimetres(*lengths: Length | None) -> list[int]:
    return [round(length.mm) for length in lengths if length is not None]


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        (STATE, 13, True, False),
        (MOTTO, 14, True, False),
        ("BAN TỔ CHỨC LỄ KỶ NIỆM", 13, False, False),
        ("TIỂU BAN AN NINH, TRẬT TỰ", 13, True, False),
        ("Số: 05/BC-TBANTT", 13, False, False),
        ("Điện Biên, ngày 05 tháng 5 năm 2024", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Tình hình, kết quả thực hiện nhiệm vụ", 14, True, False),
        ("Kính gửi: Ban Tổ chức Lễ kỷ niệm", 14, False, False),
        (HEADINGS[0], 14, True, False),
        ("TM. TIỂU BAN", 14, True, False),
        ("TRƯỞNG TIỂU BAN", 14, True, False),
        ("Nguyễn Văn A", 14, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT.", 11, False, False),
    ],
)
def test_each_element_has_its_letters(text: str, size: float, bold: bool, italic: bool) -> None:
    assert look(made(report()), text) == (size, bold, italic)


def test_every_letter_is_of_times_new_roman() -> None:
    document = made(report())
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert not list(document.element.body.iter(qn("w:rFonts")))


def test_the_text_is_justified_with_its_indent_and_six_points_between_paragraphs() -> None:
    document = made(report())
    written = next(each for each in document.paragraphs if each.text.startswith("- "))
    layout = written.paragraph_format
    assert layout.first_line_indent == Mm(12.7)
    assert layout.space_after == Pt(6)
    assert layout.line_spacing is not None
    assert 1 <= float(layout.line_spacing) <= 1.5
    assert str(written.alignment) == "JUSTIFY (3)"


def test_pages_are_numbered_in_the_upper_margin_but_for_the_first() -> None:
    first, appendix = made(report()).sections
    for section in (first, appendix):
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
    (paragraph,) = first.header.paragraphs
    assert str(paragraph.alignment) == "CENTER (1)"
    assert [field.text for field in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert appendix.header.is_linked_to_previous


def test_each_layout_has_its_own_head() -> None:
    heads = {layout: "\n".join(lines_of(made(report(layout)))[:9]) for layout in Layout}
    assert STATE in heads[Layout.STATE]
    assert MOTTO in heads[Layout.STATE]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in heads[Layout.PARTY]
    assert "\n*\n" in heads[Layout.PARTY]
    assert MOTTO not in heads[Layout.PARTY]
    assert "VIỆT NAM" not in heads[Layout.PLAIN]


def test_the_row_of_headings_comes_on_every_page_and_no_row_is_torn() -> None:
    table = made(report()).tables[-1]
    repeated = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert repeated == [True] + [False] * (len(table.rows) - 1)
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    widths = [column.width or 0 for column in table.columns]
    assert abs(sum(widths) - Mm(252)) < Mm(1)


def test_what_is_late_stands_out_in_bold_and_an_event_alone_in_its_row() -> None:
    table = made(report(tasks=14)).tables[-1]
    late = [
        row.cells[0].text
        for row in table.rows[1:]
        if row.cells[0].paragraphs[0].runs[0].bold and len({cell._tc for cell in row.cells}) > 1
    ]
    assert late == ["7", "14"]
    groups = [row for row in table.rows if len({cell._tc for cell in row.cells}) == 1]
    assert [row.cells[0].text for row in groups] == ["Lễ kỷ niệm (DBP70)", "Hội nghị (HN24)"]


def test_without_tasks_the_appendix_says_so() -> None:
    document = made(report(tasks=0))
    assert lines_of(document)[-1] == "Không có nhiệm vụ."


def test_what_xml_cannot_hold_is_left_out_and_all_else_is_kept() -> None:
    hostile = "<w:p/>&amp;\x00\x0b\ufffe\ud800 🎉 ]]> Ω"
    whole = with_heading(report(tasks=0), superior_body=hostile, issuing_body=hostile)
    table = replace(whole.appendix, rows=(Row((hostile,) * 6), Row((hostile,), group=True)))
    document = made(replace(whole, appendix=table))
    assert lines_of(document).count("<w:p/>&amp; 🎉 ]]> Ω") == 7
    assert lines_of(document)[0] == "<W:P/>&AMP; 🎉 ]]> Ω"


def test_a_thousand_tasks_stand_in_one_table() -> None:
    whole = report(tasks=0)
    document = made(replace(whole, appendix=replace(whole.appendix, rows=rows(1000))))
    assert len(document.element.body.findall(f".//{qn('w:tr')}")) == 1000 + 2 + 1 + 2
