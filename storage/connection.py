"""A plain SQLite connection with the house's settings, and what its errors mean."""

from __future__ import annotations

import sqlite3
from pathlib import Path

OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables
BUSY_TIMEOUT_SECONDS = 10.0
JOURNAL_SIZE_LIMIT = 64 * 1024 * 1024  # bytes

# Result codes that say something about the machine or the moment, not about the statement.
_TRANSIENT_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class SqliteTooOld(Exception):  # noqa: N818
    """The SQLite library of this Python has no STRICT tables (they came with 3.37)."""


class TransactionLost(sqlite3.OperationalError):
    """The transaction that a unit shared with others was undone whole; ``__cause__`` says why."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"transaction lost: {cause}")
        self.__cause__ = cause
        self.sqlite_errorcode = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        self.sqlite_errorname = getattr(cause, "sqlite_errorname", "SQLITE_ERROR")


def is_transient(error: BaseException) -> bool:
    """Whether the same unit may succeed later: locked, disk full, I/O error, out of memory."""
    if isinstance(error, TransactionLost):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code, the rest only details it.
    return isinstance(error, sqlite3.Error) and code is not None and code & 0xFF in _TRANSIENT_CODES


def check_library() -> None:
    """SqliteTooOld unless this Python's SQLite can hold the schema."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SqliteTooOld(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing file beside a running bot: nothing can be written, nothing is checkpointed.

    Raises sqlite3.OperationalError when the file is missing.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
    )
    connection.row_factory = sqlite3.Row
    return connection


def connect(
    path: Path, *, query_only: bool, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    """Open the file in autocommit mode, rows by name, foreign keys on, the log written ahead.

    One that is ``query_only`` never checkpoints: two connections checkpointing at the same
    moment can lose a commit in SQLite before 3.51.3.
    """
    connection = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        cached_statements=512,
        factory=factory,
    )
    try:
        _configure(connection, query_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection, query_only: bool) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        # Else INSERT OR REPLACE would slip past the triggers that keep tables append-only.
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
        f"journal_size_limit = {JOURNAL_SIZE_LIMIT}",
        *(("query_only = ON", "wal_autocheckpoint = 0") if query_only else ("journal_mode = WAL",)),
    ):
        connection.execute(f"PRAGMA {pragma}")
