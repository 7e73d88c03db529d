from __future__ import annotations

import pytest

from domain.arguments.units import NewUnit, parse_new_unit_line, parse_new_units
from tests.domain.properties import refusal


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("catphn | Công an Hà Nội", NewUnit("CATPHN", "Công an Hà Nội")),
        ("A1 | Tên | x, y; z | x", NewUnit("A1", "Tên", ("x", "y", "z"))),
    ],
)
def test_a_unit_is_read_with_its_aliases(text: str, unit: NewUnit) -> None:
    assert parse_new_unit_line(text) == unit


@pytest.mark.parametrize(
    ("text", "key", "field"),
    [
        ("", "missing_field", "code"),
        ("A1", "missing_field", "name"),
        ("A🎉 | Tên", "bad_code", "code"),
        (f"A1 | {'a' * 201}", "too_long", "name"),
        (f"A1 | Tên | {'a' * 201}", "too_long", "aliases"),
    ],
)
def test_the_field_at_fault_is_named(text: str, key: str, field: str) -> None:
    caught = refusal(parse_new_unit_line, text)
    assert (caught.key, caught.data["field"]) == (key, field)


def test_several_units_are_read_each_for_itself() -> None:
    good, bad = parse_new_units("A1 | Một\n\nA2")
    assert good.value == NewUnit("A1", "Một")
    assert bad.refusal is not None
    assert refusal(parse_new_units, " \n").data == {"field": "code"}
