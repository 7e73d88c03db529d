"""Texts that a spreadsheet would take for formulas, kept as texts in a CSV file.

An apostrophe before them says so, and is taken away again when the file is read. Whatever was
guarded is what it was: a text that itself begins so gets one more.
"""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@")
_SIGN = "'"


def guarded(text: str) -> str:
    """The text as it is written."""
    return _SIGN + text if text.lstrip(_SIGN).startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """The text as it was before it was written."""
    if text.startswith(_SIGN) and text.lstrip(_SIGN).startswith(FORMULA_SIGNS):
        return text[len(_SIGN) :]
    return text
