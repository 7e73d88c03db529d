from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from domain.arguments.events import (
    EventEdit,
    NewEvent,
    NewPeak,
    parse_event_edit,
    parse_new_event,
    parse_peak,
)
from domain.errors import Refusal
from tests.domain.properties import any_text, pieces_of, refusal

TODAY = date(2026, 4, 2)
FIRST, LAST = date(2027, 5, 5), date(2027, 5, 7)


def test_an_event_is_read_with_its_peaks() -> None:
    event = parse_new_event(
        "đbp70 |  Lễ kỷ niệm 70 năm | Điện Biên | 05/05/2027 - 07/05/2027"
        " | cao điểm 7/5 Diễu binh | peak 5/5 - 6/5: Tổng duyệt | Cao điểm: 1/3",
        TODAY,
    )
    assert event == NewEvent(
        "DBP70",
        "Lễ kỷ niệm 70 năm",
        "Điện Biên",
        FIRST,
        LAST,
        (
            NewPeak(LAST, LAST, "Diễu binh"),
            NewPeak(FIRST, date(2027, 5, 6), "Tổng duyệt"),
            NewPeak(date(2027, 3, 1), date(2027, 3, 1)),
        ),
    )


def test_an_event_may_be_a_single_day_without_a_peak() -> None:
    event = parse_new_event("DN25 | Hội nghị | Đà Nẵng | 5/5", TODAY)
    assert (event.first_day, event.last_day, event.peaks) == (
        date(2026, 5, 5),
        date(2026, 5, 5),
        (),
    )


@pytest.mark.parametrize(
    ("text", "key", "field"),
    [
        ("", "missing_field", "code"),
        ("DBP70", "missing_field", "name"),
        ("DBP70 | | x | 5/5", "missing_field", "name"),
        ("DBP70 | Lễ", "missing_field", "place"),
        ("DBP70 | Lễ | x", "missing_field", "days"),
        ("DBP🎉 | Lễ | x | 5/5", "bad_code", "code"),
        (f"DBP70 | {'a' * 5000} | x | 5/5", "too_long", "name"),
        (f"DBP70 | Lễ | {'a' * 201} | 5/5", "too_long", "place"),
        ("DBP70 | Lễ | x | 31/4", "no_such_day", "days"),
        ("DBP70 | Lễ | x | sắp tới", "bad_date", "days"),
        ("DBP70 | Lễ | x | 07/05/2027 - 05/05/2027", "end_before_start", "days"),
        ("DBP70 | Lễ | x | 5/5 | cao điểm", "missing_field", "peak"),
        ("DBP70 | Lễ | x | 5/5 | cao điểm Diễu binh", "bad_date", "peak"),
        ("DBP70 | Lễ | x | 5/5 | cao điểm 31/4 Diễu binh", "no_such_day", "peak"),
        ("DBP70 | Lễ | x | 5/5 | cao điểm 7/5 - 5/5 Diễu binh", "end_before_start", "peak"),
        (f"DBP70 | Lễ | x | 5/5 | cao điểm 7/5 {'a' * 201}", "too_long", "label"),
    ],
)
def test_the_field_at_fault_is_named(text: str, key: str, field: str) -> None:
    caught = refusal(parse_new_event, text, TODAY)
    assert (caught.key, caught.data["field"]) == (key, field)


def test_a_field_that_is_no_peak_is_unknown() -> None:
    caught = refusal(parse_new_event, "DBP70 | Lễ | x | 5/5 | 7/5", TODAY)
    assert (caught.key, caught.data) == ("unknown_field", {"text": "7/5"})


def test_the_days_of_a_peak_without_a_year_are_those_near_the_event() -> None:
    assert parse_peak("20/4", TODAY, FIRST).first_day == date(2027, 4, 20)
    assert parse_peak("20/4", TODAY).first_day == date(2026, 4, 20)


def test_an_event_is_edited_by_its_fields() -> None:
    edit = parse_event_edit(
        "DBP70 | tên = Lễ | ngày = 05/05/2027 - 07/05/2027 | bỏ cao điểm"
        " | cao điểm = 7/5 Diễu binh | peak = 6/5",
        TODAY,
    )
    assert edit == EventEdit(
        "DBP70",
        name="Lễ",
        days=(FIRST, LAST),
        no_peak=True,
        peaks=(NewPeak(LAST, LAST, "Diễu binh"), NewPeak(date(2027, 5, 6), date(2027, 5, 6))),
    )


def test_an_added_peak_lies_near_the_event_as_it_is() -> None:
    edit = parse_event_edit("DBP70 | peak = 20/4", TODAY, FIRST)
    assert edit == EventEdit("DBP70", peaks=(NewPeak(date(2027, 4, 20), date(2027, 4, 20)),))


@given(any_text | pieces_of("DBP70 | | | Lễ 5/5 - 7/5 peak cao điểm = tên ngày 31/4 bỏ"))
def test_any_text_is_an_event_or_refused(text: str) -> None:
    for parse in (parse_new_event, parse_event_edit):
        try:
            parse(text, TODAY)
        except Refusal:
            continue
