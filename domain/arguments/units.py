"""Units as `/newunit` states them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.codes import parse_code
from domain.errors import Refusal
from domain.fields import in_field, required, split_fields, text_field
from domain.lines import Line, read_lines, split_lines
from domain.text import clean


@dataclass(frozen=True)
class NewUnit:
    code: str
    name: str
    aliases: tuple[str, ...] = ()


def parse_new_units(text: str) -> list[Line[NewUnit]]:
    """Each line a unit, for itself. Raises `Refusal("too_many_lines")` beyond 100."""
    lines = split_lines(text)
    if not lines:
        raise Refusal("missing_field", field="code")
    return read_lines(lines, parse_new_unit_line)


def parse_new_unit_line(text: str) -> NewUnit:
    """Reads "CODE | name [| aliases]"; aliases are separated by commas, semicolons or bars."""
    fields = split_fields(text)
    with in_field("code"):
        code = parse_code(required(fields, 0, "code"))
    name = text_field(required(fields, 1, "name"), "name")
    aliases = (alias for field in fields[2:] for alias in re.split("[,;]", field) if clean(alias))
    return NewUnit(
        code, name, tuple(dict.fromkeys(text_field(alias, "aliases") for alias in aliases))
    )
