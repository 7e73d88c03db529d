"""Lists: the labels of their items."""

from __future__ import annotations

BULLET = "•"
TYPES = ("1", "a", "A", "i", "I")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def _letters(number: int) -> str:
    """a to z, then aa and on, as columns of a spreadsheet."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown


def label(number: int, kind: str) -> str:
    """The number as this type of list writes it; what letters cannot say is said in digits."""
    if kind == "1" or not 0 < number < 4000:
        return f"{number}."
    shown = _letters(number) if kind in "aA" else _roman(number)
    return f"{shown.upper() if kind.isupper() else shown}."
