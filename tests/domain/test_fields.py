from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.fields import (
    Change,
    answer_field,
    in_field,
    parse_edit,
    split_fields,
    text_field,
    unit_field,
    units_field,
)
from domain.keywords import (
    EVENT_FIELDS,
    FILTERS,
    ROLES,
    TASK_FIELDS,
    TASK_OPTIONS,
    Names,
    find_name,
    parse_role,
    take_name,
)
from domain.lines import read_lines, split_lines
from domain.roles import Role
from tests.domain.properties import SPELLINGS, refusal

TABLES: dict[str, Names] = {
    "options": TASK_OPTIONS,
    "event fields": EVENT_FIELDS,
    "task fields": TASK_FIELDS,
    "filters": FILTERS,
    "roles": ROLES,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("table", TABLES)
def test_every_word_of_every_table_is_found_however_spelled(table: str, spelling: str) -> None:
    for name, words in TABLES[table].items():
        for word in words:
            assert find_name(SPELLINGS[spelling](word), TABLES[table]) == name


@pytest.mark.parametrize("table", TABLES)
def test_no_word_stands_for_two_names(table: str) -> None:
    words = [word for words in TABLES[table].values() for word in words]
    assert len(words) == len(set(words))


def test_every_role_has_its_words() -> None:
    assert set(ROLES) == set(Role)
    assert parse_role("Phó Trưởng") is Role.DEPUTY
    assert parse_role("giup viec") is Role.ADMIN
    assert refusal(parse_role, "giám đốc").data == {"text": "giám đốc"}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("phối hợp A1, B2", ("with", "A1, B2")),
        ("with: A1", ("with", "A1")),
        ("mảng = hậu cần", ("workstream", "hậu cần")),
        ("mảng công tác hậu cần", ("workstream", "hậu cần")),
        ("gấp", ("urgent", "")),
        ("đột  xuất", ("ad_hoc", "")),
        ("source KH 05", ("source", "KH 05")),
        ("withdraw", None),
        ("", None),
    ],
)
def test_an_option_is_taken_from_the_beginning(text: str, taken: tuple[str, str] | None) -> None:
    assert take_name(text, TASK_OPTIONS) == taken


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a | b|c ", ["a", "b", "c"]),
        ("a || b", ["a", "", "b"]),
        ("a | ", ["a"]),
        ("a ｜ b", ["a", "b"]),
        ("", []),
        ("|", []),
    ],
)
def test_fields_are_split_at_bars(text: str, fields: list[str]) -> None:
    assert split_fields(text) == fields


def test_a_text_of_5000_letters_is_refused_with_its_field_and_limit() -> None:
    caught = refusal(text_field, "a" * 5000, "name")
    assert (caught.key, caught.data["field"], caught.data["limit"]) == ("too_long", "name", 200)


def test_a_text_of_unseen_characters_alone_is_missing() -> None:
    assert refusal(text_field, "\u200b \u202e", "name").key == "missing_field"
    assert text_field("\u200b", "place", empty=True) == ""


def test_html_and_emoji_in_a_text_are_no_error() -> None:
    assert text_field(" <b>Lễ</b> & 🎉 ", "name") == "<b>Lễ</b> & 🎉"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("catphn", "CATPHN"),
        (" Đbp ", "DBP"),
        ("Công an tỉnh  Điện Biên", "Công an tỉnh Điện Biên"),
        ("Sở GT-VT", "Sở GT-VT"),
    ],
)
def test_a_unit_is_a_code_or_a_name(text: str, unit: str) -> None:
    assert unit_field(text) == unit


@pytest.mark.parametrize("text", ["CAT🎉", "CAT\u200bPHN", "1", "---", "Công an 👍🏽"])
def test_what_can_be_no_unit_is_refused(text: str) -> None:
    caught = refusal(unit_field, text)
    assert (caught.key, caught.data["field"]) == ("bad_code", "unit")


def test_several_units_are_read_each_once() -> None:
    assert units_field("a1, B2; A1,,") == ("A1", "B2")


@pytest.mark.parametrize(
    ("text", "answer"), [("có", True), ("", True), ("khong", False), ("off", False)]
)
def test_yes_and_no_are_understood(text: str, answer: bool) -> None:
    assert answer_field(text, "urgent") is answer


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    assert refusal(answer_field, "có thể", "urgent").data == {"field": "urgent", "text": "có thể"}


def test_an_edit_is_its_target_and_its_changes() -> None:
    edit = parse_edit("DBP70 | tên = A = B | Địa điểm: X | cao điểm = 5/5", EVENT_FIELDS)
    assert edit.target == "DBP70"
    assert edit.changes == (Change("name", "A = B"), Change("place", "X"), Change("peak", "5/5"))


@pytest.mark.parametrize(
    ("text", "key", "data"),
    [
        ("", "missing_field", {"field": "target"}),
        ("DBP70", "missing_field", {"field": "change"}),
        ("DBP70 | mã = X", "unknown_field", {"text": "mã"}),
        ("DBP70 | tên", "missing_value", {"field": "name"}),
        ("DBP70 | tên = A | name = B", "field_twice", {"field": "name"}),
    ],
)
def test_an_edit_that_cannot_be_read_names_its_fault(
    text: str, key: str, data: dict[str, object]
) -> None:
    caught = refusal(parse_edit, text, EVENT_FIELDS)
    assert (caught.key, caught.data) == (key, data)


def test_a_refusal_within_a_field_says_which() -> None:
    with pytest.raises(Refusal) as caught, in_field("due"):
        raise Refusal("bad_date", text="x")
    assert caught.value.data == {"field": "due", "text": "x"}


def test_lines_are_read_each_for_itself() -> None:
    good, bad = read_lines(["  lead ", "boss"], parse_role)
    assert (good.text, good.value, good.refusal) == ("lead", Role.LEAD, None)
    assert bad.value is None
    assert bad.refusal is not None
    assert bad.refusal.key == "bad_role"


def test_more_than_100_lines_are_refused_and_blank_ones_do_not_count() -> None:
    assert len(split_lines("a\n\n" * 100)) == 100
    assert refusal(split_lines, "a\n" * 101).data == {"limit": 100, "count": 101}
