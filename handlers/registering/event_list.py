"""Events as they stand: /events, all of them or one."""

from dataclasses import dataclass

from domain.event import Event
from domain.roles import Action
from domain.task import Count, count
from handlers.access import event_of_press, find_event, pressed_number, require, seat_that_may
from handlers.keyboards import Button, Rows, grid
from handlers.ledger import VERB as LEDGER
from handlers.ledger import upcoming_html
from handlers.paging import page_of, pager_rows
from handlers.seat import Seat
from handlers.texts import joined
from handlers.work import Work
from storage import events, tasks

_PAGE = 6


@dataclass(frozen=True)
class Standing:
    """An event with the numbers of those of its tasks that the person may see."""

    event: Event
    count: Count


def list_events(work: Work, argument: str) -> None:
    """`/events [CODE]`"""
    if argument:
        seat, event = find_event(work, argument)
        require(seat, Action.SEE_EVENTS)
        _show_one(work, seat, event)
    else:
        _show_all(work, seat_that_may(work, Action.SEE_EVENTS), 0)


def turn_events(work: Work, arguments: list[str]) -> None:
    """`events:<subcommittee>:<page>`"""
    seat = work.seat_in(pressed_number(arguments))
    require(seat, Action.SEE_EVENTS)
    _show_all(work, seat, pressed_number(arguments, 1))


def open_event(work: Work, arguments: list[str]) -> None:
    """`event:<event>`: its details in place of the list."""
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.SEE_EVENTS)
    _show_one(work, seat, event)


def standing(work: Work, seat: Seat, event: Event) -> Standing:
    """The numbers of the tasks that this person may know of: a unit's people those of their own."""
    listed = tasks.of_event(work.connection, event.id)
    if not seat.may(Action.SEE_SUMMARY):
        listed = [task for task in listed if seat.may(Action.SEE_TASKS, task.subject)]
    return Standing(event, count(listed, work.now))


def _own_only(seat: Seat) -> bool:
    all_seen = seat.may(Action.SEE_SUMMARY) or seat.subcommittee.settings.members_see_all
    return not all_seen


def _show_all(work: Work, seat: Seat, number: int) -> None:
    listed = events.all_of(work.connection, seat.subcommittee.id, closed=True)
    listed.sort(key=lambda event: (event.closed, event.first_day))
    page = page_of(listed, number, _PAGE)
    html = work.html(
        "event_list.all",
        standings=[standing(work, seat, event) for event in page.items],
        today=seat.subcommittee.today(work.now),
        total=page.total,
        own_only=_own_only(seat),
        subcommittee=seat.subcommittee.name if len(work.seats) > 1 else "",
        admin=seat.may(Action.ADMINISTER),
    )
    prefix = f"events:{seat.subcommittee.id}"
    buttons = [Button(event.code, f"event:{event.id}") for event in page.items]
    work.show(html, [*grid(buttons), *pager_rows(prefix, page.number, page.pages)])


def _show_one(work: Work, seat: Seat, event: Event) -> None:
    html = work.html(
        "event_list.one",
        standing=standing(work, seat, event),
        today=seat.subcommittee.today(work.now),
        own_only=_own_only(seat),
    )
    blocks = [html]
    if _sees_plan(work, seat) and (ahead := upcoming_html(work, event, seat.subcommittee)):
        blocks.append(ahead)
    work.show(str(joined(blocks, "\n\n")), _rows_of_one(work, seat, event))


def _sees_plan(work: Work, seat: Seat) -> bool:
    """Whether to say what will be sent next: to the heads, and not where a group reads along."""
    return seat.may(Action.SEE_SUMMARY) and seat.may(Action.SEE_TASKS) and not work.in_group


def _rows_of_one(work: Work, seat: Seat, event: Event) -> Rows:
    """Lists of tasks are for the private chat."""
    further = []
    if seat.may(Action.SEE_TASKS) and not work.in_group:
        data = f"tasks:{seat.subcommittee.id}:{event.id}:open:0:0"
        further.append(work.button("event_list.button_tasks", data))
    if seat.may(Action.SEE_SUMMARY):
        further.append(work.button("event_list.button_summary", f"summaryof:{event.id}:0"))
    back = [work.button("event_list.button_all", f"events:{seat.subcommittee.id}:0")]
    if seat.may(Action.ADMINISTER) and not work.in_group:
        back.append(work.button("ledger.button_ledger", f"{LEDGER}:{event.id}:0"))
    return [further, back]
