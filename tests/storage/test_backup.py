"""Backups beside a writer, and the way back."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from storage import audit, backup, facts, inbox, migrations
from storage.backup import BackupFailed
from storage.connection import connect
from storage.database import Database
from storage.migrations import DatabaseTooNew
from storage.restore import RESTORED_AT, RESTORED_TO, restore
from storage.times import to_text

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of which somebody has written an audit row, closed."""
    path = tmp_path / "data" / "tieuban.db"
    path.parent.mkdir()
    with closing(connect(path, query_only=False)) as connection:
        migrations.migrate(connection)
        note(connection, "before")
    return path


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "some.backup"


def note(connection: sqlite3.Connection, text: str) -> None:
    change = audit.Entry("test", "task", 1, {}, {"text": text}, None, None, None)
    audit.append(connection, change, NOW)


def notes_in(path: Path) -> list[str]:
    with closing(connect(path, query_only=False)) as connection:
        rows = connection.execute("SELECT after ->> 'text' AS text FROM audit ORDER BY id")
        return [row["text"] for row in rows]


def test_a_backup_is_one_sound_file_with_all_that_was_committed(
    database: Path, elsewhere: Path
) -> None:
    with closing(connect(database, query_only=False)) as writer:
        note(writer, "still in the log")
        made = backup.make(database, elsewhere, NOW)
        assert made.audit_hash == audit.newest_hash(writer)
    assert [path.name for path in elsewhere.parent.iterdir()] == ["some.backup"]
    assert notes_in(elsewhere) == ["before", "still in the log"]


async def test_a_backup_beside_a_busy_writer_is_sound_and_ends(
    database: Path, elsewhere: Path
) -> None:
    running = await Database.open(database)
    done = asyncio.Event()

    async def keep_writing() -> int:
        number = 0
        while not done.is_set():
            await running.write(partial(note, text=f"{number}"))
            number += 1
        return number

    writing = asyncio.create_task(keep_writing())
    for _ in range(3):
        await asyncio.to_thread(backup.make, database, elsewhere, NOW)
    done.set()
    assert await writing > 0
    await running.close()
    with closing(connect(elsewhere, query_only=False)) as copied:
        assert list(audit.broken_links(copied)) == []


def test_a_new_backup_replaces_an_old_one(database: Path, elsewhere: Path) -> None:
    backup.make(database, elsewhere, NOW)
    with closing(connect(database, query_only=False)) as writer:
        note(writer, "after")
    backup.make(database, elsewhere, NOW)
    assert notes_in(elsewhere) == ["before", "after"]


def test_a_damaged_database_makes_no_backup_and_the_last_good_one_stands(
    database: Path, elsewhere: Path
) -> None:
    backup.make(database, elsewhere, NOW)
    damage(database)
    with pytest.raises((BackupFailed, sqlite3.DatabaseError)):
        backup.make(database, elsewhere, NOW)
    assert notes_in(elsewhere) == ["before"]
    assert [path.name for path in elsewhere.parent.iterdir()] == ["some.backup"]


def damage(database: Path) -> None:
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096 * 8))


@pytest.mark.parametrize("target", ["data", "data/tieuban.db", "data/../data/tieuban.db"])
def test_a_backup_never_overwrites_the_database(
    database: Path, tmp_path: Path, target: str
) -> None:
    with pytest.raises(BackupFailed, match="cannot be written"):
        backup.make(database, tmp_path / target, NOW)


def test_there_is_no_backup_of_no_database(tmp_path: Path, elsewhere: Path) -> None:
    with pytest.raises(BackupFailed, match="no database"):
        backup.make(tmp_path / "nothing.db", elsewhere, NOW)


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import backup, files
def die(*arguments):
    os.kill(os.getpid(), 9)
if sys.argv[3] == "seal":
    backup._seal = die
else:
    backup.put_in_place = die
folder = Path(sys.argv[2])
backup.make_nightly(Path(sys.argv[1]), folder, datetime(2027, 4, 21, tzinfo=UTC))
"""


@pytest.mark.parametrize("where", ["seal", "rename"])
def test_a_backup_killed_in_the_middle_leaves_the_last_good_one(
    database: Path, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / "backups"
    good = backup.make_nightly(database, folder, NOW)
    command = [sys.executable, "-c", KILLED, str(database), str(folder), where]
    assert subprocess.run(command, check=False).returncode == -9
    assert backup.nightly_backups(folder) == [good.path]
    assert notes_in(good.path) == ["before"]
    backup.make_nightly(database, folder, LATER)
    assert not list(folder.glob("*.partial*"))


def test_the_newest_seven_nightly_backups_are_kept_and_nothing_else_is_removed(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    by_hand = folder / "before-upgrade.db"
    by_hand.touch()
    made = [
        backup.make_nightly(database, folder, NOW + timedelta(days=day)).path for day in range(9)
    ]
    assert backup.nightly_backups(folder) == made[2:]
    assert by_hand.exists()


def test_the_name_of_a_nightly_backup_tells_time_and_newest_audit_hash(
    database: Path, tmp_path: Path
) -> None:
    made = backup.make_nightly(database, tmp_path / "backups", NOW)
    with closing(connect(database, query_only=False)) as connection:
        newest = audit.newest_hash(connection)
    assert made.path.name == f"tieuban-20270420T030000Z-{newest}.db"


# The way back -------------------------------------------------------------------------------------


@pytest.fixture
def filled(database: Path) -> Path:
    """With messages in every state, agenda rows before and after, and an open update."""
    with closing(connect(database, query_only=False)) as connection:
        connection.execute("INSERT INTO chats (id, telegram_id, kind) VALUES (1, 1001, 'private')")
        connection.executemany(
            "INSERT INTO outbox (chat_id, priority, kind, state, not_before, created_at) "
            "VALUES (1, 1, 'call', ?, ?, ?)",
            [(state, to_text(NOW), to_text(NOW)) for state in ("waiting", "sending", "sent")],
        )
        connection.execute(
            "INSERT INTO subcommittees (id, name, timezone, language, created_at) "
            "VALUES (1, 'Tiểu ban', 'Asia/Ho_Chi_Minh', 'vi', ?)",
            (to_text(NOW),),
        )
        connection.executemany(
            "INSERT INTO agenda (kind, subcommittee_id, nominal_at, act_at) VALUES (?, 1, ?, ?)",
            [
                ("exact", to_text(moment), to_text(moment))
                for moment in (NOW + timedelta(hours=1), NOW + timedelta(hours=9))
            ],
        )
        arrival = inbox.Arrival(7, 1001, "{}")
        inbox.store_batch(connection, [arrival], NOW)
    return database


@pytest.fixture
def opened(filled: Path, elsewhere: Path) -> Iterator[sqlite3.Connection]:
    """The database after it was changed, and then restored from the backup made before."""
    backup.make(filled, elsewhere, NOW)
    with closing(connect(filled, query_only=False)) as connection:
        note(connection, "after the backup")
    done = restore(elsewhere, filled, LATER)
    assert (done.data_until, done.held) == (NOW, 2)
    with closing(connect(filled, query_only=False)) as connection:
        yield connection


def test_after_a_restore_everything_is_as_it_was_in_the_backup(
    opened: sqlite3.Connection, filled: Path
) -> None:
    assert notes_in(filled) == ["before"]
    assert inbox.count_open(opened) == 1
    assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_after_a_restore_what_was_unsent_is_held(opened: sqlite3.Connection) -> None:
    states = opened.execute("SELECT state FROM outbox ORDER BY id").fetchall()
    assert [row["state"] for row in states] == ["held", "held", "sent"]


def test_after_a_restore_the_agenda_begins_at_the_present(opened: sqlite3.Connection) -> None:
    rows = opened.execute("SELECT act_at FROM agenda").fetchall()
    assert [row["act_at"] for row in rows] == [to_text(NOW + timedelta(hours=9))]
    slot = opened.execute("SELECT last_slot_at FROM subcommittees").fetchone()["last_slot_at"]
    assert slot == to_text(LATER)


def test_a_restore_remembers_from_when_data_may_be_missing(opened: sqlite3.Connection) -> None:
    assert facts.find(opened, RESTORED_AT) == to_text(LATER)
    assert facts.find(opened, RESTORED_TO) == to_text(NOW)


def test_what_was_replaced_is_kept_whole(opened: sqlite3.Connection, filled: Path) -> None:
    replaced = filled.with_name("tieuban.db.replaced")
    assert notes_in(replaced) == ["before", "after the backup"]


def test_the_log_of_a_killed_process_is_not_mixed_into_what_is_restored(
    filled: Path, elsewhere: Path
) -> None:
    backup.make(filled, elsewhere, NOW)
    leave_a_log = (
        "import os, sys; from pathlib import Path; from storage.connection import connect;"
        "from storage import facts; c = connect(Path(sys.argv[1]), query_only=False);"
        "facts.put(c, 'lost', 'yes'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", leave_a_log, str(filled)], check=False)
    assert filled.with_name("tieuban.db-wal").stat().st_size > 0
    restore(elsewhere, filled, LATER)
    with closing(connect(filled, query_only=False)) as connection:
        assert facts.find(connection, "lost") is None
    with closing(connect(filled.with_name("tieuban.db.replaced"), query_only=False)) as old:
        assert facts.find(old, "lost") == "yes"


def test_admins_are_told_in_the_transaction_of_the_restore(filled: Path, elsewhere: Path) -> None:
    backup.make(filled, elsewhere, NOW)
    told: list[tuple[datetime, datetime | None]] = []

    def announce(connection: sqlite3.Connection, now: datetime, until: datetime | None) -> None:
        facts.put(connection, "announced", "yes")
        told.append((now, until))

    restore(elsewhere, filled, LATER, announce)
    assert told == [(LATER, NOW)]
    with closing(connect(filled, query_only=False)) as connection:
        assert facts.find(connection, "announced") == "yes"


def test_a_damaged_database_can_be_replaced(filled: Path, elsewhere: Path) -> None:
    backup.make(filled, elsewhere, NOW)
    filled.write_bytes(b"not a database at all" * 1000)
    restore(elsewhere, filled, LATER)
    assert notes_in(filled) == ["before"]
    assert filled.with_name("tieuban.db.replaced").read_bytes().startswith(b"not a database")


def test_a_backup_can_be_restored_where_there_is_no_database(
    filled: Path, elsewhere: Path, tmp_path: Path
) -> None:
    backup.make(filled, elsewhere, NOW)
    drill = tmp_path / "drill" / "tieuban.db"
    assert restore(elsewhere, drill, LATER).replaced is None
    assert notes_in(drill) == ["before"]


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "cut", "itself", "folder"])
def test_what_is_no_backup_is_refused_and_nothing_is_changed(
    filled: Path, elsewhere: Path, kind: str
) -> None:
    backup.make(filled, elsewhere, NOW)
    source = elsewhere
    match kind:
        case "missing":
            source = elsewhere.with_name("nowhere")
        case "text":
            source.write_text("a letter" * 1000)
        case "foreign":
            source.unlink()
            with closing(sqlite3.connect(source)) as connection:
                connection.execute("CREATE TABLE t (a)")
        case "cut":
            source.write_bytes(source.read_bytes()[:-4096])
        case "itself":
            source = filled
        case "folder":
            source = elsewhere.parent
    names = sorted(filled.parent.iterdir())
    before = filled.read_bytes()
    with pytest.raises(BackupFailed):
        restore(source, filled, LATER)
    assert filled.read_bytes() == before
    assert sorted(filled.parent.iterdir()) == names


def test_a_backup_of_a_newer_version_is_refused(filled: Path, elsewhere: Path) -> None:
    backup.make(filled, elsewhere, NOW)
    with closing(sqlite3.connect(elsewhere, isolation_level=None)) as connection:
        connection.execute("INSERT INTO migrations (version, name) VALUES (999, '0999_x.sql')")
    with pytest.raises(DatabaseTooNew):
        restore(elsewhere, filled, LATER)
