"""What the card of how things stand shows: the numbers of the summary of the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from documents.pictures.data import (
    MOST_COUNTDOWNS,
    MOST_UNITS,
    Countdown,
    Heading,
    Share,
    StatusCard,
    UnitRow,
)
from domain.digest import View
from domain.event import Event
from domain.roles import Role
from domain.standing import Standing, standing
from domain.summary import Summary, UnitState, summary
from domain.task import Bucket, Count
from handlers.orders import Ingredients, Order
from handlers.papers.seen import as_of, file_name, one_event, tasks_of, view_of
from storage import units

_MOST_NAMED = 8
_CHAIRS = (Role.CHAIR, Role.DEPUTY)


def collect(order: Order) -> Ingredients | None:
    """None where there is no event, or where the slot's summary has no news for this reader."""
    seen = view_of(order)
    if not seen.events:
        return None
    role = order.seat.member.role if order.seat else None
    found = summary(tasks_of(order, seen), role, seen)
    if order.arguments.get("slot") and not _worth_sending(found, role):
        return None
    card = _card(order, seen, found)
    overdue = [unit for unit in found.units if unit.count.overdue]
    caption = order.html(
        "pictures.card_caption",
        title=card.heading.title,
        detail=card.heading.detail,
        summary_of=found,
        overdue=overdue[:_MOST_NAMED],
        more=max(0, len(overdue) - _MOST_NAMED),
    )
    return Ingredients(card, caption)


def _worth_sending(found: Summary, role: Role | None) -> bool:
    """As the summary itself is: where there is no news chairs alone read a line, on peak days."""
    return found.news or (role in _CHAIRS and found.peak_or_ladder)


def _card(order: Order, seen: View, found: Summary) -> StatusCard:
    event = one_event(order, seen)
    count = found.count
    return StatusCard(
        heading=Heading(
            event.name if event else order.subcommittee.name,
            as_of(order, event.code if event else ""),
            file_name("card", order, event),
        ),
        countdowns=tuple(_countdowns(order, seen, named=event is None)),
        done=_of(order, count),
        done_label=order.plain("pictures.done_label", total=count.total),
        shares=_shares(order, count),
        marks=_marks(order, count),
        units_heading=order.plain("pictures.units_heading"),
        units=_units(order, found.units[:MOST_UNITS]),
        more=_more(order, len(found.units) - MOST_UNITS),
        legend=tuple((each, order.plain("pictures.standing", standing=each)) for each in Standing),
        empty="" if count.total else order.plain("pictures.no_tasks"),
    )


def _countdowns(order: Order, seen: View, *, named: bool) -> list[Countdown]:
    today = seen.calendar.day(order.now)
    return [_countdown(order, event, today, named) for event in seen.events[:MOST_COUNTDOWNS]]


def _countdown(order: Order, event: Event, today: date, named: bool) -> Countdown:
    peak = event.next_peak(today)
    days = (peak.first_day - today).days if peak else None
    return Countdown(
        number=order.plain("pictures.count", value=days) if days is not None and days > 0 else "",
        words=order.plain("pictures.countdown", days=days),
        detail=order.plain(
            "pictures.peak", event=event, peak=peak or event.all_peaks[-1], named=named
        ),
        reached=days is not None and days <= 0,
    )


def _of(order: Order, count: Count) -> str:
    return order.plain("pictures.of", done=count.done, total=count.total)


def _shares(order: Order, count: Count) -> tuple[Share, ...]:
    return tuple(
        Share(bucket, getattr(count, bucket), order.plain("pictures.bucket", bucket=bucket))
        for bucket in Bucket
    )


def _marks(order: Order, count: Count) -> str:
    if not (count.blocked or count.submitted or count.unaccepted):
        return ""
    return order.plain("pictures.marks", count=count)


def _units(order: Order, states: Sequence[UnitState]) -> tuple[UnitRow, ...]:
    names = {unit.code: unit.name for unit in units.all_of(order.connection, order.subcommittee.id)}
    return tuple(
        UnitRow(
            code=state.code,
            name=names.get(state.code, ""),
            standing=standing(state.count),
            counts=tuple(getattr(state.count, bucket) for bucket in Bucket),
            done=_of(order, state.count),
            note=order.plain("pictures.unit_note", count=state.count),
        )
        for state in states
    )


def _more(order: Order, number: int) -> str:
    return order.plain("pictures.more_units", number=number) if number > 0 else ""
