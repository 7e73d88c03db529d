"""Ranges of days: "05/05/2024 - 07/05/2024", "5-7/5", "từ 5/5 đến 7/5"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from domain.dates.days import View, months_later
from domain.dates.parsing import day_seen, not_understood
from domain.dates.words import ENGLISH_MONTH, LONGEST_PHRASE, any_of, normalized, spelled
from domain.errors import Refusal

_LONGEST_ROUND_NEW_YEAR = timedelta(days=92)
_FROM = re.compile(rf"^{any_of('từ', 'từ ngày', 'from')} ")
_BETWEEN = re.compile(rf"\s*-\s*| {any_of('đến', 'đến ngày', 'đến hết ngày', 'to', 'until')} ")
_ONLY_A_NUMBER = re.compile(rf"(?:{any_of('ngày')} )?(?P<day>[0-9]{{1,2}})")
_AFTER_THE_DAY = re.compile(
    rf"(?:{any_of('ngày')} )?[0-9]{{1,2}}"
    rf"(?P<rest>[/.][0-9].*| {spelled('tháng')} .+| {ENGLISH_MONTH}.*)"
)
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])|[0-9][/.-][0-9]{1,2}[/.-][0-9]{2}$")


def parse_days(text: str, today: date, floor: date | None = None) -> tuple[date, date]:
    """The first and last day of a range; a single day is both.

    What the first day leaves out (month, year) it takes from the last. A date without any year
    is the first such day from `floor` (default: today) on; a range over New Year may be three
    months long at most. Raises what `parse_day` raises, and `Refusal("end_before_start")` with
    `first` and `last`.
    """
    phrase = _FROM.sub("", normalized(text))
    if not phrase or len(phrase) > LONGEST_PHRASE:
        raise not_understood(text)
    seen_from = floor or today
    refusals: list[Refusal] = []
    for read in _readings(phrase):
        try:
            return _range(*read, today, seen_from)
        except Refusal as refusal:
            refusals.append(refusal)
    raise _most_telling(refusals) or not_understood(text)


def _readings(phrase: str) -> Iterator[tuple[str, str]]:
    """The phrase as one day, then cut at each place where a range may be cut."""
    yield phrase, phrase
    for match in _BETWEEN.finditer(phrase):
        left, right = phrase[: match.start()], phrase[match.end() :]
        if left and right:
            yield left, right


def _most_telling(refusals: list[Refusal]) -> Refusal | None:
    """A range that runs backwards tells more than a cut at the wrong hyphen."""
    order = ("end_before_start", "no_such_day", "weekday_mismatch", "day_only")
    ranked = [refusal for key in order for refusal in refusals if refusal.key == key]
    return ranked[0] if ranked else None


def _range(left: str, right: str, today: date, floor: date) -> tuple[date, date]:
    if left == right:
        day = day_seen(left, View.of(today, floor))
        return day, day
    if _ONLY_A_NUMBER.fullmatch(left) and (shared := _AFTER_THE_DAY.fullmatch(right)):
        left += shared["rest"]
    first, last = _ends(left, right, today, floor)
    if last < first:
        raise Refusal("end_before_start", first=first, last=last)
    both_said = _YEAR.search(left) and _YEAR.search(right)
    if not both_said and first.year != last.year and last - first > _LONGEST_ROUND_NEW_YEAR:
        raise Refusal("end_before_start", first=months_later(first, 12), last=last)
    return first, last


def _ends(left: str, right: str, today: date, floor: date) -> tuple[date, date]:
    if _YEAR.search(left):
        first = day_seen(left, View.of(today, floor))
        return first, day_seen(right, View.of(today, first))
    # The last day is the next such day, so that a range under way is this year's.
    last = day_seen(right, View.of(today, floor))
    return day_seen(left, View.of(today, last, backward=True)), last
