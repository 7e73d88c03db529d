"""Tasks as `/newtask` and `/edittask` state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.codes import Reference, parse_code, parse_reference
from domain.dates import Moment, parse_moment
from domain.errors import Refusal
from domain.fields import (
    answer_field,
    in_field,
    parse_edit,
    required,
    split_fields,
    text_field,
    unit_field,
    units_field,
)
from domain.keywords import TASK_FIELDS, TASK_OPTIONS, take_name
from domain.lines import Line, read_lines, split_lines
from domain.text import NAME_LIMIT, TITLE_LIMIT, clean, shorten


@dataclass(frozen=True)
class NewTask:
    code: str
    title: str
    unit: str
    """A code in its one form, or a name or alias as said."""
    due: Moment
    cooperating: tuple[str, ...] = ()
    urgent: bool = False
    ad_hoc: bool = False
    workstream: str = ""
    source: str = ""


@dataclass(frozen=True)
class TaskEdit:
    """What is to change; None: stays."""

    reference: Reference
    title: str | None = None
    unit: str | None = None
    cooperating: tuple[str, ...] | None = None
    due: Moment | None = None
    urgent: bool | None = None
    workstream: str | None = None
    source: str | None = None


def parse_new_tasks(
    text: str, now: datetime, default_code: str | None = None
) -> list[Line[NewTask]]:
    """Each line a task, for itself; a first line that is a code alone serves all lines below.

    Raises `Refusal` "too_many_lines" beyond 100, and "missing_field" where there is none.
    """
    lines = split_lines(text)
    if lines and "|" not in lines[0]:
        with in_field("code"):
            default_code = parse_code(lines.pop(0))
    if not lines:
        raise Refusal("missing_field", field="title" if default_code else "code")
    return read_lines(lines, lambda line: parse_new_task_line(line, now, default_code))


def parse_new_task_line(text: str, now: datetime, default_code: str | None = None) -> NewTask:
    """Reads "CODE | title | UNIT | due [| with UNIT, …] [| urgent] [| ad hoc] …".

    With a default code the line may begin with the title, or with a code all the same.
    """
    fields = split_fields(text)
    if default_code is None or _begins_with_code(fields, now):
        with in_field("code"):
            default_code = parse_code(required(fields, 0, "code"))
        fields = fields[1:]
    title = text_field(required(fields, 0, "title"), "title", TITLE_LIMIT)
    unit = unit_field(required(fields, 1, "unit"))
    due = _due(required(fields, 2, "due"), now)
    options = _options([field for field in fields[3:] if field])
    return NewTask(
        default_code,
        title,
        unit,
        due,
        cooperating=units_field(options.get("with", "")),
        urgent="urgent" in options and answer_field(options["urgent"], "urgent"),
        ad_hoc="ad_hoc" in options and answer_field(options["ad_hoc"], "ad_hoc"),
        workstream=text_field(options.get("workstream", ""), "workstream", NAME_LIMIT, empty=True),
        source=text_field(options.get("source", ""), "source", NAME_LIMIT, empty=True),
    )


def _begins_with_code(fields: list[str], now: datetime) -> bool:
    """Whether the due time is the fourth field, so that the first is a code and not the title."""
    if len(fields) < 4 or take_name(fields[3], TASK_OPTIONS):
        return False
    try:
        parse_code(fields[0])
        parse_moment(fields[3], now)
    except Refusal as refusal:
        return refusal.key not in ("bad_code", "bad_date")
    return True


def _due(text: str, now: datetime) -> Moment:
    if not text:
        raise Refusal("missing_field", field="due")
    with in_field("due"):
        return parse_moment(text, now)


def _options(fields: list[str]) -> dict[str, str]:
    """What each option says; raises `Refusal` "unknown_field" with the text, or "field_twice"."""
    options: dict[str, str] = {}
    for field in fields:
        named = take_name(field, TASK_OPTIONS)
        if named is None:
            raise Refusal("unknown_field", text=shorten(clean(field), 60))
        name, value = named
        if name in options:
            raise Refusal("field_twice", field=name)
        if not value and name not in ("urgent", "ad_hoc"):
            raise Refusal("missing_value", field=name)
        options[name] = value
    return options


def parse_task_edit(text: str, now: datetime) -> TaskEdit:
    """Reads "REF | field = value …" by the names of `TASK_FIELDS`.

    An empty value empties "with", "workstream" and "source"; "urgent" alone is yes. Raises what
    `parse_edit` raises, and what each field raises.
    """
    edit = parse_edit(text, TASK_FIELDS, flags=("urgent",))
    with in_field("reference"):
        reference = parse_reference(edit.target)
    said = {change.field: change.value for change in edit.changes}
    title, unit, due = said.get("title"), said.get("unit"), said.get("due")
    cooperating, urgent = said.get("with"), said.get("urgent")
    return TaskEdit(
        reference,
        title=None if title is None else text_field(title, "title", TITLE_LIMIT),
        unit=None if unit is None else unit_field(unit),
        cooperating=None if cooperating is None else units_field(cooperating),
        due=None if due is None else _due(due, now),
        urgent=None if urgent is None else answer_field(urgent, "urgent"),
        workstream=_emptiable(said, "workstream"),
        source=_emptiable(said, "source"),
    )


def _emptiable(said: dict[str, str], name: str) -> str | None:
    return text_field(said[name], name, NAME_LIMIT, empty=True) if name in said else None
