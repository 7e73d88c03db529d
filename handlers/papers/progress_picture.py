"""What the picture of the progress towards the peak shows, and what its forecast says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

from documents.pictures.data import (
    MOST_PANELS,
    Band,
    Heading,
    Point,
    ProgressPanel,
    ProgressPicture,
    ProgressWords,
)
from domain.event import Event
from domain.forecast import Forecast, forecast
from domain.progress import Progress, Step, first_day, progress
from domain.task import Task, count
from handlers.orders import Ingredients, Order
from handlers.papers.seen import as_of, file_name, one_event, tasks_of, view_of

_AFTER = timedelta(days=2)
"""What is shown after the last day that matters."""
_WEEK = 7


def collect(order: Order) -> Ingredients | None:
    seen = view_of(order)
    if not seen.events:
        return None
    listed = tasks_of(order, seen)
    panels = tuple(_panel(order, event, listed[event.id]) for event in seen.events[:MOST_PANELS])
    heading = Heading(
        order.plain("pictures.progress_title"),
        as_of(order, order.subcommittee.name),
        file_name("progress", order, one_event(order, seen)),
    )
    caption = order.html(
        "pictures.progress_caption",
        detail=heading.detail,
        panels=panels,
        more=max(0, len(seen.events) - MOST_PANELS),
    )
    return Ingredients(ProgressPicture(heading, _words(order), panels), caption)


def _words(order: Order) -> ProgressWords:
    said = {
        field.name: order.plain("pictures.progress_word", word=field.name)
        for field in fields(ProgressWords)
    }
    return ProgressWords(**said)


def _panel(order: Order, event: Event, listed: Sequence[Task]) -> ProgressPanel:
    zone, today = order.subcommittee.zone, order.subcommittee.today(order.now)
    made = progress(listed, order.now, zone)
    peak = event.next_peak(today)
    ahead = forecast(listed, peak, order.now, zone) if peak else None
    counted = count(listed, order.now)
    last = _last_day(event, made, today)
    verdict = order.plain("pictures.verdict", forecast=ahead, peak=peak, zone=zone)
    return ProgressPanel(
        title=order.plain("pictures.event", event=event),
        first_day=min(
            [first_day(listed, order.now, zone), *(step.day for step in (*made.due, *made.done))]
        ),
        last_day=last,
        today=today,
        peaks=tuple(
            Band(each.first_day, each.last_day, order.plain("pictures.band", peak=each))
            for each in event.all_peaks
        ),
        due=_points(made.due),
        done=_points(made.done),
        total=made.total,
        submitted=made.submitted,
        ahead=_ahead(order, made, ahead, today, last),
        numbers=order.plain("pictures.progress_numbers", count=counted, forecast=ahead),
        verdict=verdict if made.total else "",
        alarming=ahead is not None and ahead.missing > 0,
    )


def _points(steps: Sequence[Step]) -> tuple[Point, ...]:
    return tuple(Point(step.day, step.count) for step in steps)


def _last_day(event: Event, made: Progress, today: date) -> date:
    days = [today, event.last_day, *(peak.last_day for peak in event.all_peaks)]
    return max([*days, *(step.day for step in made.due)]) + _AFTER


def _ahead(
    order: Order, made: Progress, found: Forecast | None, today: date, last: date
) -> tuple[Point, ...]:
    """From what is done or submitted now, at the present pace, until nothing is open any more."""
    if found is None or not found.open:
        return ()
    begins = made.done[-1].count + made.submitted
    ready = last
    if found.ready_at is not None and found.ready_at < order.now + timedelta(
        days=(last - today).days
    ):
        ready = order.subcommittee.today(found.ready_at)
    if ready <= today:
        return ()
    reached = found.open if ready < last else int(found.per_week / _WEEK * (last - today).days)
    return Point(today, begins), Point(ready, begins + min(reached, found.open))
