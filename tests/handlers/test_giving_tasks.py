"""Tasks given by command: fields, several lines, doubles, who is told."""

from datetime import date, time

import pytest

from domain.dates import format_moment
from storage import units
from tests.support.house import House
from tests.support.registered import Registered, registered


@pytest.fixture
def there(house: House) -> Registered:
    return registered(house)


def test_every_field_of_a_task_is_kept_and_the_due_time_is_repeated(there: Registered) -> None:
    there.admin.says(
        "/giaoviec dbp70 | Khảo sát tuyến đường | catdb | 17h30 20/4 | phối hợp CATPHN, hình sự "
        "| gấp | đột xuất | mảng giao thông | nguồn KH 12/KH-TB"
    )
    text = there.admin.last.text
    assert "DBP70-1" in text
    assert "Hạn: 17:30 thứ Bảy 20/04/2024" in text
    task = there.task(1)
    assert (task.due_day, task.due_hour, task.due_offset) == (date(2024, 4, 20), time(17, 30), None)
    assert task.due_at == there.house.local("2024-04-20 17:30")
    assert (task.urgent, task.ad_hoc) == (True, True)
    assert (task.workstream, task.source) == ("giao thông", "KH 12/KH-TB")
    codes = {units.get(there.house.connection, unit_id).code for unit_id in task.cooperating}
    assert codes == {"CATPHN", "PC06"}


def test_a_due_time_counted_from_day_n_is_kept_so(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | N-7")
    assert "Hạn: Chủ nhật 28/04/2024 (N-7)" in there.admin.last.text
    assert there.task(1).due_offset == -7
    assert there.task(1).due_at > there.house.local("2024-04-28 23:59")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DBP70 | Khảo sát | CATDB", "Còn thiếu: hạn."),
        ("DBP70", "Còn thiếu"),
        ("DBP71 | Khảo sát | CATDB | mai", "Không có sự kiện nào mang mã DBP71; có phải"),
        ("DBP70 | Khảo sát | CATDBX | mai", "Không có đơn vị nào tên là CATDBX; có phải"),
        ("DBP70 | Khảo sát | CATDB | mai | with CATPHM", "có phải đồng chí muốn nói CATPHN?"),
        ("DBP70 | Khảo sát | CATDB | hôm qua", "Hạn thứ Năm 14/03/2024 đã qua."),
        ("DBP70 | Khảo sát | CATDB | 7:30 15/3", "Hạn 07:30 thứ Sáu 15/03/2024 đã qua."),
        ("DBP70 | Khảo sát | CATDB | N-90", "đã qua."),
        ("DBP70 | Khảo sát | CATDB | tháng sau nữa", "Chưa hiểu ngày giờ"),
        ("DBP70 | " + "x" * 5000 + " | CATDB | mai", "5.000 ký tự, tối đa 300"),
        ("DBP70 | Khảo sát | CATDB | mai | màu xanh", "Không có mục nào tên là “màu xanh”."),
        ("DBP70 | Khảo sát | CATDB | mai | gấp | gấp", "Mục này ghi hai lần: gấp."),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example_and_changes_nothing(
    there: Registered, typed: str, said: str
) -> None:
    there.admin.says(f"/newtask {typed}")
    assert said in there.admin.last.text
    assert "Ví dụ: /giaoviec DBP70 | Khảo sát tuyến đường | CATDB | 17:00 22/03/2024" in (
        there.admin.last.text
    )
    assert there.tasks() == []


def test_the_example_that_is_shown_works(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Khảo sát")
    there.admin.says(there.admin.last.text.split("Ví dụ: ")[1])
    assert len(there.tasks()) == 1


@pytest.mark.parametrize("role", ["chair", "deputy", "lead", "member", "observer"])
def test_only_admins_give_tasks(there: Registered, role: str) -> None:
    somebody = there.house.joins("Ai đó", there.subcommittee, role, "CATDB")
    somebody.says("/newtask DBP70 | Khảo sát | CATDB | mai")
    assert somebody.last.text == "Vai trò của đồng chí không được dùng lệnh này."
    assert there.tasks() == []


def test_an_admin_of_one_subcommittee_gives_no_tasks_in_another_of_theirs(
    there: Registered,
) -> None:
    elsewhere = there.house.subcommittee("Tiểu ban Lễ tân")
    both = there.house.joins("Hai nơi", there.subcommittee, "observer")
    in_both = there.house.joins("Hai nơi", elsewhere, "admin", username=None)
    row = there.house.connection.execute(
        "SELECT id FROM persons WHERE telegram_id = ?", (both.id,)
    ).fetchone()
    other = there.house.connection.execute(
        "SELECT id FROM persons WHERE telegram_id = ?", (in_both.id,)
    ).fetchone()
    with there.house.connection:
        there.house.connection.execute(
            "UPDATE members SET person_id = ? WHERE person_id = ?", (row["id"], other["id"])
        )
    both.says("/newtask DBP70 | Khảo sát | CATDB | mai")
    assert both.last.text == "Vai trò của đồng chí không được dùng lệnh này."
    assert there.tasks() == []


def test_each_person_gets_one_message_for_the_whole_command(there: Registered) -> None:
    before = len(there.lead.shown), len(there.other.shown), len(there.chair.shown)
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7 | with CATPHN\nHai | CATDB | N-6")
    assert len(there.lead.shown) == before[0] + 1
    assert len(there.other.shown) == before[1] + 1
    assert len(there.chair.shown) == before[2]
    assert "DBP70-1" in there.lead.last.text
    assert "DBP70-2" in there.lead.last.text
    assert "DBP70-2" not in there.other.last.text


def test_of_several_lines_the_good_ones_are_carried_out_and_the_bad_are_ready_to_copy(
    there: Registered,
) -> None:
    there.admin.says(
        "/newtask DBP70\nMột | CATDB | N-7\nHai | CATXX | N-6\nBa | CATDB | hôm qua\n"
        "Bốn | CATPHN | mai"
    )
    html = there.admin.last.html
    assert "Đã giao 2 nhiệm vụ" in html
    assert "2 dòng chưa thực hiện được" in html
    assert "<pre>/giaoviec DBP70\nHai | CATXX | N-6</pre>" in html
    assert "Hạn thứ Năm 14/03/2024 đã qua." in html
    assert [task.title for task in there.tasks()] == ["Bốn", "Một"]
    there.admin.says("/giaoviec DBP70\nHai | CATDB | N-6")
    assert len(there.tasks()) == 3


def test_a_line_may_name_another_event_below_a_code_for_all(there: Registered) -> None:
    there.admin.says("/newevent HN | Họp | Hà Nội | 1/4")
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nHN | Hai | CATDB | N-6")
    assert [task.title for task in there.tasks("HN")] == ["Hai"]


def test_lines_that_arrive_within_a_minute_go_on_with_the_command(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nHai | CATDB | N-6")
    there.house.advance(seconds=50)
    there.admin.says("Ba | CATDB | N-5\nBốn | CATDB | N-4")
    there.house.advance(seconds=50)
    there.admin.says("Năm | CATDB | N-3")
    assert len(there.tasks()) == 5
    there.house.advance(seconds=61)
    there.admin.says("Sáu | CATDB | N-2")
    assert len(there.tasks()) == 5


def test_more_than_a_hundred_lines_are_refused_as_a_whole(there: Registered) -> None:
    lines = "\n".join(f"Việc {number} | CATDB | N-7" for number in range(100))
    there.admin.says(f"/newtask DBP70\n{lines}")
    assert "101 dòng; mỗi lần tối đa 100 dòng" in there.admin.last.text
    assert there.tasks() == []


def test_a_hundred_lines_are_said_in_whole_lines(there: Registered) -> None:
    title = "Việc rất dài " * 15
    lines = "\n".join(f"{title} {number} | CATDB | N-7" for number in range(99))
    shown = there.admin.says(f"/newtask DBP70\n{lines}")
    assert len(there.tasks()) == 99
    answers = [message for message in shown if message.chat == there.admin.id]
    assert sum(message.text.count("DBP70-") for message in answers) >= 99
    assert all(len(message.text) <= 4096 for message in shown)


def test_the_same_task_again_asks_first(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Khảo sát địa bàn | CATDB | N-7")
    there.admin.says("/newtask DBP70 | khao sat DIA BAN | CATDB | 21/4")
    assert "Vẫn giao?" in there.admin.last.text
    assert "DBP70-1" in there.admin.last.text
    assert len(there.tasks()) == 1
    there.admin.presses("Vẫn giao")
    assert [task.due_day for task in there.tasks()] == [date(2024, 4, 21), date(2024, 4, 28)]


def test_doubles_within_one_command_ask_too(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nMột | CATDB | N-6\nMột | CATPHN | N-6")
    assert len(there.tasks()) == 2
    there.admin.presses("Thôi")
    assert there.admin.last.text == "Đã thôi, không có gì thay đổi."
    assert len(there.tasks()) == 2


def test_a_button_pressed_twice_gives_the_task_once(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nMột | CATDB | N-6")
    data = there.admin.last.data("Vẫn giao")
    there.admin.presses_data(data)
    there.admin.presses_data(data)
    assert there.admin.toast is not None
    assert there.admin.toast.text == "Việc này đã được quyết định rồi."
    assert len(there.tasks()) == 2


def test_a_button_weeks_old_gives_no_task_whose_time_has_passed(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nMột | CATDB | 20/3")
    there.house.advance(days=14)
    there.admin.presses("Vẫn giao")
    assert there.admin.toast is not None
    assert there.admin.toast.text == "Hạn thứ Tư 20/03/2024 đã qua."
    assert len(there.tasks()) == 1


def test_a_double_counted_from_day_n_follows_an_event_that_moved_meanwhile(
    there: Registered,
) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nMột | CATDB | N-6")
    asked = there.admin.last
    there.admin.says("/editevent DBP70 | days = 12/05/2024")
    there.admin.presses("Vẫn giao", on=asked)
    assert there.task(2).due_day == date(2024, 5, 6)


def test_somebody_elses_button_is_none(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nMột | CATDB | N-6")
    data = there.admin.last.data("Vẫn giao")
    second = there.house.joins("Giúp việc 2", there.subcommittee, "admin")
    second.says("/events")
    second.presses_data(data)
    assert second.toast is not None
    assert second.toast.text == "Nút này không còn dùng được."
    assert len(there.tasks()) == 1


def test_a_unit_that_nobody_reads_for_is_said(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Một | PC06 | N-7 | with CATDB")
    assert "PC06 chưa có ai tham gia" in there.admin.last.text
    there.house.membership(there.lead, "kicked")
    there.admin.says("/newtask DBP70 | Hai | CATDB | N-7")
    assert "Chưa nhắn được cho ai của CATDB" in there.admin.last.text


def test_hostile_titles_are_cleaned_and_shown_as_text(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | <b>Kha\u0309o\u200b sát\u202e & 🚩 | CATDB | N-7")
    assert there.task(1).title == "<b>Khảo sát & 🚩"
    assert "&lt;b&gt;Khảo sát &amp; 🚩" in there.admin.last.html
    assert "&lt;b&gt;Khảo sát" in there.lead.last.html


def test_the_audit_says_what_was_given(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Một | CATDB | 17:00 N-7 | with CATPHN | gấp")
    change = there.audit("task")[-1]
    assert (change["action"], change["before"]) == ("created", {})
    assert change["after"]["reference"] == "DBP70-1"
    assert change["after"]["with"] == ["CATPHN"]
    assert (change["after"]["due_offset"], change["after"]["due_hour"]) == (-7, "17:00:00")


def test_a_set_hour_stands_in_the_agenda(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | 17:00 N-7\nHai | CATDB | N-7")
    assert there.exact_reminders() == {there.task(1).id: "2024-04-28T08:00:00.000000Z"}


def test_the_form_asks_one_by_one_with_buttons(there: Registered) -> None:
    there.admin.says("/newtask")
    there.admin.presses("DBP70")
    there.admin.says("Khảo sát | tuyến đường")
    there.admin.presses("CATDB")
    assert "T6 15/03" in there.admin.last.labels
    assert "T5 28/03" in there.admin.last.labels
    there.admin.presses("N-7 (28/04)")
    there.admin.presses("CATPHN")
    there.admin.presses("PC06")
    there.admin.presses("Tiếp")
    there.admin.presses("Có")
    assert there.tasks() == []
    there.admin.presses("Lưu")
    task = there.task(1)
    assert (task.title, task.due_offset, task.urgent) == ("Khảo sát / tuyến đường", -7, True)
    assert len(task.cooperating) == 2


def test_the_form_refuses_a_time_that_has_passed_and_asks_again(there: Registered) -> None:
    there.admin.says("/newtask")
    there.admin.presses("DBP70")
    there.admin.says("Khảo sát")
    there.admin.presses("CATDB")
    there.admin.says("hôm qua")
    assert "Hạn thứ Năm 14/03/2024 đã qua." in there.admin.last.text
    there.admin.says("17h ngày mai")
    there.admin.presses("Bỏ qua")
    there.admin.presses("Bỏ qua")
    there.admin.presses("Lưu")
    assert there.task(1).due_at == there.house.local("2024-03-16 17:00")


def test_without_an_event_the_form_says_what_is_missing(house: House) -> None:
    admin = house.joins("Giúp việc", house.subcommittee(), "admin")
    admin.says("/newtask")
    assert "Chưa có sự kiện nào đang mở" in admin.last.text


def test_the_english_answer_says_the_same(house: House) -> None:
    there = registered(house, "en")
    there.admin.says("/newtask DBP70 | Survey | CATDB | 17:00 20/4 | with CATPHN | urgent")
    moment = format_moment(
        there.house.local("2024-04-20 17:00").astimezone(there.subcommittee.zone), "en"
    )
    assert f"Due: {moment}" in there.admin.last.text
    there.admin.says("/newtask DBP70 | Survey | CATDX | tomorrow")
    assert "There is no unit CATDX; did you mean CATDB?" in there.admin.last.text
    assert "For example: /newtask DBP70" in there.admin.last.text


def test_the_command_may_stand_on_each_line(there: Registered) -> None:
    there.admin.says(
        "/giaoviec DBP70 | Khảo sát sân bay | CATDB | 1/5\n"
        "/giaoviec DBP70 | Khảo sát nhà ga | CATPHN | 1/5"
    )
    assert {"Khảo sát sân bay", "Khảo sát nhà ga"} <= {task.title for task in there.tasks()}
