"""A plan as workbooks and CSV files show it: plain values, ready in the reader's language.

Light: handlers import it, and nothing heavy comes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from documents.columns import ColumnId

Value = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A task. Times are local and naive; `due` is a text where it counts from D-day (`N-7`)."""

    reference: str
    title: str
    lead: str
    cooperating: str
    due: date | datetime | str
    urgent: str
    ad_hoc: str
    workstream: str
    source: str
    due_on: date | datetime | None = None
    status: str = ""
    percent: int | None = None
    obstacle: str = ""
    latest: str = ""

    def value(self, column: ColumnId) -> Value:
        """What stands in its cell of the column."""
        found: Value = getattr(self, column)
        return found


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One event: its code, and its tasks in order."""

    code: str
    title: str
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class UnitsSheet:
    """`headings` and `rows` are equally long."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is exported. `name`: of the files, without their endings. `never_overdue` are
    the words for the statuses that are not overdue whatever the day, `blocked` that of its own."""

    name: str
    language: str
    sheets: tuple[PlanSheet, ...]
    units: UnitsSheet
    never_overdue: tuple[str, ...]
    blocked: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The second sheet of a template: pairs of a heading and what is to be said of it."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """An empty plan. `choices`: what can be chosen in a column; `strict` are the columns in which
    nothing else may stand. `wrong` is what is said of it where it does."""

    name: str
    language: str
    sheet: str
    example: PlanLine
    choices: dict[ColumnId, tuple[str, ...]]
    strict: frozenset[ColumnId]
    wrong: str
    explanation: Explanation
