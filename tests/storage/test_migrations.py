"""The runner of migrations, on folders of its own and on the real one."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrations
from storage.connection import connect
from storage.migrations import DatabaseTooNew, MigrationError

TRIGGER = """
CREATE TABLE units (id INTEGER PRIMARY KEY, code TEXT NOT NULL) STRICT;
-- a comment; with a semicolon
CREATE TRIGGER units_are_upper AFTER INSERT ON units
BEGIN
    UPDATE units SET code = upper(code) WHERE id = new.id;
    UPDATE units SET code = code || ';' WHERE id = new.id;
END;
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "some.db", query_only=False)
    yield connection
    connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_units.sql").write_text(TRIGGER, encoding="utf-8")
    return folder


def tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row["name"] for row in rows}


def test_a_new_database_gets_every_migration(connection: sqlite3.Connection, folder: Path) -> None:
    (folder / "0002_more.sql").write_text("CREATE TABLE more (a TEXT) STRICT", encoding="utf-8")
    assert migrations.migrate(connection, folder) == 2
    assert {"units", "more"} <= tables(connection)
    recorded = connection.execute("SELECT version, name FROM migrations").fetchall()
    assert [tuple(row) for row in recorded] == [(1, "0001_units.sql"), (2, "0002_more.sql")]


def test_a_trigger_is_one_statement(connection: sqlite3.Connection, folder: Path) -> None:
    migrations.migrate(connection, folder)
    connection.execute("INSERT INTO units (code) VALUES ('cat')")
    assert connection.execute("SELECT code FROM units").fetchone()["code"] == "CAT;"


def test_what_is_applied_is_not_applied_again(connection: sqlite3.Connection, folder: Path) -> None:
    assert migrations.migrate(connection, folder) == 1
    assert migrations.migrate(connection, folder) == 1


def test_a_failing_migration_leaves_no_trace(connection: sqlite3.Connection, folder: Path) -> None:
    bad = "CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);"
    (folder / "0002_bad.sql").write_text(bad, encoding="utf-8")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrations.migrate(connection, folder)
    assert migrations.version(connection) == 1
    assert "half" not in tables(connection)
    assert not connection.in_transaction


def test_a_migration_that_breaks_a_foreign_key_is_undone(
    connection: sqlite3.Connection, folder: Path
) -> None:
    bad = "CREATE TABLE t (unit INTEGER REFERENCES units (id)); INSERT INTO t VALUES (7);"
    (folder / "0002_bad.sql").write_text(bad, encoding="utf-8")
    with pytest.raises(MigrationError, match="foreign key in t"):
        migrations.migrate(connection, folder)
    assert "t" not in tables(connection)
    assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_newer_database_is_refused(connection: sqlite3.Connection, folder: Path) -> None:
    migrations.migrate(connection, folder)
    connection.execute("INSERT INTO migrations (version, name) VALUES (9, '0009_future.sql')")
    with pytest.raises(DatabaseTooNew, match=r"schema 9, known 1"):
        migrations.migrate(connection, folder)


@pytest.mark.parametrize("name", ["0003_gap.sql", "0001_twice.sql", "2_short.sql", "0002_Big.sql"])
def test_a_folder_that_is_not_numbered_right_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1;", encoding="utf-8")
    with pytest.raises(MigrationError):
        migrations.load(folder)


def test_a_released_file_that_was_changed_is_found(folder: Path) -> None:
    frozen = folder / migrations.FROZEN
    digest = hashlib.sha256(TRIGGER.encode()).hexdigest()
    frozen.write_text(f"{digest}  0001_units.sql\n{digest}  0002_lost.sql\n", encoding="ascii")
    assert migrations.changed_since_frozen(folder) == ("0002_lost.sql",)
    (folder / "0001_units.sql").write_text(TRIGGER + " ", encoding="utf-8")
    assert migrations.changed_since_frozen(folder) == ("0001_units.sql", "0002_lost.sql")


def test_no_released_migration_was_changed() -> None:
    assert migrations.changed_since_frozen() == ()


def test_the_real_migrations_apply_and_every_table_is_strict(
    connection: sqlite3.Connection,
) -> None:
    migrations.migrate(connection)
    loose = connection.execute(
        "SELECT name FROM pragma_table_list "
        "WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert loose == []
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
