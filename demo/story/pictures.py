"""Photos as evidence shows them, drawn by code: plain colours, no stock pictures."""

from __future__ import annotations

from itertools import pairwise

from demo.story.canvas import HEIGHT, WIDTH, Canvas, between

SKY, DUSK = (118, 168, 214), (247, 196, 140)
GRASS, DARK_GRASS, HILL = (96, 148, 82), (70, 118, 66), (74, 104, 92)
ROAD, LINE, EARTH = (84, 86, 92), (238, 236, 228), (146, 106, 70)
STONE, WALL, GLASS = (206, 202, 194), (232, 222, 200), (96, 130, 158)
RIVER_BANK = [(960, 500), (620, 580), (330, 480), (0, 530)]
RED, YELLOW, GREEN, NAVY = (200, 44, 40), (250, 206, 60), (40, 120, 70), (36, 52, 92)


def _flag(canvas: Canvas, x: float, y: float, size: float = 60) -> None:
    canvas.box(x - 3, y, x, y + size * 2.4, STONE)
    canvas.box(x, y, x + size * 1.5, y + size, RED)
    canvas.star(x + size * 0.75, y + size * 0.52, size * 0.34, YELLOW)


def _hills(canvas: Canvas, base: float) -> None:
    canvas.shape(
        [(0, base), (150, base - 130), (330, base - 40), (520, base - 190), (960, base)], HILL
    )
    canvas.shape([(380, base), (700, base - 120), (960, base - 60), (960, base)], DARK_GRASS)


def stadium() -> bytes:
    """The stadium from the stand: pitch, track, stands opposite, flags."""
    canvas = Canvas(SKY, DUSK)
    _hills(canvas, 300)
    canvas.box(0, 300, WIDTH, HEIGHT, STONE)
    for row in range(6):
        shade = between(NAVY, GLASS, row / 5)
        canvas.box(60 + 8 * row, 250 + 22 * row, 900 - 8 * row, 266 + 22 * row, shade)
    canvas.ellipse(480, 560, 470, 190, EARTH)
    canvas.ellipse(480, 560, 400, 150, GRASS)
    for stripe in range(4):
        canvas.box(250 + 120 * stripe, 470, 310 + 120 * stripe, 650, DARK_GRASS)
    canvas.box(478, 460, 482, 660, LINE)
    canvas.ellipse(480, 560, 62, 34, LINE)
    canvas.ellipse(480, 560, 57, 30, GRASS)
    for pole in range(7):
        _flag(canvas, 90 + 125 * pole, 150, 34)
    return canvas.png()


def road(*, cleared: bool = True) -> bytes:
    """A mountain road, with the earth that slid onto it or beside it."""
    canvas = Canvas(SKY, (214, 226, 232))
    _hills(canvas, 380)
    canvas.box(0, 380, WIDTH, HEIGHT, GRASS)
    canvas.shape([(430, 380), (520, 380), (900, HEIGHT), (180, HEIGHT)], ROAD)
    for dash in range(6):
        top = 395 + dash * dash * 10 + dash * 8
        canvas.shape(_dash(top, top + 16 + dash * 6), LINE)
    side = 760 if cleared else 560
    canvas.ellipse(side, 540, 150, 60, EARTH)
    canvas.ellipse(side + 40, 510, 90, 52, between(EARTH, LINE, 0.15))
    for stone in range(5):
        canvas.ellipse(side - 110 + 52 * stone, 575 - 12 * (stone % 2), 22, 15, STONE)
    for cone in range(4):
        x = 330 - 34 * cone
        canvas.shape(
            [(x, 520 + 42 * cone), (x + 16, 570 + 42 * cone), (x - 16, 570 + 42 * cone)], RED
        )
        canvas.box(x - 9, 546 + 42 * cone, x + 9, 552 + 42 * cone, LINE)
    return canvas.png()


def _dash(top: float, bottom: float) -> list[tuple[float, float]]:
    """Of the middle of the road, which runs from (475, 380) to (540, 720) and grows wider."""
    ends = [(475 + (y - 380) * 0.19, 2 + (y - 380) * 0.018, y) for y in (top, bottom)]
    (x1, half1, y1), (x2, half2, y2) = ends
    return [(x1 - half1, y1), (x1 + half1, y1), (x2 + half2, y2), (x2 - half2, y2)]


def hotel() -> bytes:
    """A guest house: its front, its door, the way out."""
    canvas = Canvas(SKY, (230, 236, 240))
    canvas.box(0, 600, WIDTH, HEIGHT, ROAD)
    canvas.box(150, 110, 810, 600, WALL)
    canvas.box(130, 92, 830, 118, RED)
    for floor in range(4):
        for window in range(7):
            left, top = 185 + 88 * window, 150 + 96 * floor
            canvas.box(left - 4, top - 4, left + 62, top + 62, LINE)
            canvas.box(left, top, left + 58, top + 58, GLASS)
    canvas.box(400, 500, 560, 600, NAVY)
    canvas.box(478, 500, 482, 600, LINE)
    canvas.box(380, 486, 580, 500, YELLOW)
    _flag(canvas, 90, 330, 60)
    canvas.box(690, 545, 780, 585, GREEN)
    canvas.shape([(705, 565), (735, 552), (735, 578)], LINE)
    canvas.box(735, 560, 765, 570, LINE)
    return canvas.png()


def drill() -> bytes:
    """Ranks on a square, vehicles behind them."""
    canvas = Canvas(DUSK, (250, 228, 196))
    _hills(canvas, 330)
    canvas.box(0, 330, WIDTH, HEIGHT, STONE)
    for truck in range(4):
        x = 70 + 215 * truck
        canvas.box(x, 290, x + 150, 360, GREEN)
        canvas.box(x + 112, 304, x + 142, 328, GLASS)
        canvas.ellipse(x + 35, 362, 16, 16, ROAD)
        canvas.ellipse(x + 118, 362, 16, 16, ROAD)
    for rank in range(4):
        for place in range(12):
            x, y, size = 90 + 70 * place - 6 * rank, 440 + 72 * rank, 11 + 2 * rank
            canvas.box(x - size, y, x + size, y + 4 * size, GREEN)
            canvas.ellipse(x, y - size, size * 0.8, size * 0.9, (222, 178, 140))
            canvas.box(x - size, y - 2 * size, x + size, y - 1.5 * size, NAVY)
    _flag(canvas, 470, 160, 70)
    return canvas.png()


def route() -> bytes:
    """A map of the town: streets, the river, the route and where it is closed."""
    canvas = Canvas((244, 240, 228), (238, 234, 220))
    for street in range(6):
        canvas.box(70 + 160 * street, 0, 88 + 160 * street, HEIGHT, LINE)
        canvas.box(0, 60 + 124 * street, WIDTH, 76 + 124 * street, LINE)
    for block in range(9):
        left, top = 100 + 160 * (block % 5), 88 + 248 * (block // 5)
        canvas.box(left, top, left + 120, top + 84, between(WALL, STONE, block / 8))
    canvas.shape([(0, 470), (330, 420), (620, 520), (960, 440), *RIVER_BANK], (150, 196, 220))
    for bridge in (79, 399, 719):
        canvas.box(bridge - 9, 400, bridge + 9, 590, LINE)
    canvas.ellipse(620, 262, 74, 46, GRASS)
    corners = [(79, 690), (79, 316), (399, 316), (399, 192), (879, 192), (879, 40)]
    for (x1, y1), (x2, y2) in pairwise(corners):
        canvas.box(min(x1, x2) - 7, min(y1, y2) - 7, max(x1, x2) + 7, max(y1, y2) + 7, NAVY)
    canvas.shape([(879, 10), (905, 58), (853, 58)], NAVY)
    for x, y in ((239, 192), (559, 316), (399, 440)):
        canvas.ellipse(x, y, 26, 26, RED)
        canvas.box(x - 15, y - 5, x + 15, y + 5, LINE)
    return canvas.png()
