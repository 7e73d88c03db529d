"""/report: one task or several, with keywords, notes and what follows."""

import pytest

from domain.task import ObstacleClass, Status
from storage import reports, subcommittees
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def test_the_answer_repeats_status_percent_and_due_time(there: Registered) -> None:
    there.lead.says("/baocao DBP70-1 60% đã khảo sát")
    text = there.lead.last.text
    assert "Đã ghi báo cáo DBP70-1" in text
    assert "Đang thực hiện, 60%, hạn 17:00 thứ Bảy 20/04/2024" in text
    task = there.task(1)
    assert (task.status, task.percent) == (Status.IN_PROGRESS, 60)
    assert task.accepted_at == there.house.now
    assert [report.note for report in reports.of_task(there.house.connection, task.id)] == [
        "đã khảo sát"
    ]


@pytest.mark.parametrize("said", ["60", "60%", "60 %", "60%: đã khảo sát"])
def test_a_percent_is_understood_in_each_form(there: Registered, said: str) -> None:
    there.lead.says(f"/report dbp70 - 1 {said}")
    assert there.task(1).percent == 60


def test_a_bare_number_before_words_is_said_to_be_a_percent(there: Registered) -> None:
    there.lead.says("/report DBP70-1 60 xe đã kiểm tra")
    assert "Số 60 được hiểu là 60%" in there.lead.last.text


@pytest.mark.parametrize("said", ["xong", "done", "Xong.", "xong: đã bàn giao", "100%", "100"])
def test_done_and_100_percent_submit(there: Registered, said: str) -> None:
    there.lead.says(f"/report DBP70-1 {said}")
    assert there.task(1).status is Status.SUBMITTED
    assert "Đã báo hoàn thành DBP70-1" in there.lead.last.text


def test_done_as_a_mere_word_is_a_note_and_submit_is_offered(there: Registered) -> None:
    there.lead.says("/report DBP70-1 60% xong khâu khảo sát")
    assert there.task(1).status is Status.IN_PROGRESS
    assert "Nếu đã xong" not in there.lead.last.text
    assert "Hoàn thành" in there.lead.last.labels
    there.lead.says("/report DBP70-1 xong khâu khảo sát")
    assert "Nếu đã xong cả nhiệm vụ" in there.lead.last.text
    there.lead.presses("Hoàn thành")
    assert there.task(1).status is Status.SUBMITTED


def test_a_done_report_closes_where_no_confirmation_is_asked_for(there: Registered) -> None:
    from dataclasses import replace

    changed = replace(
        there.subcommittee,
        settings=replace(there.subcommittee.settings, done_without_confirmation=True),
    )
    subcommittees.update(there.house.connection, changed)
    there.lead.says("/report DBP70-1 xong")
    task = there.task(1)
    assert (task.status, task.percent) == (Status.DONE, 100)
    assert "Đã hoàn thành DBP70-1" in there.lead.last.text


def test_an_obstacle_is_classed_by_a_button_and_the_heads_are_told(there: Registered) -> None:
    there.lead.says("/report DBP70-1 vướng: chờ kinh phí")
    assert there.task(1).status is Status.BLOCKED
    assert there.task(1).obstacle == "chờ kinh phí"
    assert "chờ kinh phí" in there.chair.last.text
    assert "chờ kinh phí" in there.admin.last.text
    there.lead.presses("Kinh phí")
    assert there.task(1).obstacle_class is ObstacleClass.FUNDING
    assert "Vướng mắc (kinh phí)" in there.lead.last.text


def test_a_percent_before_an_obstacle_is_kept(there: Registered) -> None:
    there.lead.says("/report DBP70-1 40% vướng: chờ kinh phí")
    task = there.task(1)
    assert (task.status, task.percent) == (Status.BLOCKED, 40)


def test_blocked_without_a_word_of_why_is_refused(there: Registered) -> None:
    there.lead.says("/report DBP70-1 vướng")
    assert "nêu vướng mắc của DBP70-1" in there.lead.last.text
    assert there.task(1).status is Status.ASSIGNED


def test_a_reference_alone_asks_for_the_report(there: Registered) -> None:
    there.lead.says("/report DBP70-1")
    assert there.lead.last.labels == ["25%", "50%", "75%"]
    assert there.task(1).status is Status.ASSIGNED
    there.lead.presses("50%")
    assert there.task(1).percent == 50
    assert "DBP70-1" in there.lead.last.text
    assert "Đang thực hiện · 50%" in there.lead.last.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("DBP70-1 150%", "không phải tỷ lệ hoàn thành"),
        ("DBP70-1 -5%", "không phải tỷ lệ hoàn thành"),
        ("DBP70-9 60%", "Không có nhiệm vụ nào mang mã DBP70-9"),
        ("DBP70-3 60%", "Không có nhiệm vụ nào mang mã DBP70-3"),
        ("đã xong", "chưa bắt đầu bằng mã nhiệm vụ"),
        ("DBP70-1 " + "x" * 5000, "5.000 ký tự, tối đa 2.000"),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example_that_works(
    there: Registered, said: str, sentence: str
) -> None:
    before = there.task(1)
    there.lead.says(f"/report {said}")
    assert sentence in there.lead.last.text
    assert there.task(1) == before
    example = there.lead.last.text.partition("Ví dụ: ")[2]
    there.lead.says(example)
    assert there.task(1).percent == 60


def test_several_lines_report_several_tasks_and_lines_without_reference_continue(
    there: Registered,
) -> None:
    there.lead.says("/report DBP70-1 xong\nDBP70-2 vướng: chờ kinh phí\ncủa tỉnh")
    assert there.task(1).status is Status.SUBMITTED
    assert there.task(2).obstacle == "chờ kinh phí\ncủa tỉnh"
    assert "Đã ghi báo cáo 2 nhiệm vụ." in there.lead.last.text


def test_of_several_lines_the_good_ones_count_and_the_bad_ones_can_be_copied(
    there: Registered,
) -> None:
    there.lead.says("/report DBP70-1 30%\nDBP70-2 150%\nDBP70-3 10%\nDBP70-2 20%")
    assert there.task(1).percent == 30
    assert there.task(2).percent == 20
    assert there.task(3).status is Status.ASSIGNED
    answer = there.lead.last
    assert "Đã ghi báo cáo 2 nhiệm vụ; 2 mục chưa thực hiện được." in answer.text
    assert "<pre>/baocao DBP70-2 150%</pre>" in answer.html
    assert "<pre>/baocao DBP70-3 10%</pre>" in answer.html


def test_several_reports_are_told_to_each_person_in_one_message(there: Registered) -> None:
    told = there.lead.says("/report DBP70-1 vướng: chờ đường\nDBP70-2 vướng: chờ tiền")
    assert [message.chat for message in told] == [there.lead.id, there.admin.id, there.chair.id]


def test_a_refused_line_tells_nobody_anything(there: Registered) -> None:
    told = there.lead.says("/report DBP70-1 40% vướng\nDBP70-2 10%")
    assert [message.chat for message in told] == [there.lead.id]
    assert there.task(1).status is Status.ASSIGNED


def test_more_than_a_hundred_lines_are_refused_whole(there: Registered) -> None:
    there.lead.says("/report " + "\n".join(["DBP70-1 10%"] * 101))
    assert "tối đa 100 dòng" in there.lead.last.text
    assert there.task(1).status is Status.ASSIGNED


def test_a_hundred_bad_long_lines_are_all_repeated(there: Registered) -> None:
    there.lead.says("/report " + "\n".join(f"DBP70-1 150% {'<&>' * 300}" for _ in range(100)))
    shown = "".join(message.html for message in there.lead.shown)
    assert shown.count("<pre>/baocao DBP70-1 150%") == 100
    assert all(len(message.text) <= 4096 for message in there.lead.shown)


def test_lines_within_a_minute_continue_the_note_and_the_reports(there: Registered) -> None:
    there.lead.says("/report DBP70-1 10%\nDBP70-2 vướng: chờ kinh phí")
    there.house.advance(seconds=59)
    there.lead.says("của Bộ Tài chính\nDBP70-1 20%")
    assert there.task(2).obstacle == "chờ kinh phí\ncủa Bộ Tài chính"
    assert there.task(1).percent == 20


def test_a_single_report_within_the_minute_is_answered_as_any_other(there: Registered) -> None:
    there.lead.says("/report DBP70-1 10%\nDBP70-2 20%")
    there.lead.says("DBP70-1 đã xong rồi")
    assert "đề nghị bấm Hoàn thành" in there.lead.last.text
    assert "Hoàn thành" in there.lead.last.labels
    there.lead.says("DBP70-1")
    assert "50%" in there.lead.last.labels
    there.lead.says("thêm biên bản\nDBP70-2 30%")
    assert reports.of_task(there.house.connection, there.task(1).id)[0].note == "thêm biên bản"
    assert there.task(2).percent == 30


def test_of_several_lines_those_that_sound_done_or_blocked_get_a_button(there: Registered) -> None:
    there.lead.says("/report DBP70-1 xong khâu khảo sát\nDBP70-2 đang vướng mặt bằng")
    assert "bấm nút bên dưới" in there.lead.last.text
    assert there.lead.last.labels[:2] == ["Hoàn thành DBP70-1", "Vướng mắc DBP70-2"]
    there.lead.presses("Hoàn thành DBP70-1")
    assert there.task(1).status is Status.SUBMITTED


def test_a_report_on_a_submitted_task_says_that_it_takes_that_back(there: Registered) -> None:
    there.lead.says("/done DBP70-1")
    there.lead.says("/report DBP70-1 bổ sung ảnh")
    assert "Đã rút báo hoàn thành trước đó" in there.lead.last.text
    assert "Hoàn thành" in there.lead.last.labels
    there.lead.says("/report DBP70-1 90%")
    assert "Đã rút" not in there.lead.last.text


def test_other_words_within_the_minute_are_no_report(there: Registered) -> None:
    there.lead.says("/report DBP70-1 10%\nDBP70-2 20%")
    there.lead.says("cảm ơn")
    assert [task.percent for task in there.tasks()][1:3] == [10, 20]


def test_after_a_minute_a_line_without_reference_continues_nothing(there: Registered) -> None:
    there.lead.says("/report DBP70-1 10%\nDBP70-2 vướng: chờ kinh phí")
    there.house.advance(seconds=61)
    there.lead.says("của Bộ Tài chính\nDBP70-1 20%")
    assert there.task(2).obstacle == "chờ kinh phí"


def test_text_that_begins_with_a_reference_is_a_report(there: Registered) -> None:
    there.lead.says("đbp70-1: 70% đã dựng rào")
    assert there.task(1).percent == 70


def test_hostile_notes_are_cleaned_and_shown_safely(there: Registered) -> None:
    there.lead.says("/report DBP70-1 60% <b>xong\u202e</i> &amp; a\u0309\u200b 👨\u200d👩\u200d👧")
    note = reports.of_task(there.house.connection, there.task(1).id)[0].note
    assert note == "<b>xong</i> &amp; ả 👨\u200d👩\u200d👧"
    there.lead.says("/task DBP70-1")
    assert "&lt;b&gt;xong&lt;/i&gt; &amp;amp; ả" in there.lead.last.html


def test_in_a_linked_group_a_report_gets_one_line(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    there.lead.says("/baocao DBP70-1 60% đã khảo sát", group=group)
    assert group.shown[-1].text == (
        f"🔵 DBP70-1 {there.task(1).title}: đã ghi báo cáo, đang thực hiện, 60%,"
        " hạn 17:00 thứ Bảy 20/04/2024"
    )
    assert group.shown[-1].buttons == []
    there.lead.says("/baocao DBP70-1 70%\nDBP70-9 5%", group=group)
    assert group.shown[-1].text == "Đã ghi báo cáo 1 nhiệm vụ; 1 mục chưa thực hiện được."
    assert "<pre>/baocao DBP70-9 5%</pre>" in there.lead.last.html


def test_a_form_asks_for_task_percent_and_note(there: Registered) -> None:
    there.lead.says("/report")
    there.lead.presses("DBP70-1")
    there.lead.presses("75%")
    there.lead.says("còn cầu phía Bắc")
    there.lead.presses("Lưu")
    task = there.task(1)
    assert task.percent == 75
    assert reports.of_task(there.house.connection, task.id)[0].note == "còn cầu phía Bắc"


def test_a_bad_plain_report_gets_the_commands_example(there: Registered) -> None:
    there.lead.says("DBP70-1 150%")
    assert "Ví dụ: /baocao DBP70-1 60%" in there.lead.last.text


def test_an_edited_report_gets_one_sentence_and_is_not_carried_out(there: Registered) -> None:
    there.lead.says("DBP70-1 60%")
    answers = there.house.edited(there.lead, "DBP70-1 70%")
    assert [answer.text for answer in answers] == [
        "Báo cáo đã sửa không được ghi lại. Đề nghị gửi tin nhắn mới."
    ]
    assert there.task(1).percent == 60
    assert there.house.edited(there.lead, "cảm ơn") == []


def test_who_reports_nothing_is_told_so_and_not_that_the_task_is_unknown(
    there: Registered,
) -> None:
    observer = there.house.joins("Quan sát viên", there.subcommittee, "observer")
    observer.says("DBP70-1 xong")
    assert observer.last.text == "Vai trò của đồng chí không báo cáo nhiệm vụ."
    there.chair.says("DBP70-1 xong")
    assert there.chair.last.text == "Vai trò của đồng chí không báo cáo nhiệm vụ."


def test_a_command_repeated_on_each_line_is_the_same_as_once(there: Registered) -> None:
    there.lead.says("/baocao DBP70-1 60%\n/report DBP70-2 30%")
    assert [there.task(number).percent for number in (1, 2)] == [60, 30]
    there.lead.says("DBP70-1 70%\n/baocao DBP70-2 40%")
    assert [there.task(number).percent for number in (1, 2)] == [70, 40]


def test_another_command_on_a_later_line_is_never_taken_for_a_note(there: Registered) -> None:
    for first in ("/baocao DBP70-1 60%", "DBP70-1 60%"):
        there.lead.says(f"{first}\n/xong DBP70-2")
        assert there.lead.last.text == (
            "Dòng “/xong DBP70-2” là một lệnh khác; đề nghị gửi thành tin nhắn riêng."
        )
    assert [there.task(number).percent for number in (1, 2)] == [0, 0]
    there.lead.says("/baocao DBP70-1 60% xem tệp\n/home/bb.pdf")
    assert there.task(1).percent == 60


def test_an_answer_to_a_card_may_go_on_with_other_tasks(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.replies(there.lead.last, "40% đã dựng rào\nDBP70-2 30%")
    assert [there.task(number).percent for number in (1, 2)] == [40, 30]
