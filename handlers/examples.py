"""An example that would have worked, made with the reader's own codes."""

from datetime import timedelta

from domain.errors import Refusal
from domain.roles import Action
from domain.task import Status
from handlers.seat import Seat
from handlers.work import Work
from storage import events, task_lists, units


def of(work: Work, refusal: Refusal) -> str:
    """The example of the command that was given, as HTML; empty where no command was."""
    name = str(refusal.data.get("command") or work.incoming.command or "")
    command = work.config.registry.by_name.get(name)
    if command is None or refusal.key in _NEED_NONE or not (work.seats or work.operator):
        return ""
    return example(work, command.name)


# Typing it another way would not help.
_NEED_NONE = frozenset(
    {
        "not_allowed", "not_allowed_task", "not_a_member", "stranger", "operator_only",
        "move_refused", "event_closed", "last_admin", "unknown_command", "invitation_unknown",
        "invitation_revoked", "invitation_expired", "invitation_used", "setup_code_used",
        "unknown_subcommittee",
        "cannot_link", "link_elsewhere",
        "no_open_events", "no_units", "no_open_tasks", "task_closed",
        "urged_lately", "remind_refused", "nothing_to_urge",
    }
)  # fmt: skip


def example(work: Work, command: str) -> str:
    """A line that works, with codes that this person may use where there are any."""
    text = f"commands.{command}_example"
    if not work.texts.has(text):
        return ""
    return work.html("general.example", example=work.texts.plain(text, **own_codes(work, command)))


def own_codes(work: Work, command: str = "") -> dict[str, object]:
    """A reference, an event, a unit and a day of the reader's own, or likely ones."""
    seat = work.seats[0] if work.seats else None
    event, unit, reference = "DBP70", "CATDB", None
    day = work.now.date() + timedelta(days=7)
    if seat is not None:
        day = seat.subcommittee.today(work.now) + timedelta(days=7)
        listed = events.all_of(work.connection, seat.subcommittee.id)
        event = listed[0].code if listed else event
        unit = _own_unit(work, seat) or unit
        reference = _own_reference(work, seat, command)
    return {"ref": reference or f"{event}-1", "event": event, "unit": unit, "day": day}


def _own_unit(work: Work, seat: Seat) -> str | None:
    if seat.member.unit_id is not None:
        return units.get(work.connection, seat.member.unit_id).code
    listed = units.all_of(work.connection, seat.subcommittee.id)
    return listed[0].code if listed else None


def _own_reference(work: Work, seat: Seat, command: str) -> str | None:
    """Of a task to which the command applies where there is one, else of the one due first."""
    if not seat.may(Action.SEE_TASKS):
        return None
    connection, own = work.connection, seat.subcommittee.id
    if seat.member.unit_id is not None:
        listed = task_lists.open_of_unit(connection, seat.member.unit_id, 1)
    else:
        fitting = _FITTING.get(command)
        listed = task_lists.with_status(connection, own, fitting, 1) if fitting else []
        listed = listed or task_lists.open_of_subcommittee(connection, own, 1)
    return listed[0].reference if listed else None


_FITTING = {
    "confirm": Status.SUBMITTED,
    "return": Status.SUBMITTED,
    "unblock": Status.BLOCKED,
    "reopen": Status.DONE,
}
