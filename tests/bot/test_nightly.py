"""The work of the night: done once, a failed backup tried again, what has grown old let go."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.health import BACKUP_FAILED
from bot.nightly import AGAIN, PROPOSALS_KEPT, Nightly
from storage import backup, facts, persons, proposals, subcommittees
from storage.database import Database
from tests.support.clock import START, ManualClock

HOUR = 3600.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def nightly(database: Database, tmp_path: Path, clock: ManualClock) -> Nightly:
    return Nightly(database, tmp_path / "some.db", clock, "Asia/Ho_Chi_Minh")


def made(tmp_path: Path) -> int:
    return len(backup.nightly_backups(tmp_path / "backups"))


async def test_one_backup_is_made_each_night(
    nightly: Nightly, tmp_path: Path, clock: ManualClock
) -> None:
    await nightly.run_if_due()
    await nightly.run_if_due()
    assert made(tmp_path) == 1
    clock.pass_on(16 * HOUR)  # from 10:00 to 02:00 in Việt Nam
    await nightly.run_if_due()
    assert made(tmp_path) == 1
    clock.pass_on(HOUR)
    await nightly.run_if_due()
    assert made(tmp_path) == 2


async def test_a_backup_that_fails_is_noted_and_tried_again_an_hour_later(
    nightly: Nightly, database: Database, tmp_path: Path, clock: ManualClock
) -> None:
    (tmp_path / "backups").write_text("no folder")
    await nightly.run_if_due()
    assert await database.read(lambda connection: facts.find(connection, BACKUP_FAILED))
    (tmp_path / "backups").unlink()
    await nightly.run_if_due()
    assert made(tmp_path) == 0
    clock.pass_on(AGAIN.total_seconds())
    await nightly.run_if_due()
    assert made(tmp_path) == 1
    assert not await database.read(lambda connection: facts.find(connection, BACKUP_FAILED))


async def test_old_proposals_are_forgotten(nightly: Nightly, database: Database) -> None:
    def propose(connection: sqlite3.Connection, moment: datetime) -> int:
        person = persons.ensure(connection, 7, "Tổ giúp việc", None, "vi")
        found = subcommittees.all_of(connection)
        here = found[0] if found else subcommittees.create(connection, "a", "UTC", "vi", START)
        return proposals.put(connection, person.id, here.id, "again", {}, moment)

    old = START - PROPOSALS_KEPT - timedelta(seconds=1)
    forgotten = await database.write(lambda connection: propose(connection, old))
    kept = await database.write(lambda connection: propose(connection, START))
    await nightly.run_if_due()
    assert await database.read(lambda connection: proposals.get(connection, forgotten)) is None
    assert await database.read(lambda connection: proposals.get(connection, kept)) is not None
