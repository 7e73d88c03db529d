"""Of what and of which time `/document` tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.codes import parse_code
from domain.dates import parse_since
from domain.errors import Refusal
from domain.fields import in_field
from domain.keywords import PERIODS, SINCE, find_name, take_name
from domain.period import PeriodKind
from domain.text import clean, shorten


@dataclass(frozen=True)
class DocumentQuery:
    code: str | None = None
    """None: of all open events."""
    kind: PeriodKind = PeriodKind.DAY
    since: date | None = None
    """The first day, of PeriodKind.SINCE."""


def parse_document_query(text: str, today: date) -> DocumentQuery:
    """Reads "[CODE] [day, week, since DATE]"; where the whole is a period, it counts as one.

    Raises `Refusal`: "bad_code", "bad_period" with the text, "since_ahead" with the day, and what
    `domain.dates.parse_since` raises.
    """
    said = clean(text)
    if not said:
        return DocumentQuery()
    if found := _period(said, today):
        return DocumentQuery(None, *found)
    first, _, rest = said.partition(" ")
    code = parse_code(first)
    if not rest:
        return DocumentQuery(code)
    found = _period(rest, today)
    if found is None:
        raise Refusal("bad_period", text=shorten(rest, 60))
    return DocumentQuery(code, *found)


def _period(text: str, today: date) -> tuple[PeriodKind, date | None] | None:
    """The period that the whole text says, or None."""
    if name := find_name(text, PERIODS):
        return PeriodKind(name), None
    named = take_name(text, SINCE)
    if named is None:
        return None
    if not named[1]:
        raise Refusal("missing_field", field="since")
    with in_field("since"):
        return PeriodKind.SINCE, parse_since(named[1], today)
