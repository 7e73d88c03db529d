"""The outbox on a real SQLite file."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from storage import (
    chat_migration,
    chats,
    flood_waits,
    outbox,
    outbox_upkeep,
    spoken,
)
from storage.outbox import Outgoing, Priority
from tests.support.delivery import add_chat, message

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)


def _put(connection: sqlite3.Connection, chat: int, text: str, **other: Any) -> int:
    row_id = outbox.put(connection, message(chat, text, **other), NOW)
    assert row_id is not None
    return row_id


def _claim(connection: sqlite3.Connection, limit: int = 100, **other: Any) -> list[int]:
    now = other.pop("now", NOW)
    busy = other.pop("busy", ())
    return [row.id for row in outbox.claim(connection, now, busy, limit, **other)]


def _states(connection: sqlite3.Connection) -> list[str]:
    return [row["state"] for row in connection.execute("SELECT state FROM outbox ORDER BY id")]


def test_what_is_put_comes_out_as_it_was(connection: sqlite3.Connection) -> None:
    chat = add_chat(connection, -100, "supergroup")
    outgoing = Outgoing(
        chat_id=chat,
        payload={"text": "Đã nhận \ud800"},
        kind="notice",
        priority=Priority.NOTICE,
        thread_id=3,
        key="k",
        silent=True,
        about="task:5",
        nominal_at=NOW,
    )
    outbox.put(connection, outgoing, NOW)
    (row,) = outbox.claim(connection, NOW, (), 10)
    assert row.content == outgoing.payload
    assert (row.chat_id, row.chat_telegram_id, row.chat_kind) == (chat, -100, "supergroup")
    assert (row.kind, row.priority, row.thread_id, row.silent) == ("notice", 2, 3, True)
    assert (row.key, row.about, row.nominal_at, row.state) == ("k", "task:5", NOW, "sending")


def test_a_key_is_put_once(connection: sqlite3.Connection) -> None:
    chat = add_chat(connection, 1)
    assert outbox.put(connection, message(chat, "a", key="07:00/1"), NOW) is not None
    assert outbox.put(connection, message(chat, "b", key="07:00/1"), NOW) is None
    assert outbox.put(connection, message(chat, "c"), NOW) is not None
    assert outbox.put(connection, message(chat, "d"), NOW) is not None


def test_rows_are_claimed_by_priority_and_one_of_a_chat(connection: sqlite3.Connection) -> None:
    first, second = add_chat(connection, 1), add_chat(connection, 2)
    bulk = _put(connection, first, "bulk", priority=Priority.BULK)
    answer = _put(connection, first, "answer")
    notice = _put(connection, second, "notice", priority=Priority.NOTICE)
    assert _claim(connection) == [answer, notice]
    assert _claim(connection) == []
    outbox.mark_sent(connection, answer, 7, NOW)
    assert _claim(connection) == [bulk]


def test_no_more_are_claimed_than_there_is_room_for(connection: sqlite3.Connection) -> None:
    ids = [_put(connection, add_chat(connection, number), "a") for number in range(1, 6)]
    assert _claim(connection, limit=2) == ids[:2]
    assert _claim(connection, limit=2) == ids[2:4]


def test_busy_waiting_and_unreachable_chats_are_left_out(connection: sqlite3.Connection) -> None:
    chats_ = [add_chat(connection, number) for number in range(1, 5)]
    ids = [_put(connection, chat, "a") for chat in chats_]
    flood_waits.wait(connection, chats_[1], NOW + timedelta(seconds=5))
    chats.mark_unreachable(connection, chats_[2], "blocked", NOW)
    assert _claim(connection, busy={chats_[0]}) == [ids[3]]
    assert _claim(connection, now=NOW + timedelta(seconds=5)) == [ids[0], ids[1]]
    chats.mark_reachable(connection, chats_[2])
    assert _claim(connection) == [ids[2]]


def test_a_wait_can_be_ended_before_its_wall_time(connection: sqlite3.Connection) -> None:
    chat = add_chat(connection, 1)
    row = _put(connection, chat, "a")
    until = NOW + timedelta(hours=1)
    flood_waits.wait(connection, chat, until)
    assert flood_waits.all_waits(connection) == {chat: until}
    flood_waits.end(connection, [chat])
    assert flood_waits.all_waits(connection) == {}
    assert _claim(connection) == [row]


def test_a_row_for_later_does_not_hold_up_its_chat(connection: sqlite3.Connection) -> None:
    chat = add_chat(connection, 1)
    later = _put(connection, chat, "later", not_before=NOW + timedelta(hours=1))
    now = _put(connection, chat, "now")
    assert outbox.next_due(connection, NOW) == NOW + timedelta(hours=1)
    assert _claim(connection) == [now]
    outbox.mark_sent(connection, now, 1, NOW)
    assert _claim(connection) == []
    assert _claim(connection, now=NOW + timedelta(hours=1)) == [later]
    assert outbox.next_due(connection, NOW) is None


def test_a_clock_set_back_holds_up_only_what_was_put_for_later(
    connection: sqlite3.Connection,
) -> None:
    first, second = add_chat(connection, 1), add_chat(connection, 2)
    at_once = _put(connection, first, "a")
    _put(connection, second, "b", not_before=NOW + timedelta(minutes=1))
    back = NOW - timedelta(hours=1)
    assert _claim(connection, now=back) == []
    assert _claim(connection, now=back, latest=NOW + timedelta(hours=1)) == [at_once]


def test_the_search_for_the_next_rows_reads_one_index(connection: sqlite3.Connection) -> None:
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    _put(connection, add_chat(connection, 1), "a")
    _claim(connection)
    outbox.next_due(connection, NOW)
    connection.set_trace_callback(None)
    searches = [text for text in seen if "INDEXED BY outbox_waiting" in text]
    assert len(searches) == 2
    for search in searches:
        plan = " ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {search}"))
        assert "USING COVERING INDEX outbox_waiting" in plan
        assert "SCAN chats" not in plan
        assert "TEMP B-TREE" not in plan


def test_what_a_dead_process_left_is_in_doubt(connection: sqlite3.Connection) -> None:
    row = _put(connection, add_chat(connection, 1), "a")
    _claim(connection)
    assert outbox_upkeep.requeue(connection, NOW) == 1
    (again,) = outbox.claim(connection, NOW, (), 10)
    assert (again.id, again.doubts, again.attempts) == (row, 1, 0)


def test_a_row_that_dies_with_the_process_each_time_is_given_up(
    connection: sqlite3.Connection,
) -> None:
    _put(connection, add_chat(connection, 1), "a")
    for _ in range(outbox_upkeep.MOST_DOUBTS + 1):
        _claim(connection)
        outbox_upkeep.requeue(connection, NOW)
    assert _states(connection) == ["dead"]


def test_a_newer_digest_of_the_same_person_is_known(connection: sqlite3.Connection) -> None:
    chat, other = add_chat(connection, 1), add_chat(connection, 2)

    def digest(to: int, kind: str, hours: int) -> Outgoing:
        moment = NOW + timedelta(hours=hours)
        return Outgoing(chat_id=to, kind=kind, payload={}, nominal_at=moment)

    outbox.put(connection, digest(chat, "digest", 0), NOW)
    (row,) = outbox.claim(connection, NOW, (), 1)
    for unrelated in (digest(other, "digest", 10), digest(chat, "summary", 10)):
        outbox.put(connection, unrelated, NOW)
    assert not outbox.newer_exists(connection, row)
    outbox.put(connection, digest(chat, "digest", 10), NOW)
    assert outbox.newer_exists(connection, row)


def test_dead_rows_are_replayed_as_new_ones(connection: sqlite3.Connection) -> None:
    ids = [_put(connection, add_chat(connection, number), "a") for number in (1, 2)]
    for row_id in ids:
        outbox.mark_dead(connection, row_id, "refused", NOW)
    assert [row.id for row in outbox_upkeep.listed(connection, "dead")] == ids
    assert outbox_upkeep.replay(connection, [ids[0], 999]) == 1
    assert _states(connection) == ["waiting", "dead"]
    assert outbox_upkeep.replay(connection) == 1
    assert _claim(connection) == ids


def test_after_a_restore_nothing_goes_before_it_is_released(
    connection: sqlite3.Connection,
) -> None:
    ids = [_put(connection, add_chat(connection, number), "a") for number in (1, 2, 3)]
    _claim(connection, limit=1)
    assert outbox_upkeep.hold_unsent(connection) == 3
    assert _claim(connection) == []
    assert outbox_upkeep.release(connection, ids[:1]) == 1
    assert outbox_upkeep.drop(connection, NOW, ids[1:2]) == 1
    assert _states(connection) == ["waiting", "void", "held"]
    assert outbox_upkeep.release(connection) == 1
    assert _claim(connection) == [ids[0], ids[2]]


def test_what_waits_for_a_topic_is_void_alone(connection: sqlite3.Connection) -> None:
    group, other = add_chat(connection, -1, "supergroup"), add_chat(connection, 2)
    _put(connection, group, "a", thread_id=4)
    _put(connection, group, "b")
    _put(connection, other, "c")
    assert outbox_upkeep.void_waiting(connection, group, NOW, thread_id=4, reason="gone") == 1
    assert outbox_upkeep.void_waiting(connection, group, NOW) == 1
    assert _states(connection) == ["void", "void", "waiting"]


def test_old_payloads_keys_and_answers_are_pruned(connection: sqlite3.Connection) -> None:
    chat = add_chat(connection, 1)
    answer = _put(connection, chat, "answer")
    promise = _put(connection, chat, "promise", key="k", nominal_at=NOW)
    dead = _put(connection, chat, "dead", key="d", nominal_at=NOW)
    waiting = _put(connection, chat, "waiting", key="w")
    outbox.mark_sent(connection, answer, 1, NOW)
    outbox.mark_sent(connection, promise, 2, NOW)
    outbox.mark_dead(connection, dead, "refused", NOW)

    def prune(later: timedelta) -> dict[int, tuple[bool, str | None]]:
        after: int | None = 0
        while after is not None:
            after = outbox_upkeep.prune(connection, NOW + later, after, rows=2)
        rows = connection.execute("SELECT id, payload IS NULL AS bare, key FROM outbox")
        return {row["id"]: (bool(row["bare"]), row["key"]) for row in rows}

    assert prune(timedelta(hours=47)) == {
        answer: (False, None),
        promise: (False, "k"),
        dead: (False, "d"),
        waiting: (False, "w"),
    }
    assert prune(timedelta(hours=49)) == {
        answer: (True, None),
        promise: (True, "k"),
        dead: (False, "d"),
        waiting: (False, "w"),
    }
    assert prune(timedelta(days=61)) == {
        promise: (True, None),
        dead: (True, None),
        waiting: (False, "w"),
    }


def test_the_button_of_a_notice_of_several_tasks_works_for_as_long_as_its_key_is_kept(
    connection: sqlite3.Connection,
) -> None:
    chat = add_chat(connection, 1)
    notice = Outgoing(chat_id=chat, kind="notice", payload={"items": [{"task_id": 7}]})
    row = outbox.put(connection, notice, NOW)
    assert row is not None
    outbox.mark_sent(connection, row, 1, NOW)
    outbox_upkeep.prune(connection, NOW + timedelta(days=59))
    assert spoken.tasks_of_notice(connection, chat, row) == [7]
    outbox_upkeep.prune(connection, NOW + timedelta(days=61))
    assert spoken.tasks_of_notice(connection, chat, row) == []


def test_a_dead_row_without_payload_cannot_be_replayed_but_dropped(
    connection: sqlite3.Connection,
) -> None:
    row = _put(connection, add_chat(connection, 1), "a")
    outbox.mark_dead(connection, row, "refused", NOW)
    connection.execute("UPDATE outbox SET payload = NULL")
    assert outbox_upkeep.replay(connection) == 0
    assert outbox_upkeep.drop(connection, NOW) == 1


# A group becomes a supergroup


def _chat_rows(connection: sqlite3.Connection) -> list[tuple[int, int, str, str | None]]:
    rows = connection.execute("SELECT id, telegram_id, kind, unreachable FROM chats ORDER BY id")
    return [tuple(row) for row in rows]


def test_a_move_to_an_unknown_id_renames_the_chat(connection: sqlite3.Connection) -> None:
    group = add_chat(connection, -5, "group")
    moved = chat_migration.migrate(connection, -5, -1005, NOW)
    assert moved == chat_migration.Migration(group, None)
    assert _chat_rows(connection) == [(group, -1005, "supergroup", None)]


def test_a_move_told_again_changes_nothing(connection: sqlite3.Connection) -> None:
    add_chat(connection, -5, "group")
    chat_migration.migrate(connection, -5, -1005, NOW)
    before = _chat_rows(connection)
    assert chat_migration.migrate(connection, -5, -1005, NOW) is None
    assert _chat_rows(connection) == before


def test_a_move_learned_from_the_supergroup_first_keeps_the_older_chat(
    connection: sqlite3.Connection,
) -> None:
    group = add_chat(connection, -5, "group")
    fresh = add_chat(connection, -1005, "supergroup")
    old_row = _put(connection, group, "old")
    fresh_row = _put(connection, fresh, "fresh")
    moved = chat_migration.migrate(connection, -5, -1005, NOW)
    assert moved == chat_migration.Migration(group, fresh)
    expected = [(group, -1005, "supergroup", None), (fresh, -5, "supergroup", "not_found")]
    assert _chat_rows(connection) == expected
    rows = connection.execute("SELECT id, chat_id FROM outbox ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(old_row, group), (fresh_row, group)]
    assert chat_migration.migrate(connection, -5, -1005, NOW) is None
    assert _chat_rows(connection) == expected


def test_a_late_word_from_the_old_group_does_not_bring_it_back(
    connection: sqlite3.Connection,
) -> None:
    group = add_chat(connection, -5, "group")
    chat_migration.migrate(connection, -5, -1005, NOW)
    stray = chats.ensure(connection, -5, "group", "Old name").id
    _put(connection, stray, "a")
    assert chat_migration.migrate(connection, -5, -1005, NOW) is not None
    assert chats.by_telegram_id(connection, -1005) == chats.get(connection, group)
    (row,) = outbox.claim(connection, NOW, (), 10)
    assert (row.chat_id, row.chat_telegram_id) == (group, -1005)
    assert chat_migration.migrate(connection, -5, -1005, NOW) is None


def test_message_ids_of_the_old_group_are_forgotten(connection: sqlite3.Connection) -> None:
    group = add_chat(connection, -5, "group")
    sent = _put(connection, group, "sent")
    outbox.mark_sent(connection, sent, 12, NOW)
    params = {"text": "neu", "message_id": 12}
    edit = {"method": "editMessageText", "params": params}
    markup = {"method": "editMessageReplyMarkup", "params": {"message_id": 12}}
    reply = {"method": "sendMessage", "params": {"text": "r", "reply_parameters": {}}}
    for payload in (edit, markup, reply):
        outbox.put(connection, Outgoing(chat_id=group, payload=payload), NOW)
    chat_migration.migrate(connection, -5, -1005, NOW)
    rows = connection.execute("SELECT state, message_id, payload FROM outbox ORDER BY id")
    found = [(row["state"], row["message_id"], json.loads(row["payload"])) for row in rows]
    assert found[0][:2] == ("sent", None)
    assert found[1] == ("waiting", None, {"method": "sendMessage", "params": {"text": "neu"}})
    assert found[2][0] == "void"
    assert found[3] == ("waiting", None, {"method": "sendMessage", "params": {"text": "r"}})


def test_sends_to_groups_in_the_last_minute_are_known(connection: sqlite3.Connection) -> None:
    group, person = add_chat(connection, -5, "group"), add_chat(connection, 6)
    ids = [_put(connection, chat, "a") for chat in (group, person, group)]
    outbox.mark_sent(connection, ids[0], 1, NOW - timedelta(seconds=61))
    outbox.mark_sent(connection, ids[1], 2, NOW)
    outbox.mark_sent(connection, ids[2], 3, NOW)
    since = NOW - timedelta(seconds=60)
    assert outbox_upkeep.group_sends(connection, since) == [(group, NOW)]
