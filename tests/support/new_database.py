"""New databases of the present schema, migrated once for all tests of a process."""

import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import migrations
from storage.connection import connect


def lay_down(path: Path) -> None:
    """Makes the file, as if it had just been migrated."""
    path.write_bytes(_migrated())


def new_database(path: Path) -> sqlite3.Connection:
    """As `storage.connection.connect`, to a new file of the present schema."""
    lay_down(path)
    return connect(path, query_only=False)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "new.db", query_only=False)
        try:
            migrations.migrate(connection)
            return connection.serialize()
        finally:
            connection.close()
