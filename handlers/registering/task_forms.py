"""The questions of /newtask, /edittask and /canceltask."""

from collections.abc import Mapping

from domain.errors import Refusal
from domain.event import Event
from domain.fields import answer_field, in_field
from domain.keywords import TASK_FIELDS
from domain.roles import Action
from domain.text import NOTE_LIMIT, TITLE_LIMIT, clean, limited
from handlers import answers
from handlers.access import find_event, find_task, seat_that_may
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import events

Answers = Mapping[str, str]
_EDITABLE = ("title", "unit", "with", "due", "urgent", "workstream", "source")


def _of_event(work: Work, given: Answers) -> tuple[Seat, Event]:
    return find_event(work, given["event"], closed=False)


def _title(work: Work, typed: str, given: Answers) -> str:
    return answers.text(typed, "title", TITLE_LIMIT)


def _unit(work: Work, typed: str, given: Answers) -> str:
    return answers.unit(work, typed, _of_event(work, given)[0])


def _due(work: Work, typed: str, given: Answers) -> str:
    return answers.due(work, typed, *_of_event(work, given))


def _due_days(work: Work, given: Answers) -> list[Choice]:
    return answers.due_days(work, *_of_event(work, given))


def _with(work: Work, typed: str, given: Answers) -> str:
    return answers.several_units(work, typed, _of_event(work, given)[0])


def _others(work: Work, given: Answers) -> list[Choice]:
    return [each for each in answers.known_units(work, given) if each.value != given["unit"]]


def _urgent(work: Work, typed: str, given: Answers) -> str:
    return "yes" if answer_field(typed, "urgent") else "no"


def _compose_new(given: Answers) -> str:
    fields = [given["event"], given["title"], given["unit"], given["due"]]
    if given.get("with"):
        fields.append(f"with {given['with']}")
    if answers.is_yes(given.get("urgent", "")):
        fields.append("urgent")
    return " | ".join(fields)


NEW_TASK = Form(
    (
        Field("event", answers.event, answers.open_events),
        Field("title", _title),
        Field("unit", _unit, answers.known_units),
        Field("due", _due, _due_days),
        Field("with", _with, _others, optional=True, several=True),
        Field("urgent", _urgent, answers.yes_or_no, optional=True),
    ),
    _compose_new,
)


def _task_to_change(work: Work, typed: str, given: Answers) -> str:
    return answers.task(work, typed, Action.CHANGE_DUE)


def _tasks_to_change(work: Work, given: Answers) -> list[Choice]:
    return answers.open_tasks(work, Action.CHANGE_DUE)


def _fields(work: Work, given: Answers) -> list[Choice]:
    """Chairs and deputies change due times only."""
    may_all = seat_that_may(work, Action.CHANGE_DUE).may(Action.ADMINISTER)
    return answers.fields(work, _EDITABLE if may_all else ("due",))


def _field(work: Work, typed: str, given: Answers) -> str:
    return answers.field(typed, TASK_FIELDS)


def _of_task(work: Work, given: Answers) -> tuple[Seat, Event]:
    seat, task = find_task(work, given["task"])
    return seat, events.get(work.connection, task.event_id)


def _value(work: Work, typed: str, given: Answers) -> str:
    field = given["field"]
    seat, event = _of_task(work, given)
    with in_field(field):
        if field == "unit":
            return answers.unit(work, typed, seat)
        if field == "with":
            return answers.several_units(work, typed, seat)
        if field == "due":
            return answers.due(work, typed, seat, event)
        if field == "urgent":
            return _urgent(work, typed, given)
        return answers.text(typed, field, TITLE_LIMIT if field == "title" else 200)


def _values(work: Work, given: Answers) -> list[Choice]:
    if given["field"] in ("unit", "with"):
        return answers.known_units(work, given)
    if given["field"] == "due":
        return answers.due_days(work, *_of_task(work, given))
    return answers.yes_or_no(work, given) if given["field"] == "urgent" else []


EDIT_TASK = Form(
    (
        Field("task", _task_to_change, _tasks_to_change),
        Field("field", _field, _fields),
        Field("value", _value, _values),
    ),
    lambda given: f"{given['task']} | {given['field']} = {given['value']}",
)


def _task_to_cancel(work: Work, typed: str, given: Answers) -> str:
    return answers.task(work, typed, Action.ADMINISTER)


def _tasks_to_cancel(work: Work, given: Answers) -> list[Choice]:
    return answers.open_tasks(work, Action.ADMINISTER)


def _reason(work: Work, typed: str, given: Answers) -> str:
    reason = limited(clean(typed), "reason", NOTE_LIMIT)
    if not reason:
        raise Refusal("missing_field", field="reason")
    return reason


CANCEL_TASK = Form(
    (
        Field("task", _task_to_cancel, _tasks_to_cancel),
        Field("reason", _reason),
    ),
    lambda given: f"{given['task']} {given['reason']}",
)
