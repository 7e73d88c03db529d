"""Progress towards the peak: what is done against what is due, and where the pace leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from matplotlib.axes import Axes

from documents.made import MadeFile
from documents.pictures.data import Band, Point, ProgressPanel, ProgressPicture
from documents.pictures.frame import draw_heading, draw_key, heading_height, key_height
from documents.pictures.lettering import LINE, height_of, points
from documents.pictures.sheet import INNER, MARGIN, WIDTH, Sheet
from documents.pictures.style import (
    BLUE,
    BLUE_PALE,
    FAINT,
    INK,
    MUTED,
    NAVY,
    ORANGE,
    ORANGE_PALE,
    PANEL,
    PAPER,
    Fill,
)

_GAP = 28.0
_TITLE = 33.0
_NUMBERS = 26.0
_VERDICT = 30.0
_TODAY = 46.0
"""Room above a plot for the word over today's line."""
_PLOT = 520.0
_LOW_PLOT = 310.0
"""Where there are several."""
_DAYS = 56.0
_BAND_LINE = 40.0
_MOST_BANDS = 4
_LEFT, _RIGHT = 62.0, 14.0
_DAY = timedelta(days=1)
_MOST_TICKS = 7
_STEPS = (1, 2, 4, 7, 14, 28, 56, 91, 182, 364)
Sample = Callable[[float, float], None]
PEAK_FILL = Fill(ORANGE_PALE, "///", "#eda87f")


def draw(picture: ProgressPicture) -> list[MadeFile]:
    """The recipe: one PNG."""
    return [MadeFile(picture.heading.file_name, sheet_of(picture).png(), "photo")]


def sheet_of(picture: ProgressPicture) -> Sheet:
    plot = _PLOT if len(picture.panels) == 1 else _LOW_PLOT
    panels = sum(_panel_height(panel, plot) for panel in picture.panels)
    key = key_height(_key_words(picture))
    sheet = Sheet(heading_height(picture.heading) + 14 + key + panels)
    y = draw_heading(sheet, picture.heading) + 14
    y += draw_key(sheet, y, _key(sheet, picture))
    for panel in picture.panels:
        _panel(sheet, y, panel, picture, plot)
        y += _panel_height(panel, plot)
    return sheet


def _panel_height(panel: ProgressPanel, plot: float) -> float:
    if not panel.total:
        return _head_height(panel) + _GAP
    bands = min(len(panel.peaks), _MOST_BANDS) * _BAND_LINE
    return _head_height(panel) + _TODAY + plot + _DAYS + bands + _GAP


def _head_height(panel: ProgressPanel) -> float:
    title = height_of(panel.title, _TITLE, INNER, bold=True)
    return 10 + title + _NUMBERS * LINE + 12 + _verdict_height(panel)


def _verdict_height(panel: ProgressPanel) -> float:
    if not panel.verdict:
        return 0
    return height_of(panel.verdict, _VERDICT, INNER - 56, bold=True) + 28


# -- words -------------------------------------------------------------------------------------


def _key_words(picture: ProgressPicture) -> list[str]:
    """What the lines are; of what is nowhere to be seen nothing is said."""
    words, panels = picture.words, picture.panels
    ahead = [words.ahead] if any(panel.ahead for panel in panels) else []
    submitted = [words.submitted] if any(panel.submitted for panel in panels) else []
    return [words.done, words.due, *ahead, *submitted]


def _key(sheet: Sheet, picture: ProgressPicture) -> list[tuple[str, Sample]]:
    words = picture.words
    samples: dict[str, Sample] = {
        words.done: lambda x, y: sheet.box(x, y - 9, 40, 18, BLUE),
        words.due: lambda x, y: sheet.line(x, y, x + 40, y, INK, 4),
        words.ahead: lambda x, y: _dashes(sheet, x, y),
        words.submitted: lambda x, y: sheet.ring(x + 22, y, 26, BLUE),
    }
    return [(said, samples[said]) for said in _key_words(picture)]


def _dashes(sheet: Sheet, x: float, y: float) -> None:
    for start in (0, 15, 30):
        sheet.line(x + start, y, x + start + 10, y, BLUE, 5)


def _panel(
    sheet: Sheet, y: float, panel: ProgressPanel, picture: ProgressPicture, plot: float
) -> None:
    y += 10
    y += sheet.lines(MARGIN, y, panel.title, _TITLE, width=INNER, colour=NAVY, bold=True)
    sheet.text(MARGIN, y + _NUMBERS * LINE / 2, panel.numbers, _NUMBERS, colour=MUTED, width=INNER)
    y += _NUMBERS * LINE + 12
    if panel.verdict:
        _verdict(sheet, y, panel)
    if not panel.total:
        return
    y += _verdict_height(panel) + _TODAY
    axes = _axes(sheet, y, panel, plot)
    _draw_peaks(axes, panel.peaks)
    _draw_lines(axes, panel)
    _draw_today(sheet, axes, panel, picture, y, plot)
    _days_and_counts(sheet, axes, panel, y, plot)
    _bands(sheet, y + plot + _DAYS, panel)


def _verdict(sheet: Sheet, y: float, panel: ProgressPanel) -> None:
    height = _verdict_height(panel) - 8
    sheet.box(MARGIN, y, INNER, height, PANEL)
    sheet.box(MARGIN, y, 10, height, ORANGE if panel.alarming else BLUE)
    sheet.lines(MARGIN + 30, y + 10, panel.verdict, _VERDICT, width=INNER - 56, bold=True)


def _bands(sheet: Sheet, y: float, panel: ProgressPanel) -> None:
    """Which peak is which, in words below the plot."""
    for place, band in enumerate(panel.peaks[:_MOST_BANDS]):
        middle = y + (place + 0.5) * _BAND_LINE
        sheet.filled(MARGIN, middle - 13, 40, 26, PEAK_FILL)
        sheet.text(MARGIN + 52, middle, band.label, 25, width=INNER - 52)


# -- the plot ----------------------------------------------------------------------------------


def _axes(sheet: Sheet, y: float, panel: ProgressPanel, plot: float) -> Axes:
    width = (INNER - _LEFT - _RIGHT) / WIDTH
    bottom = 1 - (y + plot) / sheet.height
    place = ((MARGIN + _LEFT) / WIDTH, bottom, width, plot / sheet.height)
    axes = sheet.figure.add_axes(place)
    axes.set_xlim(_number(panel.first_day), _number(panel.last_day + _DAY))
    axes.set_ylim(0, max(panel.total, panel.submitted, 1) * 1.06)
    axes.set_facecolor(PAPER)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(MUTED)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def _number(day: date) -> float:
    return float(day.toordinal())


def _end(day: date) -> float:
    """A day's count is reached at its end."""
    return _number(day + _DAY)


def _draw_peaks(axes: Axes, bands: Sequence[Band]) -> None:
    """Their colour lies behind what is done, their hatching before it."""
    for band in bands:
        days = _number(band.first_day), _end(band.last_day)
        axes.axvspan(*days, facecolor=PEAK_FILL.colour, linewidth=0, zorder=1)
        axes.axvspan(
            *days,
            facecolor="none",
            hatch=PEAK_FILL.hatch,
            edgecolor=PEAK_FILL.hatch_colour,
            linewidth=0,
            zorder=2.5,
        )


def _draw_lines(axes: Axes, panel: ProgressPanel) -> None:
    begin, end = _number(panel.first_day), _end(panel.last_day)
    done_days, done = _steps(panel.done, begin, _end(panel.today))
    due_days, due = _steps(panel.due, begin, end)
    axes.fill_between(done_days, done, step="post", color=BLUE_PALE, linewidth=0, zorder=2)
    axes.step(done_days, done, where="post", color=BLUE, linewidth=points(5), zorder=4)
    axes.step(due_days, due, where="post", color=INK, linewidth=points(4), zorder=3)
    if panel.ahead:
        axes.plot(
            [_end(point.day) for point in panel.ahead],
            [point.count for point in panel.ahead],
            color=BLUE,
            linewidth=points(5),
            dashes=(2.2, 1.2),
            zorder=5,
        )
        ending = panel.ahead[-1]
        axes.plot(
            _end(ending.day), ending.count, "o", ms=points(15), color=BLUE, zorder=6, clip_on=False
        )


def _steps(steps: Sequence[Point], begin: float, end: float) -> tuple[list[float], list[int]]:
    """Level from each point to the next, from the beginning of the axis to `end`."""
    days, counts = [begin], [0]
    for point in steps:
        days.append(min(_end(point.day), end))
        counts.append(point.count)
    return [*days, end], [*counts, counts[-1]]


def _draw_today(
    sheet: Sheet,
    axes: Axes,
    panel: ProgressPanel,
    picture: ProgressPicture,
    y: float,
    plot: float,
) -> None:
    x = _x(panel, _end(panel.today))
    sheet.line(x, y - 8, x, y + plot, NAVY, 3)
    half = sheet.width_of(picture.words.today, 25, bold=True) / 2
    middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    sheet.text(middle, y - 26, picture.words.today, 25, colour=NAVY, bold=True, align="center")
    reached = panel.done[-1].count
    axes.plot(_end(panel.today), reached, "o", ms=points(16), color=BLUE, zorder=7)
    if panel.submitted:
        waiting = reached + panel.submitted
        axes.plot(
            _end(panel.today),
            waiting,
            "o",
            ms=points(15),
            color=BLUE,
            markerfacecolor=PAPER,
            markeredgewidth=points(4),
            zorder=7,
        )


def _x(panel: ProgressPanel, moment: float) -> float:
    begin, end = _number(panel.first_day), _end(panel.last_day)
    width = INNER - _LEFT - _RIGHT
    return MARGIN + _LEFT + (moment - begin) / (end - begin) * width


def _days_and_counts(sheet: Sheet, axes: Axes, panel: ProgressPanel, y: float, plot: float) -> None:
    low, high = axes.get_ylim()
    for count in count_ticks(panel.total):
        level = y + plot * (1 - (count - low) / (high - low))
        if count:
            axes.axhline(count, color=FAINT, linewidth=points(2), zorder=0)
        sheet.text(MARGIN + _LEFT - 12, level, str(count), 22, colour=MUTED, align="right")
    for day in day_ticks(panel.first_day, panel.last_day):
        x = _x(panel, _number(day))
        sheet.line(x, y + plot, x, y + plot + 8, MUTED, 2)
        half = sheet.width_of(f"{day:%d/%m}", 22) / 2
        middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
        sheet.text(middle, y + plot + 28, f"{day:%d/%m}", 22, colour=MUTED, align="center")


def count_ticks(total: int) -> list[int]:
    """Round numbers from 0 to the total, at most five steps."""
    steps = (base * 10**power for power in range(len(str(total))) for base in (1, 2, 5))
    step = next((step for step in steps if total / step <= 5), max(1, total))
    return list(range(0, total + 1, step))


def day_ticks(first_day: date, last_day: date) -> list[date]:
    """Days at even distances, at most seven."""
    days = (last_day - first_day).days
    step = next((length for length in _STEPS if days / length < _MOST_TICKS), days)
    return [first_day + _DAY * place for place in range(0, days + 1, step)]
