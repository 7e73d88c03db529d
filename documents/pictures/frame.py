"""What all pictures have: the dark heading on top, and how high it is."""

from documents.pictures.data import Heading
from documents.pictures.sheet import INNER, LINE, MARGIN, WIDTH, Sheet, wrapped
from documents.pictures.style import NAVY, NAVY_PALE, PAPER

_TITLE = 42.0
_DETAIL = 27.0
_ABOVE, _BETWEEN, _BELOW = 26.0, 4.0, 26.0


def heading_height(heading: Heading) -> float:
    lines = len(wrapped(heading.title, _TITLE, INNER, most=2, bold=True))
    return _ABOVE + lines * _TITLE * LINE + _BETWEEN + _DETAIL * LINE + _BELOW


def draw_heading(sheet: Sheet, heading: Heading) -> float:
    """Returns where it ends."""
    height = heading_height(heading)
    sheet.box(0, 0, WIDTH, height, NAVY)
    y = _ABOVE
    y += sheet.lines(MARGIN, y, heading.title, _TITLE, width=INNER, colour=PAPER, bold=True)
    middle = y + _BETWEEN + _DETAIL * LINE / 2
    sheet.text(MARGIN, middle, heading.detail, _DETAIL, colour=NAVY_PALE, width=INNER)
    return height
