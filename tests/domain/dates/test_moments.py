"""What each form means, seen from a Thursday morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given

from domain.dates import Moment, format_stated, parse_day, parse_moment, parse_since
from domain.errors import Refusal
from tests.domain.properties import SPELLINGS, any_text, pieces_of, refusal

NOW = datetime(2026, 4, 2, 9, 0)  # noqa: DTZ001 - wall time, a Thursday

DAYS = {
    "20/04/2027": "20/04/2027",
    "20/4": "20/04/2026",
    "1/4": "01/04/2027",
    "2/4": "02/04/2026",
    "2027-04-20": "20/04/2027",
    "2027/4/20": "20/04/2027",
    "20.4": "20/04/2026",
    "20-4": "20/04/2026",
    "20–4": "20/04/2026",
    "20.4.2027": "20/04/2027",
    "20/4/27": "20/04/2027",
    "20.04.2027": "20/04/2027",
    "20 / 4 / 2027": "20/04/2027",
    "20. 4. 2027": "20/04/2027",
    "20-Apr-27": "20/04/2027",
    "20/APR/2027": "20/04/2027",
    "20-Apr": "20/04/2026",
    "Tue 20-Apr-27": "20/04/2027",
    "20-thg 4-27": "20/04/2027",
    "20 thg 4, 2027": "20/04/2027",
    "20 tháng 4 năm 2027": "20/04/2027",
    "ngày 20/4": "20/04/2026",
    "mùng 2/9": "02/09/2026",
    "ngày 05 tháng 5 năm 2026": "05/05/2026",
    "5 tháng 5": "05/05/2026",
    "30 tháng tư": "30/04/2026",
    "ngày 20": "20/04/2026",
    "ngày 1": "01/05/2026",
    "20 tháng này": "20/04/2026",
    "ngày 20 tháng sau": "20/05/2026",
    "thứ Ba 20/04/2027": "20/04/2027",
    "T6 ngày 3/4": "03/04/2026",
    "Chủ nhật, 05/04/2026.": "05/04/2026",
    "29/02/2028": "29/02/2028",
    "hôm nay": "02/04/2026",
    "mai": "03/04/2026",
    "ngày mai": "03/04/2026",
    "ngày kia": "04/04/2026",
    "mốt": "04/04/2026",
    "ngày mốt": "04/04/2026",
    "hôm qua": "01/04/2026",
    "hôm kia": "31/03/2026",
    "thứ sáu": "03/04/2026",
    "thứ 6": "03/04/2026",
    "T6": "03/04/2026",
    "thứ hai": "06/04/2026",
    "thứ năm": "02/04/2026",
    "thứ năm tới": "09/04/2026",
    "thứ sáu tới": "03/04/2026",
    "thứ 6 tuần này": "03/04/2026",
    "thứ hai tuần này": "30/03/2026",
    "thứ 6 tuần sau": "10/04/2026",
    "thứ hai tuần tới": "06/04/2026",
    "chủ nhật": "05/04/2026",
    "CN": "05/04/2026",
    "CN tuần sau": "12/04/2026",
    "3 ngày nữa": "05/04/2026",
    "ba ngày nữa": "05/04/2026",
    "sau 3 ngày": "05/04/2026",
    "sau 3 ngày nữa": "05/04/2026",
    "trong 3 ngày": "05/04/2026",
    "2 tuần nữa": "16/04/2026",
    "1 tháng nữa": "02/05/2026",
    "tuần sau": "09/04/2026",
    "tháng sau": "02/05/2026",
    "cuối tháng 4": "30/04/2026",
    "cuối tháng 3": "31/03/2027",
    "đầu tháng 5": "01/05/2026",
    "giữa tháng 4": "15/04/2026",
    "cuối tháng 2 năm 2028": "29/02/2028",
    "cuối tháng": "30/04/2026",
    "cuối tháng sau": "31/05/2026",
    "trong tháng này": "30/04/2026",
    "cuối tuần": "05/04/2026",
    "hết tuần sau": "12/04/2026",
    "đầu tuần sau": "06/04/2026",
    "cuối năm": "31/12/2026",
    "đầu năm 2027": "01/01/2027",
    "cuối ngày": "02/04/2026",
    "trước ngày 30/4": "29/04/2026",
    "trước thứ hai": "05/04/2026",
    "chậm nhất 25/11": "25/11/2026",
    "chậm nhất là ngày 25/11": "25/11/2026",
    "hết ngày 30/4": "30/04/2026",
    "đến hết ngày mai": "03/04/2026",
    "hạn 20/4": "20/04/2026",
    "today": "02/04/2026",
    "tomorrow": "03/04/2026",
    "the day after tomorrow": "04/04/2026",
    "yesterday": "01/04/2026",
    "friday": "03/04/2026",
    "Fri": "03/04/2026",
    "Thu": "02/04/2026",
    "this monday": "30/03/2026",
    "next friday": "10/04/2026",
    "coming thursday": "09/04/2026",
    "friday next week": "10/04/2026",
    "in 3 days": "05/04/2026",
    "two weeks from now": "16/04/2026",
    "next week": "09/04/2026",
    "next month": "02/05/2026",
    "20 April 2027": "20/04/2027",
    "20th of April": "20/04/2026",
    "April 20, 2027": "20/04/2027",
    "Tuesday, 20 April 2027": "20/04/2027",
    "1 Apr": "01/04/2027",
    "the 20th": "20/04/2026",
    "end of April": "30/04/2026",
    "the end of next week": "12/04/2026",
    "end of the month": "30/04/2026",
    "mid May": "15/05/2026",
    "end of the year": "31/12/2026",
    "by friday": "03/04/2026",
    "before 30 April": "29/04/2026",
}


# Bare of accents these say two things: "tháng sáu" or "tháng sau", "tới" or "tối".
AMBIGUOUS_BARE = ("ngày 20 tháng sau", "cuối tháng sau", "8h thứ sáu tới", "8h thứ sáu tối")


@pytest.mark.parametrize("phrase", AMBIGUOUS_BARE)
def test_what_says_two_things_without_its_accents_is_refused(phrase: str) -> None:
    bare = SPELLINGS["without accents"](phrase)
    assert refusal(parse_moment, bare, NOW).key == "ambiguous_date"


def spelled(phrases: dict[str, str]) -> list[tuple[str, str]]:
    """Each phrase with each spelling in which it says one thing."""
    return [
        (phrase, spelling)
        for phrase in phrases
        for spelling in SPELLINGS
        if spelling != "without accents" or phrase not in AMBIGUOUS_BARE
    ]


@pytest.mark.parametrize(("phrase", "spelling"), spelled(DAYS))
def test_a_day_is_understood(phrase: str, spelling: str) -> None:
    moment = parse_moment(SPELLINGS[spelling](phrase), NOW)
    assert moment == Moment(datetime.strptime(DAYS[phrase], "%d/%m/%Y").date())  # noqa: DTZ007


HOURS = {
    "20/04/2027 17:00": "17:00 thứ Ba 20/04/2027",
    "17h30 20/4": "17:30 thứ Hai 20/04/2026",
    "2027-04-20 17:00:00": "17:00 thứ Ba 20/04/2027",
    "2027-04-20T17:00:59": "17:00 thứ Ba 20/04/2027",
    "20/04/2027 5:00:00 PM": "17:00 thứ Ba 20/04/2027",
    "17:00 20-Apr-27": "17:00 thứ Ba 20/04/2027",
    "17 giờ 30 ngày 20/4": "17:30 thứ Hai 20/04/2026",
    "17 giờ 30 phút, ngày 05/5/2026": "17:30 thứ Ba 05/05/2026",
    "17 giờ 00 ngày 05/5": "17:00 thứ Ba 05/05/2026",
    "8 giờ 5 phút ngày mai": "08:05 thứ Sáu 03/04/2026",
    "17g30 mai": "17:30 thứ Sáu 03/04/2026",
    "17h mai": "17:00 thứ Sáu 03/04/2026",
    "mai lúc 17h": "17:00 thứ Sáu 03/04/2026",
    "17 giờ 3 ngày nữa": "17:00 Chủ nhật 05/04/2026",
    "8h sáng mai": "08:00 thứ Sáu 03/04/2026",
    "sáng mai 8h": "08:00 thứ Sáu 03/04/2026",
    "12h trưa mai": "12:00 thứ Sáu 03/04/2026",
    "1h trưa mai": "13:00 thứ Sáu 03/04/2026",
    "5h chiều thứ sáu": "17:00 thứ Sáu 03/04/2026",
    "chiều nay 5h": "17:00 thứ Năm 02/04/2026",
    "8h30 tối nay": "20:30 thứ Năm 02/04/2026",
    "8 giờ rưỡi tối mai": "20:30 thứ Sáu 03/04/2026",
    "10 giờ kém 15 mai": "09:45 thứ Sáu 03/04/2026",
    "8h thứ sáu tới": "08:00 thứ Sáu 03/04/2026",
    "17h30 thứ 6 tuần sau": "17:30 thứ Sáu 10/04/2026",
    "T6 8h": "08:00 thứ Sáu 03/04/2026",
    "trước 17h ngày 20/4": "17:00 thứ Hai 20/04/2026",
    "0h 20/4": "00:00 thứ Hai 20/04/2026",
    "24h 20/4": "thứ Hai 20/04/2026",
    "24 giờ 00 ngày 30/4": "thứ Năm 30/04/2026",
    "10h": "10:00 thứ Năm 02/04/2026",
    "lúc 17:30": "17:30 thứ Năm 02/04/2026",
    "17h thứ sau": "17:00 thứ Sáu 03/04/2026",
    "10h thứ năm": "10:00 thứ Năm 02/04/2026",
    "8h thứ năm": "08:00 thứ Năm 09/04/2026",
    "2 giờ nữa": "11:00 thứ Năm 02/04/2026",
    "sau 30 phút": "09:30 thứ Năm 02/04/2026",
    "5pm": "17:00 thứ Năm 02/04/2026",
    "5:30 pm tomorrow": "17:30 thứ Sáu 03/04/2026",
    "12am tomorrow": "00:00 thứ Sáu 03/04/2026",
    "tomorrow at noon": "12:00 thứ Sáu 03/04/2026",
    "tomorrow morning 8:00": "08:00 thứ Sáu 03/04/2026",
    "by 5pm friday": "17:00 thứ Sáu 03/04/2026",
    "in 2 hours": "11:00 thứ Năm 02/04/2026",
    "20 April 2027 17:00": "17:00 thứ Ba 20/04/2027",
    "17h N-7": "17:00 N-7",
    "N-7 17:00": "17:00 N-7",
    "8h sáng ngày N": "08:00 N",
    "N": "N",
    "ngày N": "N",
    "n-7": "N-7",
    "N – 7": "N-7",
    "N+1": "N+1",
    "N-0": "N",
    "D-7": "N-7",
    "trước N": "N-1",
    "hết ngày N+1": "N+1",
    "chậm nhất N-3": "N-3",
}


@pytest.mark.parametrize(("phrase", "spelling"), spelled(HOURS))
def test_an_hour_or_a_distance_is_understood(phrase: str, spelling: str) -> None:
    moment = parse_moment(SPELLINGS[spelling](phrase), NOW)
    assert format_stated(moment, "vi") == HOURS[phrase]


REFUSED = {
    "31/4": "no_such_day",
    "29/2": "no_such_day",
    "29/02/2027": "no_such_day",
    "17h 31/4": "no_such_day",
    "32/1/2027": "no_such_day",
    "0/5": "no_such_day",
    "17.30": "no_such_day",
    "1/1/1999": "no_such_day",
    "1/1/2100": "no_such_day",
    "2027-13-01": "no_such_day",
    "31 tháng 4": "no_such_day",
    "25h mai": "bad_hour",
    "17:75 mai": "bad_hour",
    "24h30 mai": "bad_hour",
    "8h trưa mai": "bad_hour",
    "12h đêm nay": "bad_hour",
    "17am mai": "bad_hour",
    "10 giờ kém 75 mai": "bad_hour",
    "sáng 8h tối mai": "bad_hour",
    "999 tháng nữa": "no_such_day",
    "sáng mai 2 giờ nữa": "bad_date",
    "chiều 2 giờ nữa": "bad_date",
    "8h sáng tối mai": "bad_hour",
    "8h": "hour_past",
    "9:00": "hour_past",
    "sáng mai": "hour_missing",
    "chiều thứ bảy": "hour_missing",
    "tomorrow morning": "hour_missing",
    "thứ tư 20/04/2027": "weekday_mismatch",
    "thứ sáu 20/4": "weekday_mismatch",
    "8h thu sau toi": "ambiguous_date",
    "": "bad_date",
    "   ": "bad_date",
    "xong": "bad_date",
    "20/4 nhé": "bad_date",
    "khoảng 20/4": "bad_date",
    "20/4-2027": "bad_date",
    "Apr-20-27": "bad_date",
    "20 - 4": "bad_date",
    "2027-04-20T17:00:00Z": "bad_date",
    "17:00:60 20/4": "bad_date",
    "20/4 21/4": "bad_date",
    "mai mốt": "bad_date",
    "17h 18h mai": "bad_date",
    "thứ 8": "bad_date",
    "T9": "bad_date",
    "thứ": "bad_date",
    "ngày": "bad_date",
    "tháng 4": "bad_date",
    "ngày kìa": "bad_date",
    "rằm tháng giêng": "bad_date",
    "3 ngày": "bad_date",
    "N-": "bad_date",
    "N-1000": "bad_date",
    "M-7": "bad_date",
    "N-7 N-8": "bad_date",
    "8h5 mai": "bad_date",
    "8": "bad_date",
    "20": "bad_date",
    "trước": "bad_date",
    "mai 2 giờ nữa": "bad_date",
    "٢٠/٤": "bad_date",
    "20/4/027": "bad_date",
    "a" * 5000: "bad_date",
}


@pytest.mark.parametrize("phrase", REFUSED)
def test_what_is_not_understood_as_a_whole_is_refused(phrase: str) -> None:
    assert refusal(parse_moment, phrase, NOW).key == REFUSED[phrase]


def test_what_was_not_understood_is_repeated_in_short() -> None:
    text = refusal(parse_moment, "x" * 5000, NOW).data["text"]
    assert isinstance(text, str)
    assert len(text) == 60


def test_a_weekday_that_is_not_that_of_the_date_is_named_with_the_date() -> None:
    data = refusal(parse_moment, "thứ Tư 20/04/2027", NOW).data
    assert data == {"day": date(2027, 4, 20), "said": "thứ tư"}


def test_the_29th_of_february_without_a_year_is_understood_when_the_next_one_has_it() -> None:
    assert parse_moment("29/2", date(2027, 6, 1)).day == date(2028, 2, 29)
    assert parse_moment("29/2", date(2028, 2, 29)).day == date(2028, 2, 29)
    assert refusal(parse_moment, "29/2", date(2028, 3, 1)).key == "no_such_day"


def test_a_month_later_ends_with_the_shorter_month() -> None:
    assert parse_day("tháng sau", date(2026, 1, 31)) == date(2026, 2, 28)


def test_a_distance_beyond_the_years_of_the_calendar_is_refused() -> None:
    assert refusal(parse_moment, "mai", date(2099, 12, 31)).key == "no_such_day"
    assert refusal(parse_moment, "mai", date.max).key == "no_such_day"


def test_an_aware_time_counts_as_the_wall_time_it_shows() -> None:
    assert parse_moment("10h", NOW.replace(tzinfo=UTC)) == Moment(date(2026, 4, 2), time(10))


def test_a_plain_date_is_seen_from_its_first_minute() -> None:
    assert parse_moment("8h", NOW.date()) == Moment(NOW.date(), time(8))


@pytest.mark.parametrize("phrase", ["17h 20/4", "N-7", "trước 20/4", "hết ngày 20/4", "2 giờ nữa"])
def test_where_a_day_is_asked_nothing_else_is_taken(phrase: str) -> None:
    assert refusal(parse_day, phrase, NOW.date()).key == "day_only"


SINCE = {
    "20/3": date(2026, 3, 20),
    "since 20/3": date(2026, 3, 20),
    "từ ngày 20/3": date(2026, 3, 20),
    "20/4": date(2025, 4, 20),
    "2/4": date(2026, 4, 2),
    "thứ sáu": date(2026, 3, 27),
    "thứ năm": date(2026, 4, 2),
    "ngày 20": date(2026, 3, 20),
    "hôm qua": date(2026, 4, 1),
    "3 ngày trước": date(2026, 3, 30),
    "2 weeks ago": date(2026, 3, 19),
    "tuần trước": date(2026, 3, 26),
    "đầu tuần": date(2026, 3, 30),
    "đầu tháng": date(2026, 4, 1),
    "đầu tháng 5": date(2025, 5, 1),
}


@pytest.mark.parametrize("phrase", SINCE)
def test_since_looks_back(phrase: str) -> None:
    assert parse_since(phrase, NOW.date()) == SINCE[phrase]


def test_since_a_day_ahead_is_refused() -> None:
    assert refusal(parse_since, "mai", NOW.date()).key == "since_ahead"


VOCABULARY = (
    "20/4 31/4 29/2 2027 2027-04-20 17:00 17h 17h30 8 giờ 30 phút rưỡi kém 15 sáng trưa chiều tối "
    "toi tới đêm nay mai mốt kia hôm qua ngày thứ hai ba tư năm sáu sau bảy T6 CN chủ nhật tuần "
    "tháng này nữa trước hết chậm nhất cuối đầu giữa trong N N-7 N+1 - + 3 5pm am noon today "
    "tomorrow friday next this in days by before end of the april 999 24h , . / : đến lúc vào"
)


@given(any_text | pieces_of(VOCABULARY))
def test_any_text_is_understood_or_refused(text: str) -> None:
    for parse in (parse_moment, parse_day, parse_since):
        for today in (NOW.date(), date(2000, 1, 1), date(2099, 12, 31)):
            try:
                parse(text, today)
            except Refusal:
                continue


@given(pieces_of(VOCABULARY))
def test_a_moment_is_a_day_or_a_distance_and_never_both(text: str) -> None:
    try:
        moment = parse_moment(text, NOW)
    except Refusal:
        return
    assert (moment.day is None) is not (moment.offset is None)
