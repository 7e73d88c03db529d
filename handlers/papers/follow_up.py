"""The follow-up table: the tasks of events as they stand, in the reader's language."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from documents.columns import YES, ColumnId
from documents.follow_up import FollowUp, PlanLine, PlanSheet, UnitsSheet
from domain import dates
from domain.event import Event
from domain.subcommittee import Subcommittee
from domain.task import Status, Task, count
from domain.unit import Unit
from handlers.texts import Texts
from storage import reports, units

NEVER_OVERDUE = (Status.SUBMITTED, Status.DONE, Status.CANCELLED)


def follow_up(
    connection: sqlite3.Connection,
    subcommittee: Subcommittee,
    listed: Mapping[Event, Sequence[Task]],
    texts: Texts,
    now: datetime,
) -> FollowUp:
    """The events' tasks, and how each unit stands with them."""
    known = {unit.id: unit for unit in units.all_of(connection, subcommittee.id)}
    sheets = tuple(_sheet(connection, event, own, known, texts) for event, own in listed.items())
    everything = [task for own in listed.values() for task in own]
    code = sheets[0].code if len(sheets) == 1 else ""
    day = subcommittee.today(now).isoformat()
    return FollowUp(
        name=texts.plain("workbooks.export_name", code=code, day=day),
        language=texts.language,
        sheets=sheets,
        units=_units_sheet(known.values(), everything, texts, now),
        never_overdue=tuple(texts.plain("common.status", status=each) for each in NEVER_OVERDUE),
        blocked=texts.plain("common.status", status=Status.BLOCKED),
    )


def _sheet(
    connection: sqlite3.Connection,
    event: Event,
    listed: Iterable[Task],
    known: Mapping[int, Unit],
    texts: Texts,
) -> PlanSheet:
    said = reports.newest_said_of_event(connection, event.id)
    lines = tuple(
        plan_line(task, known, texts, said[task.id].note if task.id in said else "")
        for task in listed
    )
    return PlanSheet(event.code, event.name, lines)


def plan_line(task: Task, known: Mapping[int, Unit], texts: Texts, latest: str = "") -> PlanLine:
    """The task as a line of the table; `known` are the subcommittee's units by id."""
    return PlanLine(
        reference=task.reference,
        title=task.title,
        lead=task.lead_unit_code,
        cooperating=", ".join(sorted(known[unit].code for unit in task.cooperating)),
        due=stated_due(task),
        urgent=YES[ColumnId.URGENT][texts.language] if task.urgent else "",
        ad_hoc=YES[ColumnId.AD_HOC][texts.language] if task.ad_hoc else "",
        workstream=task.workstream,
        source=task.source,
        due_on=_due_on(task),
        status=texts.plain("common.status", status=task.status),
        percent=task.reached,
        obstacle=task.obstacle or "",
        latest=latest,
    )


def stated_due(task: Task) -> date | datetime | str:
    """The due time as it was given: counted from D-day where it was, so that it can be read again.

    A cell that holds midnight cannot be told from one without an hour: that is said in words.
    """
    hour = task.due_hour
    if task.due_offset is not None:
        offset = dates.format_offset(task.due_offset)
        return f"{hour:%H:%M} {offset}" if hour is not None else offset
    if hour is not None and not (hour.hour or hour.minute):
        return f"{hour:%H:%M} {dates.format_date(task.due_day)}"
    return _due_on(task)


def _due_on(task: Task) -> date | datetime:
    hour = task.due_hour
    return task.due_day if hour is None else datetime.combine(task.due_day, hour)


def _units_sheet(
    known: Iterable[Unit], listed: Sequence[Task], texts: Texts, now: datetime
) -> UnitsSheet:
    own: dict[int, list[Task]] = {unit.id: [] for unit in known}
    for task in listed:
        own[task.lead_unit_id].append(task)
    rows = []
    for unit in known:
        counted = count(own[unit.id], now)
        rows.append(
            (
                unit.code,
                unit.name,
                ", ".join(unit.aliases),
                *(counted.total, counted.done_in_time, counted.done_late),
                *(counted.open_in_time, counted.overdue, counted.blocked, counted.submitted),
            )
        )
    headings = texts.plain("workbooks.units_headings").splitlines()
    return UnitsSheet(texts.plain("workbooks.units_sheet"), tuple(headings), tuple(rows))
