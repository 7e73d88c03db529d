"""Puts notices, digests and summaries into words when they are about to go out."""

import sqlite3
from datetime import datetime

from storage.outbox import OutboxRow, Rendered


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """What the row says at this moment; None where nothing is left to say."""
    raise LookupError(f"no renderer for {row.kind}")


def on_sent(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> None:
    """Notes what a delivered message brought to its reader."""
