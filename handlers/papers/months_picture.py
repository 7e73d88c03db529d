"""What the picture of the next three months shows: events, peaks and what each unit has to do.

Who sees all tasks sees all units; the others see what their own unit leads and cooperates in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import groupby

from documents.pictures.data import (
    MOST_EVENTS,
    MOST_UNITS,
    Band,
    EventBar,
    Heading,
    LoadRow,
    Month,
    MonthsPicture,
    MonthsWords,
)
from domain.agenda import by_nearest_peak
from domain.event import Event
from domain.load import Overlap, Week, load, overlaps, peaks_within, weeks_from
from domain.roles import Action, Subject
from domain.task import Status, Task
from handlers.orders import Ingredients, Order
from handlers.papers.calendar_buttons import event_rows
from handlers.papers.seen import as_of, file_name
from storage import events, tasks

_MOST_OVERLAPS = 6


def collect(order: Order) -> Ingredients | None:
    weeks = weeks_from(order.subcommittee.today(order.now))
    listed = _to_do(order)
    rows = _rows(order, listed, weeks)
    shown = _events(order, weeks)
    fallen = _overlaps(order, weeks)
    bars = tuple(_bar(order, event, weeks) for event in shown[:MOST_EVENTS])
    total = _total(order, rows, weeks)
    picture = MonthsPicture(
        heading=_heading(order, weeks),
        words=_words(order),
        first_day=weeks[0].first_day,
        weeks=len(weeks),
        months=tuple(_months(order, weeks)),
        today=order.subcommittee.today(order.now),
        events=bars,
        overlaps=tuple(_overlap(order, each) for each in fallen[:_MOST_OVERLAPS]),
        rows=tuple(rows),
        total=total,
        notes=tuple(_notes(order, listed, weeks, len(shown) - MOST_EVENTS)),
    )
    buttons = event_rows(order.texts, shown)
    return Ingredients(picture, _caption(order, picture, weeks), buttons)


def _to_do(order: Order) -> list[Task]:
    """What the reader may see of what the units still have to do."""
    found = tasks.open_of_subcommittee(order.connection, order.subcommittee.id)
    return [
        task
        for task in found
        if task.status is not Status.SUBMITTED and order.may(Action.SEE_TASKS, task.subject)
    ]


def _caption(order: Order, picture: MonthsPicture, weeks: Sequence[Week]) -> str:
    most = max(picture.total.counts)
    busiest = (weeks[picture.total.counts.index(most)].first_day, most) if most else None
    return order.html(
        "pictures.months_caption",
        detail=picture.heading.detail,
        events=picture.events,
        overlaps=picture.overlaps[:3],
        total=picture.total,
        busiest=busiest,
        notes=picture.notes,
    )


# -- words -------------------------------------------------------------------------------------


def _heading(order: Order, weeks: Sequence[Week]) -> Heading:
    span = order.plain("pictures.weeks", first=weeks[0].first_day, last=weeks[-1].last_day)
    title = order.plain("pictures.months_title", name=order.subcommittee.name)
    return Heading(title, as_of(order, span), file_name("months", order))


def _words(order: Order) -> MonthsWords:
    said = {field.name: _word(order, field.name) for field in fields(MonthsWords)}
    return MonthsWords(**said)


def _word(order: Order, word: str) -> str:
    return order.plain("pictures.months_word", word=word)


def _months(order: Order, weeks: Sequence[Week]) -> Iterable[Month]:
    for month, group in groupby(weeks, key=lambda week: week.first_day.month):
        number = len(list(group))
        yield Month(order.plain("pictures.month", number=month, short=number == 1), number)


def _notes(order: Order, listed: Sequence[Task], weeks: Sequence[Week], more: int) -> Iterable[str]:
    if more > 0:
        yield order.plain("pictures.more_events", number=more)
    later = sum(task.due_day > weeks[-1].last_day for task in listed)
    if later:
        yield order.plain("pictures.later", number=later)


# -- events ------------------------------------------------------------------------------------


def _events(order: Order, weeks: Sequence[Week]) -> list[Event]:
    """Those with a day or a peak in these weeks, the nearest peak first."""
    first, last = weeks[0].first_day, weeks[-1].last_day
    found = [
        event
        for event in events.all_of(order.connection, order.subcommittee.id)
        if (event.first_day <= last and event.last_day >= first) or peaks_within(event, first, last)
    ]
    return by_nearest_peak(found, order.subcommittee.today(order.now))


def _bar(order: Order, event: Event, weeks: Sequence[Week]) -> EventBar:
    peaks = peaks_within(event, weeks[0].first_day, weeks[-1].last_day)
    return EventBar(
        label=order.plain("pictures.event_days", event=event, peaks=peaks),
        first_day=event.first_day,
        last_day=event.last_day,
        peaks=tuple(Band(peak.first_day, peak.last_day, peak.label) for peak in peaks),
    )


def _overlaps(order: Order, weeks: Sequence[Week]) -> list[Overlap]:
    listed = events.all_of(order.connection, order.subcommittee.id)
    return overlaps(listed, weeks[0].first_day, weeks[-1].last_day)


def _overlap(order: Order, found: Overlap) -> Band:
    label = order.plain("pictures.overlap", overlap=found)
    return Band(found.first_day, found.last_day, label)


# -- the load ----------------------------------------------------------------------------------


def _rows(order: Order, listed: Sequence[Task], weeks: Sequence[Week]) -> list[LoadRow]:
    everything = Subject(order.subcommittee.id)
    if order.may(Action.SEE_TASKS, everything):
        return _by_unit(order, listed, weeks)
    unit_id = order.seat.member.unit_id if order.seat else None
    leads = [task for task in listed if task.lead_unit_id == unit_id]
    cooperates = [task for task in listed if task.lead_unit_id != unit_id]
    return [
        _row(order, _word(order, "leads"), leads, weeks),
        _row(order, _word(order, "cooperates"), cooperates, weeks),
    ]


def _by_unit(order: Order, listed: Sequence[Task], weeks: Sequence[Week]) -> list[LoadRow]:
    """Those with most to do first; what there is no room for in one row together."""
    by_code: dict[str, list[Task]] = {}
    for task in listed:
        by_code.setdefault(task.lead_unit_code, []).append(task)
    rows = [_row(order, code, of_unit, weeks) for code, of_unit in by_code.items()]
    rows.sort(key=lambda row: (-row.overdue - sum(row.counts), row.label))
    rows = [row for row in rows if row.overdue or any(row.counts)]
    shown, rest = rows[:MOST_UNITS], rows[MOST_UNITS:]
    if not rest:
        return shown
    return [*shown, _sum(rest, order.plain("pictures.more_rows", number=len(rest)), weeks)]


def _row(order: Order, label: str, listed: Sequence[Task], weeks: Sequence[Week]) -> LoadRow:
    overdue = [task for task in listed if task.overdue(order.now)]
    ahead = [task.due_day for task in listed if not task.overdue(order.now)]
    return LoadRow(label, len(overdue), tuple(load(ahead, weeks)))


def _total(order: Order, rows: Sequence[LoadRow], weeks: Sequence[Week]) -> LoadRow:
    return _sum(rows, _word(order, "total"), weeks)


def _sum(rows: Sequence[LoadRow], label: str, weeks: Sequence[Week]) -> LoadRow:
    counts = tuple(sum(row.counts[place] for row in rows) for place in range(len(weeks)))
    return LoadRow(label, sum(row.overdue for row in rows), counts)
