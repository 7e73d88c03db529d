"""An import on its way from a file to its preview: the units of work between which it is read."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from markupsafe import Markup

from documents.plan import PlanFile, PlanReading
from domain.errors import Refusal
from domain.plans.basis import Basis
from domain.plans.rows import Compared, Fault
from domain.roles import Action, may
from handlers.planning import previewing, saying
from handlers.planning.saying import texts_of
from storage import events, import_rows, imports, members, plan_basis, subcommittees
from storage.database import Unit
from storage.imports import Import

MOST_ATTEMPTS = 3
"""After so many bots that were killed while they read it, a file is given up."""
SLICE = 250
"""Rows stored in one unit of work."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is compared with, and the mark by which that is known again."""

    basis: Basis
    mark: dict[str, Any]


def next_file(connection: sqlite3.Connection) -> Import | None:
    """The file that is to be fetched first."""
    return imports.to_fetch(connection)


def begin(connection: sqlite3.Connection, import_id: int, now: datetime) -> bool:
    """Its file is here; whether to read it. Given up where that was tried too often."""
    found = _still(connection, import_id)
    if found is None:
        return False
    if found.attempts >= MOST_ATTEMPTS:
        fail(connection, import_id, Refusal("import_failed"), now)
        return False
    imports.change(connection, import_id, state=imports.READING, attempts=found.attempts + 1)
    return True


def leave(connection: sqlite3.Connection, import_id: int) -> None:
    """It could not be read to its end, which is none of its fault: that was no attempt."""
    found = _still(connection, import_id)
    if found is not None and found.state == imports.READING:
        left = found.attempts - 1
        imports.change(connection, import_id, state=imports.FETCHING, attempts=left)


def ground(connection: sqlite3.Connection, import_id: int, now: datetime) -> Ground | None:
    """None where the person may import no more, or the event was closed meanwhile."""
    found = _still(connection, import_id)
    if found is None or not may_import(connection, found):
        return None
    event = events.get(connection, found.event_id or 0)
    if event.closed:
        return None
    subcommittee = subcommittees.get(connection, found.subcommittee_id)
    basis = plan_basis.read(connection, event, subcommittee, now)
    return Ground(basis, plan_basis.mark(connection, event))


def may_import(connection: sqlite3.Connection, found: Import) -> bool:
    member = members.in_subcommittee(connection, found.person_id, found.subcommittee_id)
    return may(member, Action.ADMINISTER)


def drop(connection: sqlite3.Connection, import_id: int, now: datetime) -> None:
    """It is read for nobody; where only its event was closed, that is said."""
    found = _still(connection, import_id)
    if found is None:
        return
    event = events.get(connection, found.event_id or 0)
    if event.closed and may_import(connection, found):
        fail(connection, import_id, Refusal("event_closed", event=event), now)
    else:
        imports.change(connection, import_id, state=imports.CANCELLED, finished_at=now)


def fail(connection: sqlite3.Connection, import_id: int, why: Refusal, now: datetime) -> None:
    """Says why nothing comes of the file."""
    found = _still(connection, import_id)
    if found is None:
        return
    imports.change(connection, import_id, state=imports.FAILED, finished_at=now)
    sentence = Markup(texts_of(found).html(f"refusals.{why.key}", **why.data))
    html = texts_of(found).html("planning.unreadable", file=found.file_name, sentence=sentence)
    saying.say(connection, found, html, (), now)


def sentence(found: Import, fault: Fault, basis: Basis) -> tuple[str, str]:
    """The cell, and what is wrong in it, in the reader's words; with an example of what would do
    where the words alone do not say it."""
    texts = texts_of(found)
    said = texts.plain(f"refusals.{fault.key}", **fault.data)
    if fault.key == "bad_date":
        day = max(basis.first_day, basis.local(basis.now).date() + timedelta(days=1))
        said = texts.plain("planning.with_date", sentence=said, day=day)
    elif fault.key == "unknown_unit" and basis.units and not fault.data["nearest"]:
        said = texts.plain("planning.with_unit", sentence=said, unit=basis.units[0])
    return fault.cell, said


def units_of(
    found: Import,
    file: PlanFile,
    reading: PlanReading,
    ground: Ground,
    sentences: list[tuple[str, str]],
    now: datetime,
) -> Iterator[Unit[None]]:
    """The units of work that store what was read, in their order; the last one answers.

    Doing some of them and then all from the beginning is as good as doing them once.
    """
    if reading.unreadable:
        why = Refusal(reading.unreadable, **reading.data)
        yield partial(fail, import_id=found.id, why=why, now=now)
        return
    yield partial(_clear, import_id=found.id)
    yield from _rows_of(found.id, reading.compared, sentences)
    if sentences:
        for part, content in imports.parts_of(file.content):
            yield partial(imports.put_part, import_id=found.id, part=part, content=content)
    yield partial(_preview, import_id=found.id, reading=reading, mark=ground.mark, now=now)


def _rows_of(
    import_id: int, compared: Compared, sentences: list[tuple[str, str]]
) -> Iterator[Unit[None]]:
    for start in range(0, len(compared.new), SLICE):
        new = compared.new[start : start + SLICE]
        yield partial(import_rows.add_new, import_id=import_id, rows=new)
    for start in range(0, len(compared.changed), SLICE):
        changed = compared.changed[start : start + SLICE]
        yield partial(import_rows.add_changed, import_id=import_id, rows=changed)
    for start in range(0, len(sentences), SLICE):
        faults = sentences[start : start + SLICE]
        yield partial(import_rows.add_faults, import_id=import_id, faults=faults)


def _clear(connection: sqlite3.Connection, import_id: int) -> None:
    import_rows.clear(connection, import_id)
    imports.forget_files(connection, import_id)


def _preview(
    connection: sqlite3.Connection,
    import_id: int,
    reading: PlanReading,
    mark: dict[str, Any],
    now: datetime,
) -> None:
    if _still(connection, import_id) is None:
        return
    imports.change(
        connection,
        import_id,
        state=imports.PREVIEWED,
        basis=mark,
        unchanged=reading.compared.unchanged,
        elsewhere=reading.compared.elsewhere,
        hidden=reading.hidden,
        unread=reading.unread,
        faulty=reading.compared.faulty_rows,
    )
    found = imports.get(connection, import_id)
    assert found is not None
    html, rows = previewing.preview(connection, found, 0)
    saying.say(connection, found, html, rows, now)
    if reading.compared.faults:
        saying.order_file(connection, found, reading.sheet, now)


def _still(connection: sqlite3.Connection, import_id: int) -> Import | None:
    """The import, while its file is still to be read."""
    found = imports.get(connection, import_id)
    if found is None or found.state not in (imports.FETCHING, imports.READING):
        return None
    return found
