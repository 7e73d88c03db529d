"""What all pictures have: the dark heading on top, and a key to what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from documents.pictures.data import Heading
from documents.pictures.lettering import drawable, height_of, measure
from documents.pictures.sheet import INNER, MARGIN, WIDTH, Sheet
from documents.pictures.style import MUTED, NAVY, NAVY_PALE, PAPER

_TITLE = 42.0
_DETAIL = 27.0
_DETAIL_LINES = 3  # a subcommittee's whole name, and after it the time
_ABOVE, _BETWEEN, _BELOW = 26.0, 4.0, 26.0


def heading_height(heading: Heading) -> float:
    title = height_of(heading.title, _TITLE, INNER, bold=True)
    detail = height_of(heading.detail, _DETAIL, INNER, most=_DETAIL_LINES)
    return _ABOVE + title + _BETWEEN + detail + _BELOW


def draw_heading(sheet: Sheet, heading: Heading) -> float:
    """Returns where it ends."""
    height = heading_height(heading)
    sheet.box(0, 0, WIDTH, height, NAVY)
    y = _ABOVE
    y += sheet.lines(MARGIN, y, heading.title, _TITLE, width=INNER, colour=PAPER, bold=True)
    sheet.lines(
        *(MARGIN, y + _BETWEEN, heading.detail, _DETAIL),
        width=INNER,
        most=_DETAIL_LINES,
        colour=NAVY_PALE,
    )
    return height


KEY_LINE = 46.0
_KEY = 24.0
_SAMPLE, _APART = 52.0, 30.0


def key_height(words: Sequence[str]) -> float:
    return (_places(words)[-1][1] + 1) * KEY_LINE if words else 0


def draw_key(
    sheet: Sheet, y: float, entries: Sequence[tuple[str, Callable[[float, float], None]]]
) -> float:
    """Each entry's words after its sample, which is drawn 40 wide from x, with its middle at y.

    Returns the height taken.
    """
    words = [said for said, _ in entries]
    for (said, sample), (x, line) in zip(entries, _places(words), strict=True):
        middle = y + (line + 0.5) * KEY_LINE
        sample(x, middle)
        sheet.text(x + _SAMPLE, middle, said, _KEY, colour=MUTED, width=INNER - _SAMPLE)
    return key_height(words)


def _places(words: Sequence[str]) -> list[tuple[float, int]]:
    """Where each entry begins and on which line."""
    found: list[tuple[float, int]] = []
    x, line = float(MARGIN), 0
    for said in words:
        width = _SAMPLE + measure(drawable(said), _KEY)
        if x > MARGIN and x + width > MARGIN + INNER:
            x, line = float(MARGIN), line + 1
        found.append((x, line))
        x += width + _APART
    return found
