"""Events and peaks as `/newevent` and `/editevent` state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.codes import parse_code
from domain.dates import parse_days
from domain.errors import Refusal
from domain.fields import Change, in_field, parse_edit, required, split_fields, text_field
from domain.keywords import EVENT_FIELDS, PEAK, take_name
from domain.text import clean, shorten

_LONGEST_DAYS = 16  # words that a range of days may have before its label
_IMPOSSIBLE_DAYS = ("end_before_start", "no_such_day", "weekday_mismatch", "ambiguous_date")
_PEAKS_BEFORE_EVENT = timedelta(days=180)


@dataclass(frozen=True)
class NewPeak:
    first_day: date
    last_day: date
    label: str = ""


@dataclass(frozen=True)
class NewEvent:
    code: str
    name: str
    place: str
    first_day: date
    last_day: date
    peaks: tuple[NewPeak, ...] = ()


@dataclass(frozen=True)
class EventEdit:
    """What is to change; None: stays."""

    code: str
    name: str | None = None
    place: str | None = None
    days: tuple[date, date] | None = None
    no_peak: bool = False
    """The peaks there are go, before the new ones are added."""
    peaks: tuple[NewPeak, ...] = ()


def parse_new_event(text: str, today: date) -> NewEvent:
    """Reads "CODE | name | place | first day[ - last day] [| peak first[ - last] [label]] …"."""
    fields = split_fields(text)
    with in_field("code"):
        code = parse_code(required(fields, 0, "code"))
    name = text_field(required(fields, 1, "name"), "name")
    place = text_field(required(fields, 2, "place"), "place")
    first, last = _days(required(fields, 3, "days"), today)
    peaks = tuple(_peak_field(field, today, first) for field in fields[4:] if field)
    return NewEvent(code, name, place, first, last, peaks)


def _days(text: str, today: date) -> tuple[date, date]:
    with in_field("days"):
        return parse_days(text, today)


def _peak_field(field: str, today: date, first_day: date) -> NewPeak:
    named = take_name(field, PEAK)
    if named is None:
        raise Refusal("unknown_field", text=shorten(clean(field), 60))
    return parse_peak(named[1], today, first_day)


def parse_peak(text: str, today: date, first_day: date | None = None) -> NewPeak:
    """Reads "first[ - last] [label]". Dates without a year are those nearest the event's first day.

    The longest beginning that is a range of days is taken for one, the rest is the label.
    """
    floor = today if first_day is None else first_day - _PEAKS_BEFORE_EVENT
    pieces = text.split()
    if not pieces:
        raise Refusal("missing_field", field="peak")
    for length in range(min(len(pieces), _LONGEST_DAYS), 0, -1):
        days = _days_if_any(" ".join(pieces[:length]).rstrip(":,;-–"), today, floor)
        if days is not None:
            label = " ".join(pieces[length:]).lstrip(":,;-– ")
            return NewPeak(*days, text_field(label, "label", empty=True))
    raise Refusal("bad_date", field="peak", text=shorten(clean(text), 60))


def _days_if_any(text: str, today: date, floor: date) -> tuple[date, date] | None:
    """None where the text is no range of days; one that cannot be is refused for what it is."""
    try:
        with in_field("peak"):
            return parse_days(text, today, floor)
    except Refusal as refusal:
        if refusal.key in _IMPOSSIBLE_DAYS:
            raise
        return None


def parse_event_edit(text: str, today: date, first_day: date | None = None) -> EventEdit:
    """Reads "CODE | field = value …" by the names of `EVENT_FIELDS`; "peak" may come several times.

    `first_day` of the event as it is now, for dates of peaks without a year; what the edit itself
    says of the days goes before it. Raises what `parse_edit` raises, and what each field raises.
    """
    edit = parse_edit(text, EVENT_FIELDS, flags=("no_peak",), repeated=("peak",))
    with in_field("code"):
        code = parse_code(edit.target)
    said = {change.field: change.value for change in edit.changes}
    days = _days(said["days"], today) if "days" in said else None
    near = days[0] if days else first_day
    return EventEdit(
        code,
        name=text_field(said["name"], "name") if "name" in said else None,
        place=text_field(said["place"], "place") if "place" in said else None,
        days=days,
        no_peak="no_peak" in said,
        peaks=_peaks(edit.changes, today, near),
    )


def _peaks(changes: tuple[Change, ...], today: date, near: date | None) -> tuple[NewPeak, ...]:
    return tuple(
        parse_peak(change.value, today, near) for change in changes if change.field == "peak"
    )
