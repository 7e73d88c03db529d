"""/chart and the pictures of /calendar: who gets them, and that they say what the summary says."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from documents.pictures.card import sheet_of
from documents.pictures.data import MonthsPicture, ProgressPicture, StatusCard
from domain.standing import Standing
from handlers.orders import Order
from handlers.papers import charts, months_picture, progress_picture, status_card
from handlers.seat import Seat
from handlers.texts import texts
from storage import events, members, outbox, persons
from storage.outbox import Outgoing
from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody
from tests.support.registered import Registered

SIGNS = "✅🔵🔴⛔🟡🆕"


@pytest.fixture
def there(house: House) -> Registered:
    """Four tasks: one done, one submitted, one blocked, one overdue; a second event without."""
    there = assigned(house)
    there.admin.says("/newevent DN24 | Hội nghị | Đà Nẵng | 7/5/2024 - 8/5/2024")
    there.admin.says("/done DBP70-1")
    there.admin.says("/confirm DBP70-1")
    there.lead.says("/done DBP70-2")
    there.admin.says("/block DBP70-4 chưa có kinh phí")
    house.advance(days=4)
    return there


def order(
    there: Registered, somebody: Somebody | None, language: str = "vi", **arguments: Any
) -> Order:
    """As it is carried out for this member; for the linked group where there is nobody."""
    connection, seat = there.house.connection, None
    if somebody is not None:
        person = persons.by_telegram_id(connection, somebody.id)
        assert person is not None
        member = members.in_subcommittee(connection, person.id, there.subcommittee.id)
        assert member is not None
        seat = Seat(member, there.subcommittee)
    now = there.house.now
    return Order(connection, now, there.subcommittee, seat, texts(language), arguments)


def card(there: Registered, somebody: Somebody | None = None, **more: Any) -> StatusCard:
    found = status_card.collect(order(there, somebody or there.chair, **more))
    assert found is not None
    assert isinstance(found.data, StatusCard)
    return found.data


def progress(there: Registered, **more: Any) -> ProgressPicture:
    found = progress_picture.collect(order(there, there.chair, **more))
    assert found is not None
    assert isinstance(found.data, ProgressPicture)
    return found.data


def months(there: Registered, somebody: Somebody, **more: Any) -> MonthsPicture:
    found = months_picture.collect(order(there, somebody, **more))
    assert found is not None
    assert isinstance(found.data, MonthsPicture)
    return found.data


def ordered(there: Registered, somebody: Somebody, recipe: str, **arguments: Any) -> list[Shown]:
    """What comes of an order of this person, by whatever way it was put."""
    house = there.house
    person = persons.by_telegram_id(house.connection, somebody.id)
    assert person is not None
    outgoing = Outgoing(
        chat_id=person.chat_id,
        kind=outbox.MADE,
        payload={"recipe": recipe, "language": "vi", **arguments},
        subcommittee_id=there.subcommittee.id,
        person_id=person.id,
    )
    outbox.put(house.connection, outgoing, house.now)
    return house.deliver()


def said_numbers(text: str) -> list[str]:
    """The numbers of the summary's headline, with their signs."""
    return re.findall(rf"[{SIGNS}] \d+", text)


def one_event_id(there: Registered, code: str) -> int:
    listed = events.all_of(there.house.connection, there.subcommittee.id)
    return next(event.id for event in listed if event.code == code)


def names(messages: Sequence[Shown]) -> list[str]:
    return [file.name for message in messages for file in message.files]


# -- who gets what -----------------------------------------------------------------------------


def test_the_chart_of_all_events_is_two_photos(there: Registered) -> None:
    answer = there.chair.says("/chart")
    assert [message.method for message in answer] == ["sendPhoto", "sendPhoto"]
    assert names(answer) == ["card-2024-03-19.png", "progress-2024-03-19.png"]
    assert all(message.files[0].content.startswith(b"\x89PNG") for message in answer)


def test_the_chart_of_one_event_speaks_of_it_alone(there: Registered) -> None:
    answer = there.chair.says("/bieudo dbp70")
    assert names(answer) == ["card-DBP70-2024-03-19.png", "progress-DBP70-2024-03-19.png"]
    assert "DN24" not in "".join(message.params["caption"] for message in answer)


def test_units_get_no_charts(there: Registered) -> None:
    for words in ("/chart", "/chart DBP70"):
        assert names(there.lead.says(words)) == []


def test_an_unknown_event_is_refused_with_an_example(there: Registered) -> None:
    assert "DBP70" in there.chair.says("/chart DBP7")[-1].text
    assert names(there.chair.says("/chart DBP7")) == []


def test_without_an_event_there_is_nothing_to_draw(house: House) -> None:
    admin = house.joins("Tổ giúp việc", house.subcommittee(), role="admin")
    assert "Chưa có sự kiện" in admin.says("/chart")[-1].text


def test_whoever_lost_the_right_meanwhile_gets_nothing(there: Registered) -> None:
    event = there.task(1).event_id
    assert len(ordered(there, there.chair, charts.CARD, event=event)) == 1
    assert ordered(there, there.lead, charts.CARD, event=event) == []


def test_a_picture_of_another_subcommittees_event_is_not_drawn(there: Registered) -> None:
    with pytest.raises(LookupError):
        card(there, event=999)
    elsewhere = there.house.subcommittee("Khác")
    chair = there.house.joins("Trưởng khác", elsewhere, role="chair")
    assert names(chair.says("/chart DBP70")) == []


def test_the_summary_offers_its_pictures(there: Registered) -> None:
    there.chair.says("/summary")
    assert names(there.chair.presses("Hình ảnh")) == [
        "card-2024-03-19.png",
        "progress-2024-03-19.png",
    ]
    assert there.chair.toast is not None
    assert "gửi ngay" in there.chair.toast.text
    there.chair.says("/summary DBP70")
    assert names(there.chair.presses("Hình ảnh"))[0] == "card-DBP70-2024-03-19.png"


def test_in_a_group_the_summary_offers_no_pictures(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    answer = there.chair.says("/summary", group=group)
    assert all("Hình ảnh" not in label for message in answer for label in message.labels)
    pressed = there.chair.presses_data(f"chart:{there.subcommittee.id}:1", answer[-1])
    assert names(pressed) == []


# -- the numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_captions_and_pictures_have_the_numbers_of_the_summary(
    house: House, there: Registered, language: str
) -> None:
    there.chair.says(f"/language {language}")
    answer = there.chair.says("/chart DBP70")
    summary = there.chair.says("/summary DBP70")[-1].text
    headline = said_numbers(summary.split("\n\n")[0])
    assert said_numbers(answer[0].params["caption"]) == headline
    shown = card(there, language=language, event=there.task(1).event_id)
    done_in_time, done_late, in_time, overdue = (share.count for share in shown.shares)
    assert headline[:3] == [f"✅ {done_in_time + done_late}", f"🔵 {in_time}", f"🔴 {overdue}"]
    assert shown.done == "1/4"
    assert [sum(unit.counts[place] for unit in shown.units) for place in range(4)] == [1, 0, 2, 1]
    assert sum(share.count for share in shown.shares) == 4


def test_units_stand_in_the_order_of_the_summary_and_as_they_stand(there: Registered) -> None:
    found = [(unit.code, unit.standing, unit.done) for unit in card(there).units]
    assert found == [
        ("CATPHN", Standing.OVERDUE, "0/1"),
        ("PC06", Standing.BLOCKED, "0/1"),
        ("CATDB", Standing.UNDER_WAY, "1/2"),
    ]


def test_the_countdown_is_that_of_each_event_the_nearest_first(there: Registered) -> None:
    numbers = [(each.number, each.words) for each in card(there).countdowns]
    assert numbers == [("47", "ngày nữa đến cao điểm"), ("49", "ngày nữa đến cao điểm")]
    there.house.now = there.house.local("2024-05-06 08:00")
    there_now = card(there).countdowns
    assert (there_now[0].number, there_now[0].words) == ("", "Cao điểm, ngày thứ 2")
    assert there_now[0].reached
    there.house.now = there.house.local("2024-06-01 08:00")
    assert card(there).countdowns[0].words == "Đã qua cao điểm"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_days_of_a_peak_are_whole_however_long_its_name(
    there: Registered, language: str
) -> None:
    name = "Lễ kỷ niệm, diễu binh, diễu hành chào mừng ngày truyền thống của lực lượng " * 3
    peak = "20/4/2024 - 21/4/2024 Tổng duyệt các khối diễu binh, diễu hành và dự phòng " + "x" * 60
    there.admin.says(f"/newevent TRUYENTHONG1 | {name[:190]} | Hà Nội | 1/5/2024 | peak {peak}")
    event = one_event_id(there, "TRUYENTHONG1")
    for shown in (card(there, language=language), card(there, language=language, event=event)):
        said = [text.get_text() for text in sheet_of(shown).texts]
        assert any("20/04 – 21/04" in words for words in said), said


def test_an_event_without_tasks_says_so(there: Registered) -> None:
    answer = there.chair.says("/chart DN24")
    assert "Chưa có nhiệm vụ" in answer[0].params["caption"]
    assert "Chưa có nhiệm vụ" in answer[1].params["caption"]


# -- the forecast ------------------------------------------------------------------------------


def test_the_forecast_is_said_in_words_in_both_languages(there: Registered) -> None:
    event = there.task(1).event_id
    vietnamese = progress(there, event=event).panels[0]
    assert vietnamese.verdict.startswith("Với tiến độ này, mọi nhiệm vụ kịp cao điểm")
    assert not vietnamese.alarming
    there.house.now = there.house.local("2024-05-01 08:00")
    late = progress(there, event=event).panels[0]
    assert late.verdict.endswith("với tiến độ này, 2 nhiệm vụ không kịp cao điểm.")
    assert late.alarming
    english = progress(there, language="en", event=event).panels[0]
    assert english.verdict.endswith("at this pace 2 tasks miss the peak.")


def test_the_lines_of_the_picture_end_at_the_summarys_numbers(there: Registered) -> None:
    panel = progress(there, event=there.task(1).event_id).panels[0]
    assert (panel.done[-1].count, panel.total, panel.submitted) == (1, 4, 1)
    assert panel.due[-1].count == 4
    assert panel.numbers.startswith("1/4 nhiệm vụ hoàn thành · 1 chờ xác nhận")
    every_day = [point.day for point in (*panel.due, *panel.done, *panel.ahead)]
    assert panel.first_day <= min(every_day)
    assert max(every_day) <= panel.last_day


def test_of_a_young_event_nothing_is_foretold(house: House) -> None:
    there = assigned(house)
    panel = progress(there).panels[0]
    assert panel.verdict == "Chưa đủ thời gian để dự báo tiến độ."
    assert panel.ahead == ()


# -- the next three months ---------------------------------------------------------------------


def test_the_months_show_each_units_load_by_the_week(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nViệc xa | PC06 | 1/12/2024")
    shown = months(there, there.chair)
    rows = {row.label: (row.overdue, sum(row.counts)) for row in shown.rows}
    assert rows == {"CATPHN": (1, 0), "PC06": (0, 1)}
    assert shown.rows[1].counts[6] == 1  # 1 May, in the week of 29 April
    assert (shown.total.overdue, sum(shown.total.counts)) == (1, 1)
    assert shown.notes == ("1 việc đến hạn sau thời gian này.",)
    assert [month.weeks for month in shown.months] == [2, 5, 4, 2]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_weeks_say_both_years_where_they_differ(there: Registered, language: str) -> None:
    within = months(there, there.chair, language=language)
    assert within.heading.detail.startswith("18/03 – 16/06/2024 · ")
    there.house.now = there.house.local("2024-11-21 08:00")
    shown = months(there, there.chair, language=language)
    assert shown.heading.detail.startswith("18/11/2024 – 16/02/2025 · ")


def test_the_months_show_peaks_that_fall_together(there: Registered) -> None:
    shown = months(there, there.chair)
    assert [bar.label for bar in shown.events] == [
        "DBP70 (05/05 – 07/05) Kỷ niệm 70 năm",
        "DN24 (07/05 – 08/05) Hội nghị",
    ]
    assert [band.label for band in shown.overlaps] == ["07/05: DBP70, DN24 cùng cao điểm"]
    there.admin.says("/editevent DN24 | days = 9/5/2024 - 10/5/2024")
    assert months(there, there.chair).overlaps == ()


def test_a_unit_sees_its_own_load_and_what_it_cooperates_in(there: Registered) -> None:
    there.admin.says("/newtask DBP70\nViệc chung | PC06 | 2/5/2024 | with CATPHN")
    shown = months(there, there.other)
    rows = {row.label: (row.overdue, sum(row.counts)) for row in shown.rows}
    assert rows == {"Chủ trì": (1, 0), "Phối hợp": (0, 1)}


def test_the_months_go_out_as_one_photo_with_its_words(there: Registered) -> None:
    sent = ordered(there, there.chair, charts.MONTHS)
    assert names(sent) == ["months-2024-03-19.png"]
    assert "07/05: DBP70, DN24 cùng cao điểm" in sent[0].params["caption"]
    assert "🔴 1 việc quá hạn" in sent[0].params["caption"]


def test_hundreds_of_units_and_long_names_still_fit(house: House, there: Registered) -> None:
    long = "Lực lượng tăng cường " * 9
    units = "\n".join(f"DV{number} | {long}{number}" for number in range(60))
    there.admin.says(f"/newunit {units}")
    lines = "\n".join(f"Việc {number} | DV{number} | 20/3/2024" for number in range(60))
    there.admin.says(f"/newtask DBP70\n{lines}")
    house.advance(days=3)
    answer = there.chair.says("/chart")
    assert len(names(answer)) == 2
    shown = card(there)
    assert len(shown.units) == 40
    assert shown.more == "và 23 đơn vị khác"
    counted = months(there, there.chair)
    assert len(counted.rows) == 41
    assert counted.total.overdue == 61
