"""Rows of a plan matched with the tasks there are: what is new, changed, unchanged, at fault.

By reference; or by title and lead unit, case and accents aside. So a plan imported again doubles
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.codes import Reference, parse_reference
from domain.dates import Due, resolve
from domain.errors import Refusal
from domain.plans.basis import Basis, KnownTask
from domain.plans.reading import Read, RowReader, moment_of, plain_due, text_of
from domain.plans.rows import FIELDS, ChangedRow, Compared, Fault, NewRow, Said, TableRow, Values
from domain.task import Task
from domain.text import clean, fold

REQUIRED = ("title", "unit", "due")
_DEFAULTS: Values = {"with": [], "urgent": False, "ad_hoc": False, "workstream": "", "source": ""}
ONLY_OPEN = ("unit", "with", "due")
"""What makes no sense to change in a finished or cancelled task."""


def compare(rows: Iterable[TableRow], basis: Basis) -> Compared:
    """What the rows would do to the event's tasks. Every fault is named, of every row."""
    matching = _Matching(basis)
    for row in rows:
        matching.add(row)
    return matching.compared()


@dataclass(slots=True)
class _Matching:
    basis: Basis
    reader: RowReader = field(init=False)
    by_number: dict[int, KnownTask] = field(init=False)
    by_name: dict[tuple[str, int], KnownTask] = field(init=False)
    places: dict[object, int] = field(default_factory=dict)
    """The row that was the first to speak of a task, by its id or by its name and unit."""
    new: list[NewRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    elsewhere: int = 0
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0

    def __post_init__(self) -> None:
        self.reader = RowReader(self.basis)
        self.by_number = {task.number: task for task in self.basis.tasks}
        self.by_name = {}
        for task in sorted(self.basis.tasks, key=lambda each: each.number):
            if not task.cancelled:
                self.by_name.setdefault((task.title_folded, task.lead_unit_id), task)

    def compared(self) -> Compared:
        return Compared(
            tuple(self.new),
            tuple(self.changed),
            self.unchanged,
            self.elsewhere,
            tuple(self.faults),
            self.faulty,
        )

    def add(self, row: TableRow) -> None:
        if _event_of(row) in self.basis.other_events:
            self.elsewhere += 1
            return
        read = self.reader.read(row)
        faults = list(read.faults)
        try:
            task = self._task(read)
        except _AtCell as fault:
            faults.append(fault.fault)
        else:
            if task is None:
                faults += _missing(read)
            faults += self._once(read, task)
            faults += self._not_past(read, task)
            if task is not None:
                faults += self._not_closed(read, task)
            if not faults:
                self._settle(read, task)
        self.faults += sorted(faults, key=lambda fault: (len(fault.cell), fault.cell))
        self.faulty += bool(faults)

    def _task(self, read: Read) -> KnownTask | None:
        """The task that the row is about; None for a new one. Raises _AtCell."""
        said = read.row.said.get("reference")
        if said is not None and clean(text_of(said)):
            return self._referred(said)
        name = _name(read)
        return self.by_name.get(name) if name is not None else None

    def _referred(self, said: Said) -> KnownTask:
        try:
            if said.fault:
                raise Refusal(said.fault)
            reference = parse_reference(text_of(said))
            if reference.code != self.basis.event_code:
                raise Refusal(
                    "plan_other_event", reference=str(reference), code=self.basis.event_code
                )
            return self._numbered(reference)
        except Refusal as refusal:
            raise _AtCell(Fault(said.cell, refusal.key, refusal.data)) from None

    def _numbered(self, reference: Reference) -> KnownTask:
        task = self.by_number.get(reference.number)
        if task is None:
            raise Refusal("unknown_reference", reference=str(reference), nearest=None)
        return task

    def _once(self, read: Read, task: KnownTask | None) -> list[Fault]:
        """Nothing is said of one task twice; the first row counts."""
        key: object = task.id if task is not None else _name(read)
        first = self.places.setdefault(key, read.row.place) if key is not None else read.row.place
        if first == read.row.place:
            return []
        said = read.row.said.get("reference")
        if said is None or not clean(text_of(said)):
            said = read.row.said["title"]
        return [Fault(said.cell, "plan_row_twice", {"row": first})]

    def _not_past(self, read: Read, task: KnownTask | None) -> list[Fault]:
        """What is due anew lies ahead; what was overdue already may stay so."""
        if "due" not in read.values or (task is not None and not task.open):
            return []
        if task is not None and "due" not in self._after(read, task):
            return []
        due = self._resolved(read.values["due"])
        if due.at >= self.basis.now:
            return []
        return [Fault(read.row.said["due"].cell, "due_past", {"due": due})]

    def _not_closed(self, read: Read, task: KnownTask) -> list[Fault]:
        if task.open:
            return []
        data = {"reference": f"{self.basis.event_code}-{task.number}"}
        changed = self._after(read, task)
        return [
            Fault(read.row.said[name].cell, "plan_task_closed", data)
            for name in ONLY_OPEN
            if name in changed
        ]

    def _settle(self, read: Read, task: KnownTask | None) -> None:
        place = read.row.place
        if task is None:
            values = {**_DEFAULTS, **read.values}
            self.new.append(NewRow(place, {name: values[name] for name in FIELDS}))
            return
        after, now = self._after(read, task), values_of(task)
        if after:
            before = {name: now[name] for name in after}
            self.changed.append(ChangedRow(place, task.id, task.number, before, after))
        else:
            self.unchanged += 1

    def _after(self, read: Read, task: KnownTask) -> Values:
        """The fields that the row would change, with their new values."""
        now = values_of(task)
        return {
            name: value
            for name, value in self._settled(read, task).items()
            if not _same(name, value, now[name], task)
        }

    def _settled(self, read: Read, task: KnownTask) -> Values:
        """The row's values, where what it says of the due time is so since the task was made.

        A date without a year, or "next week", means on the day of the second import another day
        than on that of the first; what it meant then is what the plan says.
        """
        values = dict(read.values)
        lead = values.get("unit", task.lead_unit_id)
        if "with" in values:
            values["with"] = [unit for unit in values["with"] if unit != lead]
        said = read.row.said.get("due")
        if said is not None and isinstance(said.value, str):
            try:
                then = plain_due(self.reader.moment(said, task.created_at))
            except Refusal:
                return values
            if _same("due", then, values_of(task)["due"], task):
                values["due"] = then
        return values

    def _resolved(self, due: list[Any]) -> Due:
        return resolve(moment_of(due), self.basis.first_day, self.basis.zone)


class _AtCell(Exception):  # noqa: N818
    """The reference of a row is at fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _event_of(row: TableRow) -> str | None:
    """The code of the event to whose task the row refers."""
    said = row.said.get("reference")
    if said is None:
        return None
    try:
        return parse_reference(text_of(said)).code
    except Refusal:
        return None


def _name(read: Read) -> tuple[str, int] | None:
    """By what a task without a reference is known."""
    if "title" not in read.values or "unit" not in read.values:
        return None
    return fold(read.values["title"]), read.values["unit"]


def _missing(read: Read) -> list[Fault]:
    """What a new task cannot do without, where its very column is not there."""
    reference = read.row.said.get("reference")
    cell = reference.cell if reference else f"A{read.row.place}"
    return [
        Fault(cell, "missing_field", {"field": name})
        for name in REQUIRED
        if name not in read.row.said
    ]


def values_of(task: KnownTask | Task) -> Values:
    """What a plan would have to say to leave the task as it is."""
    moment = [
        task.due_day.isoformat() if task.due_offset is None else None,
        task.due_hour.isoformat("minutes") if task.due_hour is not None else None,
        task.due_offset,
    ]
    return {
        "title": task.title,
        "unit": task.lead_unit_id,
        "with": sorted(task.cooperating),
        "due": moment,
        "urgent": task.urgent,
        "ad_hoc": task.ad_hoc,
        "workstream": task.workstream,
        "source": task.source,
    }


def _same(name: str, value: Any, now: Any, task: KnownTask) -> bool:
    if value == now:
        return True
    # The very day to which N-7 leads today: the distance from D-day is kept.
    return bool(
        name == "due"
        and task.due_offset is not None
        and value == [task.due_day.isoformat(), now[1], None]
    )
