"""What comes in: nothing is lost, doubled or handled out of order, whatever the server says."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import TypeHandler

from bot.intake import IntakeFailed
from bot.updates import ALLOWED_UPDATES
from storage import inbox
from storage.connection import connect
from storage.times import to_text
from tests.support.impatient_clock import START, ImpatientClock
from tests.support.listening import Listener, fact, heard_in
from tests.support.update_server import UpdateServer, message


@pytest.fixture
async def server() -> AsyncIterator[UpdateServer]:
    async with UpdateServer() as server:
        yield server


@pytest.fixture
def clock() -> ImpatientClock:
    return ImpatientClock()


@pytest.fixture
async def listener(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> AsyncIterator[Listener]:
    async with Listener(tmp_path / "some.db", server.base_url, clock) as listener:
        yield listener


async def said(server: UpdateServer, listener: Listener, *updates: dict[str, Any]) -> None:
    """Have the updates sent and handled."""
    await server.send(*updates)
    await server.all_confirmed()
    await listener.intake.wait_idle()


async def test_every_update_has_its_effect_once_and_in_order(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, *(message(n, f"text {n}") for n in range(700, 1700)))
    assert await listener.heard() == [f"text {n}" for n in range(700, 1700)]
    assert await listener.database.read(inbox.count_open) == 0


async def test_the_first_poll_sends_no_offset_and_the_next_the_last_plus_one(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, message(7, "a"), message(8, "b"))
    assert "offset" not in server.polls[0]
    assert server.polls[1]["offset"] == 9


async def test_every_poll_names_the_updates_that_are_wanted(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, message(7, "a"))
    assert all(poll["allowed_updates"] == [*ALLOWED_UPDATES] for poll in server.polls)


async def test_a_batch_that_comes_twice_has_its_effects_once(
    server: UpdateServer, listener: Listener
) -> None:
    batch = [message(7, "a"), message(8, "b")]
    await said(server, listener, *batch)
    await said(server, listener, *batch, message(9, "c"))
    assert await listener.heard() == ["a", "b", "c"]


async def test_numbers_may_begin_anew_and_old_ones_come_again_after_a_week(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    await said(server, listener, message(700_000_000, "before"))
    await said(server, listener, message(117_000_000, "after a quiet week"))
    clock.move(timedelta(days=8))
    await said(server, listener, message(700_000_000, "an old number"))
    assert await listener.heard() == ["before", "after a quiet week", "an old number"]


async def test_an_update_that_cannot_be_parsed_is_dead_and_the_others_are_handled(
    server: UpdateServer, listener: Listener
) -> None:
    poison = {"update_id": 8, "message": {"message_id": "seven", "chat": "not a chat"}}
    await said(server, listener, message(7, "a"), poison, message(9, "c"))
    assert await listener.heard() == ["a", "c"]
    assert [row.update_id for row in await listener.dead()] == [8]


async def test_a_lone_surrogate_is_stored_and_its_row_alone_is_dead(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, message(7, "a"), message(8, "\ud83d"), message(9, "c"))
    assert await listener.heard() == ["a", "c"]
    (row,) = await listener.dead()
    assert row.payload is not None
    assert r'"text":"\ud83d"' in row.payload
    assert row.error is not None
    assert "UnicodeEncodeError" in row.error


async def test_a_handler_that_raises_leaves_nothing_but_its_error_and_an_apology(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, message(7, "a"), message(8, "raise"), message(9, "c"))
    assert await listener.heard() == ["a", "c"]
    (row,) = await listener.dead()
    assert (row.update_id, row.error_id, row.attempts) == (8, "E1", 1)
    assert row.error is not None
    assert row.error.endswith("ValueError: raised in the unit\n")
    assert await listener.database.read(fact("apology 8")) == "1001 E1"


async def test_an_apology_that_cannot_be_made_does_not_keep_the_row_alive(
    server: UpdateServer, listener: Listener
) -> None:
    poison = {"update_id": 8, "message": "no apology"}
    await said(server, listener, poison, message(9, "c"))
    assert [row.update_id for row in await listener.dead()] == [8]
    assert await listener.heard() == ["c"]


async def test_an_update_that_no_handler_marks_done_is_dead(
    server: UpdateServer, listener: Listener
) -> None:
    await said(server, listener, message(7, "forget"))
    (row,) = await listener.dead()
    assert row.error is not None
    assert "NotHandled" in row.error


async def test_what_fails_after_its_effects_stand_is_not_dead(
    server: UpdateServer, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    await said(server, listener, message(7, "raise after"))
    assert await listener.heard() == ["raise after"]
    assert await listener.dead() == ()
    assert "update 7 failed after it was done" in caplog.text


async def test_a_handler_that_hangs_holds_up_nobody_and_loses_nothing(
    server: UpdateServer, listener: Listener
) -> None:
    await server.send(message(7, "wait"), *(message(n, f"{n}") for n in range(8, 400)))
    await server.all_confirmed()
    await listener.has_heard(393)
    listener.released.set()
    await listener.intake.wait_idle()
    assert await listener.heard() == ["wait", *(f"{n}" for n in range(8, 400))]
    assert await listener.dead() == ()


async def test_a_handler_that_waits_for_the_network_first_would_break_the_order(
    server: UpdateServer, listener: Listener
) -> None:
    """Why handlers reach the database before they await anything: the check can fail."""

    async def slow(update: Any, context: Any) -> None:
        if update.message.text == "first":
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await listener._heard(update, context)

    listener.application.handlers.clear()
    listener.application.add_handler(TypeHandler(object, slow))
    await said(server, listener, message(7, "first"), message(8, "second"))
    assert await listener.heard() == ["second", "first"]


@pytest.mark.parametrize("times", [1, 4])
async def test_a_full_disk_is_not_the_fault_of_the_update(
    server: UpdateServer, listener: Listener, clock: ImpatientClock, times: int
) -> None:
    left = times

    def fail(connection: sqlite3.Connection) -> None:
        nonlocal left
        if left:
            left -= 1
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    listener.failing = fail
    await said(server, listener, message(7, "a"))
    await said(server, listener, message(8, "b"))
    assert await listener.heard() == ["a", "b"]
    assert await listener.dead() == ()
    assert len(clock.slept) == times


async def test_what_the_database_could_not_take_is_done_in_order_afterwards(
    server: UpdateServer, listener: Listener
) -> None:
    failures = 0

    def fail(connection: sqlite3.Connection) -> None:
        nonlocal failures
        if failures < 3:
            failures += 1
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    listener.failing = fail
    await said(server, listener, message(7, "a"), message(8, "b"), message(9, "c"))
    assert await listener.heard() == ["a", "b", "c"]


async def test_while_the_database_is_locked_nothing_is_confirmed(
    server: UpdateServer,
    listener: Listener,
    clock: ImpatientClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await server.polled(1)
    await listener.database.write(lambda c: c.execute("PRAGMA busy_timeout = 1").fetchone())
    other = connect(listener.path, query_only=False)
    other.execute("BEGIN IMMEDIATE")
    await server.send(message(7, "a"))
    await clock.slept_times(3)
    assert len(server.polls) == 1
    other.execute("ROLLBACK")
    other.close()
    await server.all_confirmed()
    await listener.intake.wait_idle()
    assert await listener.heard() == ["a"]
    assert "updates cannot be taken in" in caplog.text


async def test_while_the_disk_is_full_nothing_is_confirmed(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    await server.polled(1)
    await listener.database.write(_allow_no_page_more)
    await server.send(*(message(n, "x" * 4000) for n in range(100, 200)))
    await clock.slept_times(3)
    assert len(server.polls) == 1
    await listener.database.write(lambda c: c.execute("PRAGMA max_page_count = 1000000").fetchone())
    await server.all_confirmed()
    await listener.intake.wait_idle()
    assert len(await listener.heard()) == 100


def _allow_no_page_more(connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()


@pytest.mark.parametrize(("code", "description"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_ends_the_intake(
    server: UpdateServer, listener: Listener, code: int, description: str
) -> None:
    server.fails(code, description)
    await server.send(message(7, "a"))
    with pytest.raises(IntakeFailed, match=f"token.*{code} {description}"):
        await listener.running


async def test_three_conflicts_in_two_minutes_end_the_intake(
    server: UpdateServer, listener: Listener
) -> None:
    for _ in range(3):
        server.fails(409, "Conflict: terminated by other getUpdates request")
    await server.send(message(7, "a"))
    with pytest.raises(IntakeFailed, match="another process uses the same bot token"):
        await listener.running
    assert listener.pauses == [30.0, 30.0]


async def test_two_conflicts_pause_polling_and_sending_and_then_it_goes_on(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    for _ in range(2):
        server.fails(409, "Conflict: terminated by other getUpdates request")
    await said(server, listener, message(7, "a"))
    assert await listener.heard() == ["a"]
    assert listener.pauses == [30.0, 30.0]
    assert clock.slept == [30.0, 30.0]


async def test_conflicts_far_apart_do_not_end_the_intake(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    for number in range(4):
        server.fails(409, "Conflict: terminated by other getUpdates request")
        await said(server, listener, message(number, f"{number}"))
        clock.move(timedelta(minutes=2))
    assert await listener.heard() == ["0", "1", "2", "3"]


async def test_of_two_bots_that_take_turns_the_third_conflict_ends_one(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    for number in range(2):
        server.fails(409, "Conflict: terminated by other getUpdates request")
        await said(server, listener, message(number, f"{number}"))
        clock.move(timedelta(seconds=31))
    server.fails(409, "Conflict: terminated by other getUpdates request")
    await server.send(message(3, "c"))
    with pytest.raises(IntakeFailed, match="another process uses the same bot token"):
        await listener.running


async def test_after_429_it_waits_as_long_as_told(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    server.fails(429, "Too Many Requests: retry after 17", retry_after=17)
    await said(server, listener, message(7, "a"))
    assert clock.slept == [17.0]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'),
        (502, b"<html>Bad Gateway</html>"),
        (404, b"<html>a proxy's own page</html>"),
        (409, b"<html>a proxy's own page</html>"),
        (200, b'{"ok":true,"result":[{"update_id":7,'),
        (200, b'{"ok":true,"result":{}}'),
        (200, b'{"ok":false,"error_code":500,"description":"said with 200"}'),
        (200, b"[]"),
        (200, b"\xff\xfe"),
    ],
)
async def test_an_answer_that_is_no_batch_is_asked_for_again(
    server: UpdateServer, listener: Listener, clock: ImpatientClock, status: int, body: bytes
) -> None:
    server.answers.append((status, body))
    await said(server, listener, message(7, "a"))
    assert await listener.heard() == ["a"]
    assert len(clock.slept) == 1
    assert 0.5 <= clock.slept[0] <= 1.0


async def test_waits_double_up_to_half_a_minute_and_begin_anew_after_success(
    server: UpdateServer, listener: Listener, clock: ImpatientClock
) -> None:
    for _ in range(8):
        server.fails(500, "Internal Server Error")
    await said(server, listener, message(7, "a"))
    most = [1, 2, 4, 8, 16, 30, 30, 30]
    assert all(top / 2 <= wait <= top for wait, top in zip(clock.slept, most, strict=True))
    server.fails(500, "Internal Server Error")
    await said(server, listener, message(8, "b"))
    assert clock.slept[-1] <= 1


async def test_a_server_that_is_not_there_is_waited_for(
    tmp_path: Path, clock: ImpatientClock
) -> None:
    async with UpdateServer() as server:
        listener = Listener(tmp_path / "some.db", server.base_url, clock)
        await listener.__aenter__()
        await server.polled(1)
    await clock.slept_times(3)
    assert not listener.running.done()
    await listener.__aexit__()


async def test_absence_of_more_than_a_day_is_remembered_for_the_summary(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> None:
    path = tmp_path / "some.db"
    async with Listener(path, server.base_url, clock) as listener:
        await said(server, listener, message(7, "a"))
        assert await listener.database.read(fact("last_poll")) == to_text(START)
    clock.move(timedelta(hours=24, seconds=1))
    async with Listener(path, server.base_url, clock) as listener:
        await said(server, listener, message(8, "b"))
        assert listener.intake.last_poll == clock.now()
        assert await listener.database.read(fact("away_from")) == to_text(START)
        assert await listener.database.read(fact("away_until")) == to_text(clock.now())


async def test_absence_of_a_day_is_nothing_to_tell(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> None:
    path = tmp_path / "some.db"
    for number in range(2):
        async with Listener(path, server.base_url, clock) as listener:
            await said(server, listener, message(number, "a"))
            assert await listener.database.read(fact("away_from")) is None
        clock.move(timedelta(hours=24))


async def test_what_an_earlier_run_left_open_is_handled_first(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> None:
    path = tmp_path / "some.db"
    async with Listener(path, server.base_url, clock) as listener:
        await said(server, listener, message(1, "a"))
        arrivals = [
            inbox.Arrival(n, 1001, json.dumps(message(n, f"left {n}"))) for n in range(2, 6)
        ]
        await listener.database.write(lambda c: inbox.store_batch(c, arrivals, clock.now()))
    async with Listener(path, server.base_url, clock) as listener:
        await said(server, listener, message(9, "new"))
        assert await listener.heard() == ["a", "left 2", "left 3", "left 4", "left 5", "new"]


async def left_open(
    listener: Listener, *texts: str, attempts: dict[int, int] | None = None
) -> None:
    """Rows 1, 2, 3 … as a run that was killed leaves them; ``attempts`` by number."""
    arrivals = [
        inbox.Arrival(n, 1001, json.dumps(message(n, text))) for n, text in enumerate(texts, 1)
    ]
    await listener.database.write(lambda c: inbox.store_batch(c, arrivals, START))
    for number, count in (attempts or {}).items():
        await listener.database.write(
            partial(_set_attempts, update_id=number, attempts=count),
        )


def _set_attempts(connection: sqlite3.Connection, update_id: int, attempts: int) -> None:
    connection.execute(
        "UPDATE inbox SET attempts = ? WHERE update_id = ?",
        (attempts, update_id),
    )


async def test_while_a_suspect_is_in_hand_no_other_row_is_touched(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> None:
    path = tmp_path / "some.db"
    async with Listener(path, server.base_url, clock) as listener:
        await listener.intake.stop()
        await left_open(listener, "wait", "b", "c", attempts={1: 1})
    async with Listener(path, server.base_url, clock) as listener:
        await listener.has_heard(1)
        await server.send(message(9, "d"))
        await server.all_confirmed()
        attempts = await listener.database.write(
            lambda c: [row["attempts"] for row in c.execute("SELECT attempts FROM inbox")]
        )
        assert attempts == [2, 0, 0, 0]
        listener.released.set()
        await listener.intake.wait_idle()
        assert await listener.heard() == ["wait", "b", "c", "d"]


async def test_a_suspect_waits_until_nothing_else_is_in_hand(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock
) -> None:
    path = tmp_path / "some.db"
    async with Listener(path, server.base_url, clock) as listener:
        await listener.intake.stop()
        await left_open(listener, "wait", "b", "c", attempts={2: 1})
    async with Listener(path, server.base_url, clock) as listener:
        await listener.has_heard(1)
        await server.send(message(9, "d"))
        await server.all_confirmed()
        assert await listener.heard() == ["wait"]
        listener.released.set()
        await listener.intake.wait_idle()
        assert await listener.heard() == ["wait", "b", "c", "d"]


async def test_what_an_earlier_run_left_open_counts_as_backlog(
    tmp_path: Path, server: UpdateServer, clock: ImpatientClock, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bot.intake.MOST_WAITING", 2)
    path = tmp_path / "some.db"
    async with Listener(path, server.base_url, clock) as listener:
        await listener.intake.stop()
        await left_open(listener, "wait", "wait", "wait")
    polls = len(server.polls)
    async with Listener(path, server.base_url, clock) as listener:
        await clock.slept_times(1)
        assert len(server.polls) == polls
        listener.released.set()
        await server.polled(polls + 1)


async def test_more_than_the_backlog_takes_is_left_with_telegram(
    server: UpdateServer, listener: Listener, clock: ImpatientClock, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bot.intake.MOST_WAITING", 150)
    server.largest_batch = 100
    await server.send(*(message(n, "wait") for n in range(100, 600)))
    await clock.slept_times(1)
    # Two batches of a hundred wait for their handlers; the third was not asked for.
    assert len(server.polls) == 2
    listener.released.set()
    await server.all_confirmed()
    await listener.intake.wait_idle()
    assert len(await listener.heard()) == 500


CHILD = """
import asyncio, sys
from tests.support.listening import listen_for_ever
asyncio.run(listen_for_ever(sys.argv[1], sys.argv[2]))
"""


async def start_child(path: Path, server: UpdateServer) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(path), server.base_url, stderr=asyncio.subprocess.DEVNULL
    )


async def test_an_update_in_which_the_process_dies_is_dead_after_its_third_attempt(
    tmp_path: Path, server: UpdateServer
) -> None:
    path = tmp_path / "some.db"
    texts = ["a", "b", "die", "c", "d"]
    await server.send(*(message(n, text) for n, text in enumerate(texts, start=10)))
    for _ in range(3):
        child = await start_child(path, server)
        assert await child.wait() == 9
    async with Listener(path, server.base_url, ImpatientClock()) as listener:
        await said(server, listener, message(99, "e"))
        assert await listener.heard() == ["a", "b", "c", "d", "e"]
        (row,) = await listener.dead()
        assert (row.update_id, row.attempts) == (12, 3)
        assert row.error is not None
        assert "the process ended in it 3 times" in row.error
        assert await listener.database.read(fact("apology 12")) == "1001 E1"


async def test_kill_9_loses_and_doubles_no_effect(tmp_path: Path, server: UpdateServer) -> None:
    path = tmp_path / "some.db"
    server.largest_batch = 40
    texts = [f"text {n}" for n in range(600)]
    await server.send(*(message(n, text) for n, text in enumerate(texts)))
    for _ in range(3):
        child = await start_child(path, server)
        await server.polled(len(server.polls) + 4)
        child.kill()
        await child.wait()
        written = heard_in(path)
        assert written == texts[: len(written)]
    async with Listener(path, server.base_url, ImpatientClock()) as listener:
        await said(server, listener)
        assert await listener.heard() == texts
        assert await listener.dead() == ()
