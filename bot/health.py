"""Five questions about silence where something was due; the answers reach log, `check` and admins."""

import sqlite3
from datetime import datetime, timedelta

from storage import facts, health
from storage.times import from_text, to_text

OPEN_TOO_LONG = timedelta(minutes=2)
SENDING_TOO_LONG = timedelta(minutes=2)
DUE_TOO_LONG = timedelta(minutes=10)
POLL_TOO_OLD = timedelta(minutes=3)
TROUBLE = "trouble"


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


def note(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Asks, and keeps what is wrong for the admins' next summary."""
    wrong = questions(connection, now)
    if wrong:
        facts.put(connection, TROUBLE, f"{to_text(now)} {','.join(wrong)}")
    else:
        facts.remove(connection, TROUBLE)
    return wrong
