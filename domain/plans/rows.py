"""The rows of a plan: as stated, and as compared with what there is. Plain values throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

FIELDS = ("title", "unit", "with", "due", "urgent", "ad_hoc", "workstream", "source")
"""What a plan states of a task, in the order of telling."""

Values = dict[str, Any]
"""Values of FIELDS, fit for JSON: units by id, `due` as [day, hour, offset] (ISO texts or None)."""


class Unreadable(StrEnum):
    """Why a file as a whole is no plan; the keys of the sentences that say so."""

    TOO_BIG = "plan_too_big"
    TOO_MANY_ROWS = "plan_too_many_rows"
    BOMB = "plan_bomb"
    MACROS = "plan_macros"
    LINKS = "plan_links"
    ENCRYPTED = "plan_encrypted"
    OLD_FORMAT = "plan_old_format"
    WRONG_KIND = "plan_wrong_kind"
    BROKEN = "plan_broken"
    NOT_TEXT = "plan_not_text"
    EMPTY = "plan_empty"
    NO_HEADINGS = "plan_no_headings"
    HEADING_TWICE = "plan_heading_twice"


class CellFault(StrEnum):
    """Why a cell cannot be taken for what it shows; the keys of the sentences that say so."""

    FORMULA = "plan_formula"
    ERROR = "plan_error_value"


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell says: text, or a date with `hour` saying whether the cell shows one."""

    cell: str
    """Its coordinate, as C7; of a merged cell that of its first."""
    value: str | datetime | date
    hour: bool = False
    fault: CellFault | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table; a field whose column is missing is not in `said`."""

    place: int
    """The number of the row in its sheet, from 1."""
    said: Mapping[str, Said]
    """By field of FIELDS, and "reference"; empty cells too, where the column is there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: the key and data of a `Refusal`."""

    cell: str
    key: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewRow:
    place: int
    values: Values
    """Of all FIELDS."""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    place: int
    task_id: int
    number: int
    before: Values
    """Only the fields that differ."""
    after: Values


@dataclass(frozen=True, slots=True)
class Compared:
    """What a plan would do: rows in the order of the table."""

    new: tuple[NewRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    unchanged: int = 0
    elsewhere: int = 0
    """Rows of other events, which are left alone."""
    faults: tuple[Fault, ...] = ()
    faulty_rows: int = 0
