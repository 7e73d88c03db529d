"""/remind: who is urged, who cannot be reached, and how often."""

import pytest

from storage import chats, persons
from storage.outbox import Priority
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def test_one_task_is_urged_and_the_answer_names_who_was_told(there: Registered) -> None:
    there.chair.says("/dondoc DBP70-1 báo cáo trước 16 giờ")
    assert "Đã đôn đốc DBP70-1" in there.chair.last.text
    assert "Đã báo 1 người: Đầu mối Điện Biên" in there.chair.last.text
    assert "báo cáo trước 16 giờ" in there.lead.last.text


def test_an_urging_goes_before_everything_else(there: Registered) -> None:
    there.chair.says("/dondoc DBP70-1")
    row = there.house.connection.execute(
        "SELECT priority FROM outbox WHERE kind = 'notice' ORDER BY id DESC"
    ).fetchone()
    assert row["priority"] == Priority.URGENT


def test_who_cannot_be_reached_is_said_with_the_reason(there: Registered) -> None:
    person = persons.by_telegram_id(there.house.connection, there.lead.id)
    assert person is not None
    chats.mark_unreachable(there.house.connection, person.chat_id, "blocked", there.house.now)
    there.chair.says("/dondoc DBP70-1")
    assert "Chưa báo được cho ai." in there.chair.last.text
    assert "Không liên lạc được 1 người: Đầu mối Điện Biên (đã chặn bot)" in there.chair.last.text


def test_a_unit_without_people_is_named(there: Registered) -> None:
    there.chair.says("/dondoc DBP70-4")
    assert "Chưa đôn đốc được DBP70-4" in there.chair.last.text
    assert "Đơn vị chưa có người: PC06" in there.chair.last.text


def test_the_same_task_is_urged_once_an_hour(there: Registered) -> None:
    there.chair.says("/dondoc DBP70-1")
    there.house.advance(minutes=59)
    there.admin.says("/dondoc DBP70-1")
    assert "đã được đôn đốc lúc 08:00" in there.admin.last.text
    there.house.advance(minutes=1)
    there.admin.says("/dondoc DBP70-1")
    assert "Đã đôn đốc DBP70-1" in there.admin.last.text


def test_an_event_is_urged_where_it_is_needed_and_each_person_told_once(
    there: Registered,
) -> None:
    there.lead.says("/nhan DBP70-1")
    told = there.chair.says("/dondoc DBP70 khẩn trương")
    notices = [message.chat for message in told if message.kind == "notice"]
    assert sorted(notices) == [there.lead.id, there.other.id]
    assert "Đã đôn đốc DBP70: 3 nhiệm vụ." in there.chair.last.text
    there.chair.says("/dondoc DBP70")
    assert "PC06" in there.chair.last.text
    assert "Bỏ qua 2 nhiệm vụ" in there.chair.last.text


def test_what_awaits_confirmation_is_not_urged(there: Registered) -> None:
    there.lead.says("/xong DBP70-1")
    there.chair.says("/dondoc DBP70-1")
    assert "DBP70-1 hiện đang chờ xác nhận" in there.chair.last.text


def test_an_event_with_nothing_to_urge_says_so(there: Registered) -> None:
    there.admin.says("/newevent LEHOI | Lễ hội | Đà Nẵng | 8/6/2024")
    there.chair.says("/dondoc LEHOI")
    assert "LEHOI không có nhiệm vụ nào quá hạn" in there.chair.last.text


def test_members_urge_nobody(there: Registered) -> None:
    there.lead.says("/dondoc DBP70-1")
    assert there.lead.last.text == "Vai trò của đồng chí không được dùng lệnh này."


def test_urging_by_the_cards_button(there: Registered) -> None:
    there.chair.says("/xem DBP70-3")
    there.chair.presses("Đôn đốc")
    assert "Chốt kiểm soát phía Nam" in there.other.last.text
    assert there.chair.toast is not None
    assert there.chair.toast.text == "Đã đôn đốc 1 người"


def test_the_form_offers_events_and_tasks(there: Registered) -> None:
    there.chair.says("/remind")
    assert there.chair.last.labels[0] == "DBP70"
    there.chair.presses("DBP70-3")
    there.chair.says("gấp trong hôm nay")
    there.chair.presses("Đôn đốc")
    assert "gấp trong hôm nay" in there.other.last.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("DBP7", "có phải đồng chí muốn nói DBP70?"),
        ("DBP70-99", "Không có nhiệm vụ nào mang mã DBP70-99."),
        ("???", "chỉ được gồm chữ A–Z"),
    ],
)
def test_what_is_unknown_is_said(there: Registered, typed: str, sentence: str) -> None:
    there.chair.says(f"/dondoc {typed}")
    assert sentence in there.chair.last.text
    assert "Ví dụ: /dondoc DBP70-" in there.chair.last.text


def test_all_tasks_of_a_unit_are_urged_by_its_code(there: Registered) -> None:
    before = len(there.other.shown)
    there.chair.says("/dondoc catdb báo cáo gấp")
    assert "Đã đôn đốc CATDB" in there.chair.last.text
    assert "báo cáo gấp" in there.lead.last.text
    assert len(there.other.shown) == before
    there.chair.says("/dondoc CATDB")
    assert "của CATDB đều đã được đôn đốc" in there.chair.last.text
    there.chair.says("/dondoc")
    there.chair.says("CATPHN")
    there.chair.presses("Bỏ qua")
    there.chair.presses("Đôn đốc")
    assert "Đã đôn đốc CATPHN" in there.chair.last.text
