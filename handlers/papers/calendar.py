"""/calendar CODE: deadlines and peaks for a person's own calendar."""

from __future__ import annotations

from domain.codes import nearest, parse_code
from domain.errors import Refusal
from domain.event import Event
from domain.roles import UNIT_ROLES, Action, Subject
from domain.unit import Unit
from handlers.access import event_of_press, known_events, pressed_number, require, seat_that_may
from handlers.keyboards import Rows, grid
from handlers.paging import number_of, page_of, pager_rows
from handlers.papers import charts
from handlers.papers.calendar_buttons import EVENT_VERB
from handlers.seat import Seat
from handlers.work import Work
from storage import calendars, events, tasks, units

VERB = "ics"
"""`ics:<event>:<unit or 0>`: the file itself."""
RECIPE = "calendar"
_UNITS = 12


def calendar(work: Work, argument: str) -> None:
    """`/calendar CODE`, of an event or a unit; without one the picture of the coming months."""
    if not argument:
        charts.months(work, seat_that_may(work, Action.SEE_TASKS))
        return
    code = parse_code(argument)
    for seat in work.seats:
        event = events.by_code(work.connection, seat.subcommittee.id, code)
        if event is not None:
            require(seat, Action.SEE_TASKS)
            _of_event(work, seat, event)
            return
        unit = units.by_code(work.connection, seat.subcommittee.id, code)
        if unit is not None and _sees(seat, unit):
            _make(work, seat, None, unit)
            return
    raise Refusal("unknown_calendar", code=code, nearest=nearest(code, _known(work)))


def _known(work: Work) -> list[str]:
    """The codes that could have been meant."""
    own = [
        unit.code
        for seat in work.seats
        for unit in units.all_of(work.connection, seat.subcommittee.id)
        if _sees(seat, unit)
    ]
    return [event.code for event in known_events(work)] + own


def _sees(seat: Seat, unit: Unit) -> bool:
    return seat.may(Action.SEE_TASKS, Subject(seat.subcommittee.id, lead_unit_id=unit.id))


def _sees_all(seat: Seat) -> bool:
    return seat.may(Action.SEE_TASKS, Subject(seat.subcommittee.id))


# -- for whom --------------------------------------------------------------------------------------


def press_event(work: Work, arguments: list[str]) -> None:
    """`icsof:<event>`, which stands under a picture; or with a page, turned in place."""
    seat, event = _event_of(work, arguments)
    if _sees_all(seat) and arguments[1:]:
        html, rows = _question(work, seat, event, number_of(arguments[1]))
        work.show(html, rows)
    else:
        _of_event(work, seat, event)


def press(work: Work, arguments: list[str]) -> None:
    """`ics:<event>:<unit or 0>`"""
    seat, event = _event_of(work, arguments)
    unit_id = number_of(arguments[1]) if len(arguments) > 1 else 0
    unit = next((unit for unit in _choices(work, seat, event) if unit.id == unit_id), None)
    if unit_id and unit is None:
        raise Refusal("button_unknown")
    _make(work, seat, event, unit or _own_if_bound(work, seat))
    work.pop_up("calendar.coming")


def _event_of(work: Work, arguments: list[str]) -> tuple[Seat, Event]:
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.SEE_TASKS)
    return seat, event


def _of_event(work: Work, seat: Seat, event: Event) -> None:
    """At once where there is nothing to choose."""
    if _sees_all(seat) and len(_choices(work, seat, event)) > 1:
        work.say(*_question(work, seat, event, 0))
    else:
        _make(work, seat, event, _own_if_bound(work, seat))


def _own_if_bound(work: Work, seat: Seat) -> Unit | None:
    """The own unit of whoever sees nothing but its tasks."""
    return None if _sees_all(seat) else _own(work, seat)


def _own(work: Work, seat: Seat) -> Unit | None:
    unit_id = seat.member.unit_id
    if unit_id is None or seat.member.role not in UNIT_ROLES:
        return None
    return units.get(work.connection, unit_id)


def _choices(work: Work, seat: Seat, event: Event) -> list[Unit]:
    """The units that take part in tasks of the event, the own one first."""
    taking_part = {
        unit_id
        for task in tasks.of_event(work.connection, event.id)
        if seat.may(Action.SEE_TASKS, task.subject)
        for unit_id in (task.lead_unit_id, *task.cooperating)
    }
    own = seat.member.unit_id if seat.member.role in UNIT_ROLES else None
    found = [
        unit
        for unit in units.all_of(work.connection, seat.subcommittee.id)
        if (unit.id in taking_part and _sees(seat, unit)) or unit.id == own
    ]
    return sorted(found, key=lambda unit: unit.id != own)


def _question(work: Work, seat: Seat, event: Event, number: int) -> tuple[str, Rows]:
    """For whom the calendar is to be, and a page of the answers."""
    choices = _choices(work, seat, event)
    own = _own(work, seat)
    page = page_of(choices, number, _UNITS)
    everything = work.button("calendar.button_all", f"{VERB}:{event.id}:0")
    buttons = [
        work.button(
            "calendar.button_unit",
            f"{VERB}:{event.id}:{unit.id}",
            None,
            unit=unit,
            own=own is not None and unit.id == own.id,
        )
        for unit in page.items
    ]
    pages = pager_rows(f"{EVENT_VERB}:{event.id}", page.number, page.pages)
    return work.html("calendar.for_whom", event=event), [[everything], *grid(buttons), *pages]


def _make(work: Work, seat: Seat, event: Event | None, unit: Unit | None) -> None:
    calendars.given(work.connection, work.person.id, seat.subcommittee.id, work.now)
    work.make(
        RECIPE,
        seat,
        event=event.id if event else None,
        unit=unit.id if unit else None,
        host=work.config.bot_username,
    )
