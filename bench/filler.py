"""Databases to measure with, filled by plain SQL: the same for the same shape, seconds a million.

One subcommittee is asked. It has an open event of 300 tasks, two more open events, and, where the
database is larger, a past: closed events, a tenth of all other tasks. The rest belongs to other
subcommittees of a thousand tasks each. Around the tasks stand their reports, cooperating units,
reminders, audit rows and messages sent, as after months of use.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import rows
from domain.roles import Role
from storage import audit, migrations
from storage.connection import connect

CODE = "DBP70"
EVENT_TASKS = 300
OTHER_EVENT_TASKS = 100
OTHER_SUBCOMMITTEE_TASKS = 1000
FIRST_PERSON = 7_300_000_000
"""Telegram's id of the first person; the others follow."""


@dataclass(frozen=True)
class Shape:
    """How large a database is to be. `tasks`: in all, with the 300 of the event asked about."""

    tasks: int
    units: int = 30
    people_per_unit: int = 2
    deputies: int = 1
    event_tasks: int = EVENT_TASKS
    event_in_days: int = 20


@dataclass(frozen=True)
class Filled:
    """What is in it, for who asks: persons by Telegram's ids, tasks by reference."""

    path: Path
    deputies: list[int]
    """They see all tasks and summaries."""
    people: int
    """How many persons, from FIRST_PERSON on."""
    in_progress: list[tuple[int, str]] = field(default_factory=list)
    """A person and a task in progress that their unit leads; all persons of units in turn."""

    @property
    def people_of_telegram(self) -> dict[str, Any]:
        """The same persons for Telegram, by the names that the database knows them by."""
        names = [rows.name_of(id) for id in range(1, self.people + 1)]
        return {"first": FIRST_PERSON + 1, "names": names}


class _Filler:
    """Gives out ids and gathers rows; one use."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape, now: datetime) -> None:
        self.connection = connection
        self.shape = shape
        self.now = now
        self.people = self.units = self.events = self.tasks = self.subcommittees = 0
        self.previous_hash = audit.FIRST_HASH

    def insert(self, table: str, columns: str, values: Iterator[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            values,
        )

    def subcommittee(self) -> range:
        """One with its units and people; the range of its units' ids."""
        self.subcommittees += 1
        number = self.subcommittees
        self.insert(
            "subcommittees",
            rows.SUBCOMMITTEE,
            iter([rows.subcommittee(number, self.now)]),
        )
        unit_ids = range(self.units + 1, self.units + 1 + self.shape.units)
        self.units += self.shape.units
        self.insert("units", rows.UNIT, (rows.unit(id, number) for id in unit_ids))
        first = self.people + 1
        seats: list[tuple[Role, int | None]] = [
            (Role.CHAIR, None),
            (Role.ADMIN, None),
            *([(Role.DEPUTY, None)] * self.shape.deputies),
        ]
        for place in range(self.shape.people_per_unit):
            role = Role.MEMBER if place else Role.LEAD
            seats += [(role, unit_id) for unit_id in unit_ids]
        ids = range(first, first + len(seats))
        self.people += len(seats)
        self.insert("chats", rows.CHAT, (rows.chat(id, FIRST_PERSON) for id in ids))
        self.insert("persons", rows.PERSON, (rows.person(id, FIRST_PERSON, number) for id in ids))
        members = (
            rows.member(id, number, id - first + 1, *seat, self.now)
            for id, seat in zip(ids, seats, strict=True)
        )
        self.insert("members", rows.MEMBER, members)
        return unit_ids

    def event(
        self, subcommittee: int, code: str, tasks: int, unit_ids: range, days: int, *, past: bool
    ) -> None:
        """One with its tasks; its first day lies so many days ahead."""
        self.events += 1
        event = rows.EventRow(self.events, subcommittee, code, self.now + timedelta(days=days))
        row = rows.event(event, tasks, self.now, past=past)
        self.insert("events", rows.EVENT, iter([row]))
        ids = range(self.tasks + 1, self.tasks + 1 + tasks)
        self.tasks += tasks
        made = [rows.TaskRow(id, id - ids.start + 1, event, unit_ids, past) for id in ids]
        self.insert("tasks", rows.TASK, (rows.task(task, self.now) for task in made))
        self._around(made)

    def _around(self, made: list[rows.TaskRow]) -> None:
        """What months of use leave beside the tasks."""
        people = self.people
        self.insert(
            "cooperations",
            rows.COOPERATION,
            (rows.cooperation(task) for task in made if task.id % 3 == 0),
        )
        self.insert(
            "reports",
            rows.REPORT,
            (rows.report(task, people, self.now) for task in made if task.reported),
        )
        self.insert(
            "agenda",
            rows.EXACT,
            (rows.exact(task, self.now) for task in made if task.reminded_at(self.now)),
        )
        self.insert(
            "outbox",
            rows.MESSAGE,
            (rows.message(task, people, self.now) for task in made if task.id % 5 == 0),
        )
        self.insert("audit", rows.AUDIT, self._audit(made))

    def _audit(self, made: list[rows.TaskRow]) -> Iterator[tuple[Any, ...]]:
        for task in made:
            values = rows.audited(task, self.people, self.now)
            self.previous_hash = audit.link(self.previous_hash, values)
            yield (*values, self.previous_hash)


def fill(path: Path, shape: Shape, now: datetime | None = None) -> Filled:
    """Makes the file, which must not exist, and fills it."""
    connection = connect(path, query_only=False)
    try:
        migrations.migrate(connection)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = _without_indexes(connection)
        filler = _Filler(connection, shape, now or datetime.now(UTC))
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        filled = _fill(filler, path)
        connection.execute("COMMIT")
        for statement in indexes:
            connection.execute(statement)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    return filled


def _fill(filler: _Filler, path: Path) -> Filled:
    shape = filler.shape
    unit_ids = filler.subcommittee()
    filler.event(1, CODE, shape.event_tasks, unit_ids, shape.event_in_days, past=False)
    asked = filler.people
    rest = shape.tasks - shape.event_tasks
    for code, tasks in (("SEAG", min(rest, 60)), ("BCU26", min(max(rest - 60, 0), 40))):
        if tasks:
            filler.event(1, code, tasks, unit_ids, 45, past=False)
    rest = shape.tasks - filler.tasks
    for number in range(rest // 10 // EVENT_TASKS):
        filler.event(1, f"PAST{number}", EVENT_TASKS, unit_ids, -60, past=True)
    _others(filler)
    slots = (rows.slot(number, filler.now) for number in range(1, filler.subcommittees + 1))
    filler.insert("agenda", rows.SLOT, slots)
    deputies = [FIRST_PERSON + 3 + place for place in range(shape.deputies)]
    return Filled(path, deputies, asked, _in_progress(shape, unit_ids))


def _others(filler: _Filler) -> None:
    while filler.tasks < filler.shape.tasks:
        unit_ids = filler.subcommittee()
        until = min(filler.tasks + OTHER_SUBCOMMITTEE_TASKS, filler.shape.tasks)
        event = 0
        while filler.tasks < until:
            event += 1
            tasks = min(OTHER_EVENT_TASKS, until - filler.tasks)
            filler.event(filler.subcommittees, f"EV{event}", tasks, unit_ids, event * 9, past=False)


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Takes the indexes away, to be made at the end in one go; the statements that make them."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for row in found:
        connection.execute(f"DROP INDEX {row['name']}")
    return [row["sql"] for row in found]


def _in_progress(shape: Shape, unit_ids: range) -> list[tuple[int, str]]:
    """The first persons are the heads; then come, unit by unit, all leads, then all members."""
    event = rows.EventRow(1, 1, CODE, datetime.now(UTC))
    by_unit: dict[int, list[str]] = {unit_id: [] for unit_id in unit_ids}
    for id in range(1, shape.event_tasks + 1):
        task = rows.TaskRow(id, id, event, unit_ids, False)
        if task.status == "in_progress":
            by_unit[task.lead_unit_id].append(f"{CODE}-{task.number}")
    people = range(shape.units * shape.people_per_unit)
    pairs = []
    for place in people:
        references = by_unit[unit_ids[place % shape.units]]
        if references:
            turn = place // shape.units % len(references)
            pairs.append((FIRST_PERSON + 3 + shape.deputies + place, references[turn]))
    return pairs
