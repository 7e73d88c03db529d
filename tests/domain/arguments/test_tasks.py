from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given

from domain.arguments.tasks import (
    NewTask,
    TaskEdit,
    parse_new_task_line,
    parse_new_tasks,
    parse_task_edit,
)
from domain.codes import Reference
from domain.dates import Moment
from domain.errors import Refusal
from tests.domain.properties import any_text, pieces_of, refusal

NOW = datetime(2026, 4, 2, 9, 0)  # noqa: DTZ001 - wall time, a Thursday
DUE = Moment(date(2026, 4, 20))


def test_a_task_is_read_with_all_its_options() -> None:
    task = parse_new_task_line(
        "đbp70 | Khảo sát lễ đài | catphn | N-7 17:00 | phối hợp A1, Công an tỉnh Điện Biên"
        " | gấp | đột xuất | mảng: hậu cần | nguồn KH 05/KH-BTC",
        NOW,
    )
    assert task == NewTask(
        "DBP70",
        "Khảo sát lễ đài",
        "CATPHN",
        Moment(None, time(17), -7),
        cooperating=("A1", "Công an tỉnh Điện Biên"),
        urgent=True,
        ad_hoc=True,
        workstream="hậu cần",
        source="KH 05/KH-BTC",
    )


def test_a_title_may_begin_with_the_word_of_an_option() -> None:
    task = parse_new_task_line("DBP70 | Gấp rút hoàn thành | A1 | 20/4", NOW)
    assert (task.title, task.urgent) == ("Gấp rút hoàn thành", False)


@pytest.mark.parametrize(
    "line",
    [
        "Khảo sát | A1 | 20/4",
        "DBP70 | Khảo sát | A1 | 20/4",
        "dbp70|Khảo sát|A1|20/4",
    ],
)
def test_with_a_default_code_a_line_may_leave_it_out(line: str) -> None:
    assert parse_new_task_line(line, NOW, "DBP70") == NewTask("DBP70", "Khảo sát", "A1", DUE)


def test_a_short_title_is_not_taken_for_a_code() -> None:
    task = parse_new_task_line("Lich | A1 | 20/4 | urgent", NOW, "DBP70")
    assert (task.code, task.title, task.urgent) == ("DBP70", "Lich", True)


def test_a_unit_that_looks_like_a_weekday_is_a_unit() -> None:
    task = parse_new_task_line("DN25 | Lich | T6 | 20/4", NOW, "DBP70")
    assert (task.code, task.title, task.unit) == ("DN25", "Lich", "T6")


@pytest.mark.parametrize(
    ("line", "key", "field"),
    [
        ("", "missing_field", "code"),
        ("DBP70", "missing_field", "title"),
        ("DBP70 | Khảo sát", "missing_field", "unit"),
        ("DBP70 | Khảo sát | A1", "missing_field", "due"),
        ("DBP70 | | A1 | 20/4", "missing_field", "title"),
        ("D\u200bBP | Khảo sát | A1 | 20/4", "bad_code", "code"),
        ("DBP70 | Khảo sát | 🎉 | 20/4", "bad_code", "unit"),
        ("DBP70 | Khảo sát | A1 | 31/4", "no_such_day", "due"),
        ("DBP70 | Khảo sát | A1 | sớm", "bad_date", "due"),
        ("DBP70 | Khảo sát | A1 | 8h", "hour_past", "due"),
        (f"DBP70 | {'a' * 301} | A1 | 20/4", "too_long", "title"),
        ("DBP70 | Khảo sát | A1 | 20/4 | with", "missing_value", "with"),
        ("DBP70 | Khảo sát | A1 | 20/4 | gấp | urgent", "field_twice", "urgent"),
        ("DBP70 | Khảo sát | A1 | 20/4 | gấp lắm", "bad_answer", "urgent"),
        (f"DBP70 | Khảo sát | A1 | 20/4 | nguồn {'a' * 201}", "too_long", "source"),
    ],
)
def test_the_field_at_fault_is_named(line: str, key: str, field: str) -> None:
    caught = refusal(parse_new_task_line, line, NOW)
    assert (caught.key, caught.data["field"]) == (key, field)


def test_an_option_that_is_none_is_unknown() -> None:
    caught = refusal(parse_new_task_line, "DBP70 | Khảo sát | A1 | 20/4 | rất gấp", NOW)
    assert (caught.key, caught.data) == ("unknown_field", {"text": "rất gấp"})
    caught = refusal(parse_new_task_line, "Lich | A1 | 20/4 | xyz", NOW, "DBP70")
    assert (caught.key, caught.data) == ("unknown_field", {"text": "xyz"})


def test_a_code_on_the_first_line_serves_all_lines_below() -> None:
    good, bad, last = parse_new_tasks("đbp70\n\nA | A1 | 20/4\nB | A1\nC | A1 | 20/4", NOW)
    assert good.value == NewTask("DBP70", "A", "A1", DUE)
    assert bad.text == "B | A1"
    assert bad.refusal is not None
    assert bad.refusal.data == {"field": "due"}
    assert last.value == NewTask("DBP70", "C", "A1", DUE)


def test_each_line_may_have_its_own_code() -> None:
    lines = parse_new_tasks("DBP70 | A | A1 | 20/4\nDN25 | B | A1 | 20/4", NOW)
    assert [line.value and line.value.code for line in lines] == ["DBP70", "DN25"]


@pytest.mark.parametrize(("text", "field"), [("", "code"), ("DBP70", "title")])
def test_no_line_at_all_is_a_missing_field(text: str, field: str) -> None:
    assert refusal(parse_new_tasks, text, NOW).data == {"field": field}


def test_more_than_100_lines_are_refused() -> None:
    assert refusal(parse_new_tasks, "DBP70 | A | A1 | 20/4\n" * 101, NOW).key == "too_many_lines"


def test_a_task_is_edited_by_its_fields() -> None:
    edit = parse_task_edit(
        "dbp70-12 | tên = Khảo sát | chủ trì = b2 | phối hợp = A1, C3 | hạn = N-3"
        " | gấp = không | mảng = | nguồn = KH 05",
        NOW,
    )
    assert edit == TaskEdit(
        Reference("DBP70", 12),
        title="Khảo sát",
        unit="B2",
        cooperating=("A1", "C3"),
        due=Moment(None, None, -3),
        urgent=False,
        workstream="",
        source="KH 05",
    )


def test_what_an_edit_does_not_name_stays() -> None:
    assert parse_task_edit("DBP70-12 | urgent", NOW) == TaskEdit(
        Reference("DBP70", 12), urgent=True
    )


@pytest.mark.parametrize(
    ("text", "key", "field"),
    [
        ("DBP70 | hạn = 20/4", "bad_reference", "reference"),
        ("DBP70-12 | hạn = 31/4", "no_such_day", "due"),
        ("DBP70-12 | hạn =", "missing_field", "due"),
        ("DBP70-12 | tên =", "missing_field", "title"),
        ("DBP70-12 | chủ trì = ", "missing_field", "unit"),
        ("DBP70-12 | gấp = có thể", "bad_answer", "urgent"),
    ],
)
def test_the_field_of_an_edit_at_fault_is_named(text: str, key: str, field: str) -> None:
    caught = refusal(parse_task_edit, text, NOW)
    assert (caught.key, caught.data["field"]) == (key, field)


@given(any_text | pieces_of("DBP70 DBP70-1 | | | | A1 20/4 31/4 gấp with with: nguồn = hạn tên \n"))
def test_any_text_is_a_task_or_refused(text: str) -> None:
    for parse in (parse_new_task_line, parse_new_tasks, parse_task_edit):
        try:
            parse(text, NOW)
        except Refusal:
            continue
