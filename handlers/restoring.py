"""What admins are told when the database was put back to an earlier state."""

import sqlite3
from datetime import datetime

from handlers.speaking.telling_admins import tell_admins
from storage import subcommittees
from storage.times import to_text


def announce(connection: sqlite3.Connection, now: datetime, data_until: datetime | None) -> None:
    """One message to each admin of each subcommittee; to be called in the restored database."""
    for subcommittee in subcommittees.all_of(connection):
        tell_admins(
            connection,
            subcommittee.id,
            f"restored:{subcommittee.id}:{to_text(now)}",
            "trouble.restored" if data_until else "trouble.restored_unknown",
            now,
            moments={"since": data_until, "until": now} if data_until else None,
        )
