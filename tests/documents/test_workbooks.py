"""Workbooks and CSV files as they are made, opened again by openpyxl and by LibreOffice."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import workbooks
from documents.columns import COLUMNS, EXAMPLE_TITLE, PLANNED, ColumnId
from documents.follow_up import Explanation, FollowUp, PlanLine, PlanSheet, Template, UnitsSheet
from documents.guarding import FORMULA_SIGNS, guarded, unguarded
from tests.documents.conftest import Convert

HOSTILE = ("=1+1", "+84 912", "-5 người", "@ghi chú", '=HYPERLINK("x")', "'=1")


def line(number: int, **more: object) -> PlanLine:
    given = {
        "reference": f"DBP70-{number}",
        "title": f"Khảo sát địa bàn {number}",
        "lead": "CATPHN",
        "cooperating": "CATDB, CATTH",
        "due": date(2027, 4, 20),
        "urgent": "gấp",
        "ad_hoc": "",
        "workstream": "Hậu cần",
        "source": "KH 12",
        "due_on": date(2027, 4, 20),
        "status": "Đang thực hiện",
        "percent": 40,
        "obstacle": "",
        "latest": "đã làm\nmột nửa",
    }
    return PlanLine(**{**given, **more})  # type: ignore[arg-type]


def plan(*lines: PlanLine, language: str = "vi") -> FollowUp:
    units = UnitsSheet("Đơn vị", ("Mã", "Tên"), (("CATPHN", "=Công an Hà Nội"),))
    sheets = (PlanSheet("DBP70", "Lễ", lines), PlanSheet("QK2", "Quốc khánh", ()))
    return FollowUp("Bảng", language, sheets, units, ("Hoàn thành", "Dừng"), "Vướng mắc")


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_there_is_a_sheet_for_each_event_and_one_for_the_units() -> None:
    made, _ = workbooks.export(plan(line(1)))
    assert made.name == "Bảng.xlsx"
    assert book(made.content).sheetnames == ["DBP70", "QK2", "Đơn vị"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_head_stays_in_sight_and_filters(language: str) -> None:
    sheet = book(workbooks.export(plan(line(1), line(2), language=language))[0].content)["DBP70"]
    assert [cell.value for cell in sheet[1]] == [column.headings[language] for column in COLUMNS]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N3"


def test_dates_are_dates_with_the_hour_where_there_is_one() -> None:
    hour = datetime(2027, 4, 20, 17, 30)  # noqa: DTZ001
    lines = (line(1), line(2, due=hour, due_on=hour), line(3, due="N-7"))
    sheet = book(workbooks.export(plan(*lines))[0].content)["DBP70"]
    due = [sheet.cell(row, 5) for row in (2, 3, 4)]
    assert [cell.value for cell in due] == [datetime(2027, 4, 20), hour, "N-7"]  # noqa: DTZ001
    assert [cell.number_format for cell in due] == ["dd/mm/yyyy", "hh:mm dd/mm/yyyy", "General"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    made, flat = workbooks.export(plan(line(1, title=text, latest=text)))
    cell = book(made.content)["DBP70"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    found = rows_of(flat.content)[1][1]
    assert not found.startswith(FORMULA_SIGNS)
    assert unguarded(found) == text


def test_letters_that_no_workbook_takes_are_left_out() -> None:
    made, _ = workbooks.export(plan(line(1, title="a\x0bb")))
    assert book(made.content)["DBP70"]["B2"].value == "ab"


def test_what_was_before_all_workbooks_is_said_in_words() -> None:
    made, _ = workbooks.export(plan(line(1, due=date(1899, 4, 2))))
    assert book(made.content)["DBP70"]["E2"].value == "02/04/1899"


def test_overdue_and_blocked_are_both_coloured_by_the_clock_of_the_reader() -> None:
    sheet = book(workbooks.export(plan(line(1)))[0].content)["DBP70"]
    first = {}
    for rules in sheet.conditional_formatting:
        blocked, overdue = sorted((rule.formula[0] for rule in rules.rules), key=len)
        assert '="Vướng mắc"' in blocked
        assert "NOW()" in overdue
        assert '<>"Hoàn thành"' in overdue
        before = min(rules.rules, key=lambda rule: rule.priority)
        for cells in rules.sqref.ranges:
            for row in cells.rows:
                for place in row:
                    assert place not in first, "two ranges have a say in it"
                    first[place] = "blocked" if before.formula[0] == blocked else "overdue"
    columns = [column.id for column in COLUMNS]
    assert len(first) == len(columns)
    status = (2, columns.index(ColumnId.STATUS) + 1)
    assert first.pop(status) == "blocked", "or nothing tells of an overdue task that it is blocked"
    assert set(first.values()) == {"overdue"}


def test_the_table_without_tasks_is_a_head_alone() -> None:
    sheet = book(workbooks.export(plan())[0].content)["QK2"]
    assert sheet.max_row == 1


def test_the_csv_has_all_events_and_is_known_for_utf_8() -> None:
    _, flat = workbooks.export(plan(line(1), line(2)))
    assert flat.name == "Bảng.csv"
    assert flat.content.startswith(b"\xef\xbb\xbf")
    found = rows_of(flat.content)
    assert found[0] == [column.headings["vi"] for column in COLUMNS]
    assert [row[0] for row in found[1:]] == ["DBP70-1", "DBP70-2"]
    assert found[1][4] == "20/04/2027"
    assert found[1][-1] == "đã làm\nmột nửa"


@given(st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(FORMULA_SIGNS)
    assert unguarded(guarded(text)) == text


# The template -------------------------------------------------------------------------------------


def empty_plan(units: tuple[str, ...] = ("CATPHN", "CATDB")) -> Template:
    return Template(
        name="Mẫu",
        language="vi",
        sheet="Kế hoạch",
        example=line(1, reference="", title=EXAMPLE_TITLE["vi"]),
        choices={
            ColumnId.LEAD: units,
            ColumnId.COOPERATING: units,
            ColumnId.WORKSTREAM: (),
            ColumnId.URGENT: ("gấp",),
        },
        strict=frozenset({ColumnId.URGENT}),
        wrong="Chọn trong danh sách",
        explanation=Explanation("Hướng dẫn", (("Thời hạn", "Bắt buộc"), ("=x", "y"))),
    )


def test_a_template_has_its_headings_one_example_and_an_explanation() -> None:
    (made,) = workbooks.template(empty_plan())
    found = book(made.content)
    assert found.sheetnames[:2] == ["Kế hoạch", "Hướng dẫn"]
    sheet = found["Kế hoạch"]
    assert [cell.value for cell in sheet[1]] == [column.headings["vi"] for column in PLANNED]
    assert sheet["B2"].value == EXAMPLE_TITLE["vi"]
    assert all(cell.value is None for cell in sheet[3])
    assert sheet["E3"].number_format == "dd/mm/yyyy"
    assert found["Hướng dẫn"]["B1"].value == "Bắt buộc"
    assert found["Hướng dẫn"].sheet_properties.pageSetUpPr.fitToPage


def test_a_template_offers_units_workstreams_and_urgency() -> None:
    many = tuple(f"DV{number:03}" for number in range(400))
    found = book(workbooks.template(empty_plan(many))[0].content)
    rules = {str(rule.sqref): rule for rule in found["Kế hoạch"].data_validations.dataValidation}
    assert set(rules) == {"C2:C1000", "D2:D1000", "F2:F1000"}
    assert rules["C2:C1000"].formula1 == "lists!$C$1:$C$400"
    assert rules["F2:F1000"].showErrorMessage
    assert not rules["D2:D1000"].showErrorMessage
    lists = found["lists"]
    assert lists.sheet_state == "hidden"
    assert lists["C400"].value == "DV399"


# Opened by another program ------------------------------------------------------------------------


@pytest.mark.long
def test_libreoffice_opens_what_is_exported(office: Convert, tmp_path: Path) -> None:
    made, _ = workbooks.export(plan(*[line(n, title=text) for n, text in enumerate(HOSTILE)]))
    path = tmp_path / "export.xlsx"
    path.write_bytes(made.content)
    pages = pypdfium2.PdfDocument(office(path, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "Nội dung nhiệm vụ" in text
    assert "=1+1" in text
    assert "CATPHN" in text


def test_libreoffice_reads_texts_as_texts(office: Convert, tmp_path: Path) -> None:
    made, _ = workbooks.export(plan(*[line(n, title=text) for n, text in enumerate(HOSTILE)]))
    path = tmp_path / "export.xlsx"
    path.write_bytes(made.content)
    # 44 comma, 34 quotation mark, 76 UTF-8
    found = rows_of(office(path, "csv:Text - txt - csv (StarCalc):44,34,76").read_bytes())
    assert [row[1] for row in found[1:]] == list(HOSTILE)
    assert found[1][4] == "20/04/2027"


@pytest.mark.long
def test_libreoffice_opens_the_template(office: Convert, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(workbooks.template(empty_plan())[0].content)
    pages = pypdfium2.PdfDocument(office(path, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "Đơn vị chủ trì" in text
    assert "Bắt buộc" in text
