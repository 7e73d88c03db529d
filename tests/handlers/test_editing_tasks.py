"""Tasks changed and cancelled by command."""

from datetime import date

import pytest

from domain.task import Status
from storage import units
from tests.support.house import House
from tests.support.registered import Registered, registered


@pytest.fixture
def there(house: House) -> Registered:
    there = registered(house)
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | 17:00 20/4 | with PC06 | mảng giao thông")
    return there


def stand(there: Registered, **columns: object) -> None:
    """Puts the task into a state, as reports of members would."""
    names = ", ".join(f"{name} = ?" for name in columns)
    with there.house.connection:
        there.house.connection.execute(f"UPDATE tasks SET {names}", tuple(columns.values()))


def test_each_field_can_be_changed_and_is_audited_with_before_and_after(there: Registered) -> None:
    there.admin.says(
        "/suaviec DBP70-1 | tên = Khảo sát lại | gấp = có | mảng = | nguồn = KH 15 | phối hợp ="
    )
    task = there.task(1)
    assert (task.title, task.urgent, task.workstream, task.source, task.cooperating) == (
        "Khảo sát lại",
        True,
        "",
        "KH 15",
        (),
    )
    text = there.admin.last.text
    for said in ("Khảo sát lại", "Đánh dấu gấp", "Mảng: bỏ trống", "Nguồn: KH 15", "không có"):
        assert said in text
    change = there.audit("task")[-1]
    assert change["before"]["title"] == "Khảo sát"
    assert change["after"]["title"] == "Khảo sát lại"
    assert "status" not in change["after"]


def test_a_changed_due_time_keeps_the_status_and_is_told_to_both_units(there: Registered) -> None:
    stand(there, status="in_progress", percent=40, accepted_at="2024-03-15T02:00:00.000000Z")
    there.admin.says("/edittask DBP70-1 | with = CATPHN")
    before = len(there.lead.shown), len(there.other.shown)
    there.admin.says("/edittask DBP70-1 | due = N-7")
    task = there.task(1)
    assert (task.status, task.percent, task.due_offset) == (Status.IN_PROGRESS, 40, -7)
    assert "Hạn: 17:00 thứ Bảy 20/04/2024 → Chủ nhật 28/04/2024 (N-7)" in there.admin.last.text
    assert (len(there.lead.shown), len(there.other.shown)) == (before[0] + 1, before[1] + 1)
    assert there.exact_reminders() == {}


def test_a_new_lead_unit_starts_at_assigned_with_percent_and_reports(there: Registered) -> None:
    stand(
        there,
        status="blocked",
        percent=60,
        obstacle="chờ kinh phí",
        obstacle_class="funding",
        blocked_at="2024-03-15T02:00:00.000000Z",
        accepted_at="2024-03-15T01:30:00.000000Z",
        delivered_at="2024-03-15T01:00:00.000000Z",
    )
    there.house.advance(hours=2)
    shown = len(there.lead.shown), len(there.other.shown)
    there.admin.says("/edittask DBP70-1 | unit = CATPHN")
    task = there.task(1)
    assert (task.status, task.percent) == (Status.ASSIGNED, 60)
    assert (task.accepted_at, task.obstacle, task.blocked_at) == (None, None, None)
    assert task.assigned_at == there.house.now
    assert task.delivered_at == there.house.now
    assert (len(there.lead.shown), len(there.other.shown)) == (shown[0] + 1, shown[1] + 1)
    assert "CATDB → CATPHN" in there.admin.last.text


def test_a_new_lead_no_longer_cooperates_and_a_lead_is_no_cooperating_unit(
    there: Registered,
) -> None:
    there.admin.says("/edittask DBP70-1 | with = CATPHN, PC06")
    there.admin.says("/edittask DBP70-1 | unit = CATPHN")
    pc06 = units.by_code(there.house.connection, there.subcommittee.id, "PC06")
    assert pc06 is not None
    assert there.task(1).cooperating == (pc06.id,)
    there.admin.says("/edittask DBP70-1 | with = CATPHN, PC06")
    assert there.task(1).cooperating == (pc06.id,)


def test_a_unit_newly_to_cooperate_is_told_and_the_others_are_not(there: Registered) -> None:
    before = len(there.lead.shown), len(there.other.shown)
    there.admin.says("/edittask DBP70-1 | with = PC06, CATPHN")
    assert (len(there.lead.shown), len(there.other.shown)) == (before[0], before[1] + 1)
    assert "DBP70-1" in there.other.last.text


def test_a_unit_without_people_is_said(there: Registered) -> None:
    there.admin.says("/edittask DBP70-1 | unit = PC06")
    assert "PC06 chưa có ai tham gia" in there.admin.last.text


@pytest.mark.parametrize("role", ["chair", "deputy"])
def test_chairs_and_deputies_change_due_times_and_nothing_else(
    there: Registered, role: str
) -> None:
    head = there.house.joins("Lãnh đạo", there.subcommittee, role)
    head.says("/edittask DBP70-1 | due = 17:00 25/4")
    assert there.task(1).due_day == date(2024, 4, 25)
    for field in ("title = x", "unit = PC06", "with =", "urgent", "workstream = x", "source = x"):
        head.says(f"/edittask DBP70-1 | due = 17:00 26/4 | {field}")
        assert "chỉ được đổi hạn" in head.last.text
    assert there.task(1).due_day == date(2024, 4, 25)
    head.says("/canceltask DBP70-1 thôi")
    assert head.last.text == "Vai trò của đồng chí không được dùng lệnh này."


@pytest.mark.parametrize("role", ["lead", "member", "observer"])
def test_a_units_people_change_nothing(there: Registered, role: str) -> None:
    somebody = there.house.joins("Ai đó", there.subcommittee, role, "CATDB")
    for command in ("edittask DBP70-1 | due = 25/4", "canceltask DBP70-1 thôi"):
        somebody.says(f"/{command}")
        assert somebody.last.text == "Vai trò của đồng chí không được dùng lệnh này."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DBP70-1", "Còn thiếu: nội dung cần sửa."),
        ("DBP70-1 | màu = xanh", "Không có mục nào tên là “màu”."),
        ("DBP70-1 | hạn", "Chưa có nội dung cho: hạn."),
        ("DBP70-1 | hạn = hôm qua", "Hạn thứ Năm 14/03/2024 đã qua."),
        ("DBP70-1 | hạn = 31/4", "Không có ngày 31/4"),
        ("DBP70-1 | chủ trì = CATXX", "Không có đơn vị nào tên là CATXX"),
        ("DBP70-1 | gấp = có lẽ", "đề nghị trả lời có hoặc không"),
        ("DBP70-9 | hạn = 25/4", "Không có nhiệm vụ nào mang mã DBP70-9."),
        ("khảo sát | hạn = 25/4", "không phải mã nhiệm vụ"),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example_and_changes_nothing(
    there: Registered, typed: str, said: str
) -> None:
    before = there.task(1)
    there.admin.says(f"/edittask {typed}")
    assert said in there.admin.last.text
    assert "Ví dụ: /suaviec DBP70-1 | hạn = 17:00 22/03/2024" in there.admin.last.text
    assert there.task(1) == before


def test_an_edit_that_changes_nothing_says_so(there: Registered) -> None:
    there.admin.says("/edittask DBP70-1 | title = Khảo sát | unit = CATDB")
    assert "Không có gì thay đổi" in there.admin.last.text
    assert there.task(1).version == 1


def test_a_task_of_another_subcommittee_is_unknown(there: Registered) -> None:
    elsewhere = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Giúp việc khác", elsewhere, "admin")
    for command in ("edittask DBP70-1 | due = 25/4", "canceltask DBP70-1 thôi"):
        stranger.says(f"/{command}")
        assert "Không có nhiệm vụ nào mang mã DBP70-1." in stranger.last.text


def test_a_finished_task_keeps_its_unit_and_due_time_but_its_title_can_be_put_right(
    there: Registered,
) -> None:
    stand(there, status="done", percent=100)
    there.admin.says("/edittask DBP70-1 | due = 25/4")
    assert "DBP70-1 hiện đã hoàn thành; mở lại rồi" in there.admin.last.text
    told = len(there.lead.shown)
    there.admin.says("/edittask DBP70-1 | title = Khảo sát địa bàn")
    assert there.task(1).title == "Khảo sát địa bàn"
    assert len(there.lead.shown) == told


def test_a_task_is_cancelled_with_a_reason_and_all_units_are_told_why(there: Registered) -> None:
    there.admin.says("/edittask DBP70-1 | with = CATPHN")
    before = len(there.lead.shown), len(there.other.shown)
    there.admin.says("/huyviec DBP70-1: chuyển sang <kế hoạch> khác")
    assert there.task(1).status is Status.CANCELLED
    assert "Lý do: chuyển sang <kế hoạch> khác" in there.admin.last.text
    assert (len(there.lead.shown), len(there.other.shown)) == (before[0] + 1, before[1] + 1)
    assert "chuyển sang <kế hoạch> khác" in there.lead.last.text
    assert there.exact_reminders() == {}
    there.admin.says("/canceltask DBP70-1 lần nữa")
    assert "DBP70-1 hiện đã dừng" in there.admin.last.text


def test_a_cancellation_without_a_reason_is_refused(there: Registered) -> None:
    there.admin.says("/canceltask DBP70-1")
    assert "Còn thiếu: lý do." in there.admin.last.text
    assert "Ví dụ: /huyviec DBP70-1 không còn cần thiết" in there.admin.last.text
    assert there.task(1).open


def test_the_form_offers_tasks_fields_and_what_can_be_chosen(there: Registered) -> None:
    there.admin.says("/edittask")
    there.admin.presses("DBP70-1 Khảo sát")
    there.admin.presses("Hạn")
    there.admin.presses("N-3 (")
    there.admin.presses("Lưu")
    assert there.task(1).due_offset == -3
    there.admin.says("/edittask")
    there.admin.presses("DBP70-1 Khảo sát")
    there.admin.presses("Chủ trì")
    there.admin.presses("CATPHN")
    there.admin.presses("Lưu")
    assert there.task(1).lead_unit_code == "CATPHN"


def test_a_chairs_form_offers_the_due_time_alone(there: Registered) -> None:
    there.chair.says("/edittask")
    there.chair.presses("DBP70-1")
    assert [label for label in there.chair.last.labels if label in ("Tên", "Hạn", "Gấp")] == ["Hạn"]


def test_the_form_of_a_cancellation_asks_for_the_task_and_the_reason(there: Registered) -> None:
    there.admin.says("/canceltask")
    there.admin.presses("DBP70-1 Khảo sát")
    there.admin.says("không cần nữa")
    assert there.task(1).open
    there.admin.presses("Dừng nhiệm vụ")
    assert not there.task(1).open
    there.admin.says("/canceltask")
    assert "Hiện không có nhiệm vụ nào đang mở." in there.admin.last.text
