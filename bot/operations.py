"""What the operator's commands do; those that write need the bot to be stopped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.checks import open_known
from bot.errors import CommandFailed
from bot.lock import DatabaseLock
from handlers import restoring
from storage import audit, backup, inbox, migrations, outbox_upkeep
from storage.connection import connect
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.restore import restore as restore_backup
from storage.times import to_text

# Given the ids, None for all there are; the number of rows that were changed.
Change = Callable[[sqlite3.Connection, Collection[int] | None], int]


def make_backup(database: Path, target: Path, now: datetime) -> str:
    """Back up to the file, beside a running bot; the line to show. Raises as `backup.make`."""
    made = backup.make(database, target, now)
    return f"backup {made.path}, newest audit hash {made.audit_hash}"


def restore(source: Path, database: Path, now: datetime) -> Iterator[str]:
    """Replace the database by the backup; lines to show. Raises DatabaseInUse, BackupFailed."""
    with DatabaseLock(database):
        done = restore_backup(source, database, now, restoring.announce)
    yield f"restored {database} from {source}"
    if done.data_until is not None:
        yield f"data may be missing from {to_text(done.data_until)} to {to_text(now)}"
    yield f"{done.held} unsent messages are held: see `outbox`"
    if done.replaced is not None:
        yield f"what was there is kept as {done.replaced}"


def verify(database: Path) -> str:
    """Look through the whole file and the audit chain; the line to show, or CommandFailed."""
    with closing(open_known(database)) as connection:
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if damage != ["ok"]:
            raise CommandFailed(f"the database is damaged: {'; '.join(damage)}")
        loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        if loose is not None:
            raise CommandFailed(f"the database is damaged: a row of {loose[0]} refers to nothing")
        broken = list(audit.broken_links(connection))
        if broken:
            raise CommandFailed(
                f"the audit chain is broken at {len(broken)} rows, first at row {broken[0]}"
            )
        return f"sound; newest audit hash {audit.newest_hash(connection)}"


def list_inbox(database: Path) -> Iterator[str]:
    """One line for each dead update."""
    with closing(open_known(database)) as connection:
        rows = inbox.dead(connection)
    return map(_inbox_line, rows)


def list_outbox(database: Path) -> Iterator[str]:
    """One line for each dead or held message."""
    with closing(open_known(database)) as connection:
        rows = [
            row for state in ("dead", "held") for row in outbox_upkeep.listed(connection, state)
        ]
    return map(_outbox_line, rows)


def change(database: Path, what: Change, row_ids: Collection[int] | None) -> int:
    """Change the rows, all of them or none; how many. Raises DatabaseInUse, CommandFailed."""
    with _stopped(database) as connection:
        changed = what(connection, row_ids)
        if row_ids is not None and changed != len(set(row_ids)):
            raise CommandFailed("not every id is in the list, or its content is pruned; no change")
    return changed


def replay_inbox(connection: sqlite3.Connection, row_ids: Collection[int] | None) -> int:
    """Have dead updates handled again at the next start."""
    return sum(inbox.replay(connection, row_id) for row_id in _chosen(connection, row_ids))


def drop_inbox(connection: sqlite3.Connection, row_ids: Collection[int] | None) -> int:
    """Remove dead updates for good."""
    return sum(inbox.drop(connection, row_id) for row_id in _chosen(connection, row_ids))


def _chosen(connection: sqlite3.Connection, row_ids: Collection[int] | None) -> Collection[int]:
    return {row.id for row in inbox.dead(connection)} if row_ids is None else set(row_ids)


@contextmanager
def _stopped(database: Path) -> Iterator[sqlite3.Connection]:
    if not database.exists():
        raise CommandFailed(f"there is no database at {database}")
    with DatabaseLock(database), closing(connect(database, query_only=False)) as connection:
        migrations.migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _inbox_line(row: InboxRow) -> str:
    last = (row.error or "").strip().rsplit("\n", 1)[-1]
    return (
        f"{row.id}  update {row.update_id}  {to_text(row.received_at)}  "
        f"error {row.error_id}  {last}"
    )


def _outbox_line(row: OutboxRow) -> str:
    about = row.about or row.kind
    return (
        f"{row.id}  {row.state}  {to_text(row.created_at)}  chat {row.chat_id}  {about}  "
        f"{row.error or ''}"
    ).rstrip()
