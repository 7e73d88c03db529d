"""A sheet to draw on: pixels counted from the top left, words that always fit their place."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from documents.pictures.lettering import (
    DPI,
    LINE,
    drawable,
    fitted,
    font,
    laid_out,
    measure,
    points,
)
from documents.pictures.style import INK, PAPER, STANDINGS, Fill
from domain.standing import Standing

WIDTH = 1080
MARGIN = 44
INNER = WIDTH - 2 * MARGIN
_SHAPES = 1.0
"""All shapes lie in the order in which they were drawn; axes lie on them, words on everything."""
_BASELINE = 0.365
"""How far below the middle of capitals they stand, in sizes of the letters."""


class Sheet:
    """Everything is given in pixels, x to the right and y down."""

    def __init__(self, height: float) -> None:
        self.height = round(height)
        self.figure = Figure(figsize=(WIDTH / DPI, self.height / DPI), dpi=DPI)
        FigureCanvasAgg(self.figure)
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
        """Writes on one line, capitals with their middle at y; returns how wide it came out.

        `width`: the room there is; what is too long is made smaller, and then shortened.
        """
        said = drawable(words)
        if width is not None:
            said, size = fitted(said, size, width, bold=bold)
        if not said:
            return 0
        made = self.figure.text(
            x / WIDTH,
            1 - (y + size * _BASELINE) / self.height,
            said,
            fontproperties=font(size, bold),
            color=colour,
            ha=align,
            va="baseline",
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
        broken, smaller = laid_out(words, size, width, most=most, bold=bold)
        for place, line in enumerate(broken):
            middle = y + size * LINE * (place + 0.5)
            self.text(x, middle, line, smaller, colour=colour, bold=bold, width=width)
        return size * LINE * len(broken)

    def width_of(self, words: str, size: float, *, bold: bool = False) -> float:
        return measure(drawable(words), size, bold)

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
        made = Line2D((x1, x2), (y1, y2), color=colour, linewidth=points(width))
        made.set_solid_capstyle("butt")
        made.set_zorder(_SHAPES)
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
            across = (x - half * 0.45, x - half * 0.1, x + half * 0.45)
            down = (y + half * 0.05, y + half * 0.38, y - half * 0.35)
            self._stroke((across, down), PAPER, size * 0.11)
        else:
            self._add(Circle((x, y), half * 0.86, facecolor=PAPER, linewidth=0))
            ring = Circle((x, y), half * 0.74, fill=False, edgecolor="#7d8b99")
            ring.set_linewidth(points(size * 0.13))
            self._add(ring)

    def ring(self, x: float, y: float, size: float, colour: str) -> None:
        width = size * 0.16
        made = Circle((x, y), (size - width) / 2, facecolor=PAPER, edgecolor=colour)
        made.set_linewidth(points(width))
        self._add(made)

    def _stroke(
        self, path: tuple[Sequence[float], Sequence[float]], colour: str, width: float
    ) -> None:
        made = Line2D(*path, color=colour, linewidth=points(width))
        made.set_solid_capstyle("round")
        made.set_zorder(_SHAPES)
        made.set_transform(self._pixels())
        self.figure.add_artist(made)

    def _add(self, patch: Patch) -> None:
        patch.set_transform(self._pixels())
        patch.set_zorder(_SHAPES)
        self.figure.add_artist(patch)

    def _pixels(self) -> Affine2D:
        return Affine2D().scale(1, -1).translate(0, self.height)

    # -- the end -------------------------------------------------------------------------------

    def png(self) -> bytes:
        made = io.BytesIO()
        self.figure.savefig(made, format="png", dpi=DPI, metadata={"Software": None})
        return made.getvalue()


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
