"""A plan sent as a table: shown first, imported at a button, taken back at another."""

import csv
import io
import json
import sqlite3
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from domain.task import Status
from handlers.planning import carrying_out
from storage import imports
from tests.support.house import House, Shown, Somebody
from tests.support.invitations import code_in
from tests.support.plan_files import workbook
from tests.support.plans import carry_out, marked, presses, read_plans, sends_file, sends_plan
from tests.support.registered import Registered, registered

HEADINGS = ("Mã nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Hạn", "Gấp")
SURVEY = ("", "Khảo sát tuyến đường", "CATDB", "CATPHN", "17:00 20/04/2024", "")
ESCORT = ("", "Dẫn đoàn", "CATPHN", "", "N-7", "x")
DAYS = ("", "Bảo đảm y tế", "CATDB", "", "25/04/2024", "")
PLAN = (HEADINGS, SURVEY, ESCORT, DAYS)


@pytest.fixture
def there(house: House) -> Registered:
    return registered(house)


def imported(there: Registered, rows: Any = PLAN) -> None:
    sends_plan(there.admin, rows, caption="/nhap DBP70")
    presses(there.admin, "Nhập")


def stated(there: Registered) -> list[tuple[str, str, str, date, time | None, int | None]]:
    return [
        (
            task.title,
            task.lead_unit_code,
            task.status,
            task.due_day,
            task.due_hour,
            task.due_offset,
        )
        for task in sorted(there.tasks(), key=lambda task: task.number)
    ]


def result_of(there: Registered) -> Shown:
    """The message that says what was imported."""
    return next(each for each in there.admin.shown if {"Hoàn tác", "Take back"} & {*each.labels})


def notices(who: Somebody) -> list[str]:
    return [shown.text for shown in who.shown if shown.kind == "notice"]


# -- what is shown ---------------------------------------------------------------------------------


def test_a_plan_is_shown_before_anything_changes(there: Registered) -> None:
    told = sends_plan(there.admin, PLAN, caption="/nhap DBP70")
    assert "Đã nhận kế hoạch “plan.xlsx” của DBP70" in told[0].text
    preview = told[1].text
    assert "Mới: 3 · Thay đổi: 0" in preview
    assert "Không đổi: 0 · Có lỗi: 0" in preview
    assert "➕ Khảo sát tuyến đường – CATDB, hạn 17:00 thứ Bảy 20/04/2024" in preview
    assert "➕ Dẫn đoàn – CATPHN, hạn N-7" in preview
    assert told[1].labels == ["Nhập 3 dòng", "Thôi"]
    assert there.tasks() == []


def test_in_english_too(house: House) -> None:
    there = registered(house, language="en")
    rows = (("Task", "Lead unit", "Due"), ("Survey", "CATDB", "20/04/2024"), ("", "ABC", "x"))
    there.admin.says("/language en")
    told = sends_plan(there.admin, rows, caption="/import DBP70")
    assert "New: 1 · Changed: 0\nUnchanged: 0 · With errors: 1" in told[1].text
    assert "⚠️ A3: This is missing: title." in told[1].text
    assert told[1].labels == ["Import the 1 good row", "Cancel"]
    assert told[2].params["document"].filename == "plan - errors.xlsx"
    presses(there.admin, "Import")
    result = result_of(there)
    assert "The plan is imported into DBP70: 1 assigned, 0 changed." in result.text
    presses(there.admin, "Take back")
    assert "taken back: 1 new task cancelled" in result.text


def test_rows_that_are_filtered_out_are_part_of_the_plan_and_said(there: Registered) -> None:
    content = io.BytesIO(workbook(PLAN))
    book = openpyxl.load_workbook(content)
    book.active.row_dimensions[3].hidden = True
    book.save(content)
    preview = sends_plan(there.admin, content.getvalue(), caption="/nhap DBP70")[1]
    assert "Mới: 3" in preview.text
    assert "Kể cả 1 dòng đang bị ẩn hoặc lọc trong bảng." in preview.text
    there.admin.says("/language en")
    preview = sends_plan(there.admin, content.getvalue(), caption="/import DBP70")[1]
    assert "That includes 1 row hidden or filtered out in the sheet." in preview.text


def test_columns_that_are_not_read_are_named(there: Registered) -> None:
    def previewed(*names: str, caption: str = "/nhap DBP70") -> str:
        rows = [(*HEADINGS, *names), (*SURVEY, *("x" for _ in names))]
        return sends_plan(there.admin, rows, caption=caption)[1].text

    assert "Không đọc cột: Ghi chú.\n" in previewed("Ghi chú", "Trạng thái")
    assert "Không đọc cột: <b>; & Co; C; D và 2 cột khác." in previewed(
        "<b>", "& Co", "C", "D", "E", "F"
    )
    assert "Không đọc" not in previewed()
    there.admin.says("/language en")
    assert "Column not read: Note.\n" in previewed("Note", caption="/import DBP70")
    assert "Columns not read: Note; Cost.\n" in previewed("Note", "Cost", caption="/import DBP70")


def test_what_changes_is_shown_field_by_field(there: Registered) -> None:
    imported(there)
    later = (
        HEADINGS,
        ("DBP70-1", "Khảo sát tuyến đường bộ", "CATDB", "PC06", "17:00 21/04/2024", "gấp"),
        ESCORT,
    )
    preview = sends_plan(there.admin, later, caption="/nhap DBP70")[-1].text
    assert "Mới: 0 · Thay đổi: 1 (nội dung 1, phối hợp 1, hạn 1, mức gấp 1)" in preview
    assert "Không đổi: 1 · Có lỗi: 0" in preview
    assert "phối hợp: CATPHN → PC06" in preview
    assert "hạn: 17:00 thứ Bảy 20/04/2024 → 17:00 Chủ nhật 21/04/2024" in preview
    assert "mức gấp: không → có" in preview


def test_a_long_preview_is_paged(there: Registered) -> None:
    rows = [HEADINGS, *(("", f"Việc số {number}", "CATDB", "", "N-7", "") for number in range(20))]
    preview = sends_plan(there.admin, rows, caption="/nhap DBP70")[-1]
    assert preview.labels[:2] == ["1/3", "›"]
    there.admin.presses("›", preview)
    assert "Việc số 8" in preview.text
    assert "Việc số 7 " not in preview.text
    assert preview.labels[:3] == ["‹", "2/3", "›"]


def test_a_preview_of_the_longest_texts_still_fits(there: Registered) -> None:
    title = "Việc dài " * 33
    headings = (*HEADINGS, "Mảng", "Nguồn")
    first = [
        ("", f"{title}{n}", "CATDB", "", "20/04/2024", "", "m" * 200, "s" * 200) for n in range(8)
    ]
    imported(there, [headings, *first])
    second = [
        (f"DBP70-{n + 1}", f"{n}{title}", "CATPHN", "CATDB, PC06", "21/04/2024", "x", "n" * 200, "")
        for n in range(8)
    ]
    assert (
        "Thay đổi: 8"
        in sends_plan(there.admin, [headings, *second], caption="/nhap DBP70")[-1].text
    )


def test_each_fault_is_named_at_its_cell_and_comes_back_in_the_workbook(there: Registered) -> None:
    rows = (
        HEADINGS,
        SURVEY,
        ("", "Việc lạ", "CAXX", "", "20/04/2024", ""),
        ("", "Việc cũ", "CATDB", "", "20/02/2024", "có lẽ"),
    )
    preview, file = sends_plan(there.admin, rows, "Kế hoạch tháng 4.xlsx", caption="/nhap DBP70")[
        1:
    ]
    assert "Mới: 1" in preview.text
    assert "Có lỗi: 2" in preview.text
    assert "⚠️ C3: Không có đơn vị nào tên là CAXX" in preview.text
    assert "⚠️ E4: Hạn thứ Ba 20/02/2024 đã qua." in preview.text
    assert "⚠️ F4: Chưa hiểu “có lẽ”" in preview.text
    assert preview.labels == ["Nhập 1 dòng đúng", "Thôi"]
    assert file.params["document"].filename == "Kế hoạch tháng 4 - lỗi.xlsx"
    assert "3 ô cần sửa" in file.text
    sheet = openpyxl.load_workbook(marked(file)).active
    assert sheet is not None
    comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert set(comments) == {"C3", "E4", "F4"}
    assert comments["C3"].startswith("Không có đơn vị nào tên là CAXX")
    assert sheet["B2"].value == "Khảo sát tuyến đường"


@pytest.mark.parametrize(
    ("unit", "due", "said"),
    [
        ("Bộ Y tế", "N-7", "Không có đơn vị nào tên là Bộ Y tế. Ví dụ: CATDB."),
        ("CATDBX", "N-7", "Không có đơn vị nào tên là CATDBX; có phải đồng chí muốn nói CATDB?"),
        ("CATDB", "Quý II", "Chưa hiểu ngày giờ “Quý II”. Ví dụ: 17:00 05/05/2024, hoặc N-7."),
    ],
)
def test_a_fault_says_what_would_do(there: Registered, unit: str, due: str, said: str) -> None:
    rows = (("Nội dung", "Chủ trì", "Hạn"), ("Việc", unit, due))
    assert said in sends_plan(there.admin, rows, caption="/nhap DBP70")[1].text


def test_events_of_two_subcommittees_are_told_apart(there: Registered) -> None:
    other = there.house.subcommittee("Tiểu ban Y tế")
    there.house.joins("Tổ giúp việc y tế", other, "admin").says(
        "/newevent DBP70 | Lễ kỷ niệm | Huế | 5/5/2024"
    )
    invited = there.admin.says("/invite admin")
    both = there.house.joins("Hai vai", other, "admin")
    both.says(f"/start {code_in(*invited)}")
    asked = sends_plan(both, PLAN)[-1]
    assert len({label for label in asked.labels if label.startswith("DBP70 – ")}) == 2


@pytest.mark.parametrize("name", ["ke hoach.xls", "ke hoach.ods", "ke hoach.xlsb"])
def test_a_table_of_another_kind_is_told_what_to_be_saved_as(there: Registered, name: str) -> None:
    sends_plan(there.admin, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name)
    (told,) = presses(there.admin, "DBP70")[-1:]
    assert ".xlsx" in told.text


def test_the_faults_of_a_csv_come_as_a_workbook(there: Registered) -> None:
    content = "Nội dung;Chủ trì;Hạn\n=1+1;CATDB;N-7\nViệc;CAXX;N-7\n".encode()
    file = sends_plan(there.admin, content, "ke hoach.csv", caption="/nhap DBP70")[-1]
    sheet = openpyxl.load_workbook(marked(file)).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["A2"].comment.text == "Ô là công thức; đề nghị dán giá trị."
    assert sheet["B3"].comment is not None


def test_an_unreadable_file_gets_one_sentence(there: Registered) -> None:
    told = sends_plan(there.admin, b"%PDF-1.7", "plan.xlsx", caption="/nhap DBP70")
    assert [shown.text for shown in told[1:]] == [
        "“plan.xlsx”: Tệp không phải bảng tính Excel (.xlsx) hay CSV, "
        "hoặc đuôi tệp không đúng với nội dung."
    ]


def sends_large(who: Somebody, name: str, caption: str = "") -> list[Shown]:
    document = {"file_id": "f", "file_unique_id": "u", "file_name": name, "file_size": 21 << 20}
    return who.sends(document=document, caption=caption)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
@pytest.mark.parametrize("caption", ["/nhap DBP70", "/nhap"])
def test_a_plan_over_20_mb_is_refused_at_once(there: Registered, name: str, caption: str) -> None:
    told = sends_large(there.admin, name, caption)
    assert "Tệp lớn hơn 20 MB nên bot không tải được từ Telegram." in told[-1].text
    assert "chia thành nhiều tệp" in told[-1].text
    assert imports.to_fetch(there.house.connection) is None


def test_after_a_plan_over_20_mb_a_smaller_one_is_still_awaited(there: Registered) -> None:
    there.admin.says("/nhap DBP70")
    assert "Tệp lớn hơn 20 MB" in sends_large(there.admin, "a.xlsx")[-1].text
    assert "Mới: 3" in sends_plan(there.admin, PLAN)[-1].text


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_table_over_20_mb_is_no_plan_and_may_be_evidence(there: Registered, name: str) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    told = sends_large(there.admin, name)[-1]
    assert f"“{name}”: Tệp lớn hơn 20 MB" in told.text
    assert told.labels == ["Là tài liệu của một nhiệm vụ"]
    there.admin.presses("Là tài liệu", told)
    there.admin.presses("DBP70-1")
    assert there.task(1).status is Status.IN_PROGRESS
    assert imports.to_fetch(there.house.connection) is None


def test_a_table_over_20_mb_from_a_lead_is_evidence_as_ever(there: Registered) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    assert "Của nhiệm vụ nào" in sends_large(there.lead, "a.xlsx")[-1].text
    assert "không được dùng lệnh này" in sends_large(there.lead, "a.xlsx", "/nhap DBP70")[-1].text


# -- how it is sent --------------------------------------------------------------------------------


def test_the_command_may_come_first_and_the_file_after_it(there: Registered) -> None:
    assert "gửi bảng kế hoạch của DBP70" in there.admin.says("/nhap DBP70")[-1].text
    assert "Mới: 3" in sends_plan(there.admin, PLAN)[-1].text
    assert "của sự kiện nào?" in sends_file(there.admin, PLAN)[-1].text


def test_the_command_alone_asks_for_the_event(there: Registered) -> None:
    there.admin.says("/nhap")
    there.admin.presses("DBP70")
    assert "gửi bảng kế hoạch của DBP70" in there.admin.last.text
    assert "Mới: 3" in sends_plan(there.admin, PLAN)[-1].text


def test_after_a_quarter_of_an_hour_a_file_is_asked_about(there: Registered) -> None:
    there.admin.says("/nhap DBP70")
    there.house.advance(minutes=16)
    assert "của sự kiện nào?" in sends_file(there.admin, PLAN)[-1].text


@pytest.mark.parametrize("caption", ["", "/nhap", "kế hoạch tháng 4"])
def test_a_file_sent_without_an_event_is_asked_about(there: Registered, caption: str) -> None:
    raw = {"caption": caption} if caption else {}
    asked = sends_file(there.admin, PLAN, **raw)[-1]
    assert asked.text == "Kế hoạch “plan.xlsx” là của sự kiện nào?"
    assert asked.labels == ["DBP70", "Là tài liệu của một nhiệm vụ", "Thôi"]
    presses(there.admin, "DBP70", asked)
    assert "Mới: 3" in there.admin.last.text


def test_a_table_may_be_evidence_after_all(there: Registered) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    sends_file(there.admin, PLAN)
    there.admin.presses("Là tài liệu")
    there.admin.presses("DBP70-1")
    assert there.task(1).status is Status.IN_PROGRESS


def test_a_table_with_a_reference_or_as_an_answer_to_a_card_is_evidence(there: Registered) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    assert "DBP70-1" in sends_file(there.admin, PLAN, caption="DBP70-1 danh sách")[-1].text
    card = there.admin.says("/xem DBP70-1")[-1]
    quoted = {"message_id": card.id, "date": 0, "chat": {"id": card.chat, "type": "private"}}
    sends_file(there.admin, PLAN, reply_to_message=quoted)
    pieces = there.house.connection.execute("SELECT count(*) FROM evidence").fetchone()[0]
    assert pieces == 2
    assert imports.to_fetch(there.house.connection) is None


def test_a_table_from_a_lead_is_evidence_as_ever(there: Registered) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    assert "Của nhiệm vụ nào" in sends_file(there.lead, PLAN)[-1].text


def test_other_documents_of_an_admin_are_evidence_as_ever(there: Registered) -> None:
    there.admin.says("/giaoviec DBP70 | Khảo sát | CATDB | 20/04/2024")
    assert "Của nhiệm vụ nào" in sends_file(there.admin, b"%PDF", "bao cao.pdf")[-1].text


@pytest.mark.parametrize("who", ["chair", "lead"])
def test_only_admins_import(there: Registered, who: str) -> None:
    told = sends_plan(getattr(there, who), PLAN, caption="/nhap DBP70")
    assert "không được dùng lệnh này" in told[-1].text


def test_who_is_no_admin_any_more_gets_no_preview(there: Registered) -> None:
    there.house.joins("Tổ giúp việc khác", there.subcommittee, "admin")
    sends_file(there.admin, PLAN, caption="/nhap DBP70")
    there.house.connection.execute("UPDATE members SET role = 'chair' WHERE number = 1")
    assert read_plans(there.house) == []
    assert there.tasks() == []


def test_who_is_no_admin_any_more_imports_nothing(there: Registered) -> None:
    there.house.joins("Tổ giúp việc khác", there.subcommittee, "admin")
    sends_plan(there.admin, PLAN, caption="/nhap DBP70")
    there.house.connection.execute("UPDATE members SET role = 'chair' WHERE number = 1")
    presses(there.admin, "Nhập")
    assert there.admin.toast is not None
    assert there.tasks() == []


FORGOTTEN = "Bản xem trước này không còn hiệu lực; đề nghị gửi lại tệp."


def test_the_buttons_are_of_whoever_sent_the_plan(there: Registered) -> None:
    second = there.house.joins("Tổ giúp việc khác", there.subcommittee, "admin")
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    second.presses_data(preview.data("Nhập"), preview)
    assert second.toast is not None
    assert second.toast.text == FORGOTTEN
    assert not carry_out(there.house)


def test_an_event_of_another_subcommittee_is_unknown(there: Registered) -> None:
    other = there.house.joins("Người khác", there.house.subcommittee("Tiểu ban Lễ tân"), "admin")
    assert (
        "Không có sự kiện nào mang mã DBP70"
        in sends_file(other, PLAN, caption="/nhap DBP70")[-1].text
    )


def test_a_closed_event_takes_no_plan(there: Registered) -> None:
    sends_plan(there.admin, PLAN, caption="/nhap DBP70")
    preview = there.admin.last
    there.admin.says("/dongsukien DBP70")
    presses(there.admin, "Nhập", preview)
    assert there.admin.toast is not None
    assert "đã kết thúc" in there.admin.toast.text
    assert "đã kết thúc" in sends_file(there.admin, PLAN, caption="/nhap DBP70")[-1].text


def test_an_event_closed_while_its_plan_is_read_says_so(there: Registered) -> None:
    sends_file(there.admin, PLAN, caption="/nhap DBP70")
    there.admin.says("/dongsukien DBP70")
    read_plans(there.house)
    assert there.admin.last.text == "“plan.xlsx”: Sự kiện DBP70 đã kết thúc."


# -- imported --------------------------------------------------------------------------------------


def test_the_good_rows_are_imported_at_the_button(there: Registered) -> None:
    imported(there, (*PLAN, ("", "Việc lạ", "CAXX", "", "N-7", "")))
    assert stated(there) == [
        ("Khảo sát tuyến đường", "CATDB", "assigned", date(2024, 4, 20), time(17), None),
        ("Dẫn đoàn", "CATPHN", "assigned", date(2024, 4, 28), None, -7),
        ("Bảo đảm y tế", "CATDB", "assigned", date(2024, 4, 25), None, None),
    ]
    assert there.task(2).urgent
    told = result_of(there)
    assert "Đã nhập kế hoạch vào DBP70: giao mới 3, thay đổi 0." in told.text
    assert told.labels == ["Hoàn tác"]
    assert there.exact_reminders().keys() == {there.task(1).id}


def test_each_person_is_told_once(there: Registered) -> None:
    imported(there)
    (lead,) = notices(there.lead)
    assert "DBP70-1" in lead
    assert "DBP70-3" in lead
    assert "DBP70-2" not in lead
    (other,) = notices(there.other)
    assert "DBP70-1" in other
    assert "DBP70-2" in other
    assert notices(there.admin) == notices(there.chair) == []


def test_units_that_nobody_reads_for_are_named(there: Registered) -> None:
    imported(there, (HEADINGS, ("", "Việc", "PC06", "", "N-7", "")))
    assert "PC06" in there.admin.last.text


def test_the_whole_import_is_one_entry_in_the_audit_log(there: Registered) -> None:
    imported(there)
    (entry,) = there.audit("import")
    assert entry["action"] == "imported"
    assert entry["after"]["created"] == ["DBP70-1 – DBP70-3"]
    assert there.audit("task") == []
    assert "nhập kế hoạch vào DBP70" in there.admin.says("/nhatky")[-1].text
    for about in ("DBP70", "DBP70-2"):
        assert "nhập kế hoạch" in there.admin.says(f"/nhatky {about}")[-1].text


def test_the_audit_log_keeps_each_field_before_and_after(there: Registered) -> None:
    imported(there)
    imported(there, (HEADINGS, (*SURVEY[:4], "17:00 21/04/2024", "")))
    entry = there.audit("import")[-1]
    assert entry["before"]["tasks"] == {"1": {"due": ["2024-04-20", "17:00", None]}}
    assert entry["after"]["tasks"] == {"1": {"due": ["2024-04-21", "17:00", None]}}
    assert entry["after"]["changed"] == ["DBP70-1"]


def test_the_history_of_a_task_begins_with_its_import(there: Registered) -> None:
    imported(there)
    there.admin.says("/xem DBP70-1")
    there.admin.presses("Lịch sử")
    assert "Tổ giúp việc\nNhập kế hoạch" in there.admin.last.text


def test_importing_again_doubles_nothing(there: Registered) -> None:
    imported(there)
    before = stated(there)
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    assert "Mới: 0 · Thay đổi: 0\nKhông đổi: 3" in preview.text
    assert "Không có gì phải thay đổi." in preview.text
    assert preview.labels == ["Thôi"]
    assert stated(there) == before


def test_a_changed_plan_changes_its_tasks_and_tells_those_concerned_once(there: Registered) -> None:
    imported(there)
    there.lead.says("/nhan DBP70-1 DBP70-3")
    told = len(notices(there.lead)), len(notices(there.other))
    imported(
        there,
        (
            HEADINGS,
            ("DBP70-1", "Khảo sát tuyến", "CATPHN", "CATDB", "17:00 21/04/2024", ""),
            ("", "Bảo đảm y tế", "CATDB", "CATPHN", "26/04/2024", ""),
        ),
    )
    first, third = there.task(1), there.task(3)
    assert (first.title, first.lead_unit_code, first.status) == (
        "Khảo sát tuyến",
        "CATPHN",
        Status.ASSIGNED,
    )
    assert (third.due_day, third.status) == (date(2024, 4, 26), Status.ACCEPTED)
    lead, other = notices(there.lead)[told[0] :], notices(there.other)[told[1] :]
    assert (len(lead), len(other)) == (1, 1)
    assert "DBP70-1" in lead[0]
    assert "DBP70-3" in lead[0]
    assert "DBP70-1" in other[0]
    assert "DBP70-3" in other[0]


def test_a_button_is_pressed_once(there: Registered) -> None:
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    data = preview.data("Nhập")
    there.admin.presses_data(data, preview)
    there.admin.presses_data(data, preview)
    assert there.admin.toast is not None
    assert (
        there.admin.toast.text
        == "Một kế hoạch khác đang được nhập vào DBP70; đề nghị thử lại sau ít phút."
        or (there.admin.toast.text == "Kế hoạch này đang được nhập.")
    )
    carry_out(there.house)
    there.admin.presses_data(data, preview)
    assert there.admin.toast.text == "Kế hoạch này đã được nhập."
    assert len(there.tasks()) == 3


def test_a_plan_may_be_let_be(there: Registered) -> None:
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    data = preview.data("Nhập")
    there.admin.presses("Thôi", preview)
    assert preview.text == "Đã thôi, không nhập gì từ “plan.xlsx”."
    there.admin.presses_data(data, preview)
    assert there.admin.toast is not None
    assert "đã thôi" in there.admin.toast.text
    assert there.tasks() == []


@pytest.mark.parametrize(
    "meanwhile",
    [
        "/suasukien DBP70 | ngày = 08/05/2024 - 10/05/2024",
        "/themdonvi V01 | Văn phòng",
    ],
)
def test_a_stale_preview_is_made_anew(there: Registered, meanwhile: str) -> None:
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    there.admin.says(meanwhile)
    told = presses(there.admin, "Nhập", preview)
    assert there.admin.toast is not None
    assert "đã thay đổi từ lúc xem trước" in there.admin.toast.text
    assert "Mới: 3" in told[-1].text
    assert there.tasks() == []
    presses(there.admin, "Nhập", told[-1])
    assert len(there.tasks()) == 3


def test_two_admins_importing_the_same_plan_import_it_once(there: Registered) -> None:
    second = there.house.joins("Tổ giúp việc khác", there.subcommittee, "admin")
    first = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    other = sends_plan(second, PLAN, caption="/nhap DBP70")[-1]
    there.admin.presses("Nhập", first)
    second.presses("Nhập", other)
    assert second.toast is not None
    assert "Một kế hoạch khác đang được nhập vào DBP70" in second.toast.text
    carry_out(there.house)
    told = presses(second, "Nhập", other)
    assert "Không đổi: 3" in told[-1].text
    assert len(there.tasks()) == 3


def test_what_changed_since_the_preview_is_left_alone_and_said(there: Registered) -> None:
    imported(there)
    later = (HEADINGS, (*SURVEY[:4], "17:00 22/04/2024", ""), (*DAYS[:4], "26/04/2024", ""))
    preview = sends_plan(there.admin, later, caption="/nhap DBP70")[-1]
    there.admin.says("/suaviec DBP70-1 | hạn = 17:00 30/04/2024")
    presses(there.admin, "Nhập", preview)
    assert "thay đổi 1" in preview.text
    assert "Để nguyên" in preview.text
    assert "DBP70-1" in preview.text
    assert there.task(1).due_day == date(2024, 4, 30)
    assert there.task(3).due_day == date(2024, 4, 26)


def test_a_task_given_by_hand_since_the_preview_is_not_given_twice(there: Registered) -> None:
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    there.admin.says(
        "/giaoviec DBP70 | Khảo sát tuyến đường | CATDB | 17:00 20/04/2024 | with CATPHN"
    )
    presses(there.admin, "Nhập", preview)
    assert len(there.tasks()) == 3
    assert "đã có sẵn 1" in preview.text


def test_what_became_overdue_since_the_preview_is_left(there: Registered) -> None:
    preview = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    there.house.now = datetime.fromisoformat("2024-04-24T01:00:00+00:00")
    presses(there.admin, "Nhập", preview)
    assert [task.title for task in there.tasks()] == ["Bảo đảm y tế", "Dẫn đoàn"]
    assert "Khảo sát tuyến đường" in preview.text


def test_answers_are_given_between_two_slices(there: Registered) -> None:
    rows = [HEADINGS, *(("", f"Việc {number}", "CATDB", "", "N-7", "") for number in range(80))]
    sends_plan(there.admin, rows, caption="/nhap DBP70")
    there.admin.presses("Nhập")
    seen: list[int] = []

    def look() -> None:
        there.chair.says("/tasks DBP70")
        seen.append(len(there.tasks()))

    carry_out(there.house, look)
    assert seen[:4] == [25, 50, 75, 80]


# -- taken back ------------------------------------------------------------------------------------


def test_an_import_is_taken_back_with_one_button(there: Registered) -> None:
    imported(there)
    presses(there.admin, "Hoàn tác")
    assert [task.status for task in there.tasks()] == [Status.CANCELLED] * 3
    assert "Đã hoàn tác việc nhập kế hoạch vào DBP70: dừng 3 nhiệm vụ mới" in there.admin.last.text
    assert there.admin.last.labels == []
    assert [entry["action"] for entry in there.audit("import")] == ["imported", "undone"]
    assert there.exact_reminders() == {}
    assert len(notices(there.lead)) == 2
    assert "hoàn tác việc nhập kế hoạch" in there.admin.says("/nhatky")[-1].text


def test_changed_fields_are_as_before(there: Registered) -> None:
    imported(there)
    there.lead.says("/nhan DBP70-1")
    before = {task.number: task for task in there.tasks()}
    imported(
        there,
        (
            HEADINGS,
            ("DBP70-1", "Tên khác", "PC06", "CATDB", "N-3", "x"),
            (*ESCORT[:4], "17:00 1/5/2024", ""),
        ),
    )
    assert there.task(1).status is Status.ASSIGNED
    presses(there.admin, "Hoàn tác")
    for number, task in before.items():
        now = there.task(number)
        assert now == type(task)(**{**task.__dict__, "version": now.version})
    assert "khôi phục 2 nhiệm vụ" in there.admin.last.text


def test_a_plan_taken_back_can_be_imported_again(there: Registered) -> None:
    imported(there)
    presses(there.admin, "Hoàn tác")
    imported(there)
    assert [task.number for task in there.tasks() if task.open] == [4, 6, 5]


def test_what_was_taken_back_is_not_exported_until_it_is_reopened(there: Registered) -> None:
    def exported() -> tuple[list[str], str]:
        (shown,) = there.admin.says("/xuat DBP70")
        rows = csv.reader(io.StringIO(shown.files[1].content.decode("utf-8-sig")))
        return [row[0] for row in rows][1:], shown.text

    imported(there)
    presses(there.admin, "Hoàn tác")
    numbers, caption = exported()
    assert (numbers, "đã dừng" in caption) == ([], False)
    imported(there)
    there.admin.says("/molai DBP70-1 vẫn cần")
    there.admin.says("/huyviec DBP70-6 không cần nữa")
    numbers, caption = exported()
    assert sorted(numbers) == ["DBP70-1", "DBP70-4", "DBP70-5", "DBP70-6"]
    assert "3 nhiệm vụ, hoàn thành 0" in caption
    assert "ngoài ra 1 nhiệm vụ đã dừng" in caption


def test_after_a_report_nothing_is_taken_back(there: Registered) -> None:
    imported(there)
    result = there.admin.last
    there.lead.says("/baocao DBP70-3 10% đã bắt đầu")
    presses(there.admin, "Hoàn tác", result)
    assert there.admin.toast is not None
    assert there.admin.toast.text == "Đã có báo cáo về DBP70-3, không hoàn tác được nữa."
    assert all(task.open for task in there.tasks())


def test_to_accept_is_no_report(there: Registered) -> None:
    imported(there)
    result = there.admin.last
    there.lead.says("/nhan DBP70-1")
    presses(there.admin, "Hoàn tác", result)
    assert there.task(1).status is Status.CANCELLED


def test_after_an_hour_nothing_is_taken_back(there: Registered) -> None:
    imported(there)
    result = there.admin.last
    there.house.advance(minutes=61)
    presses(there.admin, "Hoàn tác", result)
    assert there.admin.toast is not None
    assert there.admin.toast.text == "Đã quá một giờ, không hoàn tác được nữa."


def test_what_was_reported_on_or_changed_meanwhile_is_kept(there: Registered) -> None:
    imported(there)
    imported(
        there, (HEADINGS, (*DAYS[:4], "26/04/2024", "x"), ("", "Việc nữa", "CATDB", "", "N", ""))
    )
    result = there.admin.last
    there.admin.says("/suaviec DBP70-3 | hạn = 27/04/2024")
    there.admin.presses("Hoàn tác", result)
    there.lead.says("/baocao DBP70-4 50%")
    carry_out(there.house)
    assert there.task(3).due_day == date(2024, 4, 27)
    assert there.task(4).status is Status.IN_PROGRESS
    assert "Giữ nguyên" in result.text
    assert "DBP70-3" in result.text
    assert "DBP70-4" in result.text
    assert [entry["action"] for entry in there.audit("import")] == ["imported", "imported"]


# -- whatever happens ------------------------------------------------------------------------------


class Killed(Exception):  # noqa: N818
    """The process has ended; what was committed by then is all there is."""


@pytest.mark.parametrize("at", range(1, 12))
def test_wherever_it_is_killed_nothing_is_lost_and_nothing_done_twice(
    there: Registered, at: int
) -> None:
    rows = [HEADINGS, *(("", f"Việc {number}", "CATDB", "", "N-7", "") for number in range(60))]
    rows.append(("", "Việc lạ", "CAXX", "", "N-7", ""))
    sends_file(there.admin, rows, caption="/nhap DBP70")
    survive(lambda between: read_plans(there.house, between), at)
    assert sum("Mới: 60" in text for text in there.admin.texts) == 1
    there.admin.presses("Nhập")
    survive(lambda between: carry_out(there.house, between), at)
    assert len(there.tasks()) == 60
    assert len(there.audit("import")) == 1
    assert len(notices(there.lead)) == 1
    there.admin.presses("Hoàn tác")
    survive(lambda between: carry_out(there.house, between), at)
    assert not any(task.open for task in there.tasks())
    assert len(there.audit("import")) == 2
    assert len(notices(there.lead)) == 2


def survive(work: Any, at: int) -> None:
    """Does it, killed after so many units of work, and then as the next start would."""
    left = at

    def kill() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    try:
        work(kill)
    except Killed:
        work(lambda: None)


@pytest.mark.parametrize("undone", [False, True])
def test_an_import_whose_end_fails_holds_up_no_other(there: Registered, undone: bool) -> None:
    sends_plan(there.admin, PLAN, caption="/nhap DBP70")
    there.admin.presses("Nhập")
    connection = there.house.connection
    if undone:
        carry_out(there.house)
        there.admin.presses("Hoàn tác")
    connection.execute(
        """
        CREATE TRIGGER no_end
        BEFORE INSERT ON audit
        WHEN NEW.subject = 'import'
        BEGIN
            SELECT RAISE(ABORT, 'no end');
        END
        """
    )
    with pytest.raises(sqlite3.IntegrityError, match="no end"):
        carry_out(there.house)
    carrying_out.give_up(connection, there.house.now)
    assert not carrying_out.waits(connection)
    there.house.deliver()
    assert "mã import-1" in there.admin.last.text
    assert [task.open for task in there.tasks()] == [not undone] * 3


def test_a_file_that_ends_every_process_is_given_up(there: Registered) -> None:
    sends_file(there.admin, PLAN, caption="/nhap DBP70")
    for _ in range(3):
        with pytest.raises(Killed):
            read_plans(there.house, dying)
    read_plans(there.house)
    assert "Tệp không đọc được do lỗi hệ thống" in there.admin.last.text
    assert imports.to_fetch(there.house.connection) is None


def dying() -> None:
    raise Killed


@pytest.mark.parametrize("label", ["Nhập", "Thôi"])
def test_the_button_of_a_forgotten_preview_asks_for_the_file_and_touches_no_other(
    there: Registered, label: str
) -> None:
    old = sends_plan(there.admin, PLAN, caption="/nhap DBP70")[-1]
    there.house.advance(days=8)
    assert imports.forget_before(there.house.connection, there.house.now, 10) == 1
    sends_plan(there.admin, PLAN, caption="/nhap DBP70")
    presses(there.admin, label, old)
    assert there.admin.toast is not None
    assert there.admin.toast.text == FORGOTTEN
    assert there.tasks() == []


def test_old_previews_are_forgotten_and_what_was_imported_is_not(there: Registered) -> None:
    imported(there)
    sends_plan(there.admin, (HEADINGS, ("", "Nữa", "CAXX", "", "N", "")), caption="/nhap DBP70")
    connection = there.house.connection
    there.house.advance(days=8)
    assert imports.forget_before(connection, there.house.now, 10) == 2
    assert imports.forget_before(connection, there.house.now, 10) == 0
    states = [row["state"] for row in connection.execute("SELECT state FROM imports")]
    assert states == ["imported"]
    assert "nhập kế hoạch" in there.admin.says("/nhatky DBP70-1")[-1].text


def test_the_rows_of_an_import_are_found_by_indexes(there: Registered) -> None:
    imported(there)
    plans = [
        row["detail"]
        for question in (
            "SELECT 1 FROM imports WHERE state IN ('fetching', 'reading') ORDER BY id LIMIT 1",
            "SELECT 1 FROM imports WHERE state IN ('importing', 'undoing') ORDER BY id LIMIT 1",
            """
            SELECT 1 FROM import_rows
            WHERE import_id = 1 AND kind = 'new' AND outcome IS NULL ORDER BY id LIMIT 25
            """,
        )
        for row in explained(there.house.connection, question)
    ]
    assert all("USING" in plan and "INDEX" in plan for plan in plans), plans
    assert not any("TEMP B-TREE" in plan for plan in plans), plans


def explained(connection: sqlite3.Connection, question: str) -> list[sqlite3.Row]:
    return connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()


def test_what_an_import_keeps_is_plain_json(there: Registered) -> None:
    imported(there)
    rows = there.house.connection.execute("SELECT after FROM import_rows").fetchall()
    assert all(isinstance(json.loads(row["after"]), dict) for row in rows)
