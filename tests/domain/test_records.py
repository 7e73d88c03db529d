"""Records made without their constructor are the very same."""

from dataclasses import asdict, dataclass, replace

import pytest

from domain.records import changed, filled


@dataclass(frozen=True)
class Record:
    name: str
    number: int = 1
    note: str | None = None


WHOLE = {"name": "Hậu cần", "number": 2, "note": "x"}


def test_a_filled_record_is_the_constructed_one() -> None:
    record = filled(Record, WHOLE)
    assert record == Record("Hậu cần", 2, "x")
    assert hash(record) == hash(Record("Hậu cần", 2, "x"))
    assert asdict(record) == WHOLE


def test_a_changed_record_is_the_replaced_one_and_the_first_stays() -> None:
    record = Record("Hậu cần", 2)
    assert changed(record, {"number": 3}) == replace(record, number=3)
    assert record.number == 2


def test_a_field_that_does_not_exist_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="weight"):
        changed(Record("a"), {"weight": 3})


def test_a_changed_record_is_still_frozen() -> None:
    with pytest.raises(AttributeError):
        changed(Record("a"), {"number": 3}).number = 4  # type: ignore[misc]
