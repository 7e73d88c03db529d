"""Words measured before they are drawn: made smaller, broken or shortened until they fit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

DPI = 100
SMALLEST = 20.0
"""Pixels of the smallest letters; on a phone, where the picture is a third as wide, 7 points."""
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
"""Of matplotlib's own fonts, which carry all Vietnamese letters."""
_ELLIPSIS = "…"
LINE = 1.36
"""From one line to the next, in sizes of its letters; accents stack high and low."""


@lru_cache(maxsize=256)
def font(size: float, bold: bool) -> FontProperties:
    """The font in a size of so many pixels."""
    return FontProperties(fname=_file(bold), size=points(size))


def _file(bold: bool) -> str:
    return str(Path(get_data_path(), "fonts", "ttf", _FILES[bold]))


@lru_cache(maxsize=2)
def _face(bold: bool) -> FT2Font:
    return FT2Font(_file(bold))


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(_face(False).get_charmap()) & frozenset(_face(True).get_charmap())


@lru_cache(maxsize=4096)
def drawable(words: str) -> str:
    """What the font has letters for, in one line: an emoji in a name must not become a box."""
    known = _letters()
    said = unicodedata.normalize("NFC", words)
    return " ".join("".join(c if ord(c) in known else " " for c in said).split())


@lru_cache(maxsize=4096)
def measure(words: str, size: float, bold: bool = False) -> float:
    """How wide the words are, in pixels."""
    face = _face(bold)
    face.set_size(100.0, 72)
    face.set_text(words, 0.0)
    return float(face.get_width_height()[0]) / 64 * size / 100


def smallest(size: float) -> float:
    """How small letters of this size become before words are shortened."""
    return max(min(size, SMALLEST), size * 5 / 6)


def fitted(words: str, size: float, width: float, *, bold: bool = False) -> tuple[str, float]:
    """The words and the size in which they fit: a sixth smaller at most, then shortened."""
    least = smallest(size)
    needed = measure(words, size, bold)
    if needed <= width:
        return words, size
    if measure(words, least, bold) <= width:
        return words, max(least, size * width / needed * 0.99)
    return _shortened(words, least, width, bold=bold), least


def _shortened(words: str, size: float, width: float, *, bold: bool) -> str:
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(words[:middle].rstrip() + _ELLIPSIS, size, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + _ELLIPSIS


def laid_out(
    words: str, size: float, width: float, *, most: int = 2, bold: bool = False
) -> tuple[list[str], float]:
    """The lines, and the size in which they are written: a little smaller where that saves one."""
    tries = [(_wrapped(words, size * by, width, most, bold), size * by) for by in (1, 0.94, 0.88)]
    return min(tries, key=lambda found: len(found[0]))


def height_of(words: str, size: float, width: float, *, most: int = 2, bold: bool = False) -> float:
    """What `Sheet.lines` takes."""
    return len(laid_out(words, size, width, most=most, bold=bold)[0]) * size * LINE


def _wrapped(words: str, size: float, width: float, most: int, bold: bool) -> list[str]:
    """Broken at blanks; the last one is not shortened yet."""
    lines: list[str] = []
    for word in drawable(words).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) >= most or measure(longer, size, bold) <= width):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def points(pixels: float) -> float:
    """The same length as matplotlib takes it for lines and markers."""
    return pixels * 72 / DPI
