"""/tasks and /mine: lists of tasks, a page at a time, each task opened by a button."""

from collections.abc import Sequence
from itertools import groupby

from domain import dates
from domain.arguments.filters import parse_task_query
from domain.errors import Refusal
from domain.event import Event
from domain.keywords import FILTERS
from domain.roles import UNIT_ROLES, Action
from domain.task import Status, Task, count
from domain.task_filters import DEFAULT
from domain.text import shorten
from domain.unit import Unit
from handlers import cards
from handlers.access import event_of_press, find_event, find_unit, seat_that_may
from handlers.keyboards import Button, grid
from handlers.paging import number_of, page_of, pager_rows
from handlers.seat import Seat
from handlers.tasks.queries import MOST, Query, listed, sees_all
from handlers.work import Work
from storage import task_lists, units

_TITLE = 90
_FILTER_BUTTONS = ("open", "overdue", "week", "blocked", "submitted", "done")


def tasks(work: Work, argument: str) -> None:
    """`[CODE] [filter]`"""
    asked = parse_task_query(argument)
    seat, event = _where(work, asked.code)
    name = asked.filter.name if asked.filter else DEFAULT
    said = asked.filter.unit if asked.filter else None
    _show(work, Query(seat, event, name, find_unit(work, seat, said) if said else None), 0)


def _where(work: Work, code: str | None) -> tuple[Seat, Event | None]:
    if code is None:
        return seat_that_may(work, Action.SEE_TASKS), None
    seat, event = find_event(work, code)
    if not seat.may(Action.SEE_TASKS):
        raise Refusal("not_allowed")
    return seat, event


def turn(work: Work, arguments: list[str]) -> None:
    """`tasks:<subcommittee>:<event or 0>:<filter>:<unit or 0>:<page>`"""
    if len(arguments) != 5:
        raise Refusal("button_unknown")
    seat = work.seat_in(number_of(arguments[0]))
    event_id, unit_id, page = (number_of(arguments[index]) for index in (1, 3, 4))
    name = arguments[2]
    unit = _unit_of_press(work, seat, unit_id) if unit_id else None
    known = name in FILTERS or (name == "unit" and unit is not None)
    if not known or not seat.may(Action.SEE_TASKS):
        raise Refusal("button_unknown")
    event = _event_of_press(work, seat, event_id) if event_id else None
    _show(work, Query(seat, event, name, unit), page)


def _event_of_press(work: Work, seat: Seat, event_id: int) -> Event:
    _, event = event_of_press(work, event_id)
    if event.subcommittee_id != seat.subcommittee.id:
        raise Refusal("button_unknown")
    return event


def _unit_of_press(work: Work, seat: Seat, unit_id: int) -> Unit:
    try:
        unit = units.get(work.connection, unit_id)
    except LookupError:
        raise Refusal("button_unknown") from None
    if unit.subcommittee_id != seat.subcommittee.id:
        raise Refusal("button_unknown")
    return unit


def _show(work: Work, query: Query, number: int) -> None:
    found = listed(work, query)
    more = query.event is None and len(found) > MOST
    found = found[:MOST] if more else found
    page = page_of(found, number)
    head = work.html(
        "lists.head",
        event=query.event,
        filter=query.filter,
        unit=query.unit,
        count=count(found, work.now),
        more=more,
        subcommittee=query.seat.subcommittee if len(work.seats) > 1 else None,
        whole=sees_all(query.seat),
    )
    rows = [
        *_open_buttons(work, page.items),
        *pager_rows(query.data(), page.number, page.pages),
        *_filter_rows(work, query),
    ]
    work.show("\n\n".join([head, *(_line(work, task) for task in page.items)]), rows)


def _filter_rows(work: Work, query: Query) -> list[list[Button]]:
    names = [name for name in _FILTER_BUTTONS if name != query.filter]
    buttons = [
        work.button("lists.button_filter", f"{query.data(name)}:0", name=name) for name in names
    ]
    return grid(buttons, 3)


def _open_buttons(work: Work, shown: Sequence[Task]) -> list[list[Button]]:
    return grid([cards.open_button(work.texts, task) for task in shown], 4)


def _line(work: Work, task: Task) -> str:
    """One task of a list, on two lines."""
    late = dates.format_span(work.now - task.due_at, work.texts.language)
    return work.html(
        "lists.line",
        task=task,
        title=shorten(task.title, _TITLE),
        late=late if task.overdue(work.now) else None,
        now=work.now,
    )


# -- /mine ---------------------------------------------------------------------------------------


def mine(work: Work, argument: str) -> None:
    """No argument: what waits for this person, in every subcommittee of theirs."""
    _show_mine(work, 0)


def turn_mine(work: Work, arguments: list[str]) -> None:
    """`mine:<page>`"""
    _show_mine(work, number_of(arguments[0]) if arguments else 0)


def _show_mine(work: Work, number: int) -> None:
    own = [(seat, task) for seat in work.seats for task in _waiting(work, seat)]
    page = page_of(own, number)
    works = any(seat.member.role in UNIT_ROLES for seat in work.seats)
    head = "lists.mine_head" if works else "lists.decide_head"
    blocks = [work.html(head, count=count((task for _, task in own), work.now))]
    for seat, pairs in groupby(page.items, key=lambda pair: pair[0]):
        if len(work.seats) > 1:
            blocks.append(work.html("lists.subcommittee", subcommittee=seat.subcommittee))
        blocks += [_line(work, task) for _, task in pairs]
    rows = [
        *_open_buttons(work, [task for _, task in page.items]),
        *pager_rows("mine", page.number, page.pages),
    ]
    work.show("\n\n".join(blocks), rows)


def _waiting(work: Work, seat: Seat) -> list[Task]:
    """Of a unit's people its open tasks; of the heads what waits for their decision."""
    if seat.member.unit_id is not None and seat.member.role in UNIT_ROLES:
        return task_lists.open_of_unit(work.connection, seat.member.unit_id, MOST)
    if not seat.may(Action.DECIDE):
        return []
    return [
        task
        for status in (Status.SUBMITTED, Status.BLOCKED)
        for task in task_lists.with_status(work.connection, seat.subcommittee.id, status, MOST // 2)
    ]
