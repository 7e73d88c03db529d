"""/remind: urges those whose turn it is, now."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.codes import find_leading_reference
from domain.errors import Refusal
from domain.event import Event
from domain.member import Member
from domain.notices import What
from domain.roles import Action
from domain.task import Task
from domain.text import NOTE_LIMIT, clean_note, limited
from domain.unit import Unit
from domain.urging import can_be_urged, needs_urging, urged_lately
from handlers import cards, telling
from handlers.access import find_event, find_task, require
from handlers.seat import Seat
from handlers.tasks.typed import KnownCodes
from handlers.work import Work
from storage import history, members, tasks, units

_MOST_NAMES = 20


@dataclass
class Urged:
    """Whom a reminder reached, unit by unit."""

    tasks: list[Task] = field(default_factory=list)
    told: dict[int, Member] = field(default_factory=dict)
    unreachable: dict[int, Member] = field(default_factory=dict)
    empty_units: set[int] = field(default_factory=set)
    """Units that have nobody to be told."""
    lately: int = 0
    """Tasks left out because they were urged within the hour."""


def remind(work: Work, argument: str) -> None:
    """`REF or CODE [note]`"""
    found = find_leading_reference(argument, KnownCodes(work))
    if found is not None:
        seat, task = find_task(work, found[0])
        _remind_task(work, seat, task, _note(found[1]))
        return
    code, _, rest = argument.strip().partition(" ")
    if not code:
        raise Refusal("reference_missing", text="")
    seat, whose, listed = all_of(work, code)
    _remind_all(work, seat, whose, listed, _note(rest))


def all_of(work: Work, code: str) -> tuple[Seat, Event | Unit, list[Task]]:
    """The tasks of an event, or those that a unit leads.

    Raises Refusal("bad_code"), Refusal("unknown_event") and Refusal("event_closed").
    """
    try:
        seat, event = find_event(work, code, closed=False)
    except Refusal as refusal:
        if refusal.key == "unknown_event" and (found := _unit(work, code)) is not None:
            return *found, tasks.open_of_unit(work.connection, found[1].id)
        raise
    return seat, event, tasks.of_event(work.connection, event.id)


def _unit(work: Work, code: str) -> tuple[Seat, Unit] | None:
    for seat in work.seats:
        unit = units.by_name(work.connection, seat.subcommittee.id, code)
        if unit is not None and seat.may(Action.DECIDE):
            return seat, unit
    return None


def _note(text: str) -> str:
    return limited(clean_note(text), "note", NOTE_LIMIT)


def press(work: Work, arguments: list[str]) -> None:
    """`remind:<id>:<version>`"""
    found = cards.pressed(work, arguments)
    if found is not None:
        _remind_task(work, *found, "")


def _remind_task(work: Work, seat: Seat, task: Task, note: str) -> None:
    require(seat, Action.DECIDE, task)
    if not can_be_urged(task):
        raise Refusal("remind_refused", task=task)
    last = history.last_urged(work.connection, task.id)
    if urged_lately(last, work.now):
        raise Refusal("urged_lately", task=task, at=last, zone=seat.subcommittee.zone)
    urged = Urged()
    _urge(work, seat, task, note, urged)
    _answer(work, seat, urged, None)


def _remind_all(
    work: Work, seat: Seat, whose: Event | Unit, listed: Sequence[Task], note: str
) -> None:
    require(seat, Action.DECIDE)
    today, settings = seat.subcommittee.today(work.now), seat.subcommittee.settings
    urged = Urged()
    for task in listed:
        if not needs_urging(task, work.now, today, settings):
            continue
        if urged_lately(history.last_urged(work.connection, task.id), work.now):
            urged.lately += 1
            continue
        _urge(work, seat, task, note, urged)
    if not urged.tasks:
        raise Refusal("nothing_to_urge", whose=whose, lately=urged.lately)
    _answer(work, seat, urged, whose)


def _urge(work: Work, seat: Seat, task: Task, note: str, urged: Urged) -> None:
    told = telling.tell(work, seat, What.URGED, task, note=note)
    if told:
        work.audit(seat, "urged", task, {}, {"note": note} if note else {})
    urged.tasks.append(task)
    for member in told:
        (urged.unreachable if member.unreachable else urged.told)[member.person_id] = member
    if not members.of_units(work.connection, [task.lead_unit_id]):
        urged.empty_units.add(task.lead_unit_id)


def _answer(work: Work, seat: Seat, urged: Urged, whose: Event | Unit | None) -> None:
    empty = [units.get(work.connection, unit_id) for unit_id in sorted(urged.empty_units)]
    html = work.html(
        "moves.urged",
        whose=whose,
        tasks=urged.tasks,
        told=list(urged.told.values())[:_MOST_NAMES],
        told_count=len(urged.told),
        unreachable=list(urged.unreachable.values())[:_MOST_NAMES],
        unreachable_count=len(urged.unreachable),
        empty=empty[:_MOST_NAMES],
        lately=urged.lately,
    )
    work.pop_up("moves.urged_toast", count=len(urged.told))
    work.say(html, task_id=urged.tasks[0].id if whose is None else None)
