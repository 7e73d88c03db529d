"""What /document is asked for."""

from datetime import date

import pytest

from domain.arguments.documents import DocumentQuery, parse_document_query
from domain.errors import Refusal
from domain.period import PeriodKind

TODAY = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("", DocumentQuery()),
        ("dbp70", DocumentQuery("DBP70")),
        ("DBP70 day", DocumentQuery("DBP70", PeriodKind.DAY)),
        ("ngày", DocumentQuery(None, PeriodKind.DAY)),
        ("hôm nay", DocumentQuery(None, PeriodKind.DAY)),
        ("DBP70  tuần này", DocumentQuery("DBP70", PeriodKind.WEEK)),
        ("tuan", DocumentQuery(None, PeriodKind.WEEK)),
        ("since 1/3", DocumentQuery(None, PeriodKind.SINCE, date(2024, 3, 1))),
        ("DBP70 từ ngày 1/12", DocumentQuery("DBP70", PeriodKind.SINCE, date(2023, 12, 1))),
        ("DBP70 kể từ hôm qua", DocumentQuery("DBP70", PeriodKind.SINCE, date(2024, 3, 14))),
        ("since today", DocumentQuery(None, PeriodKind.SINCE, TODAY)),
    ],
)
def test_code_and_period_are_read_in_either_language(said: str, query: DocumentQuery) -> None:
    assert parse_document_query(said, TODAY) == query


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("!", "bad_code"),
        ("DBP70 month", "bad_period"),
        ("DBP70 day week", "bad_period"),
        ("since", "missing_field"),
        ("since soon", "bad_date"),
        ("since 30/2", "no_such_day"),
        ("since tomorrow", "since_ahead"),
        ("since 17:00 1/3", "day_only"),
    ],
)
def test_what_is_not_understood_is_refused(said: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_document_query(said, TODAY)
    assert refused.value.key == key
