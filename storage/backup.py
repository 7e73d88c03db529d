"""Backups of a database beside its running writer, and what makes a file one of ours."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import audit, facts, migrations
from storage.connection import connect_read_only
from storage.files import put_in_place, remove
from storage.migrations import DatabaseTooNew
from storage.times import from_text, to_text

KEPT = 7
BACKED_UP_AT = "backed_up_at"  # the fact, in the backup alone: of which moment it is

_PARTIAL = ".partial"
_STAMP = "%Y%m%dT%H%M%SZ"
_NIGHTLY = re.compile(r"tieuban-\d{8}T\d{6}Z-[0-9a-f]{64}\.db")


class BackupFailed(Exception):  # noqa: N818
    """The backup could not be made, or the file is none that could be restored."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup; ``audit_hash`` is the hash of its newest audit row."""

    path: Path
    audit_hash: str


def make(database: Path, target: Path, now: datetime) -> Backup:
    """Copy the database, as it is at this moment, to ``target``, replacing what is there.

    Killed at any point, a file that ``target`` named before is still there and whole.
    Raises BackupFailed, sqlite3.Error and OSError.
    """
    if target.is_dir() or target.resolve() == database.resolve():
        raise BackupFailed(f"a backup cannot be written to {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}{_PARTIAL}")
    with _copied(database, partial, now) as audit_hash:
        put_in_place(partial, target)
    return Backup(target, audit_hash)


def make_nightly(database: Path, folder: Path, now: datetime) -> Backup:
    """Copy the database into the folder under a name that tells its time and newest audit hash.

    Of the nightly backups there the newest seven are kept. Raises as `make` does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Always the same name: what a backup that was killed left behind is taken away by the next.
    partial = folder / f"nightly{_PARTIAL}"
    with _copied(database, partial, now) as audit_hash:
        target = folder / f"tieuban-{now.astimezone(UTC).strftime(_STAMP)}-{audit_hash}.db"
        put_in_place(partial, target)
    for old in nightly_backups(folder)[:-KEPT]:
        old.unlink()
    return Backup(target, audit_hash)


def nightly_backups(folder: Path) -> list[Path]:
    """The nightly backups in the folder, oldest first."""
    return sorted(path for path in folder.glob("*.db") if _NIGHTLY.fullmatch(path.name))


def check(connection: sqlite3.Connection) -> None:
    """BackupFailed unless the open file is a sound database of this bot; DatabaseTooNew."""
    try:
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        version = migrations.version(connection)
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"not a sound database: {error}") from error
    if damage != "ok":
        raise BackupFailed(f"not a sound database: {damage}")
    if version == 0:
        raise BackupFailed("not a database of this bot")
    if version > (known := len(migrations.load())):
        raise DatabaseTooNew(version, known)


def made_at(connection: sqlite3.Connection) -> datetime | None:
    """Of which moment the backup is; None for a copy made by other means."""
    text = facts.find(connection, BACKED_UP_AT)
    return None if text is None else from_text(text)


@contextmanager
def _copied(database: Path, partial: Path, now: datetime) -> Iterator[str]:
    if not database.exists():
        raise BackupFailed(f"there is no database at {database}")
    remove(partial)
    try:
        copy(database, partial)
        yield _seal(partial, now)
    finally:
        remove(partial)


def copy(database: Path, target: Path) -> None:
    """Copy in one step: one in small steps begins anew with each write and may never end."""
    with closing(connect_read_only(database)) as source, closing(_open(target)) as copied:
        source.backup(copied)


def _seal(path: Path, now: datetime) -> str:
    with closing(_open(path)) as connection:
        # Everything in the one file, so that it can be copied by anybody.
        connection.execute("PRAGMA journal_mode = DELETE")
        check(connection)
        facts.put(connection, BACKED_UP_AT, to_text(now))
        return audit.newest_hash(connection)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection
