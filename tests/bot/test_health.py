"""Silence where something was due: each question injected, and whom the answer reaches."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import application, health
from bot.polling import LAST_POLL
from bot.server_clock import ServerClock
from storage import facts, inbox, outbox_upkeep
from storage.database import Database
from storage.times import to_text
from tests.support.clock import ManualClock

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)
Injected = Callable[[sqlite3.Connection], object]


@pytest.fixture
async def database(database: Database) -> Database:
    """With a poll just now."""
    await database.write(lambda connection: facts.put(connection, LAST_POLL, to_text(NOW)))
    return database


def ago(**span: float) -> str:
    return to_text(NOW - timedelta(**span))


def update(connection: sqlite3.Connection, received: datetime) -> None:
    inbox.store_batch(connection, [inbox.Arrival(7, 1, "{}")], received)


def message(
    connection: sqlite3.Connection, state: str, due: str, claimed: str | None = None
) -> None:
    connection.execute("INSERT INTO chats (id, telegram_id, kind) VALUES (1, 1001, 'private')")
    connection.execute(
        """
        INSERT INTO outbox (
            chat_id, priority, kind, payload, state, not_before, created_at, claimed_at
        )
        VALUES (1, 1, 'call', '{}', ?, ?, ?, ?)
        """,
        (state, due, due, claimed),
    )


INJECTED: dict[str, Injected] = {
    "inbox_stuck": lambda connection: update(connection, NOW - timedelta(minutes=3)),
    "outbox_stuck": lambda connection: message(
        connection, "sending", ago(minutes=3), ago(minutes=3)
    ),
    "outbox_late": lambda connection: message(connection, "waiting", ago(minutes=11)),
    "dead_rows": lambda connection: message(connection, "dead", ago(minutes=1)),
    "no_poll": lambda connection: facts.put(connection, LAST_POLL, ago(minutes=4)),
}
HARMLESS: dict[str, Injected] = {
    "an update just received": lambda connection: update(connection, NOW - timedelta(minutes=1)),
    "a message under way": lambda connection: message(
        connection, "sending", ago(minutes=30), ago(minutes=1)
    ),
    "a message due just now": lambda connection: message(connection, "waiting", ago(minutes=9)),
    "a poll just answered": lambda connection: facts.put(connection, LAST_POLL, ago(minutes=2)),
}


@pytest.mark.parametrize("name", INJECTED)
async def test_what_stands_still_is_found(database: Database, name: str) -> None:
    await database.write(INJECTED[name])
    assert await database.read(lambda connection: health.questions(connection, NOW)) == [name]


@pytest.mark.parametrize("name", HARMLESS)
async def test_what_is_under_way_is_no_trouble(database: Database, name: str) -> None:
    await database.write(HARMLESS[name])
    assert await database.read(lambda connection: health.questions(connection, NOW)) == []


async def test_a_message_for_a_chat_that_was_told_to_wait_is_not_late(database: Database) -> None:
    def waiting(connection: sqlite3.Connection) -> None:
        message(connection, "waiting", ago(minutes=11))
        connection.execute("UPDATE chats SET wait_until = ?", (to_text(NOW + timedelta(1)),))

    await database.write(waiting)
    assert await database.read(lambda connection: health.questions(connection, NOW)) == []


@pytest.mark.parametrize("name", INJECTED)
async def test_what_is_wrong_reaches_the_log_and_the_next_summary(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    await database.write(INJECTED[name])
    await asked(database, tmp_path)
    assert [name in record.getMessage() for record in caplog.records] == [True]
    assert await trouble(database) == f"{to_text(NOW)} {name}"


async def test_what_is_well_again_is_forgotten(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(INJECTED["no_poll"])
    await asked(database, tmp_path)
    await database.write(lambda connection: facts.put(connection, LAST_POLL, to_text(NOW)))
    caplog.clear()
    await asked(database, tmp_path)
    assert not caplog.records
    assert await trouble(database) is None


async def test_a_clock_that_is_off_and_a_failed_backup_are_told_to_admins(
    database: Database, tmp_path: Path
) -> None:
    clock = ServerClock()
    clock.learn({"message_id": 1, "date": int(NOW.timestamp()) + 301}, NOW)
    await database.write(
        lambda connection: facts.put(connection, health.BACKUP_FAILED, to_text(NOW))
    )
    await asked(database, tmp_path, clock)
    assert await trouble(database) == f"{to_text(NOW)} clock_off,backup_failed"


async def test_a_disk_that_fills_is_told_to_admins(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    await asked(database, tmp_path)
    assert await trouble(database) == f"{to_text(NOW)} disk_low"


@pytest.mark.parametrize(("seconds", "off"), [(0, False), (299, False), (-301, True), (301, True)])
def test_more_than_five_minutes_are_too_much(seconds: int, off: bool) -> None:
    clock = ServerClock()
    clock.learn([{"message_id": 1, "date": int(NOW.timestamp()) + seconds}], NOW)
    assert clock.is_off is off


@pytest.mark.parametrize("result", [True, None, [], {}, {"message_id": 1}, {"date": 0}])
def test_a_result_without_a_date_tells_nothing_of_the_clock(result: object) -> None:
    clock = ServerClock()
    clock.learn(result, NOW)
    assert not clock.is_off


async def asked(database: Database, folder: Path, server_clock: ServerClock | None = None) -> None:
    await application._look_after_health(
        database, folder / "some.db", ManualClock(NOW), server_clock or ServerClock()
    )


async def trouble(database: Database) -> str | None:
    return await database.read(lambda connection: facts.find(connection, health.TROUBLE))


async def test_no_question_reads_a_whole_table_that_grows(database: Database) -> None:
    def steps(connection: sqlite3.Connection) -> list[str]:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        health.questions(connection, NOW)
        outbox_upkeep.listed(connection, "dead")
        connection.set_trace_callback(None)
        return [
            row["detail"]
            for statement in asked
            if statement.lstrip().startswith("SELECT")
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]

    found = await database.read(steps)
    assert len(found) > 6
    assert [step for step in found if step in ("SCAN inbox", "SCAN outbox")] == []
