"""Ranges of days, seen from 2 April 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from domain.dates import format_days, parse_days
from domain.errors import Refusal
from tests.domain.dates.test_moments import VOCABULARY
from tests.domain.properties import SPELLINGS, any_text, pieces_of, refusal

TODAY = date(2026, 4, 2)

RANGES = {
    "05/05/2024 - 07/05/2024": "05/05 - 07/05/2024",
    "5/5 - 7/5": "05/05 - 07/05/2026",
    "5/5-7/5": "05/05 - 07/05/2026",
    "5-7/5": "05/05 - 07/05/2026",
    "5-7/5/2027": "05/05 - 07/05/2027",
    "5.5 – 7.5.2027": "05/05 - 07/05/2027",
    "5 - 7 tháng 5": "05/05 - 07/05/2026",
    "từ 5/5 đến 7/5": "05/05 - 07/05/2026",
    "từ ngày 5 đến ngày 7 tháng 5 năm 2027": "05/05 - 07/05/2027",
    "từ ngày 05/5 đến hết ngày 07/5/2027": "05/05 - 07/05/2027",
    "5/5": "05/05/2026",
    "20-4": "20/04/2026",
    "mai": "03/04/2026",
    "2027-04-20": "20/04/2027",
    "2027-04-20 - 2027-04-22": "20/04 - 22/04/2027",
    "20-4 - 22-4": "20/04 - 22/04/2026",
    "5/5/27 - 7/5/27": "05/05 - 07/05/2027",
    "28/12 - 3/1": "28/12/2026 - 03/01/2027",
    "28/12 - 3/1/2027": "28/12/2026 - 03/01/2027",
    "28/12/2026 - 3/1": "28/12/2026 - 03/01/2027",
    "1/1 - 31/12/2027": "01/01 - 31/12/2027",
    "1/4 - 3/4": "01/04 - 03/04/2026",
    "thứ 6 - CN": "03/04 - 05/04/2026",
    "mai - ngày kia": "03/04 - 04/04/2026",
    "7 - 9 May 2027": "07/05 - 09/05/2027",
    "from 5 May to 7 May 2027": "05/05 - 07/05/2027",
    "May 5 - May 7": "05/05 - 07/05/2026",
    "1/1/2026 - 31/12/2027": "01/01/2026 - 31/12/2027",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("phrase", RANGES)
def test_a_range_is_understood(phrase: str, spelling: str) -> None:
    assert format_days(*parse_days(SPELLINGS[spelling](phrase), TODAY)) == RANGES[phrase]


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("07/05/2024 - 05/05/2024", "end_before_start"),
        ("7/5 - 5/5", "end_before_start"),
        ("7-5/5", "end_before_start"),
        ("7/5 - 5/5/2027", "end_before_start"),
        ("7/5/2027 - 5/5", "end_before_start"),
        ("ngày kia - mai", "end_before_start"),
        ("31/4 - 2/5", "no_such_day"),
        ("2/5 - 31/6", "no_such_day"),
        ("29-30/2/2027", "no_such_day"),
        ("17h 5/5 - 7/5", "day_only"),
        ("N-1 - N+1", "day_only"),
        ("trước 5/5", "day_only"),
        ("5/5 - 7/5 - 9/5", "bad_date"),
        ("5/5 -", "bad_date"),
        ("- 5/5", "bad_date"),
        ("từ", "bad_date"),
        ("", "bad_date"),
        ("5/5 7/5", "bad_date"),
        ("Lễ kỷ niệm", "bad_date"),
        ("5/5 - " * 50, "bad_date"),
    ],
)
def test_what_is_no_range_is_refused(phrase: str, key: str) -> None:
    assert refusal(parse_days, phrase, TODAY).key == key


def test_a_backward_range_shows_both_its_days() -> None:
    data = refusal(parse_days, "7/5 - 5/5", TODAY).data
    assert data == {"first": date(2026, 5, 7), "last": date(2026, 5, 5)}


def test_dates_without_a_year_are_sought_from_the_floor() -> None:
    assert parse_days("5/5", TODAY, floor=date(2028, 1, 1))[0] == date(2028, 5, 5)


@given(any_text | pieces_of(VOCABULARY + " - - đến từ to from"))
def test_any_text_is_a_range_in_its_order_or_refused(text: str) -> None:
    try:
        first, last = parse_days(text, TODAY)
    except Refusal:
        return
    assert first <= last
