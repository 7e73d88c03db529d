"""/tasks and /mine: what is listed for whom, and how the pages turn."""

import pytest

from handlers.tasks.queries import MOST
from storage import subcommittees
from tests.support.assigned import assigned
from tests.support.house import House, Shown
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def listed(message: Shown) -> list[str]:
    return [label for label in message.labels if label.startswith("DBP70-")]


def test_heads_list_all_open_tasks_by_due_time(there: Registered) -> None:
    there.chair.says("/nhiemvu")
    assert listed(there.chair.last) == ["DBP70-3", "DBP70-1", "DBP70-2", "DBP70-4"]
    assert "4 nhiệm vụ · chưa nhận 4" in there.chair.last.text


def test_a_unit_lists_what_it_leads_and_cooperates_in(there: Registered) -> None:
    there.lead.says("/tasks")
    assert listed(there.lead.last) == ["DBP70-1", "DBP70-2"]
    there.other.says("/tasks DBP70")
    assert listed(there.other.last) == ["DBP70-3", "DBP70-1"]


def test_a_setting_lets_members_see_all(there: Registered) -> None:
    from dataclasses import replace

    settings = replace(there.subcommittee.settings, members_see_all=True)
    subcommittees.update(there.house.connection, replace(there.subcommittee, settings=settings))
    there.lead.says("/tasks")
    assert len(listed(there.lead.last)) == 4


@pytest.mark.parametrize("where", ["", "DBP70 "])
@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("mở", "3 1 2"),
        ("open", "3 1 2"),
        ("quá hạn", "3"),
        ("overdue", "3"),
        ("vướng", "1"),
        ("blocked", "1"),
        ("chờ duyệt", "2"),
        ("submitted", "2"),
        ("hôm nay", ""),
        ("today", ""),
        ("tuần", ""),
        ("xong", "4"),
        ("done", "4"),
        ("unit CATDB", "1 2"),
        ("đơn vị CATPHN", "3"),
    ],
)
def test_filters_work_in_both_languages(
    there: Registered, where: str, typed: str, numbers: str
) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.lead.says("/xong DBP70-2")
    there.admin.says("/xong DBP70-4")
    there.admin.says("/duyet DBP70-4")
    there.house.advance(days=3)
    there.chair.says(f"/tasks {where}{typed}")
    assert listed(there.chair.last) == [f"DBP70-{number}" for number in numbers.split()]


@pytest.mark.parametrize(("filter_", "numbers"), [("today", "3"), ("week", "3")])
def test_what_is_due_today_is_due_this_week(there: Registered, filter_: str, numbers: str) -> None:
    there.house.advance(days=1)
    there.chair.says(f"/tasks {filter_}")
    assert listed(there.chair.last) == [f"DBP70-{number}" for number in numbers.split()]


def test_members_never_see_by_a_filter_what_they_may_not_see(there: Registered) -> None:
    for typed in ("unit CATPHN", "DBP70 unit CATPHN", "done", "overdue", "DBP70 done"):
        there.lead.says(f"/tasks {typed}")
        assert "DBP70-3" not in there.lead.last.labels
        assert "Chốt kiểm soát" not in there.lead.last.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("DBP7", "có phải đồng chí muốn nói DBP70?"),
        ("DBP70 linh tinh", "Không có cách lọc “linh tinh”"),
        ("unit XYZ", "Không có đơn vị nào tên là XYZ"),
        ("đơn vị", "Còn thiếu: "),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example(
    there: Registered, typed: str, sentence: str
) -> None:
    there.chair.says(f"/tasks {typed}")
    assert sentence in there.chair.last.text
    example = there.chair.last.text.partition("Ví dụ: ")[2]
    there.chair.says(example)
    assert "Nhiệm vụ DBP70: quá hạn" in there.chair.last.text


def test_an_event_of_another_subcommittee_is_unknown(there: Registered) -> None:
    foreign = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Người khác", foreign, "chair")
    stranger.says("/tasks DBP70")
    assert "Không có sự kiện nào mang mã DBP70." in stranger.last.text
    stranger.says("/tasks")
    assert listed(stranger.last) == []


def test_lists_are_paged_in_place(there: Registered) -> None:
    lines = "\n".join(f"Việc số {number} | CATDB | 1/5/2024" for number in range(20))
    there.admin.says(f"/newtask DBP70\n{lines}")
    there.lead.says("/viec")
    first = there.lead.last
    assert "22 nhiệm vụ đang mở" in first.text
    assert [label for label in first.labels if "/" in label] == ["1/3"]
    seen = listed(first)
    for _ in range(2):
        there.lead.presses("›", first)
        assert there.lead.last is first
        seen += listed(first)
    assert len(seen) == len(set(seen)) == 22
    there.lead.presses("‹", first)
    assert "2/3" in first.labels


def test_filters_are_a_press_away(there: Registered) -> None:
    there.lead.says("/xong DBP70-2")
    there.chair.says("/tasks DBP70")
    shown = there.chair.last
    there.chair.presses("Chờ xác nhận")
    assert there.chair.last is shown
    assert listed(shown) == ["DBP70-2"]


def test_a_very_long_list_is_cut_and_says_so(there: Registered) -> None:
    for start in range(3):
        lines = "\n".join(f"Việc {start}{number} | CATDB | 1/5/2024" for number in range(90))
        there.admin.says(f"/newtask DBP70\n{lines}")
    there.chair.says("/tasks DBP70")
    assert "274 nhiệm vụ" in there.chair.last.text
    there.chair.says("/tasks")
    assert f"{MOST} nhiệm vụ đầu (còn nữa" in there.chair.last.text
    assert len(there.chair.last.text) <= 4096


def test_mine_goes_by_due_time_and_tells_lateness(there: Registered) -> None:
    there.house.advance(days=45)
    there.lead.says("/viec")
    assert listed(there.lead.last) == ["DBP70-1", "DBP70-2"]
    assert "quá 8 ngày" in there.lead.last.text


def test_what_is_overdue_and_blocked_says_both(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.house.advance(days=45)
    there.chair.says("/tasks DBP70")
    said = there.chair.last.text.split("\n\n")
    assert "quá hạn 3 · vướng 1 · chưa nhận 3" in said[0]
    lines = said[1:]
    assert sum("quá " in line for line in lines) == 3
    (blocked,) = (line for line in lines if "DBP70-1" in line)
    assert blocked.startswith("🔴⛔ DBP70-1")
    assert blocked.strip().endswith("quá 8 ngày · vướng mắc")
    assert sum("mới giao" in line for line in lines) == 3


def test_heads_see_under_mine_what_waits_for_their_decision(there: Registered) -> None:
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.lead.says("/xong DBP70-2")
    there.chair.says("/viec")
    assert "Chờ đồng chí xử lý" in there.chair.last.text
    assert listed(there.chair.last) == ["DBP70-2", "DBP70-1"]


def test_mine_spans_all_subcommittees_of_the_person(there: Registered) -> None:
    second = there.house.subcommittee("Tiểu ban Lễ tân")
    clerk = there.house.joins("Giúp việc lễ tân", second, "admin")
    clerk.says("/newunit VPTU | Văn phòng Tỉnh ủy")
    clerk.says("/newevent LETAN | Lễ tân | Điện Biên | 5/5/2024")
    clerk.says("/newtask LETAN | Đón khách | VPTU | 1/5/2024")
    there.house.appoint(there.lead, second, "member", "VPTU")
    there.lead.says("/viec")
    assert "LETAN-1" in there.lead.last.labels
    assert "Tiểu ban Lễ tân" in there.lead.last.text
    assert "Tiểu ban An ninh, trật tự" in there.lead.last.text


def test_observers_have_no_lists(there: Registered) -> None:
    observer = there.house.joins("Quan sát", there.subcommittee, "observer")
    for command in ("/viec", "/tasks", "/xem DBP70-1", "/nhan DBP70-1"):
        observer.says(command)
        assert observer.last.text == "Vai trò của đồng chí không được dùng lệnh này."
