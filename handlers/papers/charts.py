"""/chart and the pictures under the summary; /calendar without a code.

Nothing is drawn here: a picture is ordered, and drawn when it is about to go out.
"""

from domain.event import Event
from domain.roles import Action
from handlers.access import event_of_press, find_event, pressed_number, require, seat_that_may
from handlers.orders import Recipe
from handlers.papers import months_picture, progress_picture, status_card
from handlers.seat import Seat
from handlers.work import Work
from storage import events

VERB = "chart"
"""`chart:<subcommittee>:<full>`, of all events."""
EVENT_VERB = "chartof"
"""`chartof:<event>`, of one event."""
CARD, PROGRESS, MONTHS = "status_card", "progress", "months"
ORDERS = {
    CARD: Recipe(status_card.collect, Action.SEE_SUMMARY),
    PROGRESS: Recipe(progress_picture.collect, Action.SEE_SUMMARY),
    MONTHS: Recipe(months_picture.collect, Action.SEE_TASKS),
}


def chart(work: Work, argument: str) -> None:
    """`/chart [CODE]`"""
    if argument:
        seat, event = find_event(work, argument)
        require(seat, Action.SEE_SUMMARY)
        _draw_event(work, seat, event)
    else:
        _draw_all(work, seat_that_may(work, Action.SEE_SUMMARY), full=True)


def press(work: Work, arguments: list[str]) -> None:
    seat = work.seat_in(pressed_number(arguments))
    require(seat, Action.SEE_SUMMARY)
    _draw_all(work, seat, full=pressed_number(arguments, 1) == 1)


def press_event(work: Work, arguments: list[str]) -> None:
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.SEE_SUMMARY)
    _draw_event(work, seat, event)


def months(work: Work, seat: Seat) -> None:
    """The next three months of the seat's subcommittee, as far as the seat may see them."""
    require(seat, Action.SEE_TASKS)
    work.make(MONTHS, seat)


def _draw_all(work: Work, seat: Seat, *, full: bool) -> None:
    if not events.all_of(work.connection, seat.subcommittee.id):
        work.answer("summary.no_events")
        return
    for recipe in (CARD, PROGRESS):
        work.make(recipe, seat, full=full)
    work.pop_up("pictures.coming")


def _draw_event(work: Work, seat: Seat, event: Event) -> None:
    for recipe in (CARD, PROGRESS):
        work.make(recipe, seat, event=event.id)
    work.pop_up("pictures.coming")
