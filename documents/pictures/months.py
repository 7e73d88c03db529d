"""The next three months: events and peaks above, the load of each unit per week below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from documents.made import MadeFile
from documents.pictures.data import Band, EventBar, LoadRow, MonthsPicture
from documents.pictures.frame import draw_heading, draw_key, heading_height, key_height
from documents.pictures.lettering import drawable, measure, smallest
from documents.pictures.sheet import INNER, MARGIN, WIDTH, Sheet
from documents.pictures.style import (
    BLUE_PALE,
    FAINT,
    INK,
    LOAD,
    LOAD_DARK,
    MUTED,
    NAVY,
    NAVY_PALE,
    ORANGE,
    ORANGE_PALE,
    PANEL,
    PAPER,
    Fill,
)

_GAP = 26.0
_LABELS, _WIDEST_LABELS = 176.0, 292.0
_LABEL = 25.0
_BESIDE_LABEL = 14.0
_OVERDUE = 70.0
_MONTHS, _WEEKS = 42.0, 42.0
_EVENT = 66.0
_ROW, _LOW_ROW = 52.0, 34.0
_MANY = 20
"""More units than this stand closer."""
_OVERLAP_LINE = 44.0
_NOTE = 38.0
DAYS_FILL = Fill(BLUE_PALE)
PEAK_FILL = Fill(ORANGE, "////", ORANGE_PALE)
OVERLAP_FILL = Fill("#fde9ac", "....", ORANGE)


def draw(picture: MonthsPicture) -> list[MadeFile]:
    """The recipe: one PNG."""
    return [MadeFile(picture.heading.file_name, sheet_of(picture).png(), "photo")]


def sheet_of(picture: MonthsPicture) -> Sheet:
    sheet = Sheet(_height(picture))
    y = draw_heading(sheet, picture.heading) + 10
    y += draw_key(sheet, y, _key(sheet, picture))
    _overlap_columns(sheet, y + _MONTHS + _WEEKS, picture)
    _weeks(sheet, y, picture)
    y += _MONTHS + _WEEKS
    for bar in picture.events:
        _event(sheet, y, bar, picture)
        y += _EVENT
    y = _loads(sheet, y + _GAP / 2, picture)
    y = _overlap_words(sheet, y + 12, picture)
    for note in picture.notes:
        sheet.text(MARGIN, y + _NOTE / 2, note, 24, colour=MUTED, width=INNER)
        y += _NOTE
    return sheet


def _height(picture: MonthsPicture) -> float:
    height = heading_height(picture.heading) + 10 + key_height(_key_words(picture))
    height += _MONTHS + _WEEKS + len(picture.events) * _EVENT + _GAP / 2
    height += _TABLE_HEAD + (len(picture.rows) + 1) * _row_height(picture)
    height += 12 + len(picture.overlaps) * _OVERLAP_LINE + len(picture.notes) * _NOTE
    return height + _GAP


def _key_words(picture: MonthsPicture) -> list[str]:
    """What is drawn; of what is nowhere to be seen nothing is said."""
    words = picture.words
    days = [words.days] if any(_days_seen(picture, bar) for bar in picture.events) else []
    peak = [words.peak] if any(bar.peaks for bar in picture.events) else []
    overlap = [words.overlap] if picture.overlaps else []
    return [*days, *peak, *overlap, words.load, words.today]


def _key(sheet: Sheet, picture: MonthsPicture) -> list[tuple[str, Callable[[float, float], None]]]:
    samples: dict[str, Callable[[float, float], None]] = {
        picture.words.days: lambda x, y: sheet.filled(x, y - 11, 40, 22, DAYS_FILL),
        picture.words.peak: lambda x, y: sheet.filled(x, y - 11, 40, 22, PEAK_FILL),
        picture.words.overlap: lambda x, y: sheet.filled(x, y - 15, 40, 30, OVERLAP_FILL),
        picture.words.load: lambda x, y: _load_sample(sheet, x, y),
        picture.words.today: lambda x, y: sheet.line(x + 20, y - 15, x + 20, y + 15, NAVY, 4),
    }
    return [(words, samples[words]) for words in _key_words(picture)]


def _load_sample(sheet: Sheet, x: float, y: float) -> None:
    for place, colour in enumerate(LOAD[1::2]):
        sheet.box(x + place * 14, y - 11, 14, 22, colour)


# -- where a day stands ------------------------------------------------------------------------


def _labels(picture: MonthsPicture) -> float:
    """The width of the column of names: no unit's code is cut, as long as it may be."""
    rows = (*picture.rows, picture.total)
    longest = max(measure(drawable(row.label), smallest(_LABEL), True) for row in rows)
    return min(max(_LABELS, longest + _BESIDE_LABEL + 1), _WIDEST_LABELS)


def _left(picture: MonthsPicture) -> float:
    return MARGIN + _labels(picture) + _OVERDUE


def _days_width(picture: MonthsPicture) -> float:
    return WIDTH - MARGIN - _left(picture)


def _last_day(picture: MonthsPicture) -> date:
    return picture.first_day + timedelta(weeks=picture.weeks, days=-1)


def _has_days(picture: MonthsPicture, bar: EventBar) -> bool:
    return bar.first_day <= _last_day(picture) and bar.last_day >= picture.first_day


def _days_seen(picture: MonthsPicture, bar: EventBar) -> bool:
    """Whether any of the event's days shows beside its peaks, which are drawn over them."""
    day = max(bar.first_day, picture.first_day)
    for peak in sorted(bar.peaks, key=lambda peak: peak.first_day):
        if peak.first_day <= day:
            day = max(day, peak.last_day + timedelta(days=1))
    return day <= min(bar.last_day, _last_day(picture))


def _x(picture: MonthsPicture, day: date) -> float:
    """The left edge of a day, kept within the weeks shown."""
    days = (day - picture.first_day).days
    return _left(picture) + min(max(days / (picture.weeks * 7), 0), 1) * _days_width(picture)


def _span(picture: MonthsPicture, first_day: date, last_day: date) -> tuple[float, float]:
    """The left edge of the days and their width; wide enough to be seen."""
    left = _x(picture, first_day)
    width = max(_x(picture, last_day + timedelta(days=1)) - left, 8)
    return min(left, WIDTH - MARGIN - width), width


def _week_width(picture: MonthsPicture) -> float:
    return _days_width(picture) / picture.weeks


# -- weeks, events, overlaps -------------------------------------------------------------------


def _weeks(sheet: Sheet, y: float, picture: MonthsPicture) -> None:
    width = _week_width(picture)
    left = x = _left(picture)
    for month in picture.months:
        room = month.weeks * width
        sheet.box(x + 1, y, room - 2, _MONTHS - 2, NAVY_PALE)
        middle = x + room / 2
        sheet.text(
            middle, y + _MONTHS / 2 - 1, month.label, 23, bold=True, align="center", width=room - 6
        )
        x += room
    for place in range(picture.weeks):
        day = picture.first_day + timedelta(weeks=place)
        middle = left + (place + 0.5) * width
        sheet.text(middle, y + _MONTHS + _WEEKS / 2, f"{day:%d}", 23, colour=MUTED, align="center")


def _overlap_columns(sheet: Sheet, y: float, picture: MonthsPicture) -> None:
    """Behind all else: the very days beside the events, their weeks in the table."""
    height = len(picture.events) * _EVENT
    table = y + height + _GAP / 2 + _TABLE_HEAD
    weeks = sorted({week for band in picture.overlaps for week in _weeks_of(picture, band)})
    for week in weeks:
        left = _left(picture) + week * _week_width(picture)
        rows = (len(picture.rows) + 1) * _row_height(picture)
        sheet.box(left + 1, table, _week_width(picture) - 2, rows, OVERLAP_FILL.colour)
        sheet.box(
            left + 1, y - _WEEKS + 4, _week_width(picture) - 2, _WEEKS - 8, OVERLAP_FILL.colour
        )
    for band in picture.overlaps:
        left, width = _span(picture, band.first_day, band.last_day)
        sheet.filled(left, y, width, height, OVERLAP_FILL)
    today = _x(picture, picture.today) + _week_width(picture) / 14
    sheet.line(today, y - 6, today, y + height, NAVY, 4)


def _weeks_of(picture: MonthsPicture, band: Band) -> range:
    """The places of the weeks that these days touch."""
    first, last = ((day - picture.first_day).days // 7 for day in (band.first_day, band.last_day))
    return range(max(first, 0), min(last, picture.weeks - 1) + 1)


def _event(sheet: Sheet, y: float, bar: EventBar, picture: MonthsPicture) -> None:
    sheet.line(MARGIN, y, WIDTH - MARGIN, y, FAINT, 2)
    _label_over(sheet, y + 22, bar.label)
    left, width = _span(picture, bar.first_day, bar.last_day)
    if _has_days(picture, bar):
        sheet.filled(left, y + 38, width, 20, DAYS_FILL)
    for peak in bar.peaks:
        left, width = _span(picture, peak.first_day, peak.last_day)
        sheet.filled(left, y + 38, width, 20, PEAK_FILL)


def _label_over(sheet: Sheet, y: float, words: str) -> None:
    """On a white ground, for columns of overlaps may lie behind."""
    width = min(sheet.width_of(words, 25, bold=True), INNER)
    sheet.box(MARGIN, y - 16, width + 10, 32, PAPER)
    sheet.text(MARGIN, y, words, 25, bold=True, width=INNER)


def _overlap_words(sheet: Sheet, y: float, picture: MonthsPicture) -> float:
    for band in picture.overlaps:
        middle = y + _OVERLAP_LINE / 2
        sheet.filled(MARGIN, middle - 15, 40, 30, OVERLAP_FILL)
        sheet.text(MARGIN + 54, middle, band.label, 26, bold=True, width=INNER - 54)
        y += _OVERLAP_LINE
    return y


# -- the load ----------------------------------------------------------------------------------

_TABLE_HEAD = 44.0


def _row_height(picture: MonthsPicture) -> float:
    return _ROW if len(picture.rows) <= _MANY else _LOW_ROW


def _loads(sheet: Sheet, y: float, picture: MonthsPicture) -> float:
    width = _labels(picture) + _OVERDUE
    sheet.box(MARGIN, y, width, _TABLE_HEAD, PAPER)
    right = MARGIN + width - 6
    sheet.text(
        right, y + _TABLE_HEAD / 2, picture.words.overdue, 23, colour=ORANGE, bold=True,
        align="right", width=width - 6,
    )  # fmt: skip
    y += _TABLE_HEAD
    step = _row_height(picture)
    most = max([count for row in picture.rows for count in row.counts], default=0)
    for place, row in enumerate(picture.rows):
        _load_row(sheet, y, row, picture, step, most, striped=place % 2 == 0)
        y += step
    sheet.line(MARGIN, y, WIDTH - MARGIN, y, INK, 2)
    _total_row(sheet, y, picture, step)
    return y + step


def _load_row(
    sheet: Sheet, y: float, row: LoadRow, picture: MonthsPicture, step: float, most: int,
    *, striped: bool,
) -> None:  # fmt: skip
    labels = _labels(picture)
    sheet.box(MARGIN, y, labels, step - 4, PANEL if striped else PAPER)
    _label(sheet, y + step / 2 - 2, row.label, labels)
    if row.overdue:
        x = MARGIN + labels
        sheet.box(x + 3, y, _OVERDUE - 6, step - 4, ORANGE)
        _number(sheet, x + _OVERDUE / 2, y + step / 2 - 2, row.overdue, PAPER, _OVERDUE)
    width = _week_width(picture)
    for place, count in enumerate(row.counts):
        x = _left(picture) + place * width
        if not count:
            continue
        level = load_level(count, most)
        sheet.box(x + 1, y, width - 2, step - 4, LOAD[level])
        colour = PAPER if level >= LOAD_DARK else INK
        _number(sheet, x + width / 2, y + step / 2 - 2, count, colour, width)


def _total_row(sheet: Sheet, y: float, picture: MonthsPicture, step: float) -> None:
    row, middle = picture.total, y + step / 2 + 1
    labels = _labels(picture)
    _label(sheet, middle, row.label, labels)
    if row.overdue:
        _number(sheet, MARGIN + labels + _OVERDUE / 2, middle, row.overdue, ORANGE, _OVERDUE)
    width = _week_width(picture)
    for place, count in enumerate(row.counts):
        if count:
            _number(sheet, _left(picture) + (place + 0.5) * width, middle, count, INK, width)


def _label(sheet: Sheet, y: float, words: str, labels: float) -> None:
    sheet.text(MARGIN + 8, y, words, _LABEL, bold=True, width=labels - _BESIDE_LABEL)


def _number(sheet: Sheet, x: float, y: float, count: int, colour: str, width: float) -> None:
    sheet.text(x, y, str(count), 25, colour=colour, bold=True, align="center", width=width - 4)


def load_level(count: int, most: int) -> int:
    """Which colour of LOAD: the most is the darkest, few stay light however few the most is."""
    steps = len(LOAD)
    return min(steps - 1, (count * steps - 1) // max(most, steps))
