"""The columns of a plan, and how their headings are found again."""

from collections import Counter

import pytest

from documents.columns import BY_ID, COLUMNS, PLANNED, ColumnId, column_of, folded, heading


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.id)
def test_every_name_of_a_column_means_that_column(column) -> None:  # type: ignore[no-untyped-def]
    for name in (*column.headings.values(), *column.aliases):
        assert column_of(name) is column
        assert column_of(f"  {name.upper()}: ") is column


def test_a_name_is_given_once() -> None:
    names = [
        folded(name) for column in COLUMNS for name in (*column.headings.values(), *column.aliases)
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_accents_and_marks_may_be_left_out() -> None:
    assert column_of("don vi chu tri") is BY_ID[ColumnId.LEAD]
    assert column_of("Thời hạn (*)") is BY_ID[ColumnId.DUE]
    assert column_of("KHÓ KHĂN / VƯỚNG MẮC") is BY_ID[ColumnId.OBSTACLE]
    assert column_of("Số điện thoại") is None
    assert column_of("") is None


def test_a_plan_says_what_is_to_be_done_and_not_how_it_stands() -> None:
    told = {column.id for column in PLANNED}
    assert {ColumnId.REFERENCE, ColumnId.TITLE, ColumnId.LEAD, ColumnId.DUE} <= told
    assert ColumnId.STATUS not in told
    assert all(column.planned for column in COLUMNS if column.required)


def test_headings_are_in_the_language_of_the_reader() -> None:
    assert heading(ColumnId.TITLE, "vi") == "Nội dung nhiệm vụ"
    assert heading(ColumnId.TITLE, "en") == "Task"
