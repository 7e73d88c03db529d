"""The inbox table: stored once, claimed in order, done or dead."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox
from storage.inbox import Arrival, NotOpen

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)


def store(connection: sqlite3.Connection, *numbers: int, now: datetime = NOW) -> int:
    arrivals = [Arrival(number, 1001, f'{{"update_id":{number}}}') for number in numbers]
    return inbox.store_batch(connection, arrivals, now)


def claimed(
    connection: sqlite3.Connection, after: int = 0, limit: int = 64, *, alone: bool = True
) -> list[int]:
    rows = inbox.claim(connection, after, limit, alone=alone)
    return [row.update_id for row in rows]


def test_rows_are_claimed_in_the_order_of_their_arrival(connection: sqlite3.Connection) -> None:
    assert store(connection, 700, 117, 300) == 3
    assert claimed(connection) == [700, 117, 300]


def test_an_update_that_comes_twice_is_stored_once(connection: sqlite3.Connection) -> None:
    assert store(connection, 7, 8) == 2
    assert store(connection, 7, 8, 9) == 1
    assert claimed(connection) == [7, 8, 9]


def test_an_update_that_comes_again_after_it_was_done_is_dropped(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 7)
    inbox.mark_done(connection, 7, NOW)
    assert store(connection, 7, now=NOW + timedelta(hours=47)) == 0
    assert claimed(connection) == []


@pytest.mark.parametrize("pruned", [True, False])
def test_an_old_number_is_a_new_update_a_week_later(
    connection: sqlite3.Connection, pruned: bool
) -> None:
    later = NOW + timedelta(days=8)
    store(connection, 7)
    inbox.mark_done(connection, 7, NOW)
    if pruned:
        assert inbox.prune(connection, later) == 1
    assert store(connection, 7, now=later) == 1
    assert claimed(connection) == [7]


def test_what_is_done_is_pruned_after_48_hours_and_what_is_dead_is_kept(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 1, 2, 3)
    inbox.mark_done(connection, 1, NOW)
    inbox.mark_dead(connection, 2, "ValueError", "AB12", NOW)
    assert inbox.prune(connection, NOW + timedelta(hours=48)) == 0
    assert inbox.prune(connection, NOW + timedelta(hours=48, seconds=1)) == 1
    assert [row.update_id for row in inbox.dead(connection)] == [2]
    assert inbox.count_open(connection) == 1


def test_pruning_takes_no_more_than_its_limit(connection: sqlite3.Connection) -> None:
    store(connection, *range(10))
    for number in range(10):
        inbox.mark_done(connection, number, NOW)
    later = NOW + timedelta(days=3)
    assert [inbox.prune(connection, later, limit=6) for _ in range(3)] == [6, 4, 0]


def test_a_claim_counts_the_attempt_and_goes_on_after_the_last_id(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 1, 2, 3)
    first = inbox.claim(connection, 0, 2, alone=True)
    assert [row.update_id for row in first] == [1, 2]
    assert claimed(connection, after=first[-1].id) == [3]
    attempts = connection.execute("SELECT attempts FROM inbox").fetchall()
    assert [row["attempts"] for row in attempts] == [1, 1, 1]


def test_a_row_that_was_attempted_before_comes_alone(connection: sqlite3.Connection) -> None:
    store(connection, 1, 2, 3)
    inbox.claim(connection, 0, 2, alone=True)
    # As after a restart: the first two were in hand when the process ended.
    assert claimed(connection, alone=False) == []
    assert claimed(connection) == [1]
    assert claimed(connection, after=1) == [2]
    assert claimed(connection, after=2) == [3]


def test_fresh_rows_before_an_attempted_one_are_claimed_without_it(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 1, 2, 3)
    connection.execute("UPDATE inbox SET attempts = 1 WHERE update_id = 3")
    assert claimed(connection, alone=False) == [1, 2]


def test_a_row_without_attempts_left_is_handed_out_and_not_counted_again(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 1)
    before = [inbox.claim(connection, 0, 64, alone=True)[0].attempts for _ in range(5)]
    assert before == [0, 1, 2, 3, 3]


def test_effects_of_an_update_that_is_not_open_are_refused(connection: sqlite3.Connection) -> None:
    store(connection, 1)
    inbox.mark_done(connection, 1, NOW)
    with pytest.raises(NotOpen):
        inbox.mark_done(connection, 1, NOW)
    with pytest.raises(NotOpen):
        inbox.mark_done(connection, 404, NOW)


def test_a_dead_row_keeps_its_error_and_can_be_replayed_with_all_its_attempts(
    connection: sqlite3.Connection,
) -> None:
    store(connection, 1)
    (row,) = inbox.claim(connection, 0, 64, alone=True)
    assert inbox.mark_dead(connection, row.id, "ValueError: no", "AB12", NOW)
    assert not inbox.mark_dead(connection, row.id, "again", "CD34", NOW)
    (dead,) = inbox.dead(connection)
    assert (dead.error, dead.error_id, dead.finished_at) == ("ValueError: no", "AB12", NOW)
    assert inbox.replay(connection, row.id)
    assert not inbox.replay(connection, row.id)
    again = inbox.find(connection, row.id)
    assert again is not None
    assert (again.state, again.attempts, again.error, again.error_id) == ("open", 0, None, None)


def test_only_dead_rows_can_be_dropped(connection: sqlite3.Connection) -> None:
    store(connection, 1)
    (row,) = inbox.claim(connection, 0, 64, alone=True)
    assert not inbox.drop(connection, row.id)
    inbox.mark_dead(connection, row.id, "ValueError: no", "AB12", NOW)
    assert inbox.drop(connection, row.id)
    assert inbox.find(connection, row.id) is None


def test_rows_still_open_are_told_from_the_others(connection: sqlite3.Connection) -> None:
    store(connection, 1, 2)
    first, second = inbox.claim(connection, 0, 64, alone=True)
    inbox.mark_done(connection, 1, NOW)
    assert inbox.still_open(connection, [first.id, second.id, 404]) == {second.id}


def test_a_long_inbox_is_not_searched_through(connection: sqlite3.Connection) -> None:
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    inbox.claim(connection, 5, 64, alone=True)
    inbox.dead(connection)
    inbox.count_open(connection)
    connection.set_trace_callback(None)
    for statement in ran:
        for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall():
            assert "USING INDEX inbox_" in step["detail"], statement
