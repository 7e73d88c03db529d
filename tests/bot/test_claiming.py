"""One unit of the delivery lasts no longer than an answer can wait behind it."""

import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.claiming import Turn, carry_out
from bot.settlement import Listeners
from storage import chats, migrations, outbox
from storage.connection import connect
from storage.outbox import OutboxRow, Outgoing, Rendered

NOW = datetime(2024, 3, 15, 1, 0, tzinfo=UTC)
TURN = Turn([], room=10, busy=(), ended=(), now=NOW, latest=NOW)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(tmp_path / "outbox.db", query_only=False)
    migrations.migrate(opened)
    for number in (1, 2, 3):
        chat = chats.ensure(opened, number, "private", "")
        outbox.put(opened, Outgoing(chat_id=chat.id, kind="digest", payload={}), NOW)
    yield opened
    opened.close()


def render(_: sqlite3.Connection, row: OutboxRow, __: datetime) -> Rendered:
    return Rendered("sendMessage", {"text": str(row.id)})


def states(connection: sqlite3.Connection) -> list[str]:
    return [row["state"] for row in connection.execute("SELECT state FROM outbox ORDER BY id")]


def test_a_turn_that_has_lasted_long_enough_leaves_the_rest_to_the_next(
    connection: sqlite3.Connection,
) -> None:
    seconds = itertools.count()
    claimed = carry_out(connection, TURN, render, Listeners(), timer=lambda: next(seconds))
    assert [row.id for row, _ in claimed.ready] == [1]
    assert claimed.more
    assert states(connection) == ["sending", "waiting", "waiting"]


def test_a_turn_with_time_left_takes_all_there_is_room_for(connection: sqlite3.Connection) -> None:
    claimed = carry_out(connection, TURN, render, Listeners(), timer=lambda: 0.0)
    assert [row.id for row, _ in claimed.ready] == [1, 2, 3]
    assert not claimed.more
    assert states(connection) == ["sending"] * 3
