"""An example that would have worked, made with the reader's own codes."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.errors import Refusal
from domain.roles import Action, Subject
from domain.task import CLOSED, MOVES, Move, Status, Task
from handlers.moving import RIGHTS
from handlers.seat import Seat
from handlers.work import Work
from storage import events, members, task_lists, units

_SOME = 50


def of(work: Work, refusal: Refusal) -> str:
    """The example of the command that was given, as HTML; empty where no command was."""
    name = str(refusal.data.get("command") or work.incoming.command or "")
    command = work.config.registry.by_name.get(name)
    if command is None or refusal.key in _NEED_NONE or not (work.seats or work.operator):
        return ""
    return example(work, command.name, str(refusal.data.get("field", "")))


# Typing it another way would not help.
_NEED_NONE = frozenset(
    {
        "not_allowed", "not_allowed_task", "not_a_member", "stranger", "operator_only",
        "move_refused", "event_closed", "last_admin", "unknown_command", "invitation_unknown",
        "invitation_revoked", "invitation_expired", "invitation_used", "setup_code_used",
        "unknown_subcommittee", "no_reporter", "another_command",
        "cannot_link", "link_elsewhere",
        "no_open_events", "no_units", "no_open_tasks", "no_task_for", "task_closed",
        "nothing_to_export",
        "urged_lately", "remind_refused", "nothing_to_urge",
    }
)  # fmt: skip


def example(work: Work, command: str, field: str = "") -> str:
    """A line that works, with codes that this person may use where there are any.

    It shows the field at fault where the command has an example of that one.
    """
    if not work.texts.has(f"commands.{command}_example"):
        return ""
    own = f"commands.{command}_{field}_example"
    if field and work.texts.has(own):
        codes = own_codes(work, command)
        shown = work.texts.plain(own, **codes, past=_today(work) - timedelta(days=14))
    else:
        shown = line(work, command)
    return work.html("general.example", example=shown)


def line(work: Work, command: str) -> str:
    """The example itself, ready to be typed."""
    codes = own_codes(work, command)
    if command in _ABOUT_PEOPLE:
        codes["person"] = _person(work, _ABOUT_PEOPLE[command])
    return work.texts.plain(f"commands.{command}_example", **codes)


_ABOUT_PEOPLE = {"role": Action.ADMINISTER, "remove": Action.INVITE}
_MOVES: dict[str, Move] = {str(move): move for move in Move} | {"canceltask": Move.CANCEL}
_OPEN = tuple(status for status in Status if status not in CLOSED)


def own_codes(work: Work, command: str = "") -> dict[str, object]:
    """A reference, an event, a unit and a day of the reader's own, or likely ones.

    The reference is of a task with which the command can be carried out, where there is one.
    """
    seat = work.seats[0] if work.seats else None
    event, unit, reference = "DBP70", "CATDB", None
    day = _today(work) + timedelta(days=7)
    if seat is not None:
        listed = [each.code for each in events.all_of(work.connection, seat.subcommittee.id)]
        typed = work.incoming.argument.upper().split()
        event = next((code for code in listed if code in typed), listed[0] if listed else event)
        unit = _own_unit(work, seat) or unit
        reference = _own_reference(work, seat, _MOVES.get(command))
    return {"ref": reference or f"{event}-1", "event": event, "unit": unit, "day": day}


def _today(work: Work) -> date:
    return work.seats[0].subcommittee.today(work.now) if work.seats else work.now.date()


def _own_unit(work: Work, seat: Seat) -> str | None:
    if seat.member.unit_id is not None:
        return units.get(work.connection, seat.member.unit_id).code
    listed = units.all_of(work.connection, seat.subcommittee.id)
    return listed[0].code if listed else None


def _own_reference(work: Work, seat: Seat, move: Move | None) -> str | None:
    """Of a task with which the move can be made where there is one, else of any open one."""
    action = RIGHTS[move] if move else Action.SEE_TASKS
    open_ids = {event.id for event in events.all_of(work.connection, seat.subcommittee.id)}
    for task in _likely(work, seat, move):
        fits = move is None or move in MOVES[task.status]
        if fits and task.event_id in open_ids and seat.may(action, task.subject):
            return task.reference
    return None if move is None else _own_reference(work, seat, None)


def _likely(work: Work, seat: Seat, move: Move | None) -> Iterator[Task]:
    """Some tasks of which one can be the example."""
    if seat.member.unit_id is not None:
        yield from task_lists.open_of_unit(work.connection, seat.member.unit_id, _SOME)
    elif seat.may(Action.SEE_TASKS):
        for status in [each for each in Status if move in MOVES[each]] if move else _OPEN:
            yield from task_lists.with_status(work.connection, seat.subcommittee.id, status, _SOME)


def _person(work: Work, action: Action) -> int:
    """The number of somebody else with whom this may be done; 2 where there is nobody."""
    for seat in work.seats:
        if not seat.may(action):
            continue
        for member in members.all_of(work.connection, seat.subcommittee.id):
            subject = Subject(member.subcommittee_id, role=member.role, unit_id=member.unit_id)
            if member.person_id != work.person.id and seat.may(action, subject):
                return member.number
    return 2
