"""Plans as people send them: every kind of table that means the same says the same."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from domain.plans.rows import Values
from domain.text import without_accents
from tests.support.plan_files import HEADINGS, basis, known, reading, text_table, workbook

TITLE = "Khảo sát tuyến đường đón khách"
ROW = (TITLE, "CATDB", "C08; K02", "17:00 20/04/2024")
# As a cell has it: nobody's wall time in particular.
MIDNIGHT = datetime.combine(date(2024, 4, 20), time())
AT_HALF_PAST_FIVE = datetime.combine(date(2024, 4, 20), time(17, 30))
WANTED: Values = {
    "title": TITLE,
    "unit": 1,
    "with": [2, 3],
    "due": ["2024-04-20", "17:00", None],
    "urgent": False,
    "ad_hoc": False,
    "workstream": "",
    "source": "",
}


def only(content: bytes, name: str = "kế hoạch.xlsx") -> Values:
    """What the one row of the plan states."""
    result = reading(content, name)
    assert not result.unreadable, result
    assert not result.compared.faults, result.compared.faults
    (row,) = result.compared.new
    return row.values


def test_a_workbook_is_read() -> None:
    assert only(workbook([HEADINGS, ROW])) == WANTED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_any_kind_is_read(delimiter: str, encoding: str) -> None:
    assert only(text_table([HEADINGS, ROW], delimiter, encoding), "plan.csv") == WANTED


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the tone mark stands behind its letter."""
    written = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            rest = unicodedata.normalize("NFC", base + "".join(m for m in marks if m != tone))
            written += rest.encode("cp1258") + tone.encode("cp1258")
    return written


def test_a_csv_in_windows_1258_has_its_tone_marks_in_place() -> None:
    text = text_table([HEADINGS, ROW], ";").decode()
    content = windows_1258(text)
    with pytest.raises(UnicodeDecodeError):
        content.decode()
    assert only(content, "plan.csv") == WANTED


@pytest.mark.parametrize(
    "headings",
    [
        ("Task", "Lead unit", "Cooperating units", "Due"),
        ("noi dung nhiem vu", "don vi chu tri", "don vi phoi hop", "thoi han"),
        ("NỘI DUNG:", "CHỦ TRÌ", "PHỐI HỢP", "HẠN HOÀN THÀNH"),
        tuple(unicodedata.normalize("NFD", heading) for heading in HEADINGS),
        tuple(without_accents(heading).upper() for heading in HEADINGS),
    ],
)
def test_headings_are_known_in_both_languages_with_or_without_accents(
    headings: tuple[str, ...],
) -> None:
    assert only(workbook([headings, ROW])) == WANTED


def test_columns_may_stand_in_any_order_among_others() -> None:
    order = (3, 1, 0, 2)
    headings = ("TT", *(HEADINGS[index] for index in order), "Ghi chú")
    row = (1, *(ROW[index] for index in order), "đã thống nhất")
    assert only(workbook([headings, row])) == WANTED


def test_filled_columns_that_mean_nothing_are_named() -> None:
    headings = ("STT", *HEADINGS, "Ghi\nchú", "Tiến độ", "Kinh phí", "Người ký", None)
    row = (1, *ROW, "đã thống nhất", 0.5, None, None, "bên lề")
    under = (None, None, None, None, None, None, None, None, "TRƯỞNG TIỂU BAN")
    assert reading(workbook([headings, row, (), under])).unread == ("Ghi chú",)
    assert reading(text_table([(*HEADINGS, "Note"), (*ROW, "x")]), "a.csv").unread == ("Note",)
    assert reading(workbook([(*HEADINGS, "x" * 100), (*ROW, 1)])).unread == ("x" * 39 + "…",)


def test_a_title_may_stand_above_the_table() -> None:
    rows = [
        ("KẾ HOẠCH BẢO ĐẢM AN NINH, TRẬT TỰ",),
        (),
        ("Nhiệm vụ", "theo KH số 12"),
        HEADINGS,
        ROW,
    ]
    assert only(workbook(rows, merges=["A1:D1"])) == WANTED
    assert only(text_table(rows, ";"), "plan.csv") == WANTED


def test_headings_may_stand_in_two_rows() -> None:
    rows = [
        ("TT", "Nội dung nhiệm vụ", "Đơn vị", None, "Thời hạn"),
        (None, None, "Chủ trì", "Phối hợp", None),
        (1, *ROW),
    ]
    assert only(workbook(rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:E2"])) == WANTED


def test_what_is_merged_over_several_rows_counts_for_each_of_them() -> None:
    rows = [HEADINGS, ROW, ("Phân luồng", None, None, None), ("Kiểm tra", None, None, None)]
    result = reading(workbook(rows, merges=["B2:B4", "D2:D4"]))
    assert not result.compared.faults
    assert [(row.values["unit"], row.values["due"]) for row in result.compared.new] == [
        (1, ["2024-04-20", "17:00", None])
    ] * 3


def test_a_task_merged_over_several_rows_is_one_task_with_all_its_cooperating_units() -> None:
    rows = [HEADINGS, (*ROW[:2], "C08", ROW[3]), (None, None, "K02", None)]
    assert only(workbook(rows, merges=["A2:A3", "B2:B3", "D2:D3"])) == WANTED


def test_a_heading_within_the_table_is_no_task() -> None:
    rows = [HEADINGS, ("I. CÔNG TÁC BẢO VỆ", None, None, None), ROW]
    assert only(workbook(rows, merges=["A2:D2"])) == WANTED


@pytest.mark.parametrize(
    "row",
    [
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        (1, 2, 3, 4, 5),
        ("II", "CÔNG TÁC BẢO VỆ", None, None, None),
        ("B.", "Công tác bảo vệ", None, None, None),
        (None, "Tổng cộng: 2 nhiệm vụ", None, None, None),
        ("Cộng", None, 2, None, None),
        ("TOTAL", 2, None, None, None),
        (None, "Tổng cộng", "12 nhiệm vụ", None, None),
    ],
)
def test_what_a_table_says_of_itself_is_no_task(row: tuple[Any, ...]) -> None:
    assert only(workbook([("TT", *HEADINGS), row, (1, *ROW)])) == WANTED


@pytest.mark.parametrize(
    "row",
    [
        (2, "Công tác bảo vệ", None, None, None),
        ("II", "Công tác bảo vệ", "CATDB", None, None),
        (None, "Tổng duyệt", None, None, None),
        (None, "Cộng tác với báo chí", None, None, None),
        (None, "Tổng cộng", "CATDB", None, None),
        (1, 2, "CATDB", None, "20/4"),
    ],
)
def test_a_task_that_is_not_complete_is_not_passed_over(row: tuple[Any, ...]) -> None:
    result = reading(workbook([("TT", *HEADINGS), row]))
    assert result.compared.faulty_rows + len(result.compared.new) == 1


BLANK = ("",) * 4
UNDER_IT: dict[str, tuple[tuple[str, ...], ...]] = {
    "a signature": (BLANK, (*BLANK[:3], "TRƯỞNG TIỂU BAN"), BLANK, (*BLANK[:3], "Đại tá A")),
    "two signatures": (
        BLANK,
        ("Người lập biểu", "", "", "TM. BAN TỔ CHỨC"),
        ("", "", "", "KT. TRƯỞNG BAN"),
        ("Thượng úy A", "", "", "Đại tá B"),
    ),
    "the place and day": (BLANK, (*BLANK[:3], "Điện Biên, ngày 20 tháng 3 năm 2024")),
    "notes": (("Ghi chú: các đơn vị báo cáo trước 17 giờ hằng ngày.",), ("- Gấp: báo cáo ngay",)),
    "a total and a signature": (("Tổng cộng", "1 nhiệm vụ"), BLANK, ("", "GIÁM ĐỐC")),
}


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
@pytest.mark.parametrize("under", UNDER_IT)
def test_what_stands_under_a_table_is_no_task(under: str, name: str) -> None:
    made = workbook if name == "a.xlsx" else text_table
    rows = [HEADINGS, ROW, *UNDER_IT[under]]
    assert only(made(rows), name) == WANTED


@pytest.mark.parametrize(
    ("rows", "faulty", "new"),
    [
        (((TITLE, "CATDB", None, None),), 1, 1),
        ((("Việc mới", None, None, "20/4"), BLANK, (None, "TRƯỞNG TIỂU BAN")), 1, 1),
        ((("Việc mới",), BLANK, ("Việc nữa", "CATDB", "", "20/4")), 1, 2),
        ((("Ghi chú",), ("Việc nữa", "CATDB", "", "20/4")), 1, 2),
        ((("Việc mới", "không rõ", None, "20/4"), BLANK, (None, "TRƯỞNG TIỂU BAN")), 1, 1),
    ],
)
def test_tasks_below_an_empty_row_are_not_passed_over(rows: Any, faulty: int, new: int) -> None:
    compared = reading(workbook([HEADINGS, ROW, BLANK, *rows])).compared
    assert (compared.faulty_rows, len(compared.new)) == (faulty, new)


def test_a_fault_in_a_merged_cell_is_named_at_its_first_cell() -> None:
    rows = [HEADINGS, (TITLE, "CAXX", "", "N-7"), ("Phân luồng", None, "", "N-7")]
    result = reading(workbook(rows, merges=["B2:B3"]))
    assert [fault.cell for fault in result.compared.faults] == ["B2", "B2"]


@pytest.mark.parametrize(
    "said",
    ["CATDB", "catdb", "Công an tỉnh Điện Biên", "cong an tinh dien bien", "CA Điện Biên"],
)
def test_a_unit_is_known_by_code_name_or_alias(said: str) -> None:
    assert only(workbook([HEADINGS, (TITLE, said, *ROW[2:])])) == WANTED


@pytest.mark.parametrize(
    "said",
    [
        "C08, K02",
        "C08;K02",
        "C08\nK02",
        "- C08\n- K02",
        "CSGT và Bộ Tư lệnh Cảnh vệ",
        "Cục Cảnh sát giao thông; Cảnh vệ, lễ tân",
        "K02, C08, CATDB",
    ],
)
def test_several_units_cooperate_however_they_are_listed(said: str) -> None:
    assert only(workbook([HEADINGS, (*ROW[:2], said, ROW[3])])) == WANTED


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (date(2024, 4, 20), ["2024-04-20", None, None]),
        (AT_HALF_PAST_FIVE, ["2024-04-20", "17:30", None]),
        ("20/04/2024", ["2024-04-20", None, None]),
        ("17h30 20/4", ["2024-04-20", "17:30", None]),
        ("17 giờ 30 ngày 20/4", ["2024-04-20", "17:30", None]),
        ("2024-04-20", ["2024-04-20", None, None]),
        ("2024-04-20 17:00:00", ["2024-04-20", "17:00", None]),
        ("2024-04-20 00:00:00", ["2024-04-20", None, None]),
        ("0:00 20/4", ["2024-04-20", "00:00", None]),
        ("20-Apr-24", ["2024-04-20", None, None]),
        ("20-thg 4-24", ["2024-04-20", None, None]),
        ("20 tháng 4 năm 2024", ["2024-04-20", None, None]),
        ("20.04.2024", ["2024-04-20", None, None]),
        ("05-04-24", ["2024-04-05", None, None]),
        ("17:00 thứ Bảy 20/04/2024", ["2024-04-20", "17:00", None]),
        ("trước ngày 30/4", ["2024-04-29", None, None]),
        ("N-7", [None, None, -7]),
        ("17:00 N-7", [None, "17:00", -7]),
    ],
)
def test_a_due_time_is_a_date_or_text_in_any_form(said: Any, due: list[Any]) -> None:
    assert only(workbook([HEADINGS, (*ROW[:3], said)])) == {**WANTED, "due": due}


def test_midnight_counts_where_the_cell_shows_an_hour() -> None:
    rows = [HEADINGS, (*ROW[:3], MIDNIGHT)]
    assert only(workbook(rows, dates="hh:mm dd/mm/yyyy"))["due"] == ["2024-04-20", "00:00", None]
    assert only(workbook(rows, dates='dd"h"/mm/yyyy'))["due"] == ["2024-04-20", None, None]


@pytest.mark.parametrize("dates", ["yyyy-mm-dd h:mm:ss", "DD/MM/YYYY HH:MM:SS"])
def test_midnight_to_the_second_is_a_day_as_programs_write_it(dates: str) -> None:
    def due(said: datetime) -> Any:
        return only(workbook([HEADINGS, (*ROW[:3], said)], dates=dates))["due"]

    assert due(MIDNIGHT) == ["2024-04-20", None, None]
    assert due(AT_HALF_PAST_FIVE) == ["2024-04-20", "17:30", None]
    # The end of the day, not the day after it.
    assert due(MIDNIGHT - timedelta(seconds=1)) == ["2024-04-20", "00:00", None]


def test_urgency_workstream_and_source_are_read() -> None:
    headings = (*HEADINGS, "Mức độ", "Đột xuất", "Lĩnh vực", "Căn cứ")
    row = (*ROW, "Khẩn", "x", "Giao thông", "KH số 12/KH-BCA")
    more = {"urgent": True, "ad_hoc": True, "workstream": "Giao thông", "source": "KH số 12/KH-BCA"}
    assert only(workbook([headings, row])) == WANTED | more


def test_the_sheet_named_like_the_event_is_read() -> None:
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, title in (("Hướng dẫn", ""), ("DH13", "Việc khác"), ("dbp70", TITLE)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADINGS if title else ("Cách điền",))
            sheet.write_row(1, 0, (title, *ROW[1:]) if title else ("Mỗi dòng một việc",))
    result = reading(content.getvalue())
    assert (result.sheet, result.compared.new[0].values) == ("dbp70", WANTED)


def test_rows_that_are_filtered_out_are_read_and_counted() -> None:
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADINGS, ROW, ("Việc nữa", "C08", "", "N-7"), ROW[:0])):
            sheet.write_row(place, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
    result = reading(content.getvalue())
    assert (len(result.compared.new), result.hidden) == (2, 1)
    assert reading(workbook([HEADINGS, ROW])).hidden == 0


def test_a_sheet_that_explains_is_passed_over() -> None:
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Hướng dẫn").write(0, 0, "Mỗi dòng một việc")
        sheet = book.add_worksheet("Kế hoạch")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROW)
    assert only(content.getvalue()) == WANTED


def test_a_plan_read_again_changes_nothing() -> None:
    task = known(
        4,
        TITLE.upper(),
        cooperating=(2, 3),
        due_day=date(2024, 4, 20),
        due_hour=time(17),
    )
    result = reading(workbook([HEADINGS, (TITLE.upper(), *ROW[1:])]), of=basis(task))
    assert (result.compared.unchanged, result.compared.new, result.compared.changed) == (1, (), ())
