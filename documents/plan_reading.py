"""Reads a plan: a workbook or a CSV, whatever else is in it. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from documents import csv_reading, workbook_reading
from documents.grid import Grid, NotAPlan
from documents.plan import MOST_BYTES, SLICE, PlanFile, PlanOrder, PlanReading
from documents.plan_table import Table, table_of
from domain.plans.basis import KnownTask
from domain.plans.matching import compare
from domain.plans.rows import Compared, Unreadable
from domain.text import fold

_WORKBOOKS = ("xlsx",)
_MACRO_WORKBOOKS = ("xlsm", "xltm", "xlam", "xlsb")
_OLD_WORKBOOKS = ("xls", "xlt", "et")
_TEXTS = ("csv", "tsv", "txt")
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!")


def hand_over(order: PlanOrder, tasks: Iterable[KnownTask]) -> Iterator[PlanReading | Compared]:
    """What the file says, in slices: first all but the rows, then those, SLICE at a time."""
    content = Path(order.path).read_bytes()
    return slices_of(read(PlanFile(order.name, content, replace(order.basis, tasks=tuple(tasks)))))


def slices_of(reading: PlanReading) -> Iterator[PlanReading | Compared]:
    """What was read: first all but its rows, then those, SLICE at a time."""
    rows = reading.compared
    yield replace(reading, compared=replace(rows, new=(), changed=(), faults=()))
    for start in range(0, len(rows.new), SLICE):
        yield Compared(new=rows.new[start : start + SLICE])
    for start in range(0, len(rows.changed), SLICE):
        yield Compared(changed=rows.changed[start : start + SLICE])
    for start in range(0, len(rows.faults), SLICE):
        yield Compared(faults=rows.faults[start : start + SLICE])


def read(file: PlanFile) -> PlanReading:
    """What the file would do to the event; never raises for what is in the file."""
    try:
        grid, table = _table(file)
    except NotAPlan as refused:
        return PlanReading(unreadable=refused.why, data=refused.data)
    hidden = sum(row.place in grid.hidden for row in table.rows)
    return PlanReading(compare(table.rows, file.basis), grid.name, hidden, table.unread)


def _table(file: PlanFile) -> tuple[Grid, Table]:
    """The table of the sheet named like the event; else of the first that holds a plan."""
    refused: NotAPlan | None = None
    grids = grids_of(file.name, file.content)
    for grid in sorted(grids, key=lambda each: fold(each.name) != fold(file.basis.event_code)):
        try:
            return grid, table_of(grid)
        except NotAPlan as why:
            refused = refused or why
    raise refused or NotAPlan(Unreadable.EMPTY)


def grids_of(name: str, content: bytes) -> list[Grid]:
    """The tables of the file, by its extension, which has to be true. Raises NotAPlan."""
    extension = name.rpartition(".")[2].lower()
    if len(content) > MOST_BYTES:
        raise NotAPlan(Unreadable.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    if extension in _MACRO_WORKBOOKS:
        raise NotAPlan(Unreadable.MACROS)
    if workbook_reading.encrypted(content):
        raise NotAPlan(Unreadable.ENCRYPTED)
    if extension in _OLD_WORKBOOKS:
        raise NotAPlan(Unreadable.OLD_FORMAT)
    if extension in _WORKBOOKS:
        return workbook_reading.read_grids(content)
    if extension in _TEXTS and not content.startswith(_NOT_TEXT):
        return [csv_reading.read_grid(content)]
    raise NotAPlan(Unreadable.WRONG_KIND)
