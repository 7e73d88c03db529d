"""Brings a database to the present schema: numbered files, forward only, frozen once released."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "migrations"
FROZEN = "frozen.sha256"

_FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class DatabaseTooNew(Exception):  # noqa: N818
    """The database was written by a newer version of the bot than this one."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the database is newer than this version of the bot (schema {found}, known {known})"
        )
        self.found = found
        self.known = known


class MigrationError(Exception):
    """A folder of migrations that cannot be right, or a migration that broke a foreign key."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of the folder."""

    version: int
    name: str
    text: str


def load(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The folder's migrations in order; MigrationError unless they are numbered 1, 2, 3 …"""
    found = tuple(_read(path) for path in sorted(folder.glob("*.sql")))
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        names = ", ".join(migration.name for migration in found)
        raise MigrationError(f"migrations are not numbered 1, 2, 3 …: {names}")
    return found


def migrate(connection: sqlite3.Connection, folder: Path = FOLDER) -> int:
    """Apply what is missing, each file in one transaction with its record; the version reached.

    The connection must be in autocommit mode (``isolation_level=None``).
    Raises DatabaseTooNew, and whatever SQLite says to a statement; a file that
    fails leaves no trace.
    """
    known = load(folder)
    present = version(connection)
    if present > len(known):
        raise DatabaseTooNew(present, len(known))
    if present < len(known):
        _apply_all(connection, known)
    return len(known)


def version(connection: sqlite3.Connection) -> int:
    """The number of the last migration applied; 0 for a database without any."""
    table = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"
    ).fetchone()
    if table is None:
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) FROM migrations").fetchone()
    return int(row[0])


def statements(text: str) -> Iterator[str]:
    """The statements of a file one by one; a trigger's inner semicolons do not end it."""
    statement = ""
    for piece in re.split(r"(?<=;)", text):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()


def changed_since_frozen(folder: Path = FOLDER) -> tuple[str, ...]:
    """The released files (listed in ``frozen.sha256``) that are missing or no longer the same."""
    lines = (folder / FROZEN).read_text(encoding="ascii").splitlines()
    frozen = (line.split() for line in lines)
    return tuple(name for digest, name in frozen if _digest(folder / name) != digest)


def _read(path: Path) -> Migration:
    match = _FILE_NAME.fullmatch(path.name)
    if match is None:
        raise MigrationError(f"not a name like 0001_initial.sql: {path.name}")
    return Migration(int(match[1]), path.name, path.read_text(encoding="utf-8"))


def _apply_all(connection: sqlite3.Connection, known: tuple[Migration, ...]) -> None:
    # A table is rebuilt by dropping it, which must not cascade; the check before COMMIT stands in.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        for migration in known:
            _apply(connection, migration)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been first.
        if version(connection) < migration.version:
            _run(connection, migration)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _run(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations "
        "(version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
    )
    for statement in statements(migration.text):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO migrations (version, name) VALUES (?, ?)",
        (migration.version, migration.name),
    )
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise MigrationError(f"{migration.name} leaves a broken foreign key in {broken[0]}")


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
