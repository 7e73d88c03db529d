"""A picture made of filled shapes, and its file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from math import cos, pi, sin, sqrt
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

WIDTH, HEIGHT = 960, 720


class Canvas:
    """Filled shapes over each other; whatever lies outside is cut off."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self._rows = [
            bytearray(bytes(between(top, bottom, row / (HEIGHT - 1))) * WIDTH)
            for row in range(HEIGHT)
        ]

    def span(self, row: int, left: float, right: float, colour: Colour) -> None:
        begin, end = max(round(left), 0), min(round(right), WIDTH)
        if 0 <= row < HEIGHT and begin < end:
            self._rows[row][3 * begin : 3 * end] = bytes(colour) * (end - begin)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        for row in range(round(top), round(bottom)):
            self.span(row, left, right, colour)

    def ellipse(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        for row in range(round(y - high), round(y + high) + 1):
            half = wide * sqrt(max(0.0, 1 - ((row - y) / high) ** 2))
            self.span(row, x - half, x + half, colour)

    def shape(self, points: Iterable[Point], colour: Colour) -> None:
        """A polygon."""
        corners = list(points)
        sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
        heights = [y for _, y in corners]
        for row in range(round(min(heights)), round(max(heights)) + 1):
            crossed = sorted(
                x1 + (row - y1) * (x2 - x1) / (y2 - y1)
                for (x1, y1), (x2, y2) in sides
                if (y1 <= row) != (y2 <= row)
            )
            for left, right in zip(crossed[::2], crossed[1::2], strict=True):
                self.span(row, left, right, colour)

    def star(self, x: float, y: float, size: float, colour: Colour) -> None:
        angles = [pi * corner / 5 - pi / 2 for corner in range(10)]
        sizes = [size if corner % 2 == 0 else size * 0.4 for corner in range(10)]
        corners = zip(angles, sizes, strict=True)
        self.shape([(x + far * cos(angle), y + far * sin(angle)) for angle, far in corners], colour)

    def png(self) -> bytes:
        """The picture as a file."""
        pixels = b"".join(b"\0" + row for row in self._rows)
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def between(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
