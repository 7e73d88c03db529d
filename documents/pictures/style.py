"""Colours and marks.

Blue, orange, yellow and grey are told apart with every kind of colour blindness; light and dark
of them differ too, so that they survive black and white. Each meaning has a mark or a hatching
besides its colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.standing import Standing
from domain.task import Bucket

INK = "#14212e"
MUTED = "#556473"
SLATE = "#7d8b99"
FAINT = "#e3e8ee"
PANEL = "#f3f6f9"
PAPER = "#ffffff"
NAVY = "#123457"
NAVY_PALE = "#bcd0e4"

BLUE = "#1f6fb4"
BLUE_PALE = "#8cc1ea"
GREY = "#d5dbe1"
ORANGE = "#d1500b"
ORANGE_PALE = "#fbdcc8"
YELLOW = "#f2b90c"


@dataclass(frozen=True)
class Fill:
    colour: str
    hatch: str = ""
    hatch_colour: str = PAPER


BUCKETS: dict[Bucket, Fill] = {
    Bucket.DONE_IN_TIME: Fill(BLUE),
    Bucket.DONE_LATE: Fill(BLUE_PALE, "////", BLUE),
    Bucket.OPEN_IN_TIME: Fill(GREY),
    Bucket.OVERDUE: Fill(ORANGE, "xxxx", ORANGE_PALE),
}

STANDINGS: dict[Standing, str] = {
    Standing.OVERDUE: ORANGE,
    Standing.BLOCKED: YELLOW,
    Standing.UNDER_WAY: GREY,
    Standing.DONE: BLUE,
}

LOAD = ("#e4eff9", "#bfdaf0", "#86b9e0", "#4a8fc7", "#1f6fb4", "#123f70")
"""From little to much; numbers on the last three are white."""
LOAD_DARK = 3
