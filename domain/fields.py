"""Fields of a command: what stands between the bars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unicodedata import category

from domain.codes import parse_code
from domain.errors import Refusal
from domain.keywords import ANSWERS, Names, find_name
from domain.text import NAME_LIMIT, clean, has_invisible, limited, shorten


def split_fields(text: str) -> list[str]:
    """The texts between the bars, without the blanks around them; empty ones at the end dropped."""
    fields = [field.strip() for field in re.split("[|｜]", text)]
    while fields and not fields[-1]:
        fields.pop()
    return fields


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """A refusal raised within says which field is at fault."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.key, **{"field": name, **refusal.data}) from None


def required(fields: list[str], index: int, name: str) -> str:
    """The field at the index; raises `Refusal("missing_field")` with its name where it is empty."""
    if index < len(fields) and fields[index]:
        return fields[index]
    raise Refusal("missing_field", field=name)


def text_field(text: str, name: str, limit: int = NAME_LIMIT, empty: bool = False) -> str:
    """The cleaned text; raises `Refusal` "too_long", or "missing_field" if it may not be empty."""
    cleaned = clean(text)
    if not cleaned and not empty:
        raise Refusal("missing_field", field=name)
    return limited(cleaned, name, limit)


def unit_field(text: str, name: str = "unit") -> str:
    """A unit as said: its code in its one form, or else its name or alias, cleaned.

    Raises `Refusal`: "missing_field", and "bad_code" for what could be neither, or has characters
    that are not seen.
    """
    if not text.strip():
        raise Refusal("missing_field", field=name)
    with in_field(name):
        try:
            return parse_code(text)
        except Refusal:
            if has_invisible(text) or not _could_be_name(text):
                raise
            return text_field(text, name)


def _could_be_name(text: str) -> bool:
    pictures = ("So", "Sk")
    return any(map(str.isalpha, text)) and all(category(letter) not in pictures for letter in text)


def units_field(text: str, name: str = "with") -> tuple[str, ...]:
    """Units separated by commas or semicolons, each once."""
    pieces = (piece for piece in re.split("[,;]", text) if piece.strip())
    return tuple(dict.fromkeys(unit_field(piece, name) for piece in pieces))


def answer_field(text: str, name: str) -> bool:
    """Yes or no; nothing said is yes. Raises `Refusal("bad_answer")`."""
    answer = find_name(text, ANSWERS) if text.strip() else "yes"
    if answer is None:
        raise Refusal("bad_answer", field=name, text=shorten(clean(text), 60))
    return answer == "yes"


@dataclass(frozen=True)
class Change:
    """`field = value` as typed: the value is not yet read, and may be empty."""

    field: str
    value: str


@dataclass(frozen=True)
class Edit:
    """CODE or REF, and the changes asked for, in their order; at least one."""

    target: str
    changes: tuple[Change, ...]


def parse_edit(
    text: str, names: Names, flags: tuple[str, ...] = (), repeated: tuple[str, ...] = ()
) -> Edit:
    """Reads "CODE | field = value | …".

    `flags` may stand without a value, `repeated` may come more than once.
    Raises `Refusal`: "missing_field" ("target" or "change"), "unknown_field" with the text,
    "missing_value" with the field, "field_twice" with the field.
    """
    fields = split_fields(text)
    target = required(fields, 0, "target")
    changes = [_change(field, names, flags) for field in fields[1:] if field]
    if not changes:
        raise Refusal("missing_field", field="change")
    said = [change.field for change in changes if change.field not in repeated]
    for name in said:
        if said.count(name) > 1:
            raise Refusal("field_twice", field=name)
    return Edit(target, tuple(changes))


def _change(field: str, names: Names, flags: tuple[str, ...]) -> Change:
    sign = "=" if "=" in field else ":"
    left, found, value = field.partition(sign)
    name = find_name(left, names)
    if name is None:
        raise Refusal("unknown_field", text=shorten(clean(left), 60))
    if not found and name not in flags:
        raise Refusal("missing_value", field=name)
    return Change(name, value.strip())
