"""Answers of guided forms that more than one form asks for, and what can be chosen for them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from domain.dates import format_offset, format_stated, parse_moment, resolve
from domain.errors import Refusal
from domain.event import Event
from domain.fields import in_field, text_field, unit_field, units_field
from domain.keywords import ANSWERS, Names, find_name
from domain.roles import Action
from domain.task import Task
from domain.text import NAME_LIMIT, clean, shorten
from handlers.access import find_event, find_task, find_unit, require, seat_that_may
from handlers.due_times import due_for
from handlers.registry import Choice
from handlers.seat import Seat
from handlers.work import Work
from storage import events, tasks, units

_MOST_CHOICES = 30
_DAYS_AHEAD = 14
_OFFSETS = (-30, -14, -7, -3, -1, 0)


def text(typed: str, name: str, limit: int = NAME_LIMIT) -> str:
    """A free text; a bar in it would end the field."""
    return text_field(typed.replace("|", "/").replace("｜", "/"), name, limit)


def field(typed: str, names: Names) -> str:
    """The field that the words name. Raises Refusal("unknown_field")."""
    name = find_name(typed, names)
    if name is None:
        raise Refusal("unknown_field", text=shorten(clean(typed), 60))
    return name


def fields(work: Work, names: Iterable[str]) -> list[Choice]:
    return [Choice(work.texts.plain(f"forms.field_{name}"), name) for name in names]


def admin_seat(work: Work) -> Seat:
    return seat_that_may(work, Action.ADMINISTER)


def open_events(work: Work, answers: Mapping[str, str]) -> list[Choice]:
    """Raises Refusal("no_open_events") where there is nothing to choose or type."""
    listed = events.all_of(work.connection, admin_seat(work).subcommittee.id)
    if not listed:
        raise Refusal("no_open_events")
    return [Choice(event.code, event.code) for event in listed[:_MOST_CHOICES]]


def event(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    """The code of an open event."""
    seat, found = find_event(work, typed, closed=False)
    require(seat, Action.ADMINISTER)
    return found.code


def known_units(work: Work, answers: Mapping[str, str]) -> list[Choice]:
    """Raises Refusal("no_units")."""
    listed = units.all_of(work.connection, admin_seat(work).subcommittee.id)
    if not listed:
        raise Refusal("no_units")
    return [Choice(unit.code, unit.code) for unit in listed[:_MOST_CHOICES]]


def unit(work: Work, typed: str, seat: Seat) -> str:
    return find_unit(work, seat, unit_field(typed)).code


def several_units(work: Work, typed: str, seat: Seat) -> str:
    return ", ".join(find_unit(work, seat, said).code for said in units_field(typed))


def due(work: Work, typed: str, seat: Seat, of: Event) -> str:
    """The moment as it was understood; refused where it has passed."""
    with in_field("due"):
        moment = parse_moment(typed, seat.subcommittee.local(work.now))
    due_for(work, seat, of, moment)
    return format_stated(moment, work.texts.language)


def next_days(work: Work, seat: Seat) -> list[Choice]:
    """The next two weeks, today first."""
    today = seat.subcommittee.today(work.now)
    ahead = [today + timedelta(days=days) for days in range(_DAYS_AHEAD)]
    return [
        Choice(work.texts.plain("forms.choice_day", day=day), day.strftime("%d/%m/%Y"))
        for day in ahead
    ]


def due_days(work: Work, seat: Seat, of: Event) -> list[Choice]:
    """The next two weeks, and distances from D-day that lie ahead."""
    today = seat.subcommittee.today(work.now)
    language = work.texts.language
    choices = next_days(work, seat)
    for offset in _OFFSETS:
        moment = parse_moment(format_offset(offset), today)
        resolved = resolve(moment, of.first_day, seat.subcommittee.zone)
        if resolved.at > work.now:
            label = work.texts.plain(
                "forms.choice_offset", offset=format_offset(offset), day=resolved.day
            )
            choices.append(Choice(label, format_stated(moment, language)))
    return choices


def yes_or_no(work: Work, answers: Mapping[str, str]) -> list[Choice]:
    return [
        Choice(work.texts.plain("forms.choice_yes"), "yes"),
        Choice(work.texts.plain("forms.choice_no"), "no"),
    ]


def is_yes(answer: str) -> bool:
    return bool(answer) and find_name(answer, ANSWERS) == "yes"


def open_tasks(work: Work, action: Action) -> list[Choice]:
    """Those due first, of the seat that may do this to them. Raises Refusal("no_open_tasks")."""
    seat = seat_that_may(work, action)
    listed = tasks.open_of_subcommittee(work.connection, seat.subcommittee.id)
    may = [task for task in listed if seat.may(action, task.subject)]
    if not may:
        raise Refusal("no_open_tasks")
    return [Choice(_label(task), task.reference) for task in may[:_MOST_CHOICES]]


def _label(task: Task) -> str:
    return f"{task.reference} {shorten(task.title, 40)}"


def task(work: Work, typed: str, action: Action) -> str:
    """The reference of a task to which the person may do this."""
    seat, found = find_task(work, typed)
    require(seat, action, found)
    return found.reference
