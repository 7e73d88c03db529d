"""From a phrase to a moment, a day or a range of days. Understood as a whole, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from domain.dates.clock_time import ClockTime, read_clock_time
from domain.dates.days import Found, View, shifted
from domain.dates.forms import read_day
from domain.dates.moment import Moment
from domain.dates.words import LONGEST_PHRASE, any_of, normalized
from domain.errors import Refusal
from domain.text import clean, shorten

_LONGEST_CLOCK_TIME = 7  # words
_LIMIT = re.compile(
    rf"(?:(?P<strictly>{any_of('trước', 'before')})|"
    + any_of(
        "chậm nhất", "chậm nhất là", "muộn nhất", "muộn nhất là", "hạn", "hạn chót", "hạn là",
        "hết", "đến", "đến hết", "cho đến", "cho đến hết", "cuối", "trong", "by", "until", "till",
        "due", "due by", "no later than", "on", "within",
    )
    + r") (?P<rest>.+)"
)  # fmt: skip


def parse_moment(text: str, now: datetime | date) -> Moment:
    """The moment that the whole text states, seen from the local time `now`.

    A date without a year is today or the next one; a weekday likewise, a week later if its hour
    has passed today. An hour alone is today's, and refused ("hour_past") once it has passed.
    "trước ngày 30/4" without an hour ends with 29/4; "chậm nhất", "hết", "by" include the day.
    24:00 is the end of the day. Whether the moment lies ahead is not asked, so that who asks can
    say so. With a plain date for `now`, it is seen from its first minute.

    Raises `Refusal`: "bad_date" (not understood), "no_such_day", "bad_hour", "hour_past",
    "hour_missing" ("sáng mai"), "weekday_mismatch", "ambiguous_date" (two readings).
    """
    today = now.date() if isinstance(now, datetime) else now
    return _parsed(text, View.of(now, today))


def _parsed(text: str, view: View) -> Moment:
    phrase = normalized(text)
    if not phrase or len(phrase) > LONGEST_PHRASE:
        raise not_understood(text)
    refusals: list[Refusal] = []
    moments = set(_readings(phrase, view, refusals)) or set(_limits(phrase, view, refusals))
    if len(moments) > 1:
        raise Refusal("ambiguous_date", text=clean(text))
    if moments:
        return moments.pop()
    raise refusals[0] if refusals else not_understood(text)


def not_understood(text: str) -> Refusal:
    """The refusal of a phrase that is no date, with its beginning."""
    return Refusal("bad_date", text=shorten(clean(text), 60))


def _limits(phrase: str, view: View, refusals: list[Refusal]) -> Iterator[Moment]:
    """What "before" or "by" the rest of the phrase means."""
    match = _LIMIT.fullmatch(phrase)
    if match is None:
        return
    for moment in _readings(match["rest"], view, refusals):
        if not match["strictly"] or moment.has_hour:
            yield moment
        elif moment.day is not None:
            yield Moment(shifted(moment.day, -1))
        elif moment.offset is not None:
            yield Moment(None, None, moment.offset - 1)


def _readings(phrase: str, view: View, refusals: list[Refusal]) -> Iterator[Moment]:
    """All meanings of the phrase; what fits a form but means nothing is added to the refusals."""
    for clock_phrase, day_phrase in _splits(phrase.split(" ")):
        try:
            yield from _meanings(clock_phrase, day_phrase, view)
        except Refusal as refusal:
            refusals.append(refusal)


def _splits(pieces: list[str]) -> Iterator[tuple[str, str]]:
    """The phrase cut into an hour and a day in either order; one of them may be empty."""
    whole = " ".join(pieces)
    yield "", whole
    if len(pieces) <= _LONGEST_CLOCK_TIME:
        yield whole, ""
    for cut in range(1, len(pieces)):
        left, right = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if cut <= _LONGEST_CLOCK_TIME:
            yield left, right
        if len(pieces) - cut <= _LONGEST_CLOCK_TIME:
            yield right, left


def _meanings(clock_phrase: str, day_phrase: str, view: View) -> Iterator[Moment]:
    clock = read_clock_time(clock_phrase) if clock_phrase else None
    if clock_phrase and clock is None:
        return
    if clock and not day_phrase:
        yield _today_at(clock, view)
        return
    for found, part in read_day(day_phrase, view):
        if found.at is not None:
            if clock is None and part is None:
                yield Moment(found.at.date(), found.at.time())
        elif clock is not None:
            yield _at(found, clock, part, view)
        elif part is not None:
            raise Refusal("hour_missing", part=part, day=found.day, offset=found.offset)
        else:
            yield Moment(found.day, None, found.offset)


def _today_at(clock: ClockTime, view: View) -> Moment:
    hour = clock.resolved()
    if hour is not None and hour <= view.now.time():
        raise Refusal("hour_past", hour=hour)
    return Moment(view.today, hour)


def _at(found: Found, clock: ClockTime, part: str | None, view: View) -> Moment:
    if part and clock.part and part != clock.part:
        raise Refusal("bad_hour", text=f"{clock.hour}:{clock.minute:02d} {clock.part} {part}")
    hour, day = clock.resolved(part), found.day
    passed = hour is not None and day == view.today and hour <= view.now.time()
    if day is not None and found.floating and passed:
        day = shifted(day, 7)
    return Moment(day, hour, found.offset)


def parse_day(text: str, today: date) -> date:
    """The day that the whole text states; like `parse_moment`, without hours, N or limits.

    Raises `Refusal("day_only")` for a moment that is no plain day.
    """
    return day_seen(text, View.of(today, today))


def parse_since(text: str, today: date) -> date:
    """The day since which something is asked: without a year or week, the last such day.

    "since" or "từ" may stand before it. Raises what `parse_day` raises, and
    `Refusal("since_ahead")` with the day where it lies after today.
    """
    phrase = re.sub(rf"^{any_of('từ', 'từ ngày', 'kể từ', 'since')} ", "", normalized(text))
    day = day_seen(phrase, View.of(today, today, backward=True))
    if day > today:
        raise Refusal("since_ahead", day=day)
    return day


def day_seen(text: str, view: View) -> date:
    """`parse_day` from the given view."""
    moment = _parsed(text, view)
    if moment.day is None or moment.has_hour or _LIMIT.fullmatch(normalized(text)):
        raise Refusal("day_only", text=shorten(clean(text), 60))
    return moment.day
