"""What a plan would change, said before anything is changed."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.dates import format_stated
from domain.errors import Refusal
from domain.event import Event
from domain.plans.reading import moment_of
from domain.plans.rows import FIELDS
from domain.text import shorten
from domain.unit import Unit
from handlers.access import pressed_number
from handlers.keyboards import Rows
from handlers.paging import pager_rows, pages_of
from handlers.planning.buttons import CANCEL, IMPORT, PAGE, own
from handlers.planning.saying import button, texts_of
from handlers.texts import Texts, visible_length
from handlers.work import MESSAGE_LIMIT, Work
from storage import events, import_rows, imports, units
from storage.import_rows import CHANGED, FAULT, NEW, ImportRow
from storage.imports import Import

_PAGE = 8
_MOST_UNREAD = 4
"""Columns that are named."""
_WIDTHS = (60, 24, 10)
"""How long a value may be shown; the shorter ones only where a page would grow too long."""


@dataclass(frozen=True)
class Counts:
    new: int
    changed: int
    unchanged: int
    elsewhere: int
    """Rows of other events."""
    faulty: int
    """Rows, of which each may have several faults."""

    @property
    def good(self) -> int:
        return self.new + self.changed


@dataclass(frozen=True)
class Shown:
    """One row as it is read: a fault, a change of some fields, or a new task."""

    kind: str
    row: ImportRow
    reference: str = ""
    title: str = ""
    unit: str = ""
    due: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    """Field, before and after."""


def counts(connection: sqlite3.Connection, found: Import) -> Counts:
    counted: dict[str, int] = {NEW: 0, CHANGED: 0}
    for (kind, _), rows in import_rows.count(connection, found.id).items():
        counted[kind] = counted.get(kind, 0) + rows
    return Counts(counted[NEW], counted[CHANGED], found.unchanged, found.elsewhere, found.faulty)


def preview(connection: sqlite3.Connection, found: Import, number: int) -> tuple[str, Rows]:
    """A page of the preview, and its buttons."""
    texts = texts_of(found)
    event = events.get(connection, found.event_id or 0)
    total = sum(import_rows.count(connection, found.id).values())
    pages = pages_of(total, _PAGE)
    number = min(number, pages - 1)
    counted = counts(connection, found)
    fields = import_rows.fields_changed(connection, found.id)
    html = ""
    for width in _WIDTHS:
        html = texts.html(
            "planning.preview",
            event=event,
            file=found.file_name,
            counts=counted,
            hidden=found.hidden,
            unread=found.unread[:_MOST_UNREAD],
            more_unread=len(found.unread[_MOST_UNREAD:]),
            fields=[(name, fields[name]) for name in FIELDS if name in fields],
            rows=_rows(connection, found, event, texts, number, width),
        )
        if visible_length(html) <= MESSAGE_LIMIT:
            break
    return html, [*pager_rows(f"{PAGE}:{found.id}", number, pages), *_buttons(found, counted)]


def turn(work: Work, arguments: list[str]) -> None:
    """`planpage:<import>:<page>`"""
    found = own(work, pressed_number(arguments))
    if found.state != imports.PREVIEWED:
        raise Refusal("import_decided", state=found.state)
    work.show(*preview(work.connection, found, pressed_number(arguments, 1)))


def _buttons(found: Import, counted: Counts) -> Rows:
    leave = button(found, "planning.button_leave", f"{CANCEL}:{found.id}")
    if not counted.good:
        return [[leave]]
    go = button(
        found,
        "planning.button_import",
        f"{IMPORT}:{found.id}",
        "success",
        count=counted.good,
        faulty=counted.faulty,
    )
    return [[go], [leave]]


def _rows(
    connection: sqlite3.Connection,
    found: Import,
    event: Event,
    texts: Texts,
    number: int,
    width: int,
) -> list[Shown]:
    listed = import_rows.page(connection, found.id, _PAGE, number * _PAGE)
    known = {unit.id: unit for unit in units.all_of(connection, found.subcommittee_id)}
    return [_shown(connection, row, event, texts, known, width) for row in listed]


def _shown(
    connection: sqlite3.Connection,
    row: ImportRow,
    event: Event,
    texts: Texts,
    known: Mapping[int, Unit],
    width: int,
) -> Shown:
    if row.kind == FAULT:
        return Shown(row.kind, row)
    if row.kind == NEW:
        said = {name: value_said(texts, known, name, row.after[name]) for name in ("unit", "due")}
        return Shown(row.kind, row, title=row.after["title"], unit=said["unit"], due=said["due"])
    number, title = import_rows.number_and_title(connection, row.task_id or 0)
    changes = tuple(
        (
            name,
            shorten(value_said(texts, known, name, row.before[name]), width),
            shorten(value_said(texts, known, name, row.after[name]), width),
        )
        for name in FIELDS
        if name in row.after
    )
    return Shown(row.kind, row, f"{event.code}-{number}", title, changes=changes)


def value_said(texts: Texts, known: Mapping[int, Unit], name: str, value: Any) -> str:
    """A value of a plan as people read it; empty where there is none."""
    if name == "due":
        return format_stated(moment_of(value), texts.language)
    if name == "unit":
        return known[value].code
    if name == "with":
        return ", ".join(known[unit_id].code for unit_id in value)
    if isinstance(value, bool):
        return texts.plain("planning.yes" if value else "planning.no")
    return str(value)
