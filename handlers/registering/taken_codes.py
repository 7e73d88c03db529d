"""Codes stand for one thing within a subcommittee; of other subcommittees nothing is said."""

from domain.errors import Refusal
from handlers.seat import Seat
from handlers.work import Work
from storage import events, units


def refuse_of_event(work: Work, seat: Seat, code: str) -> None:
    """Raises Refusal("code_taken", code, name) where an event has the code."""
    event = events.by_code(work.connection, seat.subcommittee.id, code)
    if event is not None:
        raise Refusal("code_taken", code=code, name=event.name)


def refuse(work: Work, seat: Seat, code: str) -> None:
    """Raises Refusal("code_taken", code, name) where an event or a unit has the code."""
    refuse_of_event(work, seat, code)
    unit = units.by_code(work.connection, seat.subcommittee.id, code)
    if unit is not None:
        raise Refusal("code_taken", code=code, name=unit.name)
