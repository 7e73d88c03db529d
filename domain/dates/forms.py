"""The closed table of how days are said, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.dates import days, words
from domain.dates.days import Found, Meaning, View
from domain.dates.words import (
    COUNT,
    ENGLISH_MONTH,
    PART,
    VIETNAMESE_MONTH,
    WEEKDAY,
    any_of,
    spelled,
)
from domain.errors import Refusal

_DAY = rf"(?:(?:{any_of('vào ngày', 'ngày', 'vào', 'mùng', 'ngày mùng', 'mồng', 'on', 'the')}) )?"
_NUMBER = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
_OPTIONAL_YEAR = rf"(?: (?:{spelled('năm')} )?{_YEAR})?"
_MONTH = any_of("tháng", "thg")
_VIETNAMESE_UNITS = f"(?P<unit>{any_of('ngày', 'hôm', 'tuần', 'tháng')})"
_ENGLISH_UNITS = f"(?P<unit>{any_of('day', 'days', 'week', 'weeks', 'month', 'months')})"
_HOUR_UNITS = (
    f"(?P<unit>{any_of('giờ', 'tiếng', 'phút', 'h', 'hour', 'hours', 'minute', 'minutes')})"
)
_COUNT = rf"(?P<count>{COUNT})"
_NAMED = rf"(?P<weekday>{WEEKDAY})"
_START = rf"(?P<start>{any_of('đầu', 'the beginning of', 'beginning of', 'start of')})"
_MIDDLE = rf"(?P<middle>{any_of('giữa', 'the middle of', 'middle of', 'mid')})"
_END = rf"(?P<end>{any_of('cuối', 'hết', 'trong', 'đến hết', 'end of', 'the end of')})"
_EDGE = rf"(?:{_START}|{_MIDDLE}|{_END})"
_THIS_OR_NEXT = rf"(?: (?:{spelled('này')}|(?P<next>{any_of('sau', 'tới')})))?"
_ENGLISH_THIS_OR_NEXT = r"(?: (?:the|this)| (?P<next>next))?"

# A phrase that fits two forms has both meanings, and is refused if they differ.
_TABLE: tuple[tuple[str, Meaning], ...] = (
    (
        rf"{_DAY}{_NUMBER}(?P<mark>[/.-])(?:{_MONTH} ?(?=[0-9]))?"
        rf"(?P<month>[0-9]{{1,2}}|{ENGLISH_MONTH})(?:(?P=mark)(?P<year>[0-9]{{4}}|[0-9]{{2}}))?",
        days.calendar_date,
    ),
    (
        rf"{_DAY}{_NUMBER} ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}}) ?(?P=mark) ?{_YEAR}",
        days.calendar_date,
    ),
    (rf"{_DAY}{_YEAR}(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_NUMBER}", days.calendar_date),
    (rf"{_DAY}(?:n|d)(?:-day)?(?: ?(?P<sign>[+-]) ?(?P<count>[0-9]{{1,3}}))?", days.from_d_day),
    (
        any_of("hôm nay", "ngày hôm nay", "nay", "cuối ngày", "hết ngày")
        + "|today|(?:the )?end of (?:the )?day",
        days.days_on(0),
    ),
    (any_of("mai", "ngày mai", "tomorrow"), days.days_on(1)),
    (
        any_of("kia", "ngày kia", "mốt", "ngày mốt") + "|(?:the )?day after tomorrow",
        days.days_on(2),
    ),
    (any_of("hôm qua", "ngày hôm qua", "yesterday"), days.days_on(-1)),
    (any_of("hôm kia"), days.days_on(-2)),
    (rf"(?:(?:{any_of('vào', 'on')}) )?{_NAMED}", days.weekday),
    (rf"{_NAMED} {any_of('tới')}", days.weekday_after_today),
    (rf"coming {_NAMED}", days.weekday_after_today),
    (rf"{_NAMED} {any_of('tuần này', 'this week')}", days.weekday_of_week(0)),
    (rf"this {_NAMED}", days.weekday_of_week(0)),
    (rf"{_NAMED} {any_of('tuần sau', 'tuần tới', 'next week')}", days.weekday_of_week(1)),
    (rf"next {_NAMED}", days.weekday_of_week(1)),
    (
        rf"{_DAY}{_NUMBER} {_MONTH} (?P<month>{VIETNAMESE_MONTH}){_OPTIONAL_YEAR}",
        days.calendar_date,
    ),
    (
        rf"{_DAY}{_NUMBER}(?:st|nd|rd|th)? (?:of )?(?P<month>{ENGLISH_MONTH}){_OPTIONAL_YEAR}",
        days.calendar_date,
    ),
    (
        rf"(?:on )?(?P<month>{ENGLISH_MONTH}) (?:the )?{_NUMBER}(?:st|nd|rd|th)?{_OPTIONAL_YEAR}",
        days.calendar_date,
    ),
    (rf"{any_of('ngày', 'mùng', 'ngày mùng', 'mồng')} {_NUMBER}", days.day_of_month),
    (rf"(?:on )?the {_NUMBER}(?:st|nd|rd|th)", days.day_of_month),
    (
        rf"{_DAY}{_NUMBER} {spelled('tháng')} "
        rf"(?:(?P<this>{spelled('này')})|{any_of('sau', 'tới')})",
        days.day_of_named_month,
    ),
    (any_of("tuần sau", "tuần tới", "next week"), days.days_on(7)),
    (any_of("tháng sau", "tháng tới", "next month"), days.months_on),
    (
        rf"{any_of('sau', 'trong', 'trong vòng')} {_COUNT} {_VIETNAMESE_UNITS}"
        rf"(?: {any_of('nữa', 'tới')})?",
        days.distance(1),
    ),
    (rf"{_COUNT} {_VIETNAMESE_UNITS} {any_of('nữa', 'tới', 'sau')}", days.distance(1)),
    (rf"(?:in|within) {_COUNT} {_ENGLISH_UNITS}", days.distance(1)),
    (rf"{_COUNT} {_ENGLISH_UNITS} from (?:now|today)", days.distance(1)),
    (
        rf"(?:{any_of('cách đây')} )?{_COUNT} {_VIETNAMESE_UNITS} {any_of('trước')}",
        days.distance(-1),
    ),
    (rf"{_COUNT} {_ENGLISH_UNITS} ago", days.distance(-1)),
    (any_of("tuần trước", "last week"), days.days_on(-7)),
    (rf"{any_of('sau', 'in')} {_COUNT} ?{_HOUR_UNITS}", days.hours_on),
    (rf"{_COUNT} ?{_HOUR_UNITS} {any_of('nữa')}", days.hours_on),
    (rf"{_EDGE} {any_of('tuần')}{_THIS_OR_NEXT}", days.edge_of_week),
    (rf"{_EDGE}{_ENGLISH_THIS_OR_NEXT} week", days.edge_of_week),
    (rf"{_EDGE} {any_of('tháng')}{_THIS_OR_NEXT}", days.edge_of_month),
    (rf"{_EDGE}{_ENGLISH_THIS_OR_NEXT} month", days.edge_of_month),
    (
        rf"{_EDGE} {any_of('tháng')} (?P<month>{VIETNAMESE_MONTH})"
        rf"(?:(?:/| {spelled('năm')} | ){_YEAR})?",
        days.edge_of_named_month,
    ),
    (rf"{_EDGE} (?P<month>{ENGLISH_MONTH}){_OPTIONAL_YEAR}", days.edge_of_named_month),
    (rf"(?:{_START}|{_END}) {any_of('năm')}(?: (?:nay|{_YEAR}))?", days.edge_of_year),
    (rf"(?:{_START}|{_END}) (?:(?:the|this) year|{_YEAR})", days.edge_of_year),
)
_FORMS = tuple((re.compile(pattern), meaning) for pattern, meaning in _TABLE)
_PART = re.compile(PART)
_WEEKDAY = re.compile(WEEKDAY)


def read_day(phrase: str, view: View) -> Iterator[tuple[Found, str | None]]:
    """All that the whole (normalized) phrase can mean as a day, each with its part of the day.

    Raises `Refusal` where a form fits but means nothing: "no_such_day", "weekday_mismatch".
    """
    for found in _read(phrase, view):
        yield found, None
    first, _, after = phrase.partition(" ")
    before, _, last = phrase.rpartition(" ")
    if after and _PART.fullmatch(first):
        yield from ((found, first) for found in _read(after, view))
    if before and _PART.fullmatch(last):
        yield from ((found, last) for found in _read(before, view))


def _read(phrase: str, view: View) -> Iterator[Found]:
    yield from _read_forms(phrase, view)
    yield from _read_date_after_weekday(phrase, view)


def _read_forms(phrase: str, view: View) -> Iterator[Found]:
    for pattern, meaning in _FORMS:
        if match := pattern.fullmatch(phrase):
            yield meaning(match, view)


def _read_date_after_weekday(phrase: str, view: View) -> Iterator[Found]:
    """As in "thứ Ba 20/04/2027": the weekday must be that of the date."""
    pieces = phrase.split(" ")
    for length in (1, 2):
        said = " ".join(pieces[:length])
        if len(pieces) <= length or not _WEEKDAY.fullmatch(said):
            continue
        for found in _read_forms(" ".join(pieces[length:]), view):
            if found.day is None or not found.dated:
                continue
            if found.day.weekday() != words.weekday(said):
                raise Refusal("weekday_mismatch", day=found.day, said=said)
            yield found
