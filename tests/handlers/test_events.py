"""Events registered, changed, closed and shown."""

from dataclasses import replace
from datetime import date

import pytest

from domain.event import Event
from storage import chats, events, subcommittees
from tests.support.house import House, Somebody
from tests.support.registered import Registered, registered


@pytest.fixture
def there(house: House) -> Registered:
    return registered(house)


def event(there: Registered, code: str = "DBP70") -> Event:
    found = events.by_code(there.house.connection, there.subcommittee.id, code)
    assert found is not None
    return found


def test_the_answer_repeats_the_days_and_the_peaks_as_understood(there: Registered) -> None:
    there.admin.says(
        "/themsukien LEHOI | Lễ hội pháo hoa | Đà Nẵng | 8/6 - 13/7 "
        "| cao điểm 8/6 Khai mạc | peak 13/7/2024 Bế mạc"
    )
    text = there.admin.last.text
    assert "thứ Bảy 08/06/2024 – thứ Bảy 13/07/2024" in text
    assert "Cao điểm thứ Bảy 08/06/2024: Khai mạc" in text
    assert "Cao điểm thứ Bảy 13/07/2024: Bế mạc" in text
    assert "còn 85 ngày (N-85)" in text
    stored = event(there, "LEHOI")
    assert [(peak.first_day, peak.label) for peak in stored.peaks] == [
        (date(2024, 6, 8), "Khai mạc"),
        (date(2024, 7, 13), "Bế mạc"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("HN | Họp", "Còn thiếu: địa điểm."),
        ("HN | Họp | Hà Nội | 7/5/2020", "Thứ Năm 07/05/2020 đã qua"),
        ("HN | Họp | Hà Nội | 7/5/2024 - 5/5/2024", "lại trước ngày đầu"),
        ("HN | Họp | Hà Nội | hôm nào đó", "Chưa hiểu ngày giờ “hôm nào đó”"),
        ("HN | Họp | Hà Nội | 30/2/2025", "Không có ngày 30/2/2025"),
        ("HN | Họp | Hà Nội | 7/5 | peak 7/5/2020", "Thứ Năm 07/05/2020 đã qua (cao điểm)"),
        ("HN | " + "x" * 5000 + " | Hà Nội | 7/5", "5.000 ký tự, tối đa 200"),
        ("H🎉 | Họp | Hà Nội | 7/5", "chỉ được gồm chữ A–Z"),
        ("H\u200bN | Họp | Hà Nội | 7/5", "ký tự không nhìn thấy được"),
        ("H | Họp | Hà Nội | 7/5", "phải dài từ 2 đến 12 ký tự"),
        ("DBP70 | Họp | Hà Nội | 7/5", "Mã DBP70 đã dùng cho Kỷ niệm 70 năm."),
        ("PC06 | Họp | Hà Nội | 7/5", "Mã PC06 đã dùng cho Phòng Cảnh sát hình sự."),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example_and_changes_nothing(
    there: Registered, typed: str, said: str
) -> None:
    before = len(events.all_of(there.house.connection, there.subcommittee.id, closed=True))
    there.admin.says(f"/newevent {typed}")
    assert said in there.admin.last.text
    assert "Ví dụ: /themsukien" in there.admin.last.text
    listed = events.all_of(there.house.connection, there.subcommittee.id, closed=True)
    assert len(listed) == before


def test_the_example_that_is_shown_works(there: Registered) -> None:
    there.admin.says("/newevent HN")
    there.admin.says(there.admin.last.text.split("Ví dụ: ")[1])
    assert "Đã đăng ký sự kiện LEHOI" in there.admin.last.text


def test_a_code_of_another_subcommittee_is_not_taken(there: Registered) -> None:
    elsewhere = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Giúp việc khác", elsewhere, "admin")
    stranger.says("/newevent DBP70 | Việc của tiểu ban khác | Hà Nội | 7/5")
    assert "Đã đăng ký sự kiện DBP70" in stranger.last.text


def test_hostile_names_are_cleaned_and_shown_as_text(there: Registered) -> None:
    there.admin.says("/newevent HN | <b>Ho\u0323p\u202e</b> | <a href='x'> | 7/5")
    assert "<b>HN – &lt;b&gt;Họp&lt;/b&gt;</b>" in there.admin.last.html
    assert event(there, "HN").name == "<b>Họp</b>"


@pytest.mark.parametrize("role", ["chair", "deputy", "lead", "member", "observer"])
def test_only_admins_keep_events(there: Registered, role: str) -> None:
    somebody = there.house.joins("Ai đó", there.subcommittee, role, "CATDB")
    for command in ("newevent HN | a | b | 7/5", "editevent DBP70 | tên = x", "closeevent DBP70"):
        somebody.says(f"/{command}")
        assert somebody.last.text == "Vai trò của đồng chí không được dùng lệnh này."
    assert event(there).name == "Kỷ niệm 70 năm"


def test_each_field_can_be_changed_and_is_audited_with_before_and_after(there: Registered) -> None:
    there.admin.says("/editevent DBP70 | name = Lễ kỷ niệm | địa điểm = TP Điện Biên Phủ")
    assert "DBP70 – Lễ kỷ niệm" in there.admin.last.text
    changed = there.audit("event")[-1]
    assert changed["before"] == {"name": "Kỷ niệm 70 năm", "place": "Điện Biên"}
    assert changed["after"] == {"name": "Lễ kỷ niệm", "place": "TP Điện Biên Phủ"}


def test_peaks_are_added_and_removed(there: Registered) -> None:
    there.admin.says("/editevent DBP70 | peak = 30/4 Hợp luyện | cao điểm = 4/5 - 7/5 Bảo vệ lễ")
    assert [peak.label for peak in event(there).peaks] == ["Hợp luyện", "Bảo vệ lễ"]
    there.admin.says("/editevent DBP70 | peak = 30/4/2024 Tổng duyệt")
    assert [peak.label for peak in event(there).peaks] == ["Tổng duyệt", "Bảo vệ lễ"]
    there.admin.says("/suasukien DBP70 | bỏ cao điểm")
    assert event(there).peaks == ()
    assert "những ngày diễn ra sự kiện" in there.admin.last.text


def test_a_peak_over_the_new_year_says_both_years(there: Registered) -> None:
    there.admin.says(
        "/newevent TET25 | Tết Dương lịch | Hà Nội | 1/1/2025 | peak 30/12/2024 - 2/1/2025"
    )
    there.admin.says("/events TET25")
    assert "Cao điểm 30/12/2024 – 02/01/2025" in there.admin.last.text


def test_an_event_has_no_more_peaks_than_a_phone_can_show(there: Registered) -> None:
    peaks = " | ".join(f"peak = {day}/4/2024 {'Nhãn ' * 35}" for day in range(10, 22))
    there.admin.says(f"/editevent DBP70 | {peaks}")
    assert len(event(there).peaks) == 12
    there.admin.says("/events DBP70")
    assert len(there.admin.last.text) < 4000
    there.admin.says("/editevent DBP70 | peak = 22/4/2024")
    assert "tối đa 12 cao điểm" in there.admin.last.text


def test_an_edit_that_changes_nothing_says_so_and_is_not_audited(there: Registered) -> None:
    before = len(there.audit("event"))
    there.admin.says("/editevent DBP70 | tên = Kỷ niệm 70 năm")
    assert "Không có gì thay đổi" in there.admin.last.text
    assert len(there.audit("event")) == before


def test_tasks_counted_from_day_n_move_with_it_and_each_person_is_told_once(
    there: Registered,
) -> None:
    there.admin.says(
        "/newtask DBP70\n"
        "Khảo sát | CATDB | 17:00 N-7 | with CATPHN\n"
        "Rà soát | CATDB | N-3\n"
        "Cố định | CATDB | 17:00 20/4"
    )
    before = len(there.lead.shown), len(there.other.shown)
    there.admin.says("/editevent DBP70 | ngày = 12/05/2024 - 14/05/2024")
    text = there.admin.last.text
    assert "2 nhiệm vụ tính theo ngày N đã dời theo" in text
    assert "DBP70-1 Khảo sát (CATDB): 17:00 Chủ nhật 28/04/2024 → 17:00 Chủ nhật 05/05/2024" in text
    assert "DBP70-2 Rà soát (CATDB): thứ Năm 02/05/2024 → thứ Năm 09/05/2024" in text
    assert "DBP70-3" not in text
    assert there.task(1).due_at == there.house.local("2024-05-05 17:00")
    assert there.task(1).due_offset == -7
    assert (len(there.lead.shown), len(there.other.shown)) == (before[0] + 1, before[1] + 1)
    assert "DBP70-1" in there.lead.last.text
    assert "DBP70-2" in there.lead.last.text
    assert there.exact_reminders()[there.task(1).id] == "2024-05-05T08:00:00.000000Z"


def test_moving_away_and_back_leaves_the_due_times_as_they_were(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | 17:00 N-7")
    due = there.task(1).due_at
    there.admin.says("/editevent DBP70 | ngày = 12/05/2024 - 14/05/2024")
    there.admin.says("/editevent DBP70 | ngày = 05/05/2024 - 07/05/2024")
    assert there.task(1).due_at == due


def test_a_finished_task_is_not_moved_and_a_cancelled_one_is_told_to_nobody(
    there: Registered,
) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nHai | CATDB | N-7")
    there.house.connection.execute("UPDATE tasks SET status = 'done' WHERE number = 1")
    there.admin.says("/canceltask DBP70-2 không cần nữa")
    told = len(there.lead.shown)
    there.admin.says("/editevent DBP70 | days = 12/05/2024")
    assert there.task(1).due_day == date(2024, 4, 28)
    assert there.task(2).due_day == date(2024, 5, 5)
    assert len(there.lead.shown) == told


def test_what_is_overdue_by_the_move_is_said_so(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | N-30")
    there.admin.says("/editevent DBP70 | days = 05/04/2024")
    assert "đã quá hạn" in there.admin.last.text


def test_peaks_stay_when_the_days_move_and_the_answer_says_so(there: Registered) -> None:
    there.admin.says("/editevent DBP70 | peak = 4/5 - 7/5 Bảo vệ lễ")
    there.admin.says("/editevent DBP70 | days = 12/05/2024")
    assert "Ngày cao điểm đã nhập giữ nguyên" in there.admin.last.text
    assert event(there).peaks[0].first_day == date(2024, 5, 4)


def test_an_event_without_open_tasks_is_closed_at_once(there: Registered) -> None:
    there.admin.says("/closeevent DBP70")
    assert there.admin.last.text == "☑️ Đã đóng sự kiện DBP70 – Kỷ niệm 70 năm."
    assert event(there).closed
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | mai")
    assert there.admin.last.text == "Sự kiện DBP70 đã kết thúc."


def test_an_event_with_open_tasks_is_closed_only_by_cancelling_them(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nMột | CATDB | N-7\nHai | CATDB | N-6")
    there.admin.says("/closeevent DBP70")
    assert "còn 2 nhiệm vụ đang mở" in there.admin.last.text
    assert not event(there).closed
    there.admin.presses("Dừng các nhiệm vụ này")
    assert not event(there).closed
    told = len(there.lead.shown)
    there.admin.presses("Dừng và đóng")
    assert event(there).closed
    assert {task.status for task in there.tasks()} == {"cancelled"}
    assert len(there.lead.shown) == told + 1
    assert there.audit("event")[-1]["action"] == "closed"


def test_what_changed_between_looking_and_confirming_is_shown_again(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Một | CATDB | N-7")
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Dừng các nhiệm vụ này")
    asked = there.admin.last
    there.admin.says("/newtask DBP70 | Hai | CATDB | N-6")
    there.admin.presses("Dừng và đóng", on=asked)
    assert not event(there).closed
    assert "còn 2 nhiệm vụ đang mở" in asked.text
    assert there.admin.toast is not None
    assert there.admin.toast.alert


def test_letting_it_be_changes_nothing_and_holds(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Một | CATDB | N-7")
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Dừng các nhiệm vụ này")
    confirm = there.admin.last.data("Dừng và đóng")
    there.admin.presses("Thôi")
    there.admin.presses_data(confirm)
    assert there.admin.toast is not None
    assert there.admin.toast.text == "Việc này đã được quyết định rồi."
    assert not event(there).closed


@pytest.mark.parametrize(
    "data", ["closeall:1", "closeyes:1", "event:1", "events:1:0", "closeall:x"]
)
def test_a_forged_button_of_another_subcommittee_does_nothing(there: Registered, data: str) -> None:
    there.admin.says("/newtask DBP70 | Một | CATDB | N-7")
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Dừng các nhiệm vụ này")
    elsewhere = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Giúp việc khác", elsewhere, "admin")
    stranger.says("/events")
    stranger.presses_data(data)
    assert stranger.toast is not None
    assert stranger.toast.alert
    assert "DBP70" not in "".join(stranger.texts)
    assert not event(there).closed


# -- /events ------------------------------------------------------------------------------------


def finished(there: Registered, number: int) -> None:
    there.house.connection.execute(
        "UPDATE tasks SET status = 'done', submitted_at = created_at WHERE number = ?", (number,)
    )


@pytest.fixture
def busy(there: Registered) -> Registered:
    there.admin.says(
        "/newtask DBP70\nMột | CATDB | 20/3\nHai | CATDB | N-7\nBa | CATPHN | N-6\n"
        "Bốn | CATPHN | N-6 | with CATDB"
    )
    finished(there, 2)
    there.house.advance(days=7)
    return there


def test_all_events_are_shown_with_countdown_and_progress(busy: Registered) -> None:
    busy.admin.says("/newevent HN | Họp | Hà Nội | 1/4")
    busy.admin.says("/events")
    text = busy.admin.last.text
    assert text.index("HN") < text.index("DBP70")
    assert "thứ Hai 01/04/2024: còn 10 ngày (N-10)" in text
    assert "chưa có nhiệm vụ" in text
    assert "4 nhiệm vụ: ✅ 1 xong · 🔵 2 còn hạn · 🔴 1 quá hạn" in text
    busy.admin.presses("DBP70")
    assert "Hoàn thành: 1 đúng hạn, 0 muộn" in busy.admin.last.text
    busy.admin.presses("Tất cả sự kiện")
    assert "Sự kiện (2)" in busy.admin.last.text


@pytest.mark.parametrize(("role", "total"), [("observer", 4), ("chair", 4), ("member", 3)])
def test_a_units_people_see_the_numbers_of_their_own_tasks(
    busy: Registered, role: str, total: int
) -> None:
    somebody = busy.house.joins("Ai đó", busy.subcommittee, role, "CATDB")
    somebody.says("/events DBP70")
    assert f"📋 {total} nhiệm vụ" in somebody.last.text
    assert ("của đơn vị đồng chí" in somebody.last.text) == (role == "member")
    assert ("Nhiệm vụ" in " ".join(somebody.last.labels)) == (role != "observer")


def test_a_closed_event_comes_last_and_is_marked(busy: Registered) -> None:
    busy.admin.says("/newevent HN | Họp | Hà Nội | 1/4")
    busy.admin.says("/closeevent HN")
    busy.admin.says("/events")
    text = busy.admin.last.text
    assert text.index("DBP70") < text.index("HN")
    assert "Đã kết thúc theo dõi" in text


def test_many_events_are_paged_in_place(there: Registered) -> None:
    for number in range(10, 23):
        there.admin.says(f"/newevent SK{number} | Sự kiện {number} | Hà Nội | {number}/6")
    there.admin.says("/sukien")
    shown = there.admin.last
    assert "1/3" in shown.labels
    there.admin.presses("›", on=shown)
    assert "2/3" in shown.labels
    assert there.admin.last is shown


def test_an_unknown_code_gets_the_nearest_one(there: Registered) -> None:
    there.lead.says("/events DPB70")
    assert "Không có sự kiện nào mang mã DPB70; có phải đồng chí muốn nói DBP70?" in (
        there.lead.last.text
    )


def test_heads_see_what_will_be_sent_next_and_admins_the_ledger(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Một | CATDB | 17:00 16/3")
    there.admin.says("/events DBP70")
    assert "Sắp gửi" in there.admin.last.text
    assert "15:00 thứ Bảy 16/03/2024: nhắc CATDB việc DBP70-1" in there.admin.last.text
    there.admin.presses("Sổ nhắc việc")
    assert "DBP70 · Sổ nhắc việc" in there.admin.last.text
    there.admin.presses("DBP70")
    there.chair.says("/events DBP70")
    assert "Sắp gửi" in there.chair.last.text
    assert not any("Sổ nhắc việc" in label for label in there.chair.last.labels)
    observer = there.house.joins("Quan sát", there.subcommittee, "observer")
    for who in (there.lead, observer):
        who.says("/events DBP70")
        assert "Sắp gửi" not in who.last.text


def test_events_answers_in_the_linked_group(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/events", group=group)
    assert group.shown == []
    link(there, group.id)
    there.admin.says("/events DBP70", group=group)
    assert "DBP70 – Kỷ niệm 70 năm" in group.shown[-1].text
    assert "Sắp gửi" not in group.shown[-1].text
    assert group.shown[-1].labels == ["📊 Tổng hợp", "‹ Tất cả sự kiện"]


def link(there: Registered, telegram_id: int) -> None:
    with there.house.connection:
        chat = chats.ensure(there.house.connection, telegram_id, "supergroup", "Nhóm")
        linked = replace(there.subcommittee, linked_chat_id=chat.id)
        subcommittees.update(there.house.connection, linked)


def test_the_form_registers_what_the_command_would(there: Registered) -> None:
    says_all(there.admin, "/newevent", "PB70", "Pháo | hoa", "Đà Nẵng", "8/6", "8/6 Khai mạc")
    assert "Đề nghị kiểm tra lại" in there.admin.last.text
    there.admin.presses("Lưu")
    assert "Đã đăng ký sự kiện PB70 – Pháo / hoa" in there.admin.last.text
    assert event(there, "PB70").peaks[0].label == "Khai mạc"


def test_the_form_of_an_edit_offers_events_and_fields(there: Registered) -> None:
    there.admin.says("/editevent")
    there.admin.presses("DBP70")
    there.admin.presses("Ngày")
    there.admin.says("12/5 - 14/5")
    there.admin.presses("Lưu")
    assert event(there).first_day == date(2024, 5, 12)


def test_closing_by_the_form_asks_first(there: Registered) -> None:
    there.admin.says("/closeevent")
    there.admin.presses("DBP70")
    assert not event(there).closed
    there.admin.presses("Đóng sự kiện")
    assert event(there).closed


def says_all(who: Somebody, *texts: str) -> None:
    for text in texts:
        who.says(text)


def test_the_days_of_an_event_can_be_chosen_from_the_next_two_weeks(there: Registered) -> None:
    there.admin.says("/newevent")
    for typed in ("DN24", "Hội nghị", "Đà Nẵng"):
        there.admin.says(typed)
    assert sum("/" in label for label in there.admin.last.labels) == 14
    there.admin.presses("CN 17/03")
    there.admin.presses("Bỏ qua")
    there.admin.presses("Lưu")
    assert "17/03/2024" in there.admin.last.text
