"""The digest: what one member's unit has to do today, most urgent first."""

import sqlite3
from datetime import datetime
from functools import partial

from domain.digest import Digest, Line, Section, View, digest, view
from handlers.access import pressed_number
from handlers.speaking.pages import Block, Paged, lateness, page, under
from handlers.speaking.reader import Reader, message, reader_of, reading
from handlers.work import Work
from storage import outbox, promises, reminders, slots, tasks, units
from storage.outbox import OutboxRow, Rendered

VERB = "digest"
_MOST_COUNTDOWNS = 5


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """The digest as it is now; None for one with nothing in it, or with a newer one behind it."""
    reader = reader_of(connection, row)
    if reader is None or promises.replaced(connection, row, now):
        return None
    full = bool(row.content.get("full", True))
    found = digest_of(connection, reader, view(reader.calendar, now, full=full))
    if found is None or found.empty:
        return None
    silent = row.nominal_at and slots.silent_since(
        connection, reader.subcommittee.id, row.nominal_at
    )
    before = lateness(reader, row, silent or None, now)
    paged = _page(connection, reader, found, now, full, 0, before, row.nominal_at)
    shown = [task.id for task in found.tasks]
    outbox.set_payload(connection, row.id, {**row.content, "shown": shown})
    return message(reader, now, paged.html, paged.rows)


def turn(work: Work, arguments: list[str]) -> None:
    """`digest:<subcommittee>:<full>:<page>`: the digest as it is now."""
    seat = work.seat_in(pressed_number(arguments))
    full = pressed_number(arguments, 1) == 1
    reader = reading(work.connection, seat.subcommittee, seat.member)
    found = digest_of(work.connection, reader, view(reader.calendar, work.now, full=full))
    if found is None or found.empty:
        work.show(work.html("digest.nothing"))
        return
    paged = _page(work.connection, reader, found, work.now, full, pressed_number(arguments, 2), [])
    work.show(paged.html, paged.rows)


def digest_of(connection: sqlite3.Connection, reader: Reader, seen: View) -> Digest | None:
    """None for a reader without a unit."""
    if reader.member is None or reader.member.unit_id is None:
        return None
    unit_id = reader.member.unit_id
    return digest(
        tasks.open_of_unit(connection, unit_id),
        tasks.open_with_unit(connection, unit_id),
        reader.member.role,
        seen,
    )


def _page(
    connection: sqlite3.Connection,
    reader: Reader,
    found: Digest,
    now: datetime,
    full: bool,
    number: int,
    before: list[Block],
    nominal_at: datetime | None = None,
) -> Paged:
    blocks = [*before, _head(connection, reader, found, now)]
    for section, lines in found.sections.items():
        heading = partial(
            reader.html,
            "digest.heading",
            section=section,
            count=len(lines),
            climbed=sum(line.climbed for line in lines),
        )
        for nth, line in enumerate(lines):
            say = partial(_line, connection, reader, section, line, now, nominal_at or now)
            tasks_of = (line.task,)
            blocks.append(Block(say, 2, tasks_of) if nth else under(heading, say, 2, tasks_of))
    prefix = f"{VERB}:{reader.subcommittee.id}:{int(full)}"
    return page(blocks, number, prefix, texts=reader.texts)


def _line(
    connection: sqlite3.Connection,
    reader: Reader,
    section: Section,
    line: Line,
    now: datetime,
    before: datetime,
) -> str:
    return reader.html(
        "digest.line",
        task=line.task,
        section=section,
        climbed=line.climbed,
        tried=reminders.tried(connection, [line.task], before)[line.task.id],
        now=now,
        zone=reader.calendar.zone,
        today=reader.calendar.day(now),
    )


def _head(connection: sqlite3.Connection, reader: Reader, found: Digest, now: datetime) -> Block:
    assert reader.member is not None
    unit = units.get(connection, reader.member.unit_id or 0)
    counts = {section: len(lines) for section, lines in found.sections.items()}
    html = reader.html(
        "digest.head",
        counts=counts,
        countdowns=found.countdowns[:_MOST_COUNTDOWNS],
        unit=unit,
        subcommittee=reader.subcommittee,
        local=reader.subcommittee.local(now),
    )
    return Block(lambda: html, html.count("\n") + 1)
