"""One card for a phone: the countdown, the four buckets, and how each unit stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from documents.made import MadeFile
from documents.pictures.data import Countdown, Share, StatusCard, UnitRow
from documents.pictures.frame import draw_heading, draw_key, heading_height, key_height
from documents.pictures.lettering import measure
from documents.pictures.sheet import INNER, MARGIN, WIDTH, Sheet
from documents.pictures.style import (
    BUCKETS,
    FAINT,
    INK,
    MUTED,
    NAVY,
    ORANGE,
    PANEL,
    STANDINGS,
    Fill,
)
from domain.standing import Standing

_GAP = 28.0
_COUNTDOWN, _LOW_COUNTDOWN = 132.0, 104.0
"""Of one, and of each of several."""
_BAR = 46.0
_TILE = 138.0
_WIDE_ROW, _NARROW_ROW = 82.0, 62.0
_ONE_COLUMN = 12
"""So many units stand below each other over the whole width; more stand in two columns."""
_BETWEEN_COLUMNS = 36.0


def draw(card: StatusCard) -> list[MadeFile]:
    """The recipe: one PNG."""
    return [MadeFile(card.heading.file_name, sheet_of(card).png(), "photo")]


def sheet_of(card: StatusCard) -> Sheet:
    sheet = Sheet(_height(card))
    y = draw_heading(sheet, card.heading) + _GAP
    for countdown in card.countdowns:
        _countdown(sheet, y, countdown, _countdown_height(card))
        y += _countdown_height(card) + 12
    if card.countdowns:
        y += _GAP - 12
    if card.empty:
        sheet.text(WIDTH / 2, y + 60, card.empty, 32, colour=MUTED, align="center", width=INNER)
        return sheet
    y = _buckets(sheet, y, card)
    _units(sheet, y, card)
    return sheet


def _height(card: StatusCard) -> float:
    height = heading_height(card.heading) + _GAP
    height += len(card.countdowns) * (_countdown_height(card) + 12)
    height += _GAP - 12 if card.countdowns else 0
    if card.empty:
        return height + 120 + _GAP
    height += _DONE + _BAR + 18 + _TILE + (_MARKS if card.marks else 0) + _GAP
    height += _UNITS_HEADING + _rows(card.units) * _row_height(card.units)
    return height + (_MORE if card.more else 0) + _legend_height(card) + 28


# -- the countdown -----------------------------------------------------------------------------


def _countdown_height(card: StatusCard) -> float:
    return _COUNTDOWN if len(card.countdowns) == 1 else _LOW_COUNTDOWN


def _countdown(sheet: Sheet, y: float, countdown: Countdown, height: float) -> None:
    colour = ORANGE if countdown.reached else NAVY
    middle, size = y + height / 2, height * 0.64
    sheet.box(MARGIN, y, INNER, height, PANEL)
    sheet.box(MARGIN, y, 10, height, colour)
    x = MARGIN + 38.0
    if countdown.number:
        sheet.text(x, middle, countdown.number, size, colour=colour, bold=True)
        x += max(measure(countdown.number, size, True), size * 1.3) + 26
    room = WIDTH - MARGIN - 24 - x
    sheet.text(x, middle - 23, countdown.words, 33, colour=colour, bold=True, width=room)
    sheet.text(x, middle + 23, countdown.detail, 25, colour=MUTED, width=room)


# -- the buckets -------------------------------------------------------------------------------

_DONE = 64.0
_MARKS = 52.0


def _buckets(sheet: Sheet, y: float, card: StatusCard) -> float:
    width = sheet.text(MARGIN, y + 26, card.done, 46, bold=True)
    room = INNER - width - 18
    sheet.text(MARGIN + width + 18, y + 30, card.done_label, 30, colour=MUTED, width=room)
    y += _DONE
    parts = [(share.count, BUCKETS[share.bucket]) for share in card.shares]
    sheet.box(MARGIN, y, INNER, _BAR, FAINT)
    sheet.stack(MARGIN, y, INNER, _BAR, parts)
    y += _BAR + 18
    _tiles(sheet, y, card.shares)
    y += _TILE
    if card.marks:
        sheet.text(MARGIN, y + _MARKS / 2 + 4, card.marks, 27, colour=INK, width=INNER)
        y += _MARKS
    return y + _GAP


def _tiles(sheet: Sheet, y: float, shares: Sequence[Share]) -> None:
    gap = 14.0
    width = (INNER - gap * (len(shares) - 1)) / len(shares)
    for place, share in enumerate(shares):
        x = MARGIN + place * (width + gap)
        sheet.box(x, y, width, _TILE, PANEL, radius=12)
        sheet.filled(x + 20, y + 24, 30, 44, BUCKETS[share.bucket])
        sheet.text(x + 68, y + 46, str(share.count), 54, bold=True, width=width - 80)
        sheet.text(x + 20, y + 104, share.label, 27, width=width - 32)


# -- the units ---------------------------------------------------------------------------------

_UNITS_HEADING = 58.0
_MORE = 44.0


def _rows(units: Sequence[UnitRow]) -> int:
    return len(units) if len(units) <= _ONE_COLUMN else -(-len(units) // 2)


def _row_height(units: Sequence[UnitRow]) -> float:
    return _WIDE_ROW if len(units) <= _ONE_COLUMN else _NARROW_ROW


def _units(sheet: Sheet, y: float, card: StatusCard) -> None:
    sheet.text(MARGIN, y + 20, card.units_heading, 31, bold=True, width=INNER)
    y += _UNITS_HEADING
    rows, step = _rows(card.units), _row_height(card.units)
    columns = 1 if len(card.units) <= _ONE_COLUMN else 2
    width = (INNER - _BETWEEN_COLUMNS * (columns - 1)) / columns
    for place, unit in enumerate(card.units):
        x = MARGIN + (place // rows) * (width + _BETWEEN_COLUMNS)
        top = y + (place % rows) * step
        (_wide if columns == 1 else _narrow)(sheet, x, top, width, unit, card.shares)
    y += rows * step
    if card.more:
        sheet.text(MARGIN, y + _MORE / 2, card.more, 26, colour=MUTED, width=INNER)
        y += _MORE
    _legend(sheet, y + 8, card.legend)


def _parts(unit: UnitRow, shares: Sequence[Share]) -> list[tuple[int, Fill]]:
    return [
        (count, BUCKETS[share.bucket]) for count, share in zip(unit.counts, shares, strict=True)
    ]


def _coloured(sheet: Sheet, x: float, y: float, height: float, unit: UnitRow) -> None:
    sheet.box(x, y, 8, height, STANDINGS[unit.standing])
    sheet.mark(unit.standing, x + 36, y + height / 2, 40)


def _wide(
    sheet: Sheet, x: float, y: float, width: float, unit: UnitRow, shares: Sequence[Share]
) -> None:
    """Code and name on the left, the bar in the middle, the numbers on the right."""
    height = _WIDE_ROW - 12
    sheet.box(x, y, width, height, PANEL)
    _coloured(sheet, x, y, height, unit)
    left, bar, right = x + 70, x + 508, x + 796
    if unit.name:
        sheet.text(left, y + 22, unit.code, 28, bold=True, width=bar - left - 20)
        sheet.text(left, y + 51, unit.name, 23, colour=MUTED, width=bar - left - 20)
    else:
        sheet.text(left, y + height / 2, unit.code, 28, bold=True, width=bar - left - 20)
    sheet.stack(bar, y + 22, right - bar - 24, height - 44, _parts(unit, shares))
    room = x + width - right - 14
    if unit.note:
        sheet.text(right, y + 22, unit.done, 28, bold=True, width=room)
        sheet.text(right, y + 51, unit.note, 23, width=room)
    else:
        sheet.text(right, y + height / 2, unit.done, 28, bold=True, width=room)


def _narrow(
    sheet: Sheet, x: float, y: float, width: float, unit: UnitRow, shares: Sequence[Share]
) -> None:
    """Code and numbers above, the bar below."""
    height = _NARROW_ROW - 8
    sheet.box(x, y, width, height, PANEL)
    _coloured(sheet, x, y, height, unit)
    left, right = x + 68, x + width - 14
    done = measure(unit.done, 26, True)
    sheet.text(right, y + 19, unit.done, 26, bold=True, align="right")
    used = sheet.text(left, y + 19, unit.code, 26, bold=True, width=right - left - done - 16)
    room = right - done - 16 - (left + used + 14)
    if unit.note and room > 60:
        sheet.text(left + used + 14, y + 19, unit.note, 22, colour=MUTED, width=room)
    sheet.stack(left, y + 36, right - left, 13, _parts(unit, shares))


def _legend_height(card: StatusCard) -> float:
    return key_height([words for _, words in card.legend])


def _legend(sheet: Sheet, y: float, legend: Sequence[tuple[Standing, str]]) -> None:
    draw_key(sheet, y, [(words, _sample(sheet, standing)) for standing, words in legend])


def _sample(sheet: Sheet, standing: Standing) -> Callable[[float, float], None]:
    return lambda x, y: sheet.mark(standing, x + 18, y, 32)
