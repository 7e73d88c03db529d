"""Questions about silence where something was due; answers reach log, `check` and admins."""

import shutil
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.server_clock import ServerClock
from storage import facts, health
from storage.times import from_text, to_text

OPEN_TOO_LONG = timedelta(minutes=2)
SENDING_TOO_LONG = timedelta(minutes=2)
DUE_TOO_LONG = timedelta(minutes=10)
POLL_TOO_OLD = timedelta(minutes=3)
LEAST_FREE = 10**9  # bytes
TROUBLE = "trouble"
BACKUP_FAILED = "backup_failed"  # the fact: when tonight's backup could not be made


def questions(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """The names of what is wrong now, in the order asked; empty when all is well."""
    found = {
        "inbox_stuck": health.inbox_open_since(connection, now - OPEN_TOO_LONG),
        "outbox_stuck": health.sending_since(connection, now - SENDING_TOO_LONG),
        "outbox_late": health.due_since(connection, now - DUE_TOO_LONG, now),
        "dead_rows": health.dead_rows(connection),
        "no_poll": _poll_too_old(connection, now),
    }
    return [name for name, wrong in found.items() if wrong]


def _poll_too_old(connection: sqlite3.Connection, now: datetime) -> bool:
    last = facts.find(connection, "last_poll")
    return last is None or now - from_text(last) > POLL_TOO_OLD


def machine(database: Path, server_clock: ServerClock) -> list[str]:
    """The names of what is wrong with the machine: its disk, its clock."""
    found = {
        "disk_low": shutil.disk_usage(database.parent).free < LEAST_FREE,
        "clock_off": server_clock.is_off,
    }
    return [name for name, wrong in found.items() if wrong]


def note(connection: sqlite3.Connection, now: datetime, more: Sequence[str] = ()) -> list[str]:
    """Asks, and keeps what is wrong, this and ``more``, for the admins' next summary."""
    wrong = [*questions(connection, now), *more]
    if facts.find(connection, BACKUP_FAILED) is not None:
        wrong.append(BACKUP_FAILED)
    if wrong:
        facts.put(connection, TROUBLE, f"{to_text(now)} {','.join(wrong)}")
    else:
        facts.remove(connection, TROUBLE)
    return wrong
