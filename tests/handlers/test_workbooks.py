"""/template and /export: what the files hold, for whom, as things stand when they are made."""

import csv
import io

import openpyxl
import pytest

from documents.columns import EXAMPLE_TITLE, ColumnId, heading
from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def book(shown: Shown) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(shown.files[0].content))


def lines(shown: Shown) -> list[dict[str, str]]:
    """The CSV file, by heading."""
    return list(csv.DictReader(io.StringIO(shown.files[1].content.decode("utf-8-sig"))))


def asked(who: Somebody, text: str) -> Shown:
    (shown,) = who.says(text)
    return shown


def test_the_template_offers_the_units_and_workstreams_of_the_subcommittee(
    there: Registered,
) -> None:
    shown = asked(there.admin, "/template")
    assert shown.method == "sendDocument"
    assert shown.files[0].name == "Mẫu kế hoạch.xlsx"
    assert "3 đơn vị" in shown.text
    found = book(shown)
    lists = [[cell.value for cell in column] for column in found["lists"].iter_cols()]
    assert ["CATDB", "CATPHN", "PC06"] in lists
    assert any(column[0] == "y tế" for column in lists)
    assert found["Kế hoạch"]["B2"].value == EXAMPLE_TITLE["vi"]
    said = [row[0] for row in found["Hướng dẫn"].iter_rows(values_only=True)]
    assert {"Thời hạn", "Đơn vị chủ trì", "PC06"} <= set(said)


def test_the_template_is_in_the_language_of_the_person(there: Registered) -> None:
    there.admin.says("/language en")
    shown = asked(there.admin, "/template")
    assert shown.files[0].name == "Plan template.xlsx"
    assert book(shown)["Plan"]["A1"].value == heading(ColumnId.REFERENCE, "en")
    explained = book(shown)["How to fill it in"]
    named = {row[0] for row in explained.iter_rows(values_only=True)}
    assert {heading(ColumnId.DUE, "en"), heading(ColumnId.LEAD, "en")} <= named


@pytest.mark.parametrize(("language", "sheet"), [("vi", "Hướng dẫn"), ("en", "How to fill it in")])
def test_the_explanation_names_every_column_by_its_heading(
    there: Registered, language: str, sheet: str
) -> None:
    there.admin.says(f"/language {language}")
    found = book(asked(there.admin, "/template"))
    headings = [cell.value for cell in found.worksheets[0][1]]
    named = {row[0] for row in found[sheet].iter_rows(values_only=True)}
    assert set(headings) <= named


def test_a_template_without_units_can_be_made(house: House) -> None:
    admin = house.joins("Tổ giúp việc", house.subcommittee(), "admin")
    found = book(asked(admin, "/mau"))
    assert found.worksheets[0].data_validations.count == 2


def test_the_export_has_each_task_as_it_stands(there: Registered) -> None:
    there.lead.says("/report DBP70-1 60% đã khảo sát 3/5 tuyến")
    there.lead.says("/block DBP70-2 chờ kinh phí")
    shown = asked(there.chair, "/export DBP70")
    assert shown.method == "sendMediaGroup"
    assert [file.name for file in shown.files] == [
        "Bảng theo dõi DBP70 2024-03-15.xlsx",
        "Bảng theo dõi DBP70 2024-03-15.csv",
    ]
    by_title = {line["Nội dung nhiệm vụ"]: line for line in lines(shown)}
    survey = by_title["Khảo sát tuyến đường"]
    assert survey["Thời hạn"] == survey["Ngày đến hạn"] == "17:00 20/04/2024"
    assert (survey["Đơn vị chủ trì"], survey["Đơn vị phối hợp"]) == ("CATDB", "CATPHN")
    assert (survey["Gấp"], survey["Căn cứ"], survey["Tiến độ"]) == ("gấp", "KH 12", "60")
    assert survey["Báo cáo gần nhất"] == "đã khảo sát 3/5 tuyến"
    medical = by_title["Bảo đảm y tế"]
    assert (medical["Thời hạn"], medical["Ngày đến hạn"]) == ("N-7", "28/04/2024")
    assert (medical["Trạng thái"], medical["Khó khăn, vướng mắc"]) == ("Vướng mắc", "chờ kinh phí")
    assert "4 nhiệm vụ" in shown.text
    assert "vướng mắc 1" in shown.text


def test_the_export_of_a_task_that_waits_to_be_confirmed_has_no_percentage(
    there: Registered,
) -> None:
    there.lead.says("/done DBP70-2")
    shown = asked(there.chair, "/export DBP70")
    by_title = {line["Nội dung nhiệm vụ"]: line for line in lines(shown)}
    medical = by_title["Bảo đảm y tế"]
    assert (medical["Trạng thái"], medical["Tiến độ"]) == ("Chờ xác nhận", "")
    assert by_title["Nhà khách"]["Tiến độ"] == "0"


def test_midnight_is_said_in_words_as_a_cell_cannot_tell_it(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Giao ca | CATDB | 00:00 1/5/2024")
    sheet = book(asked(there.admin, "/export DBP70"))["DBP70"]
    due = {row[1]: row[4] for row in sheet.iter_rows(values_only=True)}
    assert due["Giao ca"] == "00:00 01/05/2024"


def test_all_open_events_are_exported_with_how_each_unit_stands(there: Registered) -> None:
    there.admin.says("/newevent QK2 | Quốc khánh | Hà Nội | 02/09/2024")
    there.admin.says("/newevent CU1 | Cũ | Hà Nội | 01/04/2024")
    there.admin.says("/closeevent CU1")
    found = book(asked(there.admin, "/xuat"))
    assert found.sheetnames == ["DBP70", "QK2", "Đơn vị"]
    units = {row[0]: row for row in found["Đơn vị"].iter_rows(min_row=2, values_only=True)}
    assert units["CATDB"][3:] == (2, 0, 0, 2, 0, 0, 0)
    assert units["PC06"][1:3] == ("Phòng Cảnh sát hình sự", "hình sự")


def test_a_closed_event_is_exported_by_its_code(there: Registered) -> None:
    there.admin.says("/newevent CU1 | Cũ | Hà Nội | 01/04/2024")
    there.admin.says("/closeevent CU1")
    assert book(asked(there.admin, "/export CU1")).sheetnames == ["CU1", "Đơn vị"]


def test_where_no_event_is_open_there_is_nothing_to_export(house: House) -> None:
    admin = house.joins("Tổ giúp việc", house.subcommittee(), "admin")
    assert asked(admin, "/export").text == "Chưa có sự kiện nào đang mở để xuất."


def test_who_may_import_is_told_that_the_table_can_be_sent_back(there: Registered) -> None:
    assert "gửi lại cho bot" in asked(there.admin, "/export DBP70").text
    assert "gửi lại" not in asked(there.chair, "/export DBP70").text


def test_what_was_cancelled_is_in_the_export_and_counted_beside(there: Registered) -> None:
    there.admin.says("/canceltask DBP70-4 không cần nữa")
    shown = asked(there.chair, "/export DBP70")
    assert len(lines(shown)) == 4
    assert "3 nhiệm vụ" in shown.text
    assert "ngoài ra 1 nhiệm vụ đã dừng" in shown.text


def test_a_file_is_not_made_for_who_has_left_meanwhile(there: Registered) -> None:
    there.house.connection.execute("UPDATE outbox SET state = 'sent'")
    deliver, there.house.deliver = there.house.deliver, list  # type: ignore[method-assign]
    there.chair.says("/export DBP70")
    there.house.connection.execute("UPDATE members SET left_at = '2024-03-15T01:00:00.000000Z'")
    there.house.deliver = deliver  # type: ignore[method-assign]
    assert there.house.deliver() == []
    row = there.house.connection.execute("SELECT state FROM outbox WHERE kind = 'made'").fetchone()
    assert row["state"] == "void"
