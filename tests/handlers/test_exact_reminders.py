"""The reminder of a task that is due at a set hour."""

from datetime import timedelta

import pytest

from tests.support.house import House
from tests.support.registered import Registered, registered


def there_is_a_task(house: House, due: str = "17:00 16/3/2024") -> Registered:
    there = registered(house)
    there.admin.says(f"/newtask DBP70 | Khảo sát tuyến đường | CATDB | {due} | with CATPHN")
    return there


def exact(house: House) -> list[tuple[str, str]]:
    rows = house.connection.execute(
        "SELECT nominal_at, state FROM outbox WHERE kind = 'exact' ORDER BY id"
    )
    return [(row["nominal_at"][5:16], row["state"]) for row in rows]


def reminders(house: House, until: str) -> list[str]:
    return [shown.text for shown in house.passes_to(until) if shown.kind == "exact"]


def test_the_people_of_the_lead_unit_are_reminded_two_hours_before(house: House) -> None:
    there = there_is_a_task(house)
    assert reminders(house, "2024-03-16 14:59") == []
    assert len(reminders(house, "2024-03-16 15:00")) == 1
    assert there.lead.last.text.splitlines()[0] == "⏰ Còn 2 giờ: DBP70-1"
    assert reminders(house, "2024-03-17 23:00") == []


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(0.3, "2 giờ"), (40, "2 giờ"), (300, "1 giờ 55 phút")],
)
def test_a_reminder_written_a_moment_after_its_time_tells_the_whole_time_left(
    house: House, seconds: float, left: str
) -> None:
    there = there_is_a_task(house)
    house.passes_to("2024-03-16 14:59")
    house.now = house.local("2024-03-16 15:00") + timedelta(seconds=seconds)
    house.tick()
    assert there.lead.last.text.splitlines()[0] == f"⏰ Còn {left}: DBP70-1"


def test_a_reply_to_the_reminder_is_a_report(house: House) -> None:
    there = there_is_a_task(house)
    house.passes_to("2024-03-16 15:00")
    there.lead.replies(there.lead.last, "60% đã khảo sát")
    assert there.task(1).percent == 60


@pytest.mark.parametrize("line", ["/done DBP70-1", "/report DBP70-1 xong"])
def test_a_submitted_task_is_not_reminded(house: House, line: str) -> None:
    there = there_is_a_task(house)
    there.lead.says(line)
    assert reminders(house, "2024-03-17 12:00") == []


def test_a_cancelled_task_is_not_reminded(house: House) -> None:
    there = there_is_a_task(house)
    there.admin.says("/canceltask DBP70-1 không cần nữa")
    assert reminders(house, "2024-03-17 12:00") == []


def test_a_task_without_an_hour_is_not_reminded(house: House) -> None:
    there_is_a_task(house, "16/3/2024")
    assert reminders(house, "2024-03-17 12:00") == []


def test_a_returned_task_is_reminded_again_only_for_a_time_to_come(house: House) -> None:
    there = there_is_a_task(house)
    there.lead.says("/done DBP70-1")
    there.admin.says("/return DBP70-1 thiếu ảnh")
    assert len(reminders(house, "2024-03-16 16:00")) == 1


def test_a_moved_due_time_moves_the_reminder(house: House) -> None:
    there = there_is_a_task(house)
    there.admin.says("/edittask DBP70-1 | due = 10:00 18/3/2024")
    assert reminders(house, "2024-03-17 23:00") == []
    assert len(reminders(house, "2024-03-18 08:00")) == 1


def test_a_due_time_moved_away_and_back_is_reminded_once(house: House) -> None:
    there = there_is_a_task(house)
    assert len(reminders(house, "2024-03-16 15:00")) == 1
    there.admin.says("/edittask DBP70-1 | due = 18/3/2024 10:00")
    there.admin.says("/edittask DBP70-1 | due = 16/3/2024 17:00")
    assert reminders(house, "2024-03-19 12:00") == []
    assert exact(house) == [("03-16T08:00", "sent")]


def test_a_due_time_moved_after_the_reminder_was_planned_voids_it(house: House) -> None:
    there = there_is_a_task(house)
    house.now = house.local("2024-03-16 15:00")
    while house.slice():
        pass
    there.admin.says("/edittask DBP70-1 | due = 18/3/2024 10:00")
    assert exact(house) == [("03-16T08:00", "void")]


def test_a_task_moved_to_another_unit_reminds_that_unit(house: House) -> None:
    there = there_is_a_task(house)
    there.admin.says("/edittask DBP70-1 | unit = CATPHN")
    house.passes_to("2024-03-16 15:00")
    assert "⏰" in there.other.last.text
    assert "⏰" not in there.lead.last.text


def test_a_reminder_within_quiet_hours_goes_out_just_before_they_begin(house: House) -> None:
    there_is_a_task(house, "17/3/2024 06:30")
    assert reminders(house, "2024-03-16 21:28") == []
    assert len(reminders(house, "2024-03-16 21:29")) == 1
    assert reminders(house, "2024-03-17 12:00") == []


def test_on_a_peak_day_there_are_no_quiet_hours(house: House) -> None:
    there_is_a_task(house, "6/5/2024 06:30")
    assert reminders(house, "2024-05-06 04:29") == []
    assert len(reminders(house, "2024-05-06 04:30")) == 1


def test_a_peak_that_is_set_later_changes_the_quiet_hours_of_reminders(house: House) -> None:
    there = there_is_a_task(house, "17/3/2024 06:30")
    there.admin.says("/editevent DBP70 | peak = 17/3/2024")
    assert reminders(house, "2024-03-17 04:29") == []
    assert len(reminders(house, "2024-03-17 04:30")) == 1


def test_no_reminder_is_promised_for_a_time_that_has_passed(house: House) -> None:
    there_is_a_task(house, "15/3/2024 09:30")
    assert reminders(house, "2024-03-15 12:00") == []
    assert exact(house) == []


def test_after_downtime_a_reminder_still_goes_out_while_the_task_is_not_due(house: House) -> None:
    there = there_is_a_task(house)
    house.now = house.local("2024-03-16 16:10")
    house.tick()
    assert "Còn 50 phút" in "".join(there.lead.texts)


def test_after_the_due_time_the_ledger_shows_the_reminder_as_missed(house: House) -> None:
    there_is_a_task(house)
    house.now = house.local("2024-03-16 18:00")
    house.tick()
    assert exact(house) == [("03-16T08:00", "missed")]


def test_a_reminder_missed_before_the_quiet_hours_waits_for_their_end(house: House) -> None:
    there_is_a_task(house, "17/3/2024 06:30")
    house.now = house.local("2024-03-16 23:00")
    house.tick()
    assert reminders(house, "2024-03-17 05:59") == []
    assert len(reminders(house, "2024-03-17 06:00")) == 1


def test_how_long_before_can_be_set_for_tasks_there_are(house: House) -> None:
    there = there_is_a_task(house)
    there.admin.says("/settings exact reminder = 30 phút")
    assert reminders(house, "2024-03-16 16:29") == []
    assert len(reminders(house, "2024-03-16 16:30")) == 1


def test_the_zone_of_the_subcommittee_counts(house: House) -> None:
    there = there_is_a_task(house)
    there.admin.says("/settings timezone = Asia/Tokyo")
    assert len(reminders(house, "2024-03-16 13:00")) == 1


def test_who_blocked_the_bot_gets_none_and_others_do(house: House) -> None:
    there = there_is_a_task(house)
    second = house.joins("Cán bộ", there.subcommittee, "member", "CATDB")
    house.membership(there.lead, "kicked")
    assert len(reminders(house, "2024-03-16 15:00")) == 1
    assert "⏰" in second.last.text
    assert sorted(state for _, state in exact(house)) == ["sent", "void"]
