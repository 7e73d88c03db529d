"""Names that persons give: to themselves, to groups, to topics."""

from __future__ import annotations

import unicodedata

from sandbox.control.errors import wrong
from sandbox.control.operations import Asked

# Blanks, controls, what only joins or directs letters, and marks that stand on no letter.
_UNSEEN = ("Z", "C", "M")
# Two kinds of C that a newer Unicode, or a font, may well show.
_UNKNOWN = ("Cn", "Co")
# Letters and signs by name that are drawn as nothing.
_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")


def name_in(asked: Asked, field: str) -> str:
    """The name that this field gives; raises 400 where nothing of it can be seen."""
    name: str = asked.body[field]
    if not any(_is_seen(character) for character in name):
        raise wrong(f'"{field}" must have at least one visible character')
    return name


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    if category.startswith(_UNSEEN) and category not in _UNKNOWN:
        return False
    return character not in _EMPTY
