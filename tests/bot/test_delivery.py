"""The delivery over real HTTP: what goes out, in which order, and what becomes of what fails."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.updates import TokenRefused
from storage import chat_migration, chats, outbox_upkeep
from storage.outbox import OutboxRow, Outgoing, Priority, Rendered
from tests.support.clock import ManualClock
from tests.support.delivery import Bench, bench, message
from tests.support.telegram_server import Answer, cut, hang, ok, raw, refuse

BLOCKED = refuse(403, "Forbidden: bot was blocked by the user")


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path / "bot.db") as made:
        yield made


async def test_a_message_is_sent_and_its_id_kept(at: Bench) -> None:
    at.per_second = 30
    chat = await at.chat(77)
    await at.start()
    await at.put(message(chat, "Xin <b>chào</b>"))
    (seen,) = at.server.calls
    assert seen.method == "sendMessage"
    assert seen.params == {"chat_id": 77, "text": "Xin <b>chào</b>", "parse_mode": "HTML"}
    assert await at.rows("state, message_id, doubts") == [("sent", 1, 0)]
    assert at.heard.sent == [(1, 1)]


async def test_what_waited_before_the_start_is_sent(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(message(chat, "a"))
    await at.start()
    assert at.texts() == ["a"]


async def test_topic_silence_and_reply_go_along(at: Bench) -> None:
    chat = await at.chat(-77, "supergroup")
    await at.start()
    payload = {
        "method": "sendMessage",
        "params": {"text": "a", "reply_parameters": {"message_id": 5}},
    }
    await at.put(Outgoing(chat_id=chat, payload=payload, thread_id=9, silent=True))
    params = at.server.calls[0].params
    assert params["message_thread_id"] == 9
    assert params["disable_notification"] is True
    assert params["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}


async def test_an_edit_is_neither_silent_nor_in_a_topic(at: Bench) -> None:
    at.per_second = 30
    chat = await at.chat(-77, "supergroup")
    await at.start()
    payload = {"method": "editMessageText", "params": {"text": "a", "message_id": 5}}
    await at.put(Outgoing(chat_id=chat, payload=payload, thread_id=9, silent=True))
    assert at.server.calls[0].params == {"chat_id": -77, "text": "a", "message_id": 5}


async def test_above_thirty_a_second_messages_are_paid_for_and_edits_are_not(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    edit = {"method": "editMessageText", "params": {"text": "b", "message_id": 5}}
    await at.put(message(chat, "a"), Outgoing(chat_id=chat, payload=edit))
    paid = [call.params.get("allow_paid_broadcast") for call in at.server.calls]
    assert paid == [True, None]


async def test_one_is_under_way_for_a_chat_and_order_is_kept(at: Bench) -> None:
    chat = await at.chat(77)
    under_way: list[int] = []

    def count(_: object) -> None:
        under_way.append(len(at.delivery._under_way))

    at.server.on_call = count
    await at.start()
    await at.put(*[message(chat, f"{number}") for number in range(3)])
    assert at.texts() == ["0", "1", "2"]
    assert under_way == [1, 1, 1]


async def test_an_answer_overtakes_the_notices_of_its_chat(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(
        message(chat, "bulk", priority=Priority.BULK),
        message(chat, "notice", priority=Priority.NOTICE),
        message(chat, "answer", priority=Priority.ANSWER),
        message(chat, "second answer", priority=Priority.ANSWER),
        message(chat, "urgent", priority=Priority.URGENT),
    )
    await at.start()
    await at.clock.advance(10)
    assert at.texts() == ["urgent", "answer", "second answer", "notice", "bulk"]


async def test_many_are_under_way_at_once(at: Bench) -> None:
    chats_ = [await at.chat(100 + number) for number in range(40)]
    at.server.script("sendMessage", *[hang() for _ in range(40)])
    arrived = asyncio.Event()
    at.server.on_call = lambda _: arrived.set() if len(at.server.calls) == 40 else None
    await at.put(*[message(chat, "a") for chat in chats_])
    at.build()
    at.task = asyncio.create_task(at.delivery.run())
    await arrived.wait()
    assert (await at.rows()).count("sending") == 40
    await at.server.close()


async def test_what_is_due_later_waits_for_its_moment(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    later = at.clock.now() + timedelta(minutes=5)
    await at.put(message(chat, "later", not_before=later), message(chat, "now"))
    assert at.texts() == ["now"]
    await at.clock.advance(299)
    assert at.texts() == ["now"]
    await at.clock.advance(1)
    assert at.texts() == ["now", "later"]


async def test_other_kinds_are_put_into_words_when_they_go_out(at: Bench) -> None:
    chat = await at.chat(77)
    words = {"text": "as it was"}

    def render(_: sqlite3.Connection, __: OutboxRow, ___: datetime) -> Rendered:
        return Rendered("sendMessage", dict(words))

    at.render = render
    await at.put(Outgoing(chat_id=chat, kind="notice", payload={}, priority=Priority.NOTICE))
    words["text"] = "as it is"
    await at.start()
    assert at.texts() == ["as it is"]


async def test_nothing_left_to_say_is_void_and_makes_room_for_others(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(
        Outgoing(chat_id=chat, kind="notice", payload={"text": ""}),
        Outgoing(chat_id=chat, kind="notice", payload={"text": ""}),
        Outgoing(chat_id=chat, kind="notice", payload={"text": "still true"}),
    )
    await at.start()
    assert at.texts() == ["still true"]
    assert await at.rows("state, error") == [
        ("void", "nothing left to say"),
        ("void", "nothing left to say"),
        ("sent", None),
    ]


async def test_a_notice_that_cannot_be_put_into_words_is_dead_and_the_chat_goes_on(
    at: Bench,
) -> None:
    chat = await at.chat(77)
    await at.put(Outgoing(chat_id=chat, kind="notice", payload={}), message(chat, "next"))
    await at.start()
    assert at.texts() == ["next"]
    assert await at.rows() == ["dead", "sent"]
    assert at.heard.dead == [(1, "KeyError: 'text'")]


# Row 12: certainly not sent


async def test_a_refused_connection_is_tried_again_unmarked_until_it_works(at: Bench) -> None:
    chat = await at.chat(77)
    port = int(at.server.url.rsplit(":", 1)[1])
    await at.server.close()
    await at.start()
    await at.put(message(chat, "a"), message(await at.chat(78), "b", priority=Priority.NOTICE))
    await at.clock.advance(3 * 3600)
    assert await at.rows("state, doubts, attempts") == [("waiting", 0, 0)] * 2
    again = type(at.server)()
    await again.start(port)
    try:
        await at.clock.advance(120)
        assert sorted(call.text for call in again.sent()) == ["a", "b"]
        assert await at.rows() == ["sent", "sent"]
    finally:
        await again.close()


async def test_an_outage_is_looked_into_by_a_harmless_call(at: Bench) -> None:
    chats_ = [await at.chat(100 + number) for number in range(5)]
    at.server.script("sendMessage", raw(502, "down"))
    at.server.script("getMe", *[raw(502, "down")] * 4)
    at.most_under_way = 1
    await at.put(*[message(chat, "a") for chat in chats_])
    await at.start()
    assert [call.method for call in at.server.calls] == ["sendMessage", "getMe"]
    await at.clock.advance(1)
    assert len(at.server.sent()) == 1
    await at.clock.advance(60)
    assert await at.rows("state, doubts") == [("sent", 1)] + [("sent", 0)] * 4
    methods = [call.method for call in at.server.calls]
    assert methods.count("getMe") == 5


# Row 13: in doubt


@pytest.mark.parametrize(
    "answer",
    [cut(), refuse(500, "Internal Server Error: restart"), raw(502, "x"), raw(200, "{")],
    ids=["cut", "500", "502", "bad JSON"],
)
async def test_what_is_in_doubt_is_sent_once_more_and_marked(at: Bench, answer: object) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", answer)  # type: ignore[arg-type]
    await at.start()
    await at.put(message(chat, "Đã nhận"), message(chat, "tiếp"))
    await at.clock.advance(5)
    assert at.texts() == ["Đã nhận", "Đã nhận\n\n(gửi lại, có thể trùng)", "tiếp"]
    assert await at.rows("state, doubts") == [("sent", 1), ("sent", 0)]


async def test_the_mark_is_in_the_language_of_the_message(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", cut())
    await at.start()
    await at.put(message(chat, "Accepted", payload={"language": "en"}))
    await at.clock.advance(5)
    assert at.texts()[-1] == "Accepted\n\n(resent, may be a repeat)"


async def test_what_is_in_doubt_twice_is_dead_and_the_chat_goes_on(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", cut(), cut())
    await at.start()
    await at.put(message(chat, "a"), message(chat, "b"))
    await at.clock.advance(20)
    assert await at.rows() == ["dead", "sent"]
    assert [row for row, _ in at.heard.dead] == [1]


async def test_an_edit_in_doubt_is_repeated_without_a_mark(at: Bench) -> None:
    chat = await at.chat(77)
    not_modified = refuse(400, "Bad Request: message is not modified: specified new")
    at.server.script("editMessageText", cut(), not_modified)
    await at.start()
    edit = {"method": "editMessageText", "params": {"text": "a", "message_id": 5}}
    await at.put(Outgoing(chat_id=chat, payload=edit))
    await at.clock.advance(5)
    assert at.texts() == ["a", "a"]
    assert await at.rows("state, message_id") == [("sent", 5)]


async def test_rows_left_under_way_by_a_dead_process_are_sent_again_marked(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(message(chat, "a"), message(chat, "b"))
    await at.write(lambda c: c.execute("UPDATE outbox SET state = 'sending' WHERE id = 1"))
    await at.start()
    assert at.texts() == ["a\n\n(gửi lại, có thể trùng)", "b"]


async def test_a_message_killed_again_and_again_is_not_lost(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(message(chat, "a"))
    await at.write(
        lambda c: c.execute("UPDATE outbox SET state = 'sending', doubts = 5 WHERE id = 1")
    )
    await at.start()
    assert await at.rows() == ["sent"]


@pytest.mark.parametrize("kind", ["digest", "summary"])
async def test_a_digest_in_doubt_is_not_repeated_when_a_newer_one_exists(
    at: Bench, kind: str
) -> None:
    chat, other = await at.chat(77), await at.chat(78)
    seven, five = at.clock.now(), at.clock.now() + timedelta(hours=10)
    await at.put(
        Outgoing(chat_id=chat, kind=kind, payload={"text": "07:00"}, nominal_at=seven),
        Outgoing(chat_id=chat, kind=kind, payload={"text": "17:00"}, nominal_at=five),
        Outgoing(chat_id=other, kind=kind, payload={"text": "alone"}, nominal_at=seven),
    )
    await at.write(lambda c: c.execute("UPDATE outbox SET state = 'sending' WHERE id IN (1, 3)"))
    await at.start()
    assert sorted(at.texts()) == ["17:00", "alone\n\n(gửi lại, có thể trùng)"]
    assert await at.rows() == ["void", "sent", "sent"]


# Row 14: floods


async def test_a_429_holds_its_chat_as_long_as_told_and_is_no_attempt(at: Bench) -> None:
    chat, other = await at.chat(77), await at.chat(78)
    at.server.script("sendMessage", refuse(429, "Too Many Requests", retry_after=7))
    await at.start()
    await at.put(message(chat, "a"))
    await at.put(message(chat, "b"), message(other, "c"))
    await at.clock.advance(6.9)
    assert at.texts() == ["a", "c"]
    await at.clock.advance(0.1)
    assert at.texts() == ["a", "c", "a", "b"]
    assert await at.rows("state, attempts, doubts") == [("sent", 0, 0)] * 3


async def test_a_second_chat_in_flood_within_ten_seconds_makes_all_wait(at: Bench) -> None:
    first, second, third = [await at.chat(number) for number in (1, 2, 3)]
    flood = refuse(429, "Too Many Requests", retry_after=20)
    at.server.script("sendMessage", flood, flood)
    await at.start()
    await at.put(message(first, "a"))
    await at.put(message(second, "b"))
    await at.put(message(third, "c", priority=Priority.URGENT))
    await at.clock.advance(19)
    assert at.texts() == ["a", "b"]
    await at.clock.advance(1.5)
    assert sorted(at.texts()[2:]) == ["a", "b", "c"]


async def test_a_told_wait_outlives_a_restart(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(429, "Too Many Requests", retry_after=60))
    await at.start()
    await at.put(message(chat, "a"))
    await at.end()
    await at.start()
    await at.clock.advance(59)
    assert at.texts() == ["a"]
    await at.clock.advance(1)
    assert at.texts() == ["a", "a"]


async def test_a_told_wait_ends_in_time_when_the_wall_clock_is_set_back(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(429, "Too Many Requests", retry_after=60))
    await at.start()
    await at.put(message(chat, "a"))
    at.clock.jump(timedelta(hours=-1))
    await at.clock.advance(61)
    assert await at.rows() == ["sent"]


async def test_what_was_put_before_the_clock_was_set_back_still_goes_at_once(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    at.delivery.pause(30)
    await at.put(message(chat, "a"))
    at.clock.jump(timedelta(hours=-1))
    await at.clock.advance(31)
    assert at.texts() == ["a"]


async def test_what_was_put_before_the_clock_was_set_back_goes_at_once_after_a_restart(
    at: Bench,
) -> None:
    await at.put(message(await at.chat(77), "a"))
    at.clock.jump(timedelta(hours=-1))
    await at.start()
    assert at.texts() == ["a"]


async def test_a_group_gets_twenty_a_minute_restarts_included(at: Bench) -> None:
    at.per_second = 30
    group = await at.chat(-5, "group")
    await at.start()
    await at.put(*[message(group, f"{number}") for number in range(25)])
    await at.clock.advance(30)
    assert len(at.texts()) == 20
    await at.end()
    await at.start()
    await at.clock.advance(29)
    assert len(at.texts()) == 20
    await at.clock.advance(20)
    assert len(at.texts()) == 25
    assert at.texts() == [f"{number}" for number in range(25)]


# Row 15: nobody there


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (BLOCKED, "blocked"),
        (refuse(403, "Forbidden: bot can't initiate conversation with a user"), "never_started"),
        (refuse(403, "Forbidden: user is deactivated"), "deactivated"),
        (refuse(400, "Bad Request: chat not found"), "not_found"),
        (refuse(403, "Forbidden: bot was kicked from the group chat"), "kicked"),
        (refuse(400, "Bad Request: not enough rights to send text messages"), "no_rights"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_nobody_there_is_told_once_and_what_waits_is_void(
    at: Bench, answer: object, reason: str
) -> None:
    chat, other = await at.chat(77), await at.chat(78)
    at.server.script("sendMessage", answer)  # type: ignore[arg-type]
    await at.put(message(chat, "a"), message(chat, "b"), message(other, "c"))
    await at.start()
    assert sorted(at.texts()) == ["a", "c"]
    assert await at.rows() == ["void", "void", "sent"]
    assert at.heard.unreachable == [(chat, reason)]
    await at.put(message(chat, "d"))
    assert (await at.rows())[-1] == "void"
    assert at.heard.unreachable == [(chat, reason)]


async def test_a_chat_that_is_back_gets_what_still_holds(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", BLOCKED)
    seven, later = at.clock.now(), at.clock.now() + timedelta(hours=1)
    await at.put(
        message(chat, "answer"),
        Outgoing(chat_id=chat, kind="digest", payload={"text": "old"}, nominal_at=seven),
        Outgoing(chat_id=chat, kind="digest", payload={"text": "new"}, nominal_at=later),
        Outgoing(chat_id=chat, kind="notice", payload={"text": "notice"}),
    )
    await at.start()
    assert await at.rows() == ["void"] * 4

    def back(connection: sqlite3.Connection) -> None:
        chats.mark_reachable(connection, chat)
        outbox_upkeep.revive(connection, chat, at.clock.now() - timedelta(days=1))

    await at.write(back)
    at.delivery.wake()
    await at.clock.advance(5)
    assert at.texts() == ["answer", "new", "notice"]
    assert await at.rows() == ["void", "void", "sent", "sent"]


async def test_blocked_again_is_news_again(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", BLOCKED, BLOCKED)
    await at.start()
    await at.put(message(chat, "a"))
    await at.write(lambda c: chats.mark_reachable(c, chat))
    await at.put(message(chat, "b"))
    assert at.heard.unreachable == [(chat, "blocked")] * 2


async def test_a_topic_that_is_gone_is_told_and_its_rows_are_void(at: Bench) -> None:
    group = await at.chat(-77, "supergroup")
    at.server.script("sendMessage", refuse(400, "Bad Request: message thread not found"))
    await at.put(
        message(group, "a", thread_id=4),
        message(group, "b", thread_id=4),
        message(group, "c"),
    )
    await at.start()
    assert at.texts() == ["a", "c"]
    assert await at.rows() == ["void", "void", "sent"]
    assert at.heard.topics == [1]


# Row 16: a group becomes a supergroup


def _moved(new_id: int) -> object:
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return refuse(400, description, migrate_to_chat_id=new_id)


async def test_a_group_that_moved_gets_its_messages_in_the_supergroup(at: Bench) -> None:
    group = await at.chat(-5, "group")
    at.server.script("sendMessage", _moved(-1005))  # type: ignore[arg-type]
    await at.put(message(group, "a"), message(group, "b"))
    await at.start()
    assert [(call.chat, call.text) for call in at.server.sent()] == [
        (-5, "a"),
        (-1005, "a"),
        (-1005, "b"),
    ]
    assert at.heard.migrated == [(group, None)]
    assert await at.rows("state, doubts") == [("sent", 0)] * 2


async def test_a_move_told_between_claim_and_send_moves_once(at: Bench) -> None:
    group = await at.chat(-5, "group")
    at.server.script("sendMessage", _moved(-1005))  # type: ignore[arg-type]
    await at.put(message(group, "a"))
    now = at.clock.now()
    told: list[asyncio.Task[object]] = []

    def tell(_: object) -> None:
        if not told:
            unit = at.write(lambda c: chat_migration.migrate(c, -5, -1005, now))
            told.append(asyncio.create_task(unit))

    at.server.on_call = tell
    await at.start()
    await at.clock.advance(1)
    assert [call.chat for call in at.server.sent()] == [-5, -1005]
    assert at.heard.migrated == []


# Row 17: refused


async def test_not_modified_is_success(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script(
        "editMessageText", refuse(400, "Bad Request: message is not modified: specified new")
    )
    await at.start()
    edit = {"method": "editMessageText", "params": {"text": "a", "message_id": 5}}
    await at.put(Outgoing(chat_id=chat, payload=edit))
    assert await at.rows("state, message_id") == [("sent", 5)]


async def test_markup_that_cannot_be_parsed_goes_once_as_plain_text(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(400, "Bad Request: can't parse entities: Unclosed"))
    await at.start()
    await at.put(message(chat, "<b>Hạn</b> &lt; 5 <x"))
    first, second = at.server.calls
    assert first.params["parse_mode"] == "HTML"
    assert "parse_mode" not in second.params
    assert second.text == "Hạn < 5 <x"
    assert await at.rows() == ["sent"]


async def test_plain_text_that_is_refused_too_is_dead(at: Bench) -> None:
    chat = await at.chat(77)
    bad = refuse(400, "Bad Request: can't parse entities: Unclosed")
    at.server.script("sendMessage", bad, bad)
    await at.start()
    await at.put(message(chat, "a"), message(chat, "b"))
    assert await at.rows() == ["dead", "sent"]


async def test_any_other_400_is_dead_and_the_chat_goes_on(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(400, "Bad Request: message is too long"))
    await at.start()
    await at.put(message(chat, "a"), message(chat, "b"))
    assert await at.rows("state, error") == [("dead", "Message is too long"), ("sent", None)]
    assert at.heard.dead == [(1, "Message is too long")]


async def test_an_edit_of_what_is_gone_becomes_a_new_message_where_asked_for(at: Bench) -> None:
    at.per_second = 30
    chat = await at.chat(77)
    gone = refuse(400, "Bad Request: message to edit not found")
    at.server.script("editMessageText", gone, gone)
    await at.start()
    edit = {"method": "editMessageText", "params": {"text": "a", "message_id": 5}}
    await at.put(
        Outgoing(chat_id=chat, payload=edit),
        Outgoing(chat_id=chat, payload={**edit, "send_if_gone": True}),
    )
    await at.clock.advance(1)
    assert await at.rows("state, message_id") == [("dead", None), ("sent", 1)]
    assert at.server.calls[-1].method == "sendMessage"
    assert at.server.calls[-1].params == {"chat_id": 77, "text": "a"}


NO_METHOD = refuse(404, "Not Found: method not found")


@pytest.mark.parametrize(
    "refusal",
    [
        NO_METHOD,
        refuse(400, "Bad Request: RICH_MESSAGE_BLOCKS_TOO_MANY"),
        refuse(400, "Bad Request: can't parse entities: Unsupported start tag"),
    ],
)
async def test_what_a_server_refuses_is_said_in_its_other_form(at: Bench, refusal: Answer) -> None:
    at.per_second = 30
    chat = await at.chat(77)
    at.server.script("sendRichMessage", refusal)
    await at.start()
    usual = {"method": "sendMessage", "params": {"text": "<b>a</b>", "parse_mode": "HTML"}}
    rich = {"method": "sendRichMessage", "params": {"rich_message": {"html": "<p>a</p>"}}}
    await at.put(Outgoing(chat_id=chat, payload={**rich, "if_refused": usual}))
    await at.clock.advance(1)
    assert await at.rows("state, message_id, error, plain") == [("sent", 1, None, 0)]
    assert [call.method for call in at.server.calls] == ["sendRichMessage", "sendMessage"]
    assert at.server.calls[-1].params == {"chat_id": 77, "text": "<b>a</b>", "parse_mode": "HTML"}
    assert at.heard.dead == []


async def test_the_other_form_is_tried_but_once(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendRichMessage", NO_METHOD)
    at.server.script("sendMessage", refuse(400, "Bad Request: message is too long"))
    await at.start()
    usual = {"method": "sendMessage", "params": {"text": "a"}}
    rich = {"method": "sendRichMessage", "params": {"rich_message": {"html": "<p>a</p>"}}}
    await at.put(Outgoing(chat_id=chat, payload={**rich, "if_refused": usual}))
    await at.clock.advance(1)
    assert await at.rows("state, error") == [("dead", "Message is too long")]
    assert len(at.server.calls) == 2


async def test_a_refused_token_ends_the_delivery_and_loses_nothing(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(401, "Unauthorized"))
    await at.put(message(chat, "a"))
    with pytest.raises(TokenRefused):
        await at.build().run()
    assert await at.rows("state, doubts") == [("waiting", 0)]


async def test_a_conflict_pauses_the_sending(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMessage", refuse(409, "Conflict: terminated by other getUpdates"))
    await at.start()
    await at.put(message(chat, "a"))
    await at.clock.advance(29)
    assert at.texts() == ["a"]
    await at.clock.advance(1)
    assert at.texts() == ["a", "a"]
    assert await at.rows("state, doubts") == [("sent", 0)]


async def test_a_pause_holds_what_is_new(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    at.delivery.pause(30)
    await at.put(message(chat, "a"))
    await at.clock.advance(29)
    assert at.texts() == []
    await at.clock.advance(1)
    assert at.texts() == ["a"]


# Row 18: what goes first


async def test_an_urgent_row_leaves_within_two_seconds_behind_ten_thousand(at: Bench) -> None:
    at.per_second = 30

    def fill(connection: sqlite3.Connection) -> None:
        now = "2027-04-20T02:00:00.000000Z"
        connection.executemany(
            "INSERT INTO chats (id, telegram_id, kind) VALUES (?, ?, 'private')",
            [(number, number) for number in range(1, 10_001)],
        )
        connection.executemany(
            """
            INSERT INTO outbox (chat_id, priority, kind, payload, state, not_before, created_at)
            VALUES (?, 3, 'notice', '{"text": "bulk"}', 'waiting', ?, ?)
            """,
            [(number, now, now) for number in range(1, 10_001)],
        )

    await at.write(fill)
    await at.start()
    await at.clock.advance(0.5)
    before = len(at.texts())
    assert before > 0
    await at.put(message(9_000, "urgent", priority=Priority.URGENT))
    await at.clock.advance(2)
    assert "urgent" in at.texts()
    assert at.texts().index("urgent") - before <= 1


class _CreepingClock(ManualClock):
    """Time passes a little with every look at it, as it does."""

    creep = 0.0

    def monotonic(self) -> float:
        self.pass_on(self.creep)
        return super().monotonic()


# Of these some let the limit give way between two looks of one turn, whatever a turn takes.
@pytest.mark.parametrize("creep", [0.0008, 0.001, 0.0012, 0.0013, 0.0015])
async def test_a_limit_that_gives_way_during_a_turn_is_not_slept_through(
    at: Bench, creep: float
) -> None:
    at.clock = _CreepingClock()
    at.clock.creep = creep
    at.per_second = 100
    for number in range(1, 101):
        await at.put(message(await at.chat(number), "a"))
    await at.start()
    await at.clock.advance(5)
    assert len(at.texts()) == 100


# Row 20: the end


async def test_what_is_under_way_ends_and_nothing_new_begins(at: Bench) -> None:
    chat = await at.chat(77)
    released = asyncio.Event()

    async def slowly(server: object, request: object) -> object:
        await released.wait()
        return await ok()(server, request)  # type: ignore[arg-type]

    arrived = asyncio.Event()
    at.server.on_call = lambda _: arrived.set()
    at.server.script("sendMessage", slowly)  # type: ignore[arg-type]
    await at.put(message(chat, "a"), message(chat, "b"))
    at.task = asyncio.create_task(at.build().run())
    await arrived.wait()
    stopping = asyncio.create_task(at.delivery.stop())
    await asyncio.sleep(0)
    released.set()
    await stopping
    await at.task
    assert at.texts() == ["a"]
    assert await at.rows() == ["sent", "waiting"]


async def test_what_does_not_end_in_time_is_in_doubt_at_the_next_start(at: Bench) -> None:
    chat = await at.chat(77)
    arrived = asyncio.Event()
    at.server.on_call = lambda _: arrived.set()
    at.server.script("sendMessage", hang())
    await at.put(message(chat, "a"))
    at.task = asyncio.create_task(at.build().run())
    await arrived.wait()
    stopping = asyncio.create_task(at.delivery.stop())
    at.clock.settle = None
    await at.clock.advance(5)
    await stopping
    assert await at.rows() == ["sending"]
    await at.start()
    assert at.texts()[-1] == "a\n\n(gửi lại, có thể trùng)"


async def test_stopping_what_never_ran_returns(at: Bench) -> None:
    await at.build().stop()


# Trouble of its own


async def test_a_listener_that_fails_does_not_hold_up_the_others(at: Bench) -> None:
    chat, other = await at.chat(77), await at.chat(78)
    at.server.script("sendMessage", BLOCKED)
    await at.write(
        lambda c: c.execute(
            """
            CREATE TRIGGER broken BEFORE INSERT ON facts
            BEGIN
                SELECT RAISE(ABORT, 'broken');
            END
            """
        )
    )
    at.heard.on_unreachable = lambda connection: connection.execute(
        "INSERT INTO facts (name, value) VALUES ('x', 'y')"
    )
    await at.put(message(chat, "a"), message(other, "b"))
    await at.start()
    assert await at.rows() == ["void", "sent"]


async def test_while_the_database_is_locked_nothing_is_forgotten(at: Bench) -> None:
    chat = await at.chat(77)
    path = (await at.database.read(lambda c: c.execute("PRAGMA database_list").fetchone()))["file"]
    await at.write(lambda c: c.execute("PRAGMA busy_timeout = 0"))
    locker = sqlite3.connect(path, isolation_level=None)
    at.server.on_call = lambda _: locker.execute("BEGIN IMMEDIATE")
    await at.put(message(chat, "a"))
    await at.start()
    assert at.texts() == ["a"]
    assert await at.rows() == ["sending"]
    at.server.on_call = None
    locker.execute("ROLLBACK")
    locker.close()
    await at.clock.advance(2)
    assert at.texts() == ["a"]
    assert await at.rows("state, message_id, doubts") == [("sent", 1, 0)]


async def test_a_locked_database_does_not_hold_up_the_end(at: Bench) -> None:
    chat = await at.chat(77)
    path = (await at.database.read(lambda c: c.execute("PRAGMA database_list").fetchone()))["file"]
    await at.write(lambda c: c.execute("PRAGMA busy_timeout = 0"))
    locker = sqlite3.connect(path, isolation_level=None)
    at.server.on_call = lambda _: locker.execute("BEGIN IMMEDIATE")
    await at.put(message(chat, "a"))
    await at.start()
    stopping = asyncio.create_task(at.delivery.stop())
    await at.clock.advance(6)
    await stopping
    locker.close()
    assert await at.rows() == ["sending"]


async def test_when_idle_the_database_is_asked_no_more_than_each_twenty_seconds(
    at: Bench,
) -> None:
    await at.start()
    statements: list[str] = []
    await at.write(lambda c: c.set_trace_callback(statements.append))
    statements.clear()
    await at.clock.advance(60)
    claims = [statement for statement in statements if "json_each" in statement]
    assert len(claims) == 3
