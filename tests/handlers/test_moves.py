"""/accept, /block, /unblock, /done, /confirm, /return, /reopen as typed."""

from datetime import timedelta

import pytest

from domain.task import Status
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def test_a_task_lives_from_assigned_to_done_and_back(there: Registered) -> None:
    for who, typed, status in (
        (there.lead, "/nhan DBP70-1", Status.ACCEPTED),
        (there.lead, "/vuong DBP70-1 chờ kinh phí", Status.BLOCKED),
        (there.chair, "/govuong DBP70-1 đã bố trí", Status.IN_PROGRESS),
        (there.lead, "/xong DBP70-1 đã bàn giao", Status.SUBMITTED),
        (there.chair, "/tralai DBP70-1 thiếu sơ đồ", Status.IN_PROGRESS),
        (there.lead, "/done DBP70-1", Status.SUBMITTED),
        (there.chair, "/duyet DBP70-1", Status.DONE),
        (there.admin, "/molai DBP70-1 phát sinh", Status.IN_PROGRESS),
    ):
        who.says(typed)
        assert there.task(1).status is status, typed
        assert "DBP70-1" in who.last.text


def test_several_are_accepted_at_once_each_for_itself(there: Registered) -> None:
    there.lead.says("/nhan DBP70-1, dbp70-2 DBP70-3 DBP70-9")
    assert there.task(1).status is Status.ACCEPTED
    assert there.task(2).status is Status.ACCEPTED
    assert there.task(3).status is Status.ASSIGNED
    answer = there.lead.last
    assert "Đã nhận 2 nhiệm vụ; 2 mục chưa thực hiện được." in answer.text
    assert "/nhan DBP70-3" in answer.text


def test_what_one_command_confirms_is_told_in_one_message(there: Registered) -> None:
    there.lead.says("/report DBP70-1 xong\nDBP70-2 xong")
    told = there.chair.says("/confirm DBP70-1 DBP70-2")
    assert [message.chat for message in told] == [there.chair.id, there.lead.id]


def test_a_refused_move_says_what_the_task_is_now(there: Registered) -> None:
    there.chair.says("/duyet DBP70-1")
    assert "DBP70-1 hiện mới giao, không xác nhận được." in there.chair.last.text


@pytest.mark.parametrize(
    ("who", "typed", "sentence"),
    [
        ("lead", "/vuong DBP70-1", "Đề nghị nêu vướng mắc của DBP70-1"),
        ("lead", "/vuong chờ kinh phí", "chưa bắt đầu bằng mã nhiệm vụ"),
        ("lead", "/nhan abc", "không phải mã nhiệm vụ"),
        ("lead", "/nhan DBP70-3", "Không có nhiệm vụ nào mang mã DBP70-3."),
        ("lead", "/xong DBP70-1 " + "x" * 5000, "tối đa 2.000"),
        ("chair", "/nhan DBP70-1", "Vai trò của đồng chí không được dùng lệnh này."),
        ("chair", "/tralai DBP70-1", "Đề nghị nêu lý do trả lại của DBP70-1"),
        ("other", "/nhan DBP70-1", "không được làm việc này với nhiệm vụ DBP70-1"),
        ("lead", "/nhan DBP70-\u200b1", "không phải mã nhiệm vụ"),
        ("lead", "/nhan D\u200bBP70-1", "ký tự không nhìn thấy được"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    there: Registered, who: str, typed: str, sentence: str
) -> None:
    before = there.tasks()
    getattr(there, who).says(typed)
    assert sentence in getattr(there, who).last.text
    assert there.tasks() == before


def test_the_chair_unblocks_and_the_unit_hears_of_it(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ ý kiến")
    there.chair.says("/govuong DBP70-1 đã có ý kiến")
    assert "đã có ý kiến" in there.lead.last.text


def test_each_move_is_audited_with_before_and_after(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.lead.presses("Kinh phí")
    blocked, classed = there.audit("task")[-2:]
    assert blocked["action"] == "block"
    assert blocked["before"]["status"] == "assigned"
    assert blocked["after"]["status"] == "blocked"
    assert blocked["after"]["note"] == "chờ kinh phí"
    assert classed["after"] == {"obstacle_class": "funding"}


def test_the_class_of_an_obstacle_leaves_the_chairs_button_good(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    notice = there.chair.last
    there.lead.presses("Kinh phí")
    there.chair.presses("Gỡ vướng", notice)
    assert there.task(1).status == "in_progress"


def test_a_second_done_adds_a_note(there: Registered) -> None:
    there.lead.says("/xong DBP70-1")
    submitted = there.task(1).submitted_at
    there.house.advance(hours=1)
    there.lead.says("/xong DBP70-1 gửi thêm sơ đồ")
    assert there.task(1).submitted_at == submitted
    there.chair.says("/xem DBP70-1")
    assert "gửi thêm sơ đồ" in there.chair.last.text


def test_in_a_linked_group_an_acceptance_gets_one_line(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    there.lead.says("/nhan DBP70-1", group=group)
    assert group.shown[-1].text == (
        "🔵 DBP70-1 Khảo sát tuyến đường: đã nhận, hạn 17:00 thứ Bảy 20/04/2024"
    )
    there.lead.says("/xem DBP70-1", group=group)
    assert "chat riêng" in group.shown[-1].text


@pytest.mark.parametrize(
    ("command", "prepare", "offered", "status"),
    [
        ("accept", "/nhan DBP70-2", ["DBP70-1 Khảo sát tuyến đường"], Status.ACCEPTED),
        (
            "done",
            "/nhan DBP70-2",
            ["DBP70-1 Khảo sát tuyến đường", "DBP70-2 Bảo đảm y tế"],
            Status.SUBMITTED,
        ),
        ("confirm", "/xong DBP70-1", ["DBP70-1 Khảo sát tuyến đường"], Status.DONE),
    ],
)
def test_forms_offer_the_tasks_for_which_it_is_possible(
    there: Registered, command: str, prepare: str, offered: list[str], status: Status
) -> None:
    there.lead.says(prepare)
    who = there.admin if command == "confirm" else there.lead
    who.says(f"/{command}")
    assert [label for label in who.last.labels if label.startswith("DBP70")] == offered
    who.presses("DBP70-1")
    who.presses("Bỏ qua" if command == "done" else "Tiếp")
    if command == "done":
        who.presses("Lưu")
    assert there.task(1).status is status


@pytest.mark.parametrize(
    ("command", "status"),
    [("block", Status.BLOCKED), ("return", Status.IN_PROGRESS), ("reopen", Status.IN_PROGRESS)],
)
def test_forms_ask_why(there: Registered, command: str, status: Status) -> None:
    if command != "block":
        there.lead.says("/xong DBP70-1")
    if command == "reopen":
        there.chair.says("/duyet DBP70-1")
    there.admin.says(f"/{command}")
    there.admin.presses("DBP70-1")
    there.admin.says("vì thiếu sơ đồ")
    there.admin.presses("Lưu")
    assert there.task(1).status is status


def test_unblocking_and_showing_by_form(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.chair.says("/unblock")
    assert [label for label in there.chair.last.labels if "DBP70" in label] == [
        "DBP70-1 Khảo sát tuyến đường"
    ]
    there.chair.presses("DBP70-1")
    there.chair.presses("Bỏ qua")
    there.chair.presses("Lưu")
    assert there.task(1).status is Status.IN_PROGRESS
    there.chair.says("/task")
    there.chair.presses("DBP70-3")
    assert "Chốt kiểm soát phía Nam" in there.chair.last.text


def test_nothing_is_reopened_in_a_closed_event(there: Registered) -> None:
    for number in (1, 2, 3, 4):
        there.admin.says(f"/canceltask DBP70-{number} không tổ chức nữa")
    there.admin.says("/closeevent DBP70")
    there.admin.says("/xem DBP70-1")
    assert "Mở lại" not in there.admin.last.labels
    there.admin.says("/molai DBP70-1 tổ chức lại")
    assert there.admin.last.text == "Sự kiện DBP70 đã kết thúc."
    assert there.task(1).status is Status.CANCELLED


def test_the_example_is_made_with_a_task_to_which_it_applies(there: Registered) -> None:
    there.lead.says("/xong DBP70-2")
    there.chair.says("/tralai DBP70-2")
    assert "Ví dụ: /tralai DBP70-2 bổ sung" in there.chair.last.text


def test_a_task_reopened_after_its_event_moved_is_due_by_the_new_d_day(there: Registered) -> None:
    there.lead.says("/done DBP70-2")
    there.chair.says("/confirm DBP70-2")
    was = there.task(2).due_day
    there.admin.says("/editevent DBP70 | days = 15/05/2024 - 17/05/2024")
    assert there.task(2).due_day == was
    there.chair.says("/reopen DBP70-2 làm thêm")
    assert there.task(2).due_day == was + timedelta(days=10)
