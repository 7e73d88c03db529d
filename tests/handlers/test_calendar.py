"""/calendar CODE: a file that a calendar takes in, and takes in again without doubling anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody
from tests.support.plans import presses, sends_plan
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def content(shown: Shown) -> bytes:
    (file,) = shown.files
    assert file.name.endswith(".ics")
    return bytes(file.content)


def read(shown: Shown) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(content(shown))
    assert isinstance(found, icalendar.Calendar)
    return found


def entries(shown: Shown) -> dict[str, Any]:
    """By the part of the UID that is before the host."""
    found = read(shown).walk("VEVENT")
    uids = [str(entry["UID"]) for entry in found]
    assert len(set(uids)) == len(uids)
    assert {uid.partition("@")[2] for uid in uids} <= {"tieuban_bot"}
    return {uid.partition("@")[0]: entry for uid, entry in zip(uids, found, strict=True)}


def file_for(who: Somebody, text: str, *labels: str) -> Shown:
    """What the command brings, after these buttons."""
    shown = who.says(text)
    for label in labels:
        shown = who.presses(label, shown[-1])
    assert shown[-1].files, shown[-1].text
    return shown[-1]


@dataclass
class SomebodysCalendar:
    """A calendar that keeps one entry per UID and takes only what is newer, as calendars do."""

    kept: dict[str, Any] = field(default_factory=dict)

    def take_in(self, shown: Shown) -> None:
        for uid, entry in entries(shown).items():
            if uid not in self.kept or entry["SEQUENCE"] >= self.kept[uid]["SEQUENCE"]:
                self.kept[uid] = entry

    @property
    def titles(self) -> list[str]:
        return sorted(
            str(entry["SUMMARY"])
            for entry in self.kept.values()
            if str(entry["STATUS"]) != "CANCELLED"
        )


# -- what is in it ---------------------------------------------------------------------------------


def test_the_file_says_what_it_is_and_carries_its_time_zone(there: Registered) -> None:
    shown = file_for(there.lead, "/calendar DBP70")
    found = read(shown)
    assert found["METHOD"] == "PUBLISH"
    assert found["VERSION"] == "2.0"
    assert found["X-WR-CALNAME"] == "DBP70 Kỷ niệm 70 năm – CATDB"
    assert found["X-WR-TIMEZONE"] == "Asia/Ho_Chi_Minh"
    (zone,) = found.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    assert shown.files[0].name == "DBP70-CATDB.ics"
    assert content(shown).startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content(shown).split(b"\r\n"))


def test_a_deadline_with_an_hour_is_a_moment_and_one_without_a_whole_day(
    there: Registered,
) -> None:
    found = entries(file_for(there.lead, "/calendar DBP70"))
    timed, whole = found["task-1"], found["task-2"]
    assert timed.decoded("DTSTART").astimezone(UTC) == datetime(2024, 4, 20, 10, tzinfo=UTC)
    assert timed["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert "DTEND" not in timed
    assert whole["DTSTART"].params["VALUE"] == "DATE"
    assert whole.decoded("DTSTART") == date(2024, 4, 28)
    assert whole.decoded("DTEND") == date(2024, 4, 29)
    assert str(timed["SUMMARY"]) == "GẤP – Hạn DBP70-1: Khảo sát tuyến đường (CATDB)"
    assert "Phối hợp: Đơn vị CATPHN" in timed["DESCRIPTION"]
    assert timed["DESCRIPTION"] == timed["DESCRIPTION"].strip()
    assert timed["LOCATION"] == "Điện Biên"
    assert timed.decoded("LAST-MODIFIED") == there.house.now


def test_alarms_ring_as_the_bot_would_remind(there: Registered) -> None:
    there.admin.says("/settings exact reminder = 90 | slots = 06:30")
    found = entries(file_for(there.lead, "/calendar DBP70"))

    def triggers(entry: Any) -> list[timedelta]:
        return [alarm.decoded("TRIGGER") for alarm in entry.walk("VALARM")]

    assert triggers(found["task-1"]) == [-timedelta(days=1), -timedelta(minutes=90)]
    half_past_six = timedelta(hours=6, minutes=30)
    assert triggers(found["task-2"]) == [half_past_six - timedelta(days=1), half_past_six]
    days = [30, 14, 7, 3, 1, 0]
    assert triggers(found["event-1"]) == [half_past_six - timedelta(days=day) for day in days]


def test_what_is_submitted_done_or_cancelled_rings_no_more(there: Registered) -> None:
    there.lead.says("/done DBP70-1")
    there.admin.says("/canceltask DBP70-2 thôi")
    found = entries(file_for(there.lead, "/calendar DBP70"))
    assert not found["task-1"].walk("VALARM")
    assert not found["task-2"].walk("VALARM")
    assert found["task-2"]["STATUS"] == "CANCELLED"
    there.chair.says("/confirm DBP70-1")
    found = entries(file_for(there.lead, "/calendar DBP70"))
    assert str(found["task-1"]["SUMMARY"]).startswith("✓ ")


def test_another_library_reads_the_same(there: Registered) -> None:
    there.admin.says("/editevent DBP70 | peak = 04/05/2024 - 05/05/2024 Khai mạc; diễu binh, v.v.")
    shown = file_for(there.chair, "/calendar DBP70", "Tất cả")
    (calendar,) = vobject.readComponents(content(shown).decode())
    assert calendar.method.value == "PUBLISH"
    read_back = {
        event.uid.value.partition("@")[0]: (event.summary.value, event.dtstart.value)
        for event in calendar.vevent_list
    }
    ours = {
        uid: (str(entry["SUMMARY"]), entry.decoded("DTSTART"))
        for uid, entry in entries(shown).items()
    }
    assert read_back == ours
    assert read_back["peak-1-1"] == (
        "Cao điểm DBP70: Khai mạc; diễu binh, v.v.",
        date(2024, 5, 4),
    )


def test_hostile_words_are_words_of_the_entry(there: Registered) -> None:
    title = "BEGIN:VEVENT;X=1\\nATTACH:http, END:VCALENDAR 🎉 " + "Ω" * 200
    there.admin.says(f"/newtask DBP70 | {title} | CATDB | 20/4/2024")
    found = entries(file_for(there.lead, "/calendar DBP70"))
    assert set(found) == {"task-1", "task-2", "task-5", "event-1"}
    assert title in str(found["task-5"]["SUMMARY"])
    assert "ATTACH" not in found["task-5"]


# -- sent again ------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(there: Registered) -> None:
    calendar = SomebodysCalendar()
    calendar.take_in(file_for(there.lead, "/calendar DBP70"))
    before = dict(calendar.kept)
    there.house.advance(days=1)
    again = file_for(there.lead, "/calendar DBP70")
    for uid, entry in entries(again).items():
        assert entry["SEQUENCE"] == before[uid]["SEQUENCE"]
        assert entry["LAST-MODIFIED"].to_ical() == before[uid]["LAST-MODIFIED"].to_ical()
    assert entries(again).keys() == before.keys()


@pytest.mark.parametrize(
    "changes",
    [
        ["/edittask DBP70-1 | due = 22/4/2024"],
        ["/edittask DBP70-1 | title = Khảo sát lại"],
        ["/editevent DBP70 | days = 10/05/2024 - 12/05/2024"],
        ["/editevent DBP70 | name = Lễ kỷ niệm"],
        ["/editevent DBP70 | peak = 01/05/2024 A", "/editevent DBP70 | peak = 30/04/2024 B"],
        ["/editevent DBP70 | peak = 01/05/2024 A", "/editevent DBP70 | no peak"],
        ["/canceltask DBP70-2 thôi"],
        ["/canceltask DBP70-2 thôi", "/reopen DBP70-2 lại"],
        ["/done DBP70-1", "/confirm DBP70-1"],
    ],
)
def test_a_calendar_updates_and_never_doubles(there: Registered, changes: Sequence[str]) -> None:
    """Whatever changed on the way, the calendar in the end is that of who asks only then."""
    updated = SomebodysCalendar()
    for change in ["/help", *changes]:
        there.admin.says(change)
        there.house.advance(minutes=5)
        updated.take_in(file_for(there.lead, "/calendar DBP70"))
    fresh = SomebodysCalendar()
    fresh.take_in(file_for(there.lead, "/calendar DBP70"))
    assert updated.titles == fresh.titles
    assert {uid: entry.to_ical() for uid, entry in updated.kept.items()} == {
        uid: entry.to_ical() for uid, entry in fresh.kept.items()
    }


def test_what_ended_before_somebodys_first_file_is_not_in_it(there: Registered) -> None:
    there.admin.says("/editevent DBP70 | peak = 01/05/2024 A")
    there.admin.says("/editevent DBP70 | no peak")
    there.admin.says("/canceltask DBP70-2 thôi")
    there.admin.says("/edittask DBP70-1 | unit = PC06")
    there.house.advance(minutes=5)
    assert set(entries(file_for(there.lead, "/calendar DBP70"))) == {"event-1"}
    there.admin.says("/newtask DBP70 | Việc mới | CATDB | 20/4/2024")
    assert "task-5" in entries(file_for(there.lead, "/calendar DBP70"))
    there.admin.says("/canceltask DBP70-5 thôi")
    there.house.advance(minutes=5)
    found = entries(file_for(there.lead, "/calendar DBP70"))
    assert set(found) == {"event-1", "task-5"}
    assert found["task-5"]["STATUS"] == "CANCELLED"
    everything = entries(file_for(there.chair, "/calendar DBP70", "Tất cả"))
    assert "task-5" not in everything


def test_each_change_raises_the_sequence_and_says_when(there: Registered) -> None:
    before = entries(file_for(there.lead, "/calendar DBP70"))["task-1"]
    there.house.advance(hours=1)
    changed_at = there.house.now
    there.lead.says("/report DBP70-1 60%")
    there.house.advance(hours=1)
    after = entries(file_for(there.lead, "/calendar DBP70"))["task-1"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") == changed_at
    assert after.decoded("DTSTAMP") == there.house.now


def test_a_task_given_to_another_unit_leaves_the_calendar_and_says_nothing_more(
    there: Registered,
) -> None:
    calendar = SomebodysCalendar()
    calendar.take_in(file_for(there.lead, "/calendar DBP70"))
    there.admin.says("/edittask DBP70-2 | unit = PC06")
    there.admin.says("/edittask DBP70-2 | title = Việc mật của PC06 | due = 30/4/2024 09:00")
    shown = file_for(there.lead, "/calendar DBP70")
    calendar.take_in(shown)
    assert not any("DBP70-2" in title for title in calendar.titles)
    assert "mật" not in content(shown).decode()
    assert b"20240430" not in content(shown)
    assert entries(shown)["task-2"]["STATUS"] == "CANCELLED"


def test_a_unit_that_no_longer_cooperates_has_the_task_cancelled(there: Registered) -> None:
    assert "task-1" in entries(file_for(there.other, "/calendar DBP70"))
    there.admin.says("/edittask DBP70-1 | with = PC06")
    assert entries(file_for(there.other, "/calendar DBP70"))["task-1"]["STATUS"] == "CANCELLED"


def test_what_a_plan_changes_reaches_the_calendars_too(there: Registered) -> None:
    mine, others = SomebodysCalendar(), SomebodysCalendar()
    mine.take_in(file_for(there.lead, "/calendar DBP70"))
    others.take_in(file_for(there.other, "/calendar DBP70"))
    there.house.advance(hours=1)
    changed_at = there.house.now
    plan = (
        ("Mã nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Hạn"),
        ("DBP70-1", there.task(1).title, "CATDB", "PC06", "20/04/2024"),
        ("DBP70-2", there.task(2).title, "PC06", "", "21/04/2024"),
    )
    sends_plan(there.admin, plan, caption="/nhap DBP70")
    presses(there.admin, "Nhập")
    there.house.advance(hours=1)
    mine.take_in(shown := file_for(there.lead, "/calendar DBP70"))
    others.take_in(file_for(there.other, "/calendar DBP70"))
    assert entries(shown)["task-1"].decoded("LAST-MODIFIED") == changed_at
    assert entries(shown)["task-2"]["STATUS"] == "CANCELLED"
    assert not any("DBP70-2" in title for title in mine.titles)
    assert not any("DBP70-1" in title for title in others.titles)


# -- for whom --------------------------------------------------------------------------------------


def test_a_unit_gets_what_it_leads_and_cooperates_in_and_no_more(there: Registered) -> None:
    assert set(entries(file_for(there.lead, "/lich dbp70"))) == {"task-1", "task-2", "event-1"}
    assert set(entries(file_for(there.other, "/calendar CATPHN"))) == {
        "task-1",
        "task-3",
        "event-1",
    }


def test_the_heads_choose_a_unit_or_all(there: Registered) -> None:
    (shown,) = there.chair.says("/calendar DBP70")
    assert shown.labels == ["Tất cả đơn vị", "CATDB", "CATPHN", "PC06"]
    everything = {"task-1", "task-2", "task-3", "task-4", "event-1"}
    assert set(entries(file_for(there.chair, "/calendar DBP70", "Tất cả"))) == everything
    assert set(entries(file_for(there.admin, "/calendar DBP70", "PC06"))) == {"task-4", "event-1"}
    assert set(entries(file_for(there.admin, "/calendar PC06"))) == {"task-4", "event-1"}


def test_members_who_see_all_choose_too_their_own_first(there: Registered) -> None:
    there.admin.says("/settings see all = yes")
    (shown,) = there.other.says("/calendar DBP70")
    assert shown.labels == ["Tất cả đơn vị", "CATPHN (của tôi)", "CATDB", "PC06"]
    assert "task-4" in entries(file_for(there.other, "/calendar PC06"))


def test_without_a_code_the_picture_of_the_months_offers_each_events_file(
    there: Registered,
) -> None:
    (shown,) = there.lead.says("/calendar")
    assert shown.method == "sendPhoto"
    (brought,) = there.lead.presses("DBP70", shown)
    assert brought.files[0].name == "DBP70-CATDB.ics"
    (shown,) = there.chair.says("/lich")
    (asked,) = there.chair.presses("DBP70", shown)
    assert "Tất cả đơn vị" in asked.labels


def test_many_units_are_paged(there: Registered) -> None:
    lines = [f"U{number:02} | Đơn vị {number}" for number in range(30)]
    there.admin.says("/newunit " + "\n".join(lines))
    tasks = [f"Việc {number} | U{number:02} | 20/4/2024" for number in range(30)]
    there.admin.says("/newtask DBP70\n" + "\n".join(tasks))
    there.admin.says("/calendar DBP70")
    seen: set[str] = set()
    for turned in range(3):
        if turned:
            there.admin.presses("›")
        seen |= {label for label in there.admin.last.labels if label.startswith("U")}
    assert len(seen) == 30


def test_an_event_without_tasks_still_has_its_days(there: Registered) -> None:
    there.admin.says("/newevent HN24 | Hội nghị | Hà Nội | 20/04/2024 | peak 19/04/2024 Đón khách")
    found = entries(file_for(there.chair, "/calendar HN24"))
    assert set(found) == {"event-2", "peak-2-1"}
    assert not found["event-2"].walk("VALARM")
    assert found["peak-2-1"].walk("VALARM")


def test_the_file_speaks_the_readers_language(there: Registered) -> None:
    there.lead.says("/language en")
    shown = file_for(there.lead, "/lich DBP70")
    found = entries(shown)
    assert str(found["task-2"]["SUMMARY"]) == "Due DBP70-2: Bảo đảm y tế (CATDB)"
    assert "2 deadlines, 1 entry" in shown.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/calendar DBP71", "có phải đồng chí muốn nói DBP70?"),
        ("/calendar PC06", "Không có sự kiện hay đơn vị nào mang mã PC06."),
        ("/calendar DBP70 CATDB", "chỉ được gồm chữ"),
        ("/calendar <b>", "chỉ được gồm chữ"),
    ],
)
def test_what_is_unknown_to_the_reader_gets_one_sentence_and_an_example(
    there: Registered, said: str, answer: str
) -> None:
    (shown,) = there.lead.says(said)
    assert answer in shown.text
    assert "Ví dụ: /lich DBP70" in shown.text
    assert not shown.files


def test_who_changed_the_unit_meanwhile_does_not_get_the_old_ones_calendar(
    there: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(there.house, "deliver", list)
    there.lead.says("/calendar CATDB")
    there.admin.says("/role 3 lead PC06")
    monkeypatch.undo()
    assert not any(shown.files for shown in there.house.deliver())


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York"])
def test_moments_are_the_same_in_every_zone(there: Registered, zone: str) -> None:
    there.admin.says(f"/settings time zone = {zone}")
    due = there.task(1).due_at
    shown = file_for(there.lead, "/calendar DBP70")
    assert entries(shown)["task-1"].decoded("DTSTART").astimezone(UTC) == due
    (calendar,) = vobject.readComponents(content(shown).decode())
    moments = {
        event.uid.value.partition("@")[0]: event.dtstart.value for event in calendar.vevent_list
    }
    assert moments["task-1"].astimezone(UTC) == due
