"""Who acts, where, and on what: the one place where a typed code or a pressed id becomes an object.

What the person may not see does not exist for them: it is refused as unknown, in the very words
that an unknown code gets.
"""

import sqlite3

from domain.codes import Reference, nearest, parse_code, parse_reference
from domain.errors import Refusal
from domain.event import Event
from domain.roles import Action
from domain.task import Task
from domain.text import clean, shorten
from domain.unit import Unit
from handlers.paging import number_of
from handlers.seat import Seat
from handlers.texts import LANGUAGES, texts
from handlers.work import Work
from storage import events, members, persons, subcommittees, tasks, units
from storage.persons import Person


def seats_of(connection: sqlite3.Connection, person: Person) -> list[Seat]:
    """All seats of a person, the active subcommittee's first."""
    seats = [
        Seat(member, subcommittees.get(connection, member.subcommittee_id))
        for member in members.of_person(connection, person.id)
    ]
    return sorted(seats, key=lambda seat: seat.subcommittee.id != person.active_subcommittee_id)


def language_of(person: Person, seats: list[Seat], locale: str) -> str:
    """The person's own choice, else the subcommittee's; a stranger's, else the `locale`."""
    if person.language:
        return person.language
    if seats:
        return seats[0].subcommittee.language
    spoken = (person.telegram_language or "")[:2].lower()
    return spoken if spoken in LANGUAGES else locale


def settle(work: Work) -> None:
    """Reads the person's seats and language anew, after they joined, switched or chose."""
    person = persons.get(work.connection, work.person.id)
    assert person is not None
    work.person = person
    work.seats = seats_of(work.connection, person)
    work.texts = texts(language_of(person, work.seats, work.config.locale))


def find_task(work: Work, typed: str | Reference) -> tuple[Seat, Task]:
    """The task of a typed reference, sought in the active subcommittee, then in the others.

    Raises Refusal("bad_reference") and Refusal("unknown_reference").
    """
    reference = typed if isinstance(typed, Reference) else parse_reference(typed)
    for seat in work.seats:
        task = tasks.by_reference(
            work.connection, seat.subcommittee.id, reference.code, reference.number
        )
        if task is not None and seat.may(Action.SEE_TASKS, task.subject):
            return seat, task
    raise Refusal(
        "unknown_reference", reference=str(reference), nearest=_nearest_reference(work, reference)
    )


def _nearest_reference(work: Work, reference: Reference) -> Reference | None:
    """The same number in the event most likely meant, where the person may see such a task."""
    code = nearest(reference.code, (event.code for event in known_events(work)))
    if code is None or code == reference.code:
        return None
    for seat in work.seats:
        task = tasks.by_reference(work.connection, seat.subcommittee.id, code, reference.number)
        if task is not None and seat.may(Action.SEE_TASKS, task.subject):
            return Reference(code, reference.number)
    return None


def pressed_number(arguments: list[str], index: int = 0) -> int:
    """The number at this place of a button's data. Raises Refusal("button_unknown")."""
    return number_of(arguments[index] if index < len(arguments) else "")


def task_of_press(work: Work, task_id: int) -> tuple[Seat, Task]:
    """The task of a button. Raises Refusal("button_unknown")."""
    task = tasks.get(work.connection, task_id)
    if task is not None:
        for seat in work.seats:
            if seat.may(Action.SEE_TASKS, task.subject):
                return seat, task
    raise Refusal("button_unknown")


def event_of_press(work: Work, event_id: int) -> tuple[Seat, Event]:
    """The event of a button. Raises Refusal("button_unknown")."""
    try:
        event = events.get(work.connection, event_id)
    except LookupError:
        raise Refusal("button_unknown") from None
    for seat in work.seats:
        if seat.subcommittee.id == event.subcommittee_id:
            return seat, event
    raise Refusal("button_unknown")


def find_event(work: Work, typed: str, *, closed: bool = True) -> tuple[Seat, Event]:
    """The event of a typed code, sought in the active subcommittee, then in the others.

    Raises Refusal("bad_code"), Refusal("unknown_event", code, nearest) and, where closed ones are
    not wanted, Refusal("event_closed", event).
    """
    code = parse_code(typed)
    for seat in work.seats:
        event = events.by_code(work.connection, seat.subcommittee.id, code)
        if event is not None:
            if event.closed and not closed:
                raise Refusal("event_closed", event=event)
            return seat, event
    known = [event.code for event in known_events(work)]
    raise Refusal("unknown_event", code=code, nearest=nearest(code, known))


def known_events(work: Work) -> list[Event]:
    """The open events of all seats, the active seat's first."""
    return [
        event
        for seat in work.seats
        for event in events.all_of(work.connection, seat.subcommittee.id)
    ]


def find_unit(work: Work, seat: Seat, typed: str) -> Unit:
    """The unit with this code, name or alias in the seat's subcommittee.

    Raises Refusal("unknown_unit", code, nearest).
    """
    unit = units.by_name(work.connection, seat.subcommittee.id, typed)
    if unit is None:
        known = [unit.code for unit in units.all_of(work.connection, seat.subcommittee.id)]
        said = shorten(clean(typed), 60)
        raise Refusal("unknown_unit", code=said, nearest=nearest(said.upper(), known))
    return unit


def seat_that_may(work: Work, action: Action) -> Seat:
    """The first seat, the active one before others, that has this right at all.

    Raises Refusal("not_allowed").
    """
    for seat in work.seats:
        if seat.may(action):
            return seat
    raise Refusal("stranger" if not work.seats else "not_allowed")


def require(seat: Seat, action: Action, task: Task | None = None) -> None:
    """Raises Refusal("not_allowed") where the seat may not do this (to this task)."""
    if seat.may(action, task.subject if task else None):
        return
    if task is not None:
        raise Refusal("not_allowed_task", task=task)
    raise Refusal("not_allowed")
