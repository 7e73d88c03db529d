"""Which tasks `/tasks` shows."""

from __future__ import annotations

from dataclasses import dataclass

from domain.codes import parse_code
from domain.errors import Refusal
from domain.fields import unit_field
from domain.keywords import FILTERS, UNIT, find_name, take_name
from domain.text import clean, shorten


@dataclass(frozen=True)
class TaskFilter:
    """`name`: a key of FILTERS, or "unit" with the unit as said."""

    name: str
    unit: str | None = None


@dataclass(frozen=True)
class TaskQuery:
    code: str | None = None
    filter: TaskFilter | None = None


def parse_task_query(text: str) -> TaskQuery:
    """Reads "[CODE] [filter]"; where the whole is a filter, it counts as one.

    Raises `Refusal`: "bad_code", "bad_filter" with the text, "missing_field" ("unit CODE" without
    the code).
    """
    if not text.strip():
        return TaskQuery()
    if found := find_filter(text):
        return TaskQuery(filter=found)
    first, _, rest = text.strip().partition(" ")
    code = parse_code(first)
    if not rest.strip():
        return TaskQuery(code)
    found = find_filter(rest)
    if found is None:
        raise Refusal("bad_filter", text=shorten(clean(rest), 60))
    return TaskQuery(code, found)


def find_filter(text: str) -> TaskFilter | None:
    """The filter that the whole text is, or None."""
    if name := find_name(text, FILTERS):
        return TaskFilter(name)
    named = take_name(text, UNIT)
    if named is None:
        return None
    if not named[1]:
        raise Refusal("missing_field", field="unit")
    return TaskFilter("unit", unit_field(named[1]))
