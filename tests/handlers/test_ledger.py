"""The ledger: what will be sent and why, what was promised and what became of it."""

from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered


def opened(there: Registered) -> str:
    there.admin.says("/events DBP70")
    there.admin.presses("Sổ nhắc việc")
    return there.admin.last.text


def test_the_event_shows_what_will_be_sent_next_and_why(house: House) -> None:
    there = assigned(house)
    there.admin.says("/events DBP70")
    text = there.admin.last.text
    assert "07:00 thứ Bảy 16/03/2024: tổng hợp và nhắc việc" in text
    assert "07:00 thứ Sáu 05/04/2024: tổng hợp và nhắc việc, mốc 30 ngày trước cao điểm" in text
    assert "15:00 thứ Bảy 20/04/2024: nhắc CATDB việc DBP70-1 (hạn 17:00 20/04)" in text


def test_what_was_promised_is_shown_with_what_became_of_it(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-16 12:00")
    house.now = house.local("2024-03-19 12:00")
    house.tick()
    text = opened(there)
    assert "07:00 thứ Bảy 16/03/2024: tổng hợp, nhắc việc – ✅ đã gửi 3" in text
    assert "07:00 Chủ nhật 17/03/2024: tổng hợp, nhắc việc – không gửi được" in text
    assert "07:00 thứ Ba 19/03/2024: tổng hợp, nhắc việc – ✅ đã gửi" in text


def test_an_exact_reminder_stands_in_it(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-04-20 15:00")
    assert "15:00 thứ Bảy 20/04/2024: nhắc DBP70-1 – ✅ đã gửi 1" in opened(there)


def test_a_long_ledger_is_paged_in_place(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-04-10 12:00")
    opened(there)
    messages = len(there.admin.shown)
    there.admin.presses("›")
    assert "Sắp gửi" not in there.admin.last.text
    assert len(there.admin.shown) == messages


def test_members_do_not_see_it(house: House) -> None:
    there = assigned(house)
    there.lead.presses_data("ledger:1:0")
    assert all("Sổ nhắc việc" not in text for text in there.lead.texts)


def test_a_closed_event_promises_nothing(house: House) -> None:
    there = assigned(house)
    for number in (1, 2, 3, 4):
        there.admin.says(f"/canceltask DBP70-{number} dừng")
    there.admin.says("/closeevent DBP70")
    there.admin.says("/events DBP70")
    assert "Sắp gửi" not in there.admin.last.text
