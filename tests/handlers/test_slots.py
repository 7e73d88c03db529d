"""What goes out at a slot: to whom, once, and with what in it."""

from datetime import timedelta

import pytest

from handlers import ticks
from storage import facts, subcommittees
from storage.times import to_text
from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody
from tests.support.registered import Registered, registered


def to(somebody: Somebody, told: list[Shown], kind: str | None = None) -> list[Shown]:
    return [shown for shown in told if shown.chat == somebody.id and kind in (None, shown.kind)]


def members_of(there: Registered) -> list[Somebody]:
    return [there.admin, there.chair, there.lead, there.other]


# -- to whom ---------------------------------------------------------------------------------------


def test_heads_get_the_summary_and_members_their_digest_once_each(house: House) -> None:
    there = assigned(house)
    told = house.passes_to("2024-03-16 07:00")
    assert [(shown.chat, shown.kind) for shown in told] == [
        (there.admin.id, "summary"),
        (there.chair.id, "summary"),
        (there.other.id, "digest"),
    ]
    assert house.tick() == []
    assert house.passes_to("2024-03-16 23:00") == []


def test_those_with_nothing_get_nothing(house: House) -> None:
    there = assigned(house)
    told = house.passes_to("2024-03-16 07:00")
    assert to(there.lead, told) == []


def test_an_observer_gets_no_summary_by_itself(house: House) -> None:
    there = assigned(house)
    observer = house.joins("Quan sát", there.subcommittee, "observer")
    house.passes_to("2024-03-17 07:00")
    assert observer.shown == []


def test_without_an_open_event_nothing_is_due(house: House) -> None:
    house.subcommittee()
    assert house.passes_to("2024-03-30 07:00") == []


def test_who_left_since_gets_nothing(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-16 07:00")
    while house.slice():
        pass
    house.connection.execute("UPDATE members SET left_at = joined_at WHERE role = 'lead'")
    assert to(there.other, house.deliver()) == []


def test_the_linked_group_gets_its_summary_in_its_topic(house: House) -> None:
    there = assigned(house)
    group = house.group()
    there.admin.says("/link", group=group, message_thread_id=7, is_topic_message=True)
    told = house.passes_to("2024-03-16 07:00")
    (summary,) = [shown for shown in told if shown.chat == group.id]
    assert "Tổng hợp" in summary.text
    row = house.connection.execute(
        "SELECT thread_id FROM outbox WHERE kind = 'summary' AND person_id IS NULL"
    ).fetchone()
    assert row["thread_id"] == 7


def test_a_group_sees_no_marks_meant_for_one_person_and_no_buttons_to_cards(house: House) -> None:
    there = assigned(house)
    group = house.group()
    there.admin.says("/link", group=group)
    house.passes_to("2024-03-25 07:00")
    last = group.shown[-1]
    assert "DBP70-3" in last.text
    assert "‼️" not in last.text
    assert not [button for button in last.buttons if button["callback_data"].startswith("card")]


def test_each_subcommittee_of_a_person_has_a_digest_of_its_own(house: House) -> None:
    first = assigned(house)
    second = house.subcommittee("Tiểu ban Lễ tân")
    house.joins("Giúp việc hai", second, "admin").says("/newevent B2 | Hội nghị | Huế | 1/4/2024")
    house.connection.execute(
        """
        INSERT INTO members (subcommittee_id, person_id, number, role, joined_at)
        SELECT ?, id, 9, 'chair', '2024-03-15T00:00:00.000000Z' FROM persons WHERE telegram_id = ?
        """,
        (second.id, first.chair.id),
    )
    admin = house.joins("Giúp việc ba", second, "admin")
    admin.says("/newunit LT | Lễ tân")
    admin.says("/newtask B2 | Đón đoàn | LT | 16/3/2024")
    told = to(first.chair, house.passes_to("2024-03-16 07:00"), "summary")
    assert ["DBP70" in shown.text for shown in told] == [True, False]
    assert ["B2" in shown.text for shown in told] == [False, True]


def test_each_person_is_told_in_their_own_language(house: House) -> None:
    there = assigned(house)
    there.chair.says("/language en")
    told = house.passes_to("2024-03-16 07:00")
    assert "Summary" in to(there.chair, told)[0].text
    assert "Tổng hợp" in to(there.admin, told)[0].text


# -- what is in it ---------------------------------------------------------------------------------


def test_a_digest_says_at_once_how_much_of_what_there_is(house: House) -> None:
    there = assigned(house)
    there.other.says("/accept DBP70-3")
    house.passes_to("2024-03-17 07:00")
    digest = there.other.last
    assert digest.text.splitlines()[0] == "CATPHN – việc hôm nay, 07:00 17/03"
    assert digest.text.splitlines()[3].startswith("🔴 Quá hạn (1)")
    assert digest.labels == ["DBP70-3"]


def test_a_button_of_the_digest_opens_the_card(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-16 07:00")
    there.other.presses("DBP70-3")
    assert "Chốt kiểm soát phía Nam" in there.other.last.text


def test_the_summary_counts_what_it_lists(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-17 07:00")
    text = there.chair.last.text
    assert "4 nhiệm vụ: ✅ 0 xong · 🔵 3 còn hạn · 🔴 1 quá hạn" in text
    assert "Quá hạn (1)" in text
    assert "Chưa nhận (4)" in text


def test_a_digest_tells_how_often_the_unit_was_reminded_before(house: House) -> None:
    there = assigned(house)
    second = house.joins("Cán bộ", there.subcommittee, "member", "CATPHN")
    house.passes_to("2024-03-18 07:00")
    assert "đã nhắc 2 lần, gần nhất 17/03" in there.other.last.text
    assert "đã nhắc 2 lần, gần nhất 17/03" in second.last.text


def test_an_overdue_task_climbs_day_by_day(house: House) -> None:
    there = assigned(house)
    second = house.joins("Cán bộ", there.subcommittee, "member", "CATPHN")
    marked = {}
    for day in ("17", "18", "19", "20"):
        house.passes_to(f"2024-03-{day} 07:00")
        marked[day] = [
            "‼️ DBP70-3" in who.last.text.split("Vướng")[0].split("Chưa nhận")[0]
            or "‼️;" in who.last.text
            for who in (second, there.other, there.admin, there.chair)
        ]
    assert marked == {
        "17": [False, False, False, False],
        "18": [False, True, False, False],
        "19": [False, True, True, False],
        "20": [False, True, True, True],
    }


def test_a_task_not_accepted_is_reminded_after_a_day_and_climbs_to_admins(house: House) -> None:
    there = registered(house)
    there.admin.says("/newtask DBP70 | Nhà khách | CATDB | 1/5/2024")
    assert to(there.lead, house.passes_to("2024-03-16 07:00")) == []
    house.passes_to("2024-03-17 07:00")
    assert "Chưa nhận việc (1)" in there.lead.last.text
    assert "‼️" not in there.admin.last.text
    house.passes_to("2024-03-18 07:00")
    assert "‼️ DBP70-1" in there.admin.last.text
    assert "đã nhắc 1 lần" in there.admin.last.text
    assert "‼️" not in there.chair.last.text


def test_admins_see_units_without_people_and_members_who_cannot_be_reached(house: House) -> None:
    there = assigned(house)
    house.membership(there.lead, "kicked")
    house.passes_to("2024-03-16 07:00")
    text = there.admin.last.text
    assert "Chưa có người: PC06" in text
    assert "Đầu mối Điện Biên (CATDB) – đã chặn bot" in text
    assert "PC06. Mời" not in there.chair.last.text


def test_admins_see_when_updates_may_be_missing_for_a_day(house: House) -> None:
    there = assigned(house)
    facts.put(house.connection, "away_from", to_text(house.now - timedelta(hours=30)))
    facts.put(house.connection, "away_until", to_text(house.now))
    house.passes_to("2024-03-16 07:00")
    assert "ngừng nhận tin" in there.admin.last.text
    assert "ngừng nhận tin" not in there.chair.last.text
    house.passes_to("2024-03-17 07:00")
    assert "ngừng nhận tin" not in there.admin.last.text
    assert facts.find(house.connection, "away_from") is None


def test_admins_see_what_is_wrong_and_that_data_was_restored(house: House) -> None:
    there = assigned(house)
    facts.put(house.connection, "trouble", f"{to_text(house.now)} dead_rows,no_poll")
    facts.put(house.connection, "restored_at", to_text(house.now))
    facts.put(house.connection, "restored_to", to_text(house.now - timedelta(hours=3)))
    house.passes_to("2024-03-16 07:00")
    assert "có tin bị bỏ" in there.admin.last.text
    assert "05:00 thứ Sáu 15/03/2024 có thể bị thiếu" in there.admin.last.text


# -- ladder and peak -------------------------------------------------------------------------------


def test_on_a_ladder_day_all_that_is_open_for_the_peak_is_listed(house: House) -> None:
    there = assigned(house)
    for number in (1, 2):
        there.lead.says(f"/accept DBP70-{number}")
    house.passes_to("2024-04-04 07:00")
    before = len(there.lead.shown)
    house.passes_to("2024-04-05 07:00")
    assert len(there.lead.shown) == before + 1
    assert "còn 30 ngày đến cao điểm (05/05 – 07/05): đơn vị còn 2 việc" in there.lead.last.text
    assert "Việc khác phải xong cho cao điểm (2)" in there.lead.last.text


def test_no_news_is_said_in_one_line_to_chairs_on_ladder_and_peak_days(house: House) -> None:
    there = registered(house)
    house.connection.execute("DELETE FROM units WHERE code = 'PC06'")
    assert house.passes_to("2024-04-04 23:00") == []
    told = house.passes_to("2024-04-05 07:00")
    assert [shown.chat for shown in told] == [there.chair.id]
    assert len(told[0].text.splitlines()) == 1
    assert "không có việc quá hạn" in told[0].text
    assert [shown.chat for shown in house.passes_to("2024-05-06 07:00")][-1] == there.chair.id


def test_the_evening_slot_speaks_only_of_events_in_their_peak(house: House) -> None:
    there = assigned(house)
    there.admin.says("/newevent XA | Hội nghị | Huế | 1/9/2024")
    there.admin.says("/newtask XA | Việc xa | CATDB | 17/3/2024")
    assert house.passes_to("2024-05-04 17:00")[-1].chat
    house.passes_to("2024-05-05 16:00")
    told = house.passes_to("2024-05-05 17:00")
    assert told
    assert all("XA-1" not in shown.text for shown in told)
    assert "DBP70-3" in to(there.chair, told)[0].text


# -- missed ----------------------------------------------------------------------------------------


def slots_of(house: House) -> list[tuple[str, str]]:
    rows = house.connection.execute("SELECT nominal_at, state FROM slots ORDER BY nominal_at")
    return [(row["nominal_at"][5:10], row["state"]) for row in rows]


def test_after_days_of_silence_the_newest_missed_slot_is_made_up_for_once(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-19 12:00")
    told = house.tick()
    assert len(to(there.chair, told)) == 1
    text = told[0].text
    assert "lẽ ra gửi lúc 07:00 thứ Ba 19/03/2024" in text
    assert "Từ 07:00 thứ Bảy 16/03/2024 đến nay" in text
    assert slots_of(house) == [
        ("03-16", "missed"),
        ("03-17", "missed"),
        ("03-18", "missed"),
        ("03-19", "planned"),
    ]
    assert house.tick() == []


def test_shortly_before_the_next_slot_that_one_says_since_when_nothing_was_sent(
    house: House,
) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-17 04:30")
    assert house.tick() == []
    assert slots_of(house) == [("03-16", "missed")]
    told = house.passes_to("2024-03-17 07:00")
    assert "lẽ ra" not in to(there.chair, told)[0].text
    assert "Từ 07:00 thứ Bảy 16/03/2024 đến nay" in to(there.chair, told)[0].text
    house.passes_to("2024-03-18 07:00")
    assert "đến nay" not in there.chair.last.text


@pytest.mark.parametrize(
    ("seconds", "left"), [(0.3, "10 giờ"), (40, "10 giờ"), (300, "9 giờ 55 phút")]
)
def test_a_digest_written_a_moment_after_its_slot_tells_the_whole_time_left(
    house: House, seconds: float, left: str
) -> None:
    there = registered(house)
    there.admin.says("/newtask DBP70 | Khảo sát | CATDB | 17:00 16/3/2024")
    there.admin.says("/newtask DBP70 | Dự toán | CATDB | 06:00 16/3/2024")
    house.now = house.local("2024-03-16 07:00") + timedelta(seconds=seconds)
    house.tick()
    assert f", còn {left}" in there.lead.last.text
    assert ", quá 1 giờ" in there.lead.last.text


def test_a_few_minutes_are_not_called_late(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-16 07:05")
    house.tick()
    assert "lẽ ra" not in there.chair.last.text


def test_a_change_while_a_slot_is_due_does_not_lose_it(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-16 09:00")
    there.admin.says("/editevent DBP70 | place = Mường Thanh")
    assert to(there.chair, house.tick(), "summary")


# -- the clock -------------------------------------------------------------------------------------


def test_a_clock_set_back_sends_nothing_twice_and_stalls_nothing(house: House) -> None:
    there = assigned(house)
    assert house.passes_to("2024-03-16 07:00")
    house.advance(hours=-1)
    assert house.tick() == []
    assert house.passes_to("2024-03-16 08:00") == []
    assert to(there.chair, house.passes_to("2024-03-17 07:00"))


def test_a_clock_that_was_a_year_ahead_does_not_silence_the_year(house: House) -> None:
    there = assigned(house)
    house.advance(days=365)
    house.tick()
    house.advance(days=-365)
    assert len(to(there.chair, house.passes_to("2024-03-16 07:00"))) == 1


def test_a_slot_moved_away_and_back_is_sent_once(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-16 07:00")
    house.now = house.local("2024-03-16 07:10")
    for hour in ("06:00", "08:00", "07:00"):
        there.admin.says(f"/settings slots = {hour}")
    assert to(there.chair, house.passes_to("2024-03-17 06:00"), "summary") == []
    assert len(to(there.chair, house.passes_to("2024-03-17 07:00"), "summary")) == 1


def test_the_slot_follows_the_zone(house: House) -> None:
    there = assigned(house)
    there.admin.says("/settings timezone = Asia/Tokyo")
    assert to(there.chair, house.passes_to("2024-03-16 05:00"), "summary")


def test_after_a_restore_the_agenda_begins_at_now(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-19 12:00")
    subcommittees.set_last_slot_at(house.connection, there.subcommittee.id, house.now)
    assert house.tick() == []
    assert slots_of(house) == []
    assert to(there.chair, house.passes_to("2024-03-20 07:00"))


# -- large slots -----------------------------------------------------------------------------------


def test_a_large_slot_is_planned_in_slices_and_survives_a_crash_between_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.ticks.SLICE", 2)
    there = assigned(house)
    people = [house.joins(f"Cán bộ {n}", there.subcommittee, "member", "CATPHN") for n in range(7)]
    house.now = house.local("2024-03-16 07:00")
    slices = 1
    while house.slice():
        slices += 1
        if slices == 3:
            house.connection.execute("BEGIN IMMEDIATE")
            ticks.tick(house.connection, house.now, house.config)
            house.connection.execute("ROLLBACK")
    told = house.deliver()
    assert slices == 6
    assert [len(to(who, told)) for who in [*people, *members_of(there)]] == [1] * 7 + [1, 1, 0, 1]


def test_a_long_digest_is_paged_in_place_and_loses_nothing(house: House) -> None:
    there = registered(house)
    lines = "\n".join(f"Việc số {n} {'dài ' * 20} | CATDB | 16/3/2024" for n in range(40))
    there.admin.says(f"/newtask DBP70\n{lines}")
    house.passes_to("2024-03-16 07:00")
    messages, pages = len(there.lead.shown), [there.lead.last.text]
    opened = [*there.lead.last.labels]
    while "›" in there.lead.last.labels:
        there.lead.presses("›")
        pages.append(there.lead.last.text)
        opened += there.lead.last.labels
    assert len(there.lead.shown) == messages
    assert "Sắp đến hạn (40)" in pages[0]
    listed = [line.split()[0] for page in pages for line in page.splitlines() if "Việc số" in line]
    assert listed == [f"DBP70-{n}" for n in range(1, 41)]
    assert [label for label in opened if label.startswith("DBP70")] == listed


def test_no_task_falls_between_the_pages_of_a_late_digest(house: House) -> None:
    there = registered(house)
    lines = "\n".join(f"Việc số {n} | CATDB | 16/3/2024" for n in range(40))
    there.admin.says(f"/newtask DBP70\n{lines}")
    house.now = house.local("2024-03-17 09:30")
    house.tick()
    pages = [there.lead.last.text]
    assert "lẽ ra" in pages[0]
    assert "đến nay" in pages[0]
    while "›" in there.lead.last.labels:
        there.lead.presses("›")
        pages.append(there.lead.last.text)
    listed = [line.split()[0] for page in pages for line in page.splitlines() if "Việc số" in line]
    assert listed == [f"DBP70-{n}" for n in range(1, 41)]


def test_turning_the_pages_of_an_old_digest_shows_how_it_is_now(house: House) -> None:
    there = registered(house)
    lines = "\n".join(f"Việc số {n} {'dài ' * 20} | CATDB | 16/3/2024" for n in range(20))
    there.admin.says(f"/newtask DBP70\n{lines}")
    house.passes_to("2024-03-16 07:00")
    for n in range(1, 21):
        there.lead.says(f"/done DBP70-{n}")
    digest = next(shown for shown in there.lead.shown if "›" in shown.labels)
    there.lead.presses("›", digest)
    assert "không còn việc nào" in digest.text
