"""/summary: how all events, or one, stand."""

import pytest

from handlers.texts import visible_length
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import registered


def test_the_chair_sees_how_all_events_stand(house: House) -> None:
    there = assigned(house)
    there.admin.says("/newevent XA | Hội nghị | Huế | 1/9/2024")
    there.lead.says("/block DBP70-1 chờ kinh phí")
    there.lead.says("/done DBP70-2")
    there.chair.says("/summary")
    text = there.chair.last.text
    assert "DBP70 Kỷ niệm 70 năm · còn 51 ngày (N-51)" in text
    assert "4 nhiệm vụ: ✅ 0 xong · 🔵 4 còn hạn · 🔴 0 quá hạn" in text
    assert "Trong số đang mở: ⛔ 1 vướng mắc · 🟡 1 chờ xác nhận · 🆕 2 chưa nhận" in text
    assert "XA Hội nghị" in text
    assert "chờ kinh phí; từ 15/03; hạn 17:00 20/04" in text
    assert "CATPHN 0/1 · 🆕 1 chưa nhận" in text


def test_the_class_of_an_obstacle_is_named(house: House) -> None:
    there = assigned(house)
    there.lead.says("/block DBP70-1 chờ Sở Tài chính")
    there.lead.presses("Kinh phí")
    there.chair.says("/tonghop")
    assert "kinh phí: chờ Sở Tài chính" in there.chair.last.text


def test_one_event_is_opened_by_a_button_and_left_again(house: House) -> None:
    there = assigned(house)
    there.admin.says("/newevent XA | Hội nghị | Huế | 1/9/2024")
    there.chair.says("/summary")
    messages = len(there.chair.shown)
    there.chair.presses_data(
        next(b["callback_data"] for b in there.chair.last.buttons if b["text"] == "XA")
    )
    assert "DBP70" not in there.chair.last.text
    there.chair.presses("Tất cả")
    assert "DBP70" in there.chair.last.text
    assert len(there.chair.shown) == messages


def test_a_code_asks_for_one_event(house: House) -> None:
    there = assigned(house)
    there.admin.says("/newevent XA | Hội nghị | Huế | 1/9/2024")
    there.chair.says("/tonghop xa")
    assert "XA Hội nghị · còn 170 ngày" in there.chair.last.text
    assert "Chưa có nhiệm vụ" in there.chair.last.text


def test_an_unknown_code_is_refused_with_an_example(house: House) -> None:
    there = assigned(house)
    there.chair.says("/summary DBP71")
    assert "có phải đồng chí muốn nói DBP70" in there.chair.last.text
    assert "/tonghop DBP70" in there.chair.last.text


@pytest.mark.parametrize("role", ["lead", "member"])
def test_members_do_not_get_it(house: House, role: str) -> None:
    there = assigned(house)
    member = house.joins("Ai đó", there.subcommittee, role, "CATDB")
    member.says("/summary")
    assert "Tổng hợp" not in member.last.text
    member.presses_data(f"summary:{there.subcommittee.id}:1:0")
    assert "Tổng hợp" not in member.last.text


def test_an_observer_sees_it_without_buttons_to_cards(house: House) -> None:
    there = assigned(house)
    observer = house.joins("Quan sát", there.subcommittee, "observer")
    observer.says("/summary")
    assert "4 nhiệm vụ" in observer.last.text
    assert not any("card" in str(button) for button in observer.last.buttons)


def test_in_the_linked_group_it_is_the_group_s(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-25 07:00")
    group = house.group()
    there.admin.says("/link", group=group)
    there.admin.says("/summary", group=group)
    text = group.shown[-1].text
    assert "Quá hạn (1)" in text
    assert "‼️" not in text
    assert "Tổ giúp việc xử lý" not in text


def test_nothing_of_another_subcommittee_is_shown(house: House) -> None:
    there = assigned(house)
    other = house.subcommittee("Tiểu ban Lễ tân")
    stranger = house.joins("Trưởng hai", other, "chair")
    stranger.says("/summary")
    assert "Chưa có sự kiện" in stranger.last.text
    stranger.says("/summary DBP70")
    assert "Kỷ niệm" not in stranger.last.text
    stranger.presses_data(f"summary:{there.subcommittee.id}:1:0")
    stranger.presses_data("summaryof:1:0")
    assert all("Kỷ niệm" not in text for text in stranger.texts)


def test_forged_pages_are_answered_with_what_there_is(house: House) -> None:
    there = assigned(house)
    there.chair.says("/summary")
    there.chair.presses_data(f"summary:{there.subcommittee.id}:1:99")
    assert "Tổng hợp" in there.chair.last.text
    there.chair.presses_data("summary:x:y:z")
    assert there.chair.toast is not None


def test_it_is_said_in_english_too(house: House) -> None:
    there = registered(house, "en")
    there.admin.says("/newtask DBP70 | Survey | CATDB | 20/4/2024")
    there.chair.says("/summary")
    text = there.chair.last.text
    assert "1 task: ✅ 0 done · 🔵 1 in time · 🔴 0 overdue" in text
    assert "Of the open ones: 🆕 1 not accepted" in text


def test_a_closed_event_can_still_be_asked_for(house: House) -> None:
    there = registered(house)
    there.admin.says("/closeevent DBP70")
    there.chair.says("/summary DBP70")
    assert "Kỷ niệm 70 năm" in there.chair.last.text
    assert "· đã kết thúc theo dõi" in there.chair.last.text
    assert "còn" not in there.chair.last.text.splitlines()[2]


def test_the_longest_names_and_notes_fit_into_every_page(house: House) -> None:
    there = registered(house)
    peaks = " | ".join(f"peak {day}/4/2024 {'nhãn ' * 30}" for day in range(14, 20))
    for number in range(8):
        there.admin.says(
            f"/newevent SUKIEN{number} | {'<tên> & ' * 20} | Huế | 14/4/2024 | {peaks}"
        )
        line = f"{'<việc> & ' * 30} | CATDB | 20:00 16/3/2024 | urgent"
        told = "\n".join(f"{n} {line}" for n in range(4))
        there.admin.says(f"/newtask SUKIEN{number}\n{told}")
        there.lead.says(f"/block SUKIEN{number}-1 {'vướng & <mắc> ' * 60}")
    house.passes_to("2024-03-31 07:00")
    pages = [there.admin.last]
    sizes = [visible_length(pages[0].html)]
    cards = {label for label in there.admin.last.labels if "-" in label}
    while "›" in there.admin.last.labels:
        there.admin.presses("›")
        sizes.append(visible_length(there.admin.last.html))
        cards |= {label for label in there.admin.last.labels if "-" in label}
    assert max(sizes) <= 4096
    assert len(sizes) > 3
    assert len(cards) == 32
    assert visible_length(there.lead.last.html) <= 4096
