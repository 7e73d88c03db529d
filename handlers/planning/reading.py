"""An import on its way from a file to its preview: the units of work between which it is read."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from documents.plan import SLICE, PlanReading
from domain.errors import Refusal
from domain.plans.basis import Basis, KnownTask
from domain.plans.rows import Compared, Fault
from domain.roles import Action, may
from handlers.planning import previewing, saying
from handlers.planning.saying import texts_of
from storage import events, import_rows, imports, members, plan_basis, subcommittees
from storage.imports import Import

MOST_ATTEMPTS = 3
"""After so many bots that were killed while they read it, a file is given up."""
CLEARED = 1000
"""Rows forgotten in one unit of work."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is compared with but for the tasks, and the mark by which it is known again."""

    basis: Basis
    event_id: int
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
    return Ground(basis, event.id, plan_basis.mark(connection, event))


def tasks_after(connection: sqlite3.Connection, event_id: int, number: int) -> list[KnownTask]:
    """The next slice of the tasks that the plan is compared with; empty after the last.

    Read one after the other: what another import does meanwhile changes the mark, and whatever
    else becomes of a task is seen when its row is carried out.
    """
    return plan_basis.tasks_after(connection, event_id, number, SLICE)


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


def clear(connection: sqlite3.Connection, import_id: int) -> bool:
    """Forgets some of what an attempt that came to nothing has stored; whether more may be left."""
    if _still(connection, import_id) is None:
        return False
    imports.forget_files(connection, import_id)
    return import_rows.clear(connection, import_id, CLEARED)


def keep(
    connection: sqlite3.Connection,
    import_id: int,
    rows: Compared,
    sentences: list[tuple[str, str]],
) -> None:
    """Stores a slice of what was read; of its faults `sentences`, in which they are put into words.

    Nothing of it is shown to anybody before `preview`.
    """
    if _still(connection, import_id) is not None:
        import_rows.add_new(connection, import_id, rows.new)
        import_rows.add_changed(connection, import_id, rows.changed)
        import_rows.add_faults(connection, import_id, sentences)


def keep_part(connection: sqlite3.Connection, import_id: int, part: int, content: bytes) -> None:
    """Stores a part of the file itself, in which faults are to be marked."""
    if _still(connection, import_id) is not None:
        imports.put_part(connection, import_id, part, content)


def preview(
    connection: sqlite3.Connection,
    import_id: int,
    reading: PlanReading,
    mark: dict[str, Any],
    now: datetime,
) -> None:
    """All rows are stored: answers with what they would do. `reading`: all but the rows."""
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
    if reading.compared.faulty_rows:
        saying.order_file(connection, found, reading.sheet, now)


def _still(connection: sqlite3.Connection, import_id: int) -> Import | None:
    """The import, while its file is still to be read."""
    found = imports.get(connection, import_id)
    if found is None or found.state not in (imports.FETCHING, imports.READING):
        return None
    return found
