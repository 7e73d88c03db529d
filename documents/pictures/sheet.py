"""A sheet to draw on: pixels counted from the top left, words that always fit their place."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from documents.pictures.style import INK, PAPER, STANDINGS, Fill
from domain.standing import Standing

WIDTH = 1080
MARGIN = 44
INNER = WIDTH - 2 * MARGIN
SMALLEST = 20.0
"""Pixels of the smallest letters; on a phone, where the picture is a third as wide, 7 points."""
_DPI = 100
_FAMILY = "DejaVu Sans"
_ELLIPSIS = "…"


class Sheet:
    """Everything is given in pixels, x to the right and y down."""

    def __init__(self, height: float) -> None:
        self.height = round(height)
        self.figure = Figure(figsize=(WIDTH / _DPI, self.height / _DPI), dpi=_DPI)
        self.canvas = FigureCanvasAgg(self.figure)
        self.figure.patch.set_facecolor(PAPER)
        self.texts: list[Text] = []

    # -- words ---------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        align: str = "left",
        width: float | None = None,
    ) -> float:
        """Writes on one line whose middle is at y; returns how wide it came out.

        `width`: the room there is; what is too long is made smaller, and then shortened.
        """
        said = drawable(words)
        if width is not None:
            said, size = fitted(said, size, width, bold=bold)
        if not said:
            return 0
        made = self.figure.text(
            x / WIDTH,
            1 - y / self.height,
            said,
            fontproperties=_font(size, bold),
            color=colour,
            ha=align,
            va="center_baseline" if len(said) == 1 else "center",
            parse_math=False,
        )
        self.texts.append(made)
        return measure(said, size, bold)

    def lines(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        width: float,
        most: int = 2,
        colour: str = INK,
        bold: bool = False,
    ) -> float:
        """Writes on as many lines as are needed, at most so many; returns the height taken."""
        step = size * LINE
        broken = wrapped(words, size, width, most=most, bold=bold)
        for place, line in enumerate(broken):
            middle = y + step * (place + 0.5)
            self.text(x, middle, line, size, colour=colour, bold=bold, width=width)
        return step * len(broken)

    # -- shapes --------------------------------------------------------------------------------

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0
    ) -> None:
        if radius <= 0:
            self._add(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))
            return
        radius = min(radius, width / 2, height / 2)
        self._add(
            FancyBboxPatch(
                (x, y),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=colour,
                linewidth=0,
            )
        )

    def filled(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A box with its hatching."""
        self._add(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill.colour,
                hatch=fill.hatch or None,
                edgecolor=fill.hatch_colour,
                linewidth=0,
            )
        )

    def stack(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        parts: Sequence[tuple[int, Fill]],
    ) -> None:
        """A bar whose parts are as long as their counts; a part that counts is always seen."""
        for start, length, fill in shares(parts, width):
            self.filled(x + start, y, length, height, fill)
            if start:
                self.line(x + start, y, x + start, y + height, PAPER, 2)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.5
    ) -> None:
        made = Line2D((x1, x2), (y1, y2), color=colour, linewidth=width * 72 / _DPI)
        made.set_transform(self._pixels())
        self.figure.add_artist(made)

    def mark(self, standing: Standing, x: float, y: float, size: float) -> None:
        """The sign of a standing, with its middle at x, y: a shape of its own for each."""
        colour, half = STANDINGS[standing], size / 2
        if standing is Standing.OVERDUE:
            corners = [(x - half, y + half * 0.85), (x + half, y + half * 0.85), (x, y - half)]
            self._add(Polygon(corners, closed=True, facecolor=colour, linewidth=0))
            self._add(
                Rectangle((x - half * 0.1, y - half * 0.4), half * 0.2, half * 0.65, fc=PAPER)
            )
            self._add(Circle((x, y + half * 0.52), half * 0.13, facecolor=PAPER, linewidth=0))
        elif standing is Standing.BLOCKED:
            corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)]
            self._add(Polygon(corners, closed=True, facecolor=colour, linewidth=0))
            self._add(Rectangle((x - half * 0.5, y - half * 0.13), half, half * 0.26, fc=INK))
        elif standing is Standing.DONE:
            self._add(Circle((x, y), half * 0.92, facecolor=colour, linewidth=0))
            tick = ((x - half * 0.45, x - half * 0.1, x + half * 0.45),) + (
                (y + half * 0.05, y + half * 0.38, y - half * 0.35),
            )
            self._stroke(tick, PAPER, size * 0.11)
        else:
            self._add(Circle((x, y), half * 0.86, facecolor=PAPER, linewidth=0))
            ring = Circle((x, y), half * 0.74, fill=False, edgecolor="#7d8b99")
            ring.set_linewidth(size * 0.13 * 72 / _DPI)
            self._add(ring)

    def _stroke(
        self, points: tuple[Sequence[float], Sequence[float]], colour: str, width: float
    ) -> None:
        made = Line2D(*points, color=colour, linewidth=width * 72 / _DPI)
        made.set_solid_capstyle("round")
        made.set_transform(self._pixels())
        self.figure.add_artist(made)

    def _add(self, patch: Patch) -> None:
        patch.set_transform(self._pixels())
        self.figure.add_artist(patch)

    def _pixels(self) -> Affine2D:
        return Affine2D().scale(1, -1).translate(0, self.height)

    # -- the end -------------------------------------------------------------------------------

    def png(self) -> bytes:
        made = io.BytesIO()
        self.canvas.print_png(made, metadata={"Software": None})
        return made.getvalue()


LINE = 1.36
"""From one line to the next, in sizes of its letters; accents stack high and low."""


@lru_cache(maxsize=256)
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(
        family=_FAMILY, size=size * 72 / _DPI, weight="bold" if bold else "normal"
    )


@lru_cache(maxsize=2)
def _face(bold: bool) -> FT2Font:
    return FT2Font(findfont(_font(100, bold)))


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(_face(False).get_charmap()) & frozenset(_face(True).get_charmap())


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


def fitted(words: str, size: float, width: float, *, bold: bool = False) -> tuple[str, float]:
    """The words and the size in which they fit: a sixth smaller at most, then shortened."""
    least = max(min(size, SMALLEST), size * 5 / 6)
    needed = measure(words, size, bold)
    if needed <= width:
        return words, size
    smaller = size * width / needed * 0.99
    if smaller >= least:
        return words, smaller
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


def wrapped(words: str, size: float, width: float, *, most: int, bold: bool = False) -> list[str]:
    """The words on at most so many lines, broken at blanks; the last one is not shortened yet."""
    lines: list[str] = []
    for word in drawable(words).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) >= most or measure(longer, size, bold) <= width):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shares(
    parts: Sequence[tuple[int, Fill]], width: float, least: float = 10
) -> list[tuple[float, float, Fill]]:
    """Start, length and fill of each part that counts anything; none shorter than `least`."""
    counting = [(count, fill) for count, fill in parts if count > 0]
    total = sum(count for count, _ in counting)
    spare = max(0.0, width - least * len(counting))
    found: list[tuple[float, float, Fill]] = []
    start = 0.0
    for count, fill in counting:
        length = min(least, width / len(counting)) + spare * count / total
        found.append((start, length, fill))
        start += length
    return found
