from __future__ import annotations

import pytest
from hypothesis import given

from domain.arguments.filters import TaskFilter, TaskQuery, parse_task_query
from domain.errors import Refusal
from domain.keywords import FILTERS
from tests.domain.properties import any_text, pieces_of, refusal


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_is_found_alone_and_after_a_code(name: str) -> None:
    for word in FILTERS[name]:
        assert parse_task_query(word) == TaskQuery(None, TaskFilter(name))
        assert parse_task_query(f"đbp70  {word.upper()}") == TaskQuery("DBP70", TaskFilter(name))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", TaskQuery()),
        ("DBP70", TaskQuery("DBP70")),
        ("đơn vị catphn", TaskQuery(None, TaskFilter("unit", "CATPHN"))),
        ("DBP70 unit A1", TaskQuery("DBP70", TaskFilter("unit", "A1"))),
    ],
)
def test_a_code_and_a_unit_are_found(text: str, query: TaskQuery) -> None:
    assert parse_task_query(text) == query


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("DBP70 lạ", "bad_filter"),
        ("x", "bad_code"),
        ("🎉 open", "bad_code"),
        ("đơn vị", "missing_field"),
        ("DBP70 unit", "missing_field"),
    ],
)
def test_what_is_no_filter_is_refused(text: str, key: str) -> None:
    assert refusal(parse_task_query, text).key == key


@given(any_text | pieces_of("DBP70 mở quá hạn đơn vị A1 today 🎉"))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        query = parse_task_query(text)
    except Refusal:
        return
    assert query.code is None or query.code.isalnum()
