"""Puts a backup in the place of the database, so that nothing old goes out by itself."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage import backup, facts, migrations, outbox_upkeep
from storage.connection import connect, connect_read_only, is_transient
from storage.files import put_in_place, remove, sync
from storage.times import to_text

logger = logging.getLogger(__name__)

RESTORED_AT = "restored_at"  # the facts: when, and from when data may be missing
RESTORED_TO = "restored_to"
REPLACED = ".replaced"

Announce = Callable[[sqlite3.Connection, datetime, datetime | None], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: ``data_until`` is the backup's moment, ``held`` how many messages wait."""

    data_until: datetime | None
    held: int
    replaced: Path | None


def restore(
    source: Path, database: Path, now: datetime, announce: Announce | None = None
) -> Restored:
    """Replace the database by the backup ``source``; the caller holds the database's lock.

    What was there is kept beside it as ``….replaced``. ``announce(connection, now, data_until)``
    may put what admins are to be told into the outbox.
    Raises BackupFailed, DatabaseTooNew, sqlite3.Error and OSError; then nothing was replaced.
    """
    if not source.is_file() or source.resolve() == database.resolve():
        raise backup.BackupFailed(f"{source} is no backup file")
    database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(database.name + ".restoring")
    remove(fresh)
    try:
        with closing(connect_read_only(source)) as connection:
            backup.check(connection)
        backup.copy(source, fresh)
        data_until, held = _start_at(fresh, now, announce)
        replaced = _set_aside(database) if database.exists() else None
        put_in_place(fresh, database)
    finally:
        remove(fresh)
    return Restored(data_until, held, replaced)


def _start_at(path: Path, now: datetime, announce: Announce | None) -> tuple[datetime | None, int]:
    with closing(connect(path, query_only=False)) as connection:
        migrations.migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        data_until = backup.made_at(connection)
        held = outbox_upkeep.hold_unsent(connection)
        _begin_agenda(connection, now)
        facts.remove(connection, backup.BACKED_UP_AT)
        facts.put(connection, RESTORED_AT, to_text(now))
        if data_until is not None:
            facts.put(connection, RESTORED_TO, to_text(data_until))
        if announce is not None:
            announce(connection, now, data_until)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")
    return data_until, held


def _begin_agenda(connection: sqlite3.Connection, now: datetime) -> None:
    """What was due before counts as given up, not as missed: it may well have gone out."""
    connection.execute(
        """
        UPDATE subcommittees
        SET last_slot_at = :now
        WHERE last_slot_at IS NULL OR last_slot_at < :now
        """,
        {"now": to_text(now)},
    )
    connection.execute(
        """
        DELETE FROM agenda
        WHERE kind = 'exact' AND act_at <= ?
        """,
        (to_text(now),),
    )


def _set_aside(database: Path) -> Path:
    """Keep the old file under another name, leaving it its own too until it is replaced."""
    replaced = database.with_name(database.name + REPLACED)
    remove(replaced)
    try:
        _empty_log(database)
    except sqlite3.Error as error:
        if is_transient(error):
            raise
        logger.warning("%s is damaged and kept as it is: %s", database, error)
        _move_log(database, replaced)
    _link_or_copy(database, replaced)
    sync(database.parent)
    return replaced


def _empty_log(database: Path) -> None:
    """Bring all of the log into the file: left behind, it would be taken for the new file's."""
    with closing(connect(database, query_only=False)) as connection:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        raise backup.BackupFailed(f"the database {database} is being read by another process")


def _move_log(database: Path, replaced: Path) -> None:
    for suffix in ("-wal", "-shm"):
        log = database.with_name(database.name + suffix)
        if log.exists():
            os.replace(log, replaced.with_name(replaced.name + suffix))


def _link_or_copy(database: Path, replaced: Path) -> None:
    try:
        os.link(database, replaced)
    except OSError:  # not every file system knows links
        shutil.copy2(database, replaced)
        sync(replaced)
