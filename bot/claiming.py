"""One unit of work of the delivery: what was tried is recorded, what goes next is claimed."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.logging import redact
from bot.settlement import Listeners, Outcome, kill, settle
from storage import flood_waits, outbox, outbox_upkeep
from storage.outbox import CALL, OutboxRow, Rendered

logger = logging.getLogger(__name__)

Render = Callable[[sqlite3.Connection, OutboxRow, datetime], Rendered | None]

# Rounds of claiming in one unit: rows that turn out void make room for others, but not for ever.
MOST_ROUNDS = 10
# Putting digests into words takes long enough for answers to wait behind it.
LONGEST_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Turn:
    """What one unit is to do. ``busy`` and ``ended`` are chats, ours; ``makes`` is for how many
    files there is a place where they are made; see `outbox.claim`."""

    outcomes: Sequence[Outcome]
    room: int
    busy: Collection[int]
    ended: Collection[int]
    now: datetime
    latest: datetime
    makes: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """Rows marked as under way, with what they say; when the next becomes due if there was room.

    ``more``: there was room left, but the unit had lasted long enough.
    """

    ready: list[tuple[OutboxRow, Rendered]] = field(default_factory=list)
    next_due: datetime | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Legacy:
    """What an earlier process left: how many rows in doubt, and what the limits must know."""

    in_doubt: int
    waits: dict[int, datetime]
    group_sends: list[tuple[int, datetime]]
    newest: datetime | None


def take_over(connection: sqlite3.Connection, now: datetime, since: datetime) -> Legacy:
    """Put back what a dead process left under way, and read what it owed to the limits."""
    return Legacy(
        in_doubt=outbox_upkeep.requeue(connection, now),
        waits=flood_waits.all_waits(connection),
        group_sends=outbox_upkeep.group_sends(connection, since),
        newest=outbox.newest_creation(connection),
    )


def carry_out(
    connection: sqlite3.Connection,
    turn: Turn,
    render: Render,
    listeners: Listeners,
    timer: Callable[[], float] = time.monotonic,
) -> Claimed:
    """Record the outcomes, then claim and render as many rows as there is room and time for.

    ``timer`` counts seconds.
    """
    enough = timer() + LONGEST_SECONDS
    for outcome in turn.outcomes:
        settle(connection, outcome, turn.now, listeners)
    flood_waits.end(connection, turn.ended)
    ready: list[tuple[OutboxRow, Rendered]] = []
    for _ in range(MOST_ROUNDS):
        room = turn.room - len(ready)
        if room <= 0:
            return Claimed(ready)
        rows = outbox.claim(connection, turn.now, turn.busy, room, turn.latest, _makes(turn, ready))
        before = len(ready)
        for place, row in enumerate(rows):
            if place and timer() > enough:
                outbox.put_back(connection, [later.id for later in rows[place:]])
                return Claimed(ready, more=True)
            rendered = _rendered(connection, row, turn.now, render, listeners)
            if rendered is not None:
                ready.append((row, rendered))
        # A row that turned out void lets the next one of its chat be met.
        if len(rows) == len(ready) - before < room:
            return Claimed(ready, outbox.next_due(connection, turn.now))
    return Claimed(ready, more=len(ready) < turn.room)


def _makes(turn: Turn, ready: list[tuple[OutboxRow, Rendered]]) -> int | None:
    if turn.makes is None:
        return None
    return turn.makes - sum(rendered.making is not None for _, rendered in ready)


def _rendered(
    connection: sqlite3.Connection,
    row: OutboxRow,
    now: datetime,
    render: Render,
    listeners: Listeners,
) -> Rendered | None:
    if row.doubts and outbox.newer_exists(connection, row):
        outbox.mark_void(connection, row.id, "a newer one says it", now)
        return None
    try:
        rendered = _words(connection, row, now, render)
    except Exception as error:
        logger.exception("outbox row %d could not be put into words", row.id)
        kill(connection, row, redact(f"{type(error).__name__}: {error}"), now, listeners)
        return None
    if rendered is None:
        outbox.mark_void(connection, row.id, "nothing left to say", now)
    elif rendered.task_id is not None and rendered.task_id != row.task_id:
        outbox.set_task(connection, row.id, rendered.task_id)
    if rendered is not None and rendered.making is not None:
        outbox.mark_making(connection, row.id)
    return rendered


def _words(
    connection: sqlite3.Connection, row: OutboxRow, now: datetime, render: Render
) -> Rendered | None:
    if row.kind != CALL:
        return render(connection, row, now)
    content = row.content
    return Rendered(content["method"], content["params"])
