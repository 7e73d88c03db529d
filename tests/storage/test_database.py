"""Group commit: what is told, when, and what is undone."""

import asyncio
import inspect
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage.connection import connect
from storage.database import Database, TransactionLost, is_transient

SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE children (note_id INTEGER NOT NULL REFERENCES notes (id)) STRICT;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(SCHEMA, encoding="utf-8")
    return folder


@asynccontextmanager
async def opened(folder: Path, **options: Any) -> AsyncIterator[Database]:
    """On a clock that stands still: else a slow machine would part what is queued together."""
    database = await Database.open(
        folder.parent / "some.db", folder=folder, **{"timer": lambda: 0.0, **options}
    )
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(folder: Path) -> AsyncIterator[Database]:
    async with opened(folder) as database:
        yield database


def add(text: str) -> Callable[[sqlite3.Connection], str]:
    def unit(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
        return text

    return unit


def add_then_raise(text: str, error: BaseException) -> Callable[[sqlite3.Connection], str]:
    def unit(connection: sqlite3.Connection) -> str:
        add(text)(connection)
        raise error

    return unit


def notes(connection: sqlite3.Connection) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


async def outcomes(database: Database, *units: Callable[[sqlite3.Connection], Any]) -> list[Any]:
    """Queue the units together, so that they share one transaction."""
    return await asyncio.gather(*(database.write(unit) for unit in units), return_exceptions=True)


async def test_units_run_in_the_order_in_which_they_were_queued(database: Database) -> None:
    texts = [f"{number}" for number in range(1000)]
    assert await outcomes(database, *(add(text) for text in texts)) == texts
    assert await database.read(notes) == texts


async def test_many_units_share_one_commit(folder: Path) -> None:
    class Counting(sqlite3.Connection):
        commits = 0

        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            Counting.commits += sql == "COMMIT"
            return super().execute(sql, *args)

    async with opened(folder, factory=Counting) as database:
        Counting.commits = 0
        await outcomes(database, *(add(f"{number}") for number in range(200)))
        assert Counting.commits == 1


async def test_a_result_is_told_only_after_its_commit(database: Database, tmp_path: Path) -> None:
    other = connect(tmp_path / "some.db", query_only=True)
    await database.write(add("one"))
    assert notes(other) == ["one"]
    other.close()


@pytest.mark.parametrize("error", [ValueError("no"), asyncio.CancelledError(), GeneratorExit()])
async def test_a_unit_that_raises_is_undone_alone(database: Database, error: BaseException) -> None:
    told = await outcomes(database, add("a"), add_then_raise("b", error), add("c"))
    assert told[0] == "a"
    assert isinstance(told[1], type(error))
    assert told[2] == "c"
    assert await database.read(notes) == ["a", "c"]


async def test_a_unit_that_raises_stop_iteration_does_not_leave_its_waiter_hanging(
    database: Database,
) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.write(add_then_raise("a", StopIteration()))


async def test_when_sqlite_undoes_the_whole_transaction_every_unit_of_it_fails(
    database: Database,
) -> None:
    def undo_all(connection: sqlite3.Connection) -> None:
        add("b")(connection)
        connection.execute("INSERT OR ROLLBACK INTO notes (text) VALUES ('b')")

    told = await outcomes(database, add("a"), undo_all, add("c"))
    assert isinstance(told[0], TransactionLost)
    assert isinstance(told[0].__cause__, sqlite3.IntegrityError)
    assert is_transient(told[0])
    assert isinstance(told[1], sqlite3.IntegrityError)
    assert told[2] == "c"  # it had not begun, and ran in a transaction of its own
    assert await database.read(notes) == ["c"]


async def test_a_unit_that_hides_that_the_transaction_is_gone_is_found_out(
    database: Database,
) -> None:
    def hide(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")

    told = await outcomes(database, add("a"), hide)
    assert isinstance(told[0], TransactionLost)
    assert isinstance(told[1], sqlite3.OperationalError)
    assert await database.read(notes) == []


async def test_a_commit_that_fails_fails_every_unit(database: Database) -> None:
    def orphan(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO children (note_id) VALUES (404)")

    told = await outcomes(database, add("a"), orphan, add("b"))
    assert [type(outcome) for outcome in told] == [TransactionLost] * 3
    assert await database.read(notes) == []
    assert await database.write(add("c")) == "c"


async def test_a_full_disk_loses_nothing_silently(database: Database) -> None:
    pages = await database.read(
        lambda connection: connection.execute("PRAGMA page_count").fetchone()[0]
    )
    await database.write(
        lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 3}").fetchone()
    )
    texts = [f"{number}" * 900 for number in range(40)]
    told = await outcomes(database, *(add(text) for text in texts))
    full = [outcome for outcome in told if isinstance(outcome, BaseException)]
    assert full
    assert all(is_transient(error) for error in full)
    assert await database.read(notes) == [text for text in told if isinstance(text, str)]
    await database.write(
        lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone()
    )
    assert await database.write(add("room again")) == "room again"


async def test_statement_after_statement_failing_never_leaves_half_a_unit(
    folder: Path,
) -> None:
    class Failing(sqlite3.Connection):
        left: int | None = None

        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            if Failing.left is not None:
                Failing.left -= 1
                if Failing.left == 0:
                    error = sqlite3.OperationalError("disk I/O error")
                    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                    raise error
            return super().execute(sql, *args)

    def pair(name: str) -> Callable[[sqlite3.Connection], str]:
        def unit(connection: sqlite3.Connection) -> str:
            add(f"{name}-1")(connection)
            add(f"{name}-2")(connection)
            return name

        return unit

    expected: list[str] = []
    async with opened(folder, factory=Failing) as database:
        for statement in range(1, 100):
            Failing.left = statement
            told = await outcomes(database, pair(f"{statement}a"), pair(f"{statement}b"))
            passed = Failing.left > 0
            Failing.left = None
            for outcome in told:
                if isinstance(outcome, str):
                    expected += [f"{outcome}-1", f"{outcome}-2"]
                else:
                    assert is_transient(outcome)
            assert await database.read(notes) == expected
            if passed:
                break
    assert statement == 11  # BEGIN, COMMIT, and four for each unit: then nothing failed any more


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
print("free", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def holder(database: Database, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the write lock until it gets a line."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "some.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.communicate("\n\n")


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "free\n"


async def test_a_lock_that_is_released_in_time_is_waited_for(
    database: Database, holder: subprocess.Popen[str]
) -> None:
    writing = asyncio.create_task(database.write(add("a")))
    await asyncio.sleep(0)
    assert await database.read(notes) == []
    await asyncio.to_thread(let_go, holder)
    assert await writing == "a"


async def test_a_lock_that_is_held_longer_fails_every_unit_that_waits(
    database: Database, holder: subprocess.Popen[str]
) -> None:
    await database._writer.run(lambda connection: connection.execute("PRAGMA busy_timeout = 20"))
    told = await outcomes(database, add("a"), add("b"))
    assert all(isinstance(error, TransactionLost) and is_transient(error) for error in told)
    let_go(holder)
    assert await outcomes(database, add("a"), add("b")) == ["a", "b"]


async def test_three_hundred_cancellations_leave_no_transaction_open(database: Database) -> None:
    async def one(number: int) -> None:
        task = asyncio.create_task(database.write(add(f"{number}")))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(one(number) for number in range(300)))
    await database.write(add("last"))
    in_transaction = await database._writer.run(lambda connection: connection.in_transaction)
    assert not in_transaction
    written = await database.read(notes)
    assert len(written) == len(set(written))
    assert written[-1] == "last"


async def test_a_unit_whose_waiter_was_cancelled_is_carried_out(database: Database) -> None:
    task = asyncio.create_task(database.write(add("a")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.write(add("b"))
    assert await database.read(notes) == ["a", "b"]


async def test_what_waits_between_two_rounds_is_told_of_their_end(database: Database) -> None:
    """At the end of the event loop, which cancels them; a waiter left over would hang it."""
    await database.write(add("a"))
    waiting = asyncio.create_task(database.write(add("b")))
    await asyncio.sleep(0)
    rounds = database._rounds
    assert rounds is not None
    rounds.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await database.write(add("c"))
    assert await database.read(notes) == ["a", "c"]


async def test_what_follows_from_a_round_is_not_parted_from_what_came_meanwhile(
    database: Database,
) -> None:
    begun, go_on, commits = threading.Event(), threading.Event(), []
    database.on_change(lambda: commits.append(len(commits)))

    def first(connection: sqlite3.Connection) -> None:
        begun.set()
        assert go_on.wait(10)
        add("first")(connection)

    async def first_and_then() -> None:
        await database.write(first)
        await asyncio.sleep(0)  # a handler ends in several steps
        await database.write(add("then"))

    following = asyncio.create_task(first_and_then())
    assert await asyncio.to_thread(begun.wait, 10)
    meanwhile = asyncio.create_task(database.write(add("meanwhile")))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(following, meanwhile)
    assert await database.read(notes) == ["first", "meanwhile", "then"]
    assert len(commits) == 2


async def test_the_failure_of_a_unit_nobody_awaits_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    task = asyncio.create_task(database.write(add_then_raise("a", ValueError("unheard"))))
    await asyncio.sleep(0)
    task.cancel()
    await database.write(add("b"))
    assert "unheard" in caplog.text


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.read(add("a"))


async def test_a_read_sees_one_moment(database: Database, tmp_path: Path) -> None:
    writer = connect(tmp_path / "some.db", query_only=False)

    def read_twice(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
        before = notes(connection)
        other = connect(tmp_path / "some.db", query_only=False)
        add("meanwhile")(other)
        other.close()
        return before, notes(connection)

    assert await database.read(read_twice) == ([], [])
    assert await database.read(notes) == ["meanwhile"]
    writer.close()


async def test_a_listener_hears_of_commits_that_changed_something_once_each(
    database: Database,
) -> None:
    heard: list[str] = []
    database.on_change(lambda: heard.append("change"))
    await outcomes(database, add("a"), add("b"))
    assert heard == ["change"]
    await database.write(notes)
    assert heard == ["change"]


def add_secretly(connection: sqlite3.Connection, text: str) -> None:
    add(text)(connection)


async def test_a_slow_unit_is_named_in_the_log_without_what_it_writes(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moments = iter([0.0, 0.0, 0.25, 0.25, 0.26])
    with caplog.at_level(logging.WARNING):
        async with opened(folder, timer=lambda: next(moments)) as database:
            await outcomes(database, partial(add_secretly, text="a secret"))
    assert "slow unit add_secretly took 250 ms" in caplog.text
    assert "a secret" not in caplog.text


async def test_a_transaction_that_is_old_takes_no_further_unit(folder: Path) -> None:
    class Beginning(sqlite3.Connection):
        begun = 0

        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            Beginning.begun += sql == "BEGIN IMMEDIATE"
            return super().execute(sql, *args)

    clock = iter(range(1000))
    async with opened(folder, factory=Beginning, timer=lambda: next(clock)) as database:
        Beginning.begun = 0
        await outcomes(database, add("a"), add("b"), add("c"))
        assert Beginning.begun == 3


async def test_closing_carries_out_what_waits(folder: Path) -> None:
    async with opened(folder) as database:
        writing = [asyncio.create_task(database.write(add(f"{number}"))) for number in range(5)]
        await asyncio.sleep(0)
    assert [await task for task in writing] == ["0", "1", "2", "3", "4"]
    with pytest.raises(ValueError, match="closed"):
        await database.write(add("late"))


async def test_every_commit_is_synced_and_the_log_is_bounded(database: Database) -> None:
    def settings(connection: sqlite3.Connection) -> dict[str, Any]:
        names = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "journal_size_limit",
        )
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await database.write(settings) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "journal_size_limit": 64 * 1024 * 1024,
    }


async def test_only_the_writer_checkpoints(database: Database) -> None:
    checkpoint = await database.read(
        lambda connection: connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
    )
    assert checkpoint == 0


async def test_the_log_does_not_grow_while_many_read_and_write(
    database: Database, tmp_path: Path
) -> None:
    for round_ in range(30):
        await outcomes(database, *(add(f"{round_} {number} {'x' * 2000}") for number in range(100)))
        await database.read(notes)
    # 30 rounds wrote over 6 MB; a reader left open would have kept all of it in the log.
    assert (tmp_path / "some.db-wal").stat().st_size < 5_500_000


LEFT_OPEN = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
async def main():
    await Database.open(Path(sys.argv[1]))
    raise ValueError("after it was opened")
asyncio.run(main())
"""


def test_a_failure_that_leaves_the_database_open_ends_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEFT_OPEN, str(tmp_path / "some.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "after it was opened" in done.stderr


def test_what_is_used_of_aiosqlite_is_still_there() -> None:
    source = inspect.getsource(aiosqlite.Connection._execute)
    assert "self._tx.put_nowait((future, function))" in source
    assert "return await future" in source
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters) == [
        "self",
        "fn",
        "args",
        "kwargs",
    ]
    assert isinstance(inspect.getattr_static(aiosqlite.Connection, "_conn"), property)
    assert "self._thread = Thread(" in inspect.getsource(aiosqlite.Connection.__init__)
    assert "self._thread.start()" in inspect.getsource(aiosqlite.Connection.__await__)
