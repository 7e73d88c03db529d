"""The summary: how one event, or all of them, stands; in the slots and on /summary."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.digest import Line, View, view
from domain.event import Event
from domain.roles import Action, Role
from domain.summary import Part, Summary, summary
from domain.task import Task
from handlers.access import event_of_press, find_event, pressed_number, require, seat_that_may
from handlers.keyboards import Button, grid, text_params
from handlers.seat import Seat
from handlers.speaking import full_table, trouble_lines
from handlers.speaking.full_table import Told
from handlers.speaking.pages import Block, apart, lateness, listed, page, under
from handlers.speaking.reader import Reader, message, reader_of, reading
from handlers.telling import HEADS
from handlers.texts import Texts
from handlers.work import Work
from storage import promises, reminders, slots, tasks
from storage.outbox import OutboxRow, Rendered

VERB = "summary"
"""`summary:<subcommittee>:<full>:<page>`, all events."""
EVENT_VERB = "summaryof"
"""`summaryof:<event>:<page>`, one event."""
_CHAIRS = (Role.CHAIR, Role.DEPUTY)
_MOST_EVENTS = 12
_MOST_COUNTDOWNS = 3


@dataclass(frozen=True)
class _Answer:
    """A summary in both of its forms: as pages, and what a rich message of it says."""

    told: Told
    html: str
    rows: list[list[Button]]
    """Under the pages."""
    more: list[Button]
    """The same in other forms; under the pages and, but for itself, under the rich message."""


# -- in the slots ----------------------------------------------------------------------------------


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """The summary as it is now; None where it has no news, or a newer one stands behind it."""
    reader = reader_of(connection, row)
    if reader is None or promises.replaced(connection, row, now):
        return None
    full = bool(row.content.get("full", True))
    seen = view(reader.calendar, now, full=full)
    listed = tasks_of(connection, seen)
    found = summary(listed, reader.role, seen)
    trouble = trouble_lines.lines(connection, reader, now) if full else []
    if not found.news and not trouble:
        return _no_news(reader, found, now)
    silent = row.nominal_at and slots.silent_since(
        connection, reader.subcommittee.id, row.nominal_at
    )
    before = lateness(reader, row, silent or None, now)
    blocks = [*before, *_blocks(connection, reader, found, now, trouble, row.nominal_at)]
    what = f"{reader.subcommittee.id}:{int(full)}"
    paged = page(blocks, 0, f"{VERB}:{what}", texts=_cards_for(reader))
    said = [block.say().strip() for block in before]
    told = Told(reader, seen, found, listed, said, trouble)
    more = _more(reader, what)
    answer = _Answer(told, paged.html, [*paged.rows, *_event_rows(seen), more], more)
    return _slot_message(answer, row, now)


def _slot_message(answer: _Answer, row: OutboxRow, now: datetime) -> Rendered:
    """Rich where the slot was planned so and nobody has refused it."""
    rendered = message(answer.told.reader, now, answer.html, answer.rows)
    username = row.content.get("rich_by")
    rich = full_table.params(answer.told, username, [answer.more[1:]]) if username else None
    if rich is None:
        return rendered
    silent = rendered.params.get("disable_notification")
    return Rendered(full_table.METHOD, rich | ({"disable_notification": True} if silent else {}))


def _no_news(reader: Reader, found: Summary, now: datetime) -> Rendered | None:
    """One line for chairs on ladder and peak days; otherwise nothing."""
    if reader.role not in _CHAIRS or not found.peak_or_ladder:
        return None
    said = [
        reader.html("summary.no_news", state=state) for state in found.events if state.countdowns
    ]
    return message(reader, now, "\n".join(said))


# -- asked for -------------------------------------------------------------------------------------


def summarize(work: Work, argument: str) -> None:
    """`/summary [CODE]`"""
    answer: _Answer | None
    if argument:
        seat, event = find_event(work, argument)
        require(seat, Action.SEE_SUMMARY)
        answer = _of_event(work, seat, event)
    else:
        seat = seat_that_may(work, Action.SEE_SUMMARY)
        answer = _of_all(work, seat)
    if seat.subcommittee.settings.full_table:
        _say_rich(work, answer)
    else:
        _show(work, answer)


def turn_all(work: Work, arguments: list[str]) -> None:
    seat, full = _seat_of_press(work, arguments)
    _show(work, _of_all(work, seat, full, pressed_number(arguments, 2)))


def turn_event(work: Work, arguments: list[str]) -> None:
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.SEE_SUMMARY)
    _show(work, _of_event(work, seat, event, pressed_number(arguments, 1)))


def table_of_all(work: Work, arguments: list[str]) -> None:
    """`fulltable:<subcommittee>:<full>`"""
    seat, full = _seat_of_press(work, arguments)
    _say_rich(work, _of_all(work, seat, full), pressed=True)


def table_of_event(work: Work, arguments: list[str]) -> None:
    """`fulltableof:<event>`"""
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.SEE_SUMMARY)
    _say_rich(work, _of_event(work, seat, event), pressed=True)


def _seat_of_press(work: Work, arguments: list[str]) -> tuple[Seat, bool]:
    seat = work.seat_in(pressed_number(arguments))
    require(seat, Action.SEE_SUMMARY)
    return seat, pressed_number(arguments, 1) == 1


def _show(work: Work, answer: _Answer | None) -> None:
    if answer is None:
        work.show(work.html("summary.no_events"))
    else:
        work.show(answer.html, answer.rows)


def _say_rich(work: Work, answer: _Answer | None, *, pressed: bool = False) -> None:
    """As one rich message; `pressed`: where that is refused, the usual form says why it comes."""
    if answer is None:
        work.say(work.html("summary.no_events"))
        return
    html = f"{work.html('full_table.refused')}\n\n{answer.html}" if pressed else answer.html
    rich = full_table.params(answer.told, work.config.bot_username, [answer.more[1:]])
    if rich is None:
        work.say(html, answer.rows)
        return
    usual = {"method": "sendMessage", "params": text_params(html, answer.rows)}
    work.send(full_table.METHOD, rich, if_refused=usual)


def _of_all(work: Work, seat: Seat, full: bool = True, number: int = 0) -> _Answer | None:
    """None where no event is open."""
    reader = _reader(work, seat)
    seen = view(reader.calendar, work.now, full=full)
    if not seen.events:
        return None
    listed = tasks_of(work.connection, seen)
    found = summary(listed, reader.role, seen)
    trouble = trouble_lines.lines(work.connection, reader, work.now)
    blocks = _blocks(work.connection, reader, found, work.now, trouble)
    what = f"{seat.subcommittee.id}:{int(full)}"
    paged = page(blocks, number, f"{VERB}:{what}", texts=_cards_for(reader))
    more = _more(reader, what)
    told = Told(reader, seen, found, listed, trouble=trouble)
    return _Answer(told, paged.html, [*paged.rows, *_event_rows(seen), more], more)


def _of_event(work: Work, seat: Seat, event: Event, number: int = 0) -> _Answer:
    reader = _reader(work, seat)
    seen = View(reader.calendar, work.now, [event])
    listed = tasks_of(work.connection, seen)
    found = summary(listed, reader.role, seen)
    blocks = _blocks(work.connection, reader, found, work.now, [])
    paged = page(blocks, number, f"{EVENT_VERB}:{event.id}", texts=_cards_for(reader))
    back = work.button("summary.button_all", f"{VERB}:{seat.subcommittee.id}:1:0")
    more = _more(reader, str(event.id), of_event=True)
    told = Told(reader, seen, found, listed)
    return _Answer(told, paged.html, [*paged.rows, [back], more], more)


def _reader(work: Work, seat: Seat) -> Reader:
    """In a group the summary is the group's, whoever asked for it."""
    member = None if work.in_group else seat.member
    return reading(work.connection, seat.subcommittee, member)


# -- the text --------------------------------------------------------------------------------------


def tasks_of(connection: sqlite3.Connection, seen: View) -> dict[int, list[Task]]:
    """All of each event, by event id."""
    return {event.id: tasks.of_event(connection, event.id) for event in seen.events}


def _blocks(
    connection: sqlite3.Connection,
    reader: Reader,
    found: Summary,
    now: datetime,
    trouble: list[str],
    nominal_at: datetime | None = None,
) -> Iterator[Block]:
    yield from _head(reader, found, now)
    for part, lines in found.parts.items():
        heading = partial(_heading, reader, part, lines)
        for nth, line in enumerate(lines):
            say = partial(_line, connection, reader, part, line, now, nominal_at or now)
            yield Block(say, 2, (line.task,)) if nth else under(heading, say, 2, (line.task,))
    troubles = [partial(str, line) for line in trouble]
    yield from listed(partial(reader.html, "summary.heading_trouble"), troubles, 3)
    units = [partial(reader.html, "summary.unit", unit=unit) for unit in found.units]
    yield from listed(partial(reader.html, "summary.heading_units"), units, 1)


def _head(reader: Reader, found: Summary, now: datetime) -> Iterator[Block]:
    local = reader.subcommittee.local(now)
    yield Block(
        partial(reader.html, "summary.title", subcommittee=reader.subcommittee, local=local), 2
    )
    for nth, state in enumerate(found.events):
        shown = replace(state, countdowns=state.countdowns[:_MOST_COUNTDOWNS])
        say = partial(reader.html, "summary.event", state=shown, today=reader.calendar.day(now))
        lines = 3 + 2 * len(shown.countdowns)
        yield apart(say, lines) if nth else Block(say, lines)
    if len(found.events) > 1:
        yield apart(partial(reader.html, "summary.total", summary=found), 2)


def _heading(reader: Reader, part: Part, lines: list[Line]) -> str:
    return reader.html(
        "summary.heading",
        part=part,
        count=len(lines),
        days=reader.calendar.settings.due_within_days,
        climbed=sum(line.climbed for line in lines),
    )


def _line(
    connection: sqlite3.Connection,
    reader: Reader,
    part: Part,
    line: Line,
    now: datetime,
    before: datetime,
) -> str:
    return reader.html(
        "summary.line",
        line=line,
        part=part,
        tried=reminders.tried(connection, [line.task], before)[line.task.id],
        now=now,
        zone=reader.calendar.zone,
        today=reader.calendar.day(now),
    )


def _cards_for(reader: Reader) -> Texts | None:
    """Only who may see cards gets buttons to them, and nobody in a group."""
    return reader.texts if reader.role in HEADS else None


def _more(reader: Reader, what: str, *, of_event: bool = False) -> list[Button]:
    """The same in other forms: the full table first, then pictures; those a group gets with its
    slots alone."""
    table = full_table.button(reader, what, of_event=of_event)
    if reader.member is None:
        return [table]
    verb = "chartof" if of_event else "chart"
    return [table, Button(reader.texts.plain("pictures.button"), f"{verb}:{what}")]


def _event_rows(seen: View) -> list[list[Button]]:
    buttons = [Button(event.code, f"{EVENT_VERB}:{event.id}:0") for event in seen.events]
    return grid(buttons[:_MOST_EVENTS], 3)
