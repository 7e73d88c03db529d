"""The questions of /newevent, /editevent, /closeevent and /newunit."""

from collections.abc import Mapping

from domain.arguments.events import parse_peak
from domain.codes import parse_code
from domain.dates import format_days, parse_days
from domain.errors import Refusal
from domain.fields import in_field
from domain.keywords import EVENT_FIELDS
from handlers import answers
from handlers.access import find_event
from handlers.registering import taken_codes
from handlers.registry import Choice, Field, Form
from handlers.work import Work

Answers = Mapping[str, str]
_EDITABLE = ("name", "place", "days", "peak", "no_peak")


def _new_code(work: Work, typed: str, given: Answers) -> str:
    """A code that nothing in the subcommittee has yet."""
    with in_field("code"):
        code = parse_code(typed)
    taken_codes.refuse(work, answers.admin_seat(work), code)
    return code


def _name(work: Work, typed: str, given: Answers) -> str:
    return answers.text(typed, "name")


def _place(work: Work, typed: str, given: Answers) -> str:
    return answers.text(typed, "place")


def _days(work: Work, typed: str, given: Answers) -> str:
    today = answers.admin_seat(work).subcommittee.today(work.now)
    with in_field("days"):
        first, last = parse_days(typed, today)
    if last < today:
        raise Refusal("days_past", field="days", day=last)
    return format_days(first, last)


def _next_days(work: Work, given: Answers) -> list[Choice]:
    """Also for a field of /editevent, where only days can be chosen."""
    if given.get("field", "days") != "days":
        return []
    return answers.next_days(work, answers.admin_seat(work))


def _peak(work: Work, typed: str, given: Answers) -> str:
    today = answers.admin_seat(work).subcommittee.today(work.now)
    if given.get("days"):
        near = parse_days(given["days"], today)[0]
    else:
        near = find_event(work, given["event"])[1].first_day
    peak = parse_peak(answers.text(typed, "peak"), today, near)
    if peak.last_day < today:
        raise Refusal("days_past", field="peak", day=peak.last_day)
    return f"{format_days(peak.first_day, peak.last_day)} {peak.label}".strip()


def _compose_new(given: Answers) -> str:
    peak = [f"peak {given['peak']}"] if given.get("peak") else []
    return " | ".join([given["code"], given["name"], given["place"], given["days"], *peak])


NEW_EVENT = Form(
    (
        Field("code", _new_code),
        Field("name", _name),
        Field("place", _place),
        Field("days", _days, _next_days),
        Field("peak", _peak, optional=True),
    ),
    _compose_new,
)


def _fields(work: Work, given: Answers) -> list[Choice]:
    return answers.fields(work, _EDITABLE)


def _field(work: Work, typed: str, given: Answers) -> str:
    return answers.field(typed, EVENT_FIELDS)


_VALUES = {"name": _name, "place": _place, "days": _days, "peak": _peak}


def _value(work: Work, typed: str, given: Answers) -> str:
    return _VALUES[given["field"]](work, typed, given)


def _needs_value(given: Answers) -> bool:
    return given.get("field") != "no_peak"


def _compose_edit(given: Answers) -> str:
    field = given["field"].replace("_", " ")
    return f"{given['event']} | {field} = {given.get('value', '')}"


EDIT_EVENT = Form(
    (
        Field("event", answers.event, answers.open_events),
        Field("field", _field, _fields),
        Field("value", _value, _next_days, asked=_needs_value),
    ),
    _compose_edit,
)

CLOSE_EVENT = Form(
    (Field("event", answers.event, answers.open_events),),
    lambda given: given["event"],
)


def _unit_code(work: Work, typed: str, given: Answers) -> str:
    """A known code is no fault: the command then asks whether to change the unit."""
    with in_field("code"):
        code = parse_code(typed)
    taken_codes.refuse_of_event(work, answers.admin_seat(work), code)
    return code


def _aliases(work: Work, typed: str, given: Answers) -> str:
    return answers.text(typed, "aliases", 1000)


def _compose_unit(given: Answers) -> str:
    return " | ".join(filter(None, (given["code"], given["name"], given.get("aliases"))))


NEW_UNIT = Form(
    (
        Field("code", _unit_code),
        Field("name", _name),
        Field("aliases", _aliases, optional=True),
    ),
    _compose_unit,
)
