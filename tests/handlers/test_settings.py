"""What a subcommittee sets."""

import json
from datetime import timedelta

import pytest

from domain.setting_fields import FIELDS
from domain.settings import Settings
from domain.subcommittee import Subcommittee
from storage import subcommittees
from storage.times import to_text
from tests.support.assigned import assigned
from tests.support.house import House, Somebody


def now_in(house: House, subcommittee: Subcommittee) -> Subcommittee:
    return subcommittees.get(house.connection, subcommittee.id)


def test_all_settings_are_shown_with_their_values(house: House, admin: Somebody) -> None:
    for command, language in (("/caidat", "vi"), ("/settings", "en")):
        admin.says(f"/language {language}")
        admin.says(command)
        shown = admin.last
        for field in FIELDS:
            if not field.of_documents:
                assert f"{field.shown(language)} =" in shown.text
        assert "21:30 - 06:00" in shown.text
        assert "30, 14, 7, 3, 1, 0" in shown.text
        admin.presses("📄", shown)
        for field in FIELDS:
            if field.of_documents:
                assert f"{field.shown(language)} =" in admin.last.text


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("khung giờ = 7h, 14:30", "slots", ["07:00", "14:30"]),
        ("slots = 07:00; 11h30 and 16:00", "slots", ["07:00", "11:30", "16:00"]),
        ("peak slots = off", "peak_slots", []),
        ("khung giờ cao điểm = 17h30", "peak_slots", ["17:30"]),
        ("giờ yên lặng = 22h - 5h30", "quiet_from", "22:00"),
        ("quiet hours = off", "quiet_from", None),
        ("ladder = 7, 3, 30", "ladder", [30, 7, 3]),
        ("mốc nhắc = 0", "ladder", [0]),
        ("days ahead = 7", "due_within_days", 7),
        ("số ngày tới = 5 ngày", "due_within_days", 5),
        ("exact reminder = off", "exact_minutes", 0),
        ("nhắc trước giờ = 3 giờ", "exact_minutes", 180),
        ("nhắc trước giờ: 45 phút", "exact_minutes", 45),
        ("overdue chair = 5", "overdue_chair_days", 5),
        ("chưa nhận = 12 giờ", "unaccepted_hours", 12),
        ("late slot = 1", "late_slot_hours", 1),
        ("báo trưởng = có", "tell_chair_submitted", True),
        ("không cần duyệt = có", "done_without_confirmation", True),
        ("see all = yes", "members_see_all", True),
    ],
)
def test_every_setting_is_set_by_its_name_in_either_language(
    house: House, subcommittee: Subcommittee, admin: Somebody, said: str, name: str, value: object
) -> None:
    admin.says(f"/settings {said}")
    assert "Đã lưu" in admin.last.text
    raw = house.connection.execute("SELECT settings FROM subcommittees").fetchone()[0]
    assert json.loads(raw)[name] == value


def test_name_decision_language_and_zone_are_set_too(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says(
        "/settings tên = Tiểu ban <b>Hậu cần</b> | decision = 05/QĐ-BTC"
        " | múi giờ = asia/bangkok | ngôn ngữ = tiếng anh"
    )
    assert "Saved" in admin.last.text
    found = now_in(house, subcommittee)
    assert found.name == "Tiểu ban <b>Hậu cần</b>"
    assert "&lt;b&gt;" in admin.last.html
    assert (found.decision, found.timezone, found.language) == (
        "05/QĐ-BTC",
        "Asia/Bangkok",
        "en",
    )
    assert "settings" in house.menu_of(admin)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("slots", "Chưa có nội dung"),
        ("slots =", "Chưa có nội dung"),
        ("slots = sáng sớm", "không phải giờ"),
        ("slots = 25:00", "25:00"),
        ("slots = 1h,2h,3h,4h,5h,6h,7h", "một đến 6"),
        ("slots = 23:00", "giờ yên lặng"),
        ("slots = 17:00", "vừa là"),
        ("quiet hours = 06:30 - 08:00", "07:00 nằm trong giờ yên lặng"),
        ("quiet hours = 21:00", "21:30 - 06:00"),
        ("quiet hours = 21:00 - 21:00", "21:30 - 06:00"),
        ("ladder = 400", "từ 0 đến 365"),
        ("ladder = -3", "từ 0 đến 365"),
        ("days ahead = 0", "từ 1 đến 30"),
        ("days ahead = ba", "từ 1 đến 30"),
        ("exact = x", "Không có mục nào"),
        ("exact reminder = 9 ngày", "nhiều nhất"),
        ("overdue leads = 9", "sớm hơn"),
        ("unaccepted = 100", "sớm hơn"),
        ("see all = maybe", "có"),
        ("time zone = Mars/Olympus", "Mars/Olympus"),
        ("time zone = UTC+7", "UTC+7"),
        ("language = fr", "vi"),
        ("name = ", "Chưa có nội dung"),
        ("colour = red", "Không có mục nào"),
        ("name = " + "x" * 5000, "tối đa 200"),
        ("members see all", "Không có mục nào"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_an_example_and_changes_nothing(
    house: House, subcommittee: Subcommittee, admin: Somebody, said: str, answer: str
) -> None:
    admin.says(f"/settings {said}")
    assert answer in admin.last.text
    assert "Ví dụ: /caidat" in admin.last.text
    assert now_in(house, subcommittee) == subcommittee


def test_of_several_settings_none_is_saved_when_one_is_wrong(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/settings days ahead = 7 | ladder = x")
    assert now_in(house, subcommittee).settings == Settings()


def test_the_common_ones_are_set_by_buttons_in_place(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/settings")
    count = len(admin.shown)
    admin.presses("xem tất cả")
    assert now_in(house, subcommittee).settings.members_see_all
    assert "xem tất cả = có" in admin.last.text
    admin.presses("xem tất cả")
    assert not now_in(house, subcommittee).settings.members_see_all
    admin.presses("nhắc trước giờ")
    admin.presses("4 giờ")
    assert now_in(house, subcommittee).settings.exact_minutes == 240
    assert len(admin.shown) == count


def test_nobody_but_an_admin_sets_anything(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban khác")
    for person in (
        house.joins("Trưởng", subcommittee, "chair"),
        house.joins("Đầu mối", subcommittee, "lead", "CATDB"),
        house.joins("Người khác", other, "admin"),
    ):
        person.says("/help")
        person.presses_data(f"st:{subcommittee.id}:members_see_all:yes")
        assert person.toast is not None
        assert person.toast.alert
    assert now_in(house, subcommittee).settings == Settings()


def test_a_forged_value_is_no_value(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/settings")
    for data in ("st:1:name:x", "st:1:nothing:yes", "st:1:exact_minutes:7", "st:x", "st"):
        admin.presses_data(data)
        assert admin.toast is not None
        assert admin.toast.alert, data
    assert now_in(house, subcommittee) == subcommittee


def test_in_another_zone_due_times_stay_as_entered_and_reminders_move(house: House) -> None:
    there = assigned(house)
    before = there.task(1)
    there.admin.says("/settings time zone = Asia/Tokyo")
    after = there.task(1)
    assert (after.due_day, after.due_hour) == (before.due_day, before.due_hour)
    assert before.due_at - after.due_at == timedelta(hours=2)
    assert there.exact_reminders()[after.id] == to_text(after.due_at - timedelta(hours=2))


def test_a_finished_task_is_judged_by_the_time_it_had(house: House) -> None:
    there = assigned(house)
    there.lead.says("/done DBP70-1")
    there.chair.says("/confirm DBP70-1")
    before = there.task(1)
    there.admin.says("/settings time zone = Asia/Tokyo")
    assert there.task(1) == before


def test_exact_reminders_follow_their_setting(house: House) -> None:
    there = assigned(house)
    there.admin.says("/settings exact reminder = 30 minutes")
    due = there.task(1).due_at
    assert there.exact_reminders()[there.task(1).id] == to_text(due - timedelta(minutes=30))
    there.admin.says("/settings exact reminder = off")
    assert there.exact_reminders() == {}


def test_the_slot_on_the_agenda_follows_its_setting(house: House) -> None:
    there = assigned(house)
    there.admin.says("/settings slots = 09:30")
    rows = house.connection.execute("SELECT nominal_at FROM agenda WHERE kind = 'slot'").fetchall()
    assert [row[0] for row in rows] == [to_text(house.local("2024-03-15 09:30"))]
