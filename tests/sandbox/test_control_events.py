"""What a page is told as it happens."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from sandbox import Bot, Person, Sandbox
from sandbox.feed import Feed
from tests.support.api import Api
from tests.support.control import ControlClient, control_client, key_of

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\u202e\"'&\x00"


async def test_a_message_is_told_to_whoever_looks_on(
    control: ControlClient, api: Api, bot: Bot, chair: Person
) -> None:
    state = await control.get("/control/state")
    async with control.events(state["sequence"]) as events:
        await api.call("sendMessage", chat_id=chair.id, text="xin chào")
        event = await events.until("message")
    assert event["message"]["text"] == "xin chào"
    assert event["message"]["key"] == key_of(bot, chair)


async def test_an_edit_comes_with_the_whole_message_and_several_edits_once(
    control: ControlClient, api: Api, chair: Person
) -> None:
    sent = await api.call("sendMessage", chat_id=chair.id, text="0")
    state = await control.get("/control/state")
    for text in ("1", "2", "3"):
        await api.call(
            "editMessageText", chat_id=chair.id, message_id=sent["message_id"], text=text
        )
    async with control.events(state["sequence"]) as events:
        batch = await events.batch()
    texts = [event["message"]["text"] for event in batch if event["type"] == "message"]
    assert texts == ["3"]


async def test_a_deleted_message_is_told_as_such_alone(
    control: ControlClient, api: Api, bot: Bot, chair: Person
) -> None:
    state = await control.get("/control/state")
    sent = await api.call("sendMessage", chat_id=chair.id, text="weg")
    await api.call("deleteMessage", chat_id=chair.id, message_id=sent["message_id"])
    async with control.events(state["sequence"]) as events:
        batch = await events.batch()
    told = [event for event in batch if event["type"] in ("message", "deleted")]
    assert told == [
        {"type": "deleted", "key": key_of(bot, chair), "message_id": sent["message_id"]}
    ]


async def test_everything_that_changes_is_told(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=markup)
    state = await control.get("/control/state")
    query = chair.press(sandbox.replies(chair)[0], "a")
    assert not isinstance(query, str)
    await api.call("answerCallbackQuery", callback_query_id=query.id, text="Đã nhận")
    await api.call("sendChatAction", chat_id=chair.id, action="typing")
    await api.call("setMyName", name="Another")
    chair.blocks()
    sandbox.person("B")
    sandbox.faults.slow(0.1)
    async with control.events(state["sequence"]) as events:
        batch = await events.batch()
    kinds = {event["type"] for event in batch}
    assert kinds == {"toast", "call", "typing", "bot", "person", "chat", "trouble"}
    toast = next(event for event in batch if event["type"] == "toast")
    assert toast == {
        "type": "toast",
        "key": key_of(bot, chair),
        "person": chair.id,
        "message_id": query.message.id,
        "text": "Đã nhận",
        "alert": False,
        "url": "",
    }


async def test_a_new_person_comes_with_a_chat_with_each_bot(
    control: ControlClient, sandbox: Sandbox, bot: Bot
) -> None:
    state = await control.get("/control/state")
    person = sandbox.person("B")
    other = sandbox.bot("Another", "another_bot")
    async with control.events(state["sequence"]) as events:
        batch = await events.batch()
    chats = [event["chat"] for event in batch if event["type"] == "chat"]
    assert {chat["key"] for chat in chats} == {key_of(bot, person), key_of(other, person)}
    assert not any(chat["started"] for chat in chats)


async def test_a_call_is_told_when_it_begins_and_when_it_is_done(
    control: ControlClient, api: Api, sandbox: Sandbox, chair: Person
) -> None:
    state = await control.get("/control/state")
    fault = sandbox.faults.hold(method="sendMessage")
    async with control.events(state["sequence"]) as events:
        sending = asyncio.create_task(api.call("sendMessage", chat_id=chair.id, text="a"))
        begun = (await events.until("call"))["call"]
        fault.release()
        await sending
        done = (await events.until("call"))["call"]
    assert (begun["number"], begun["done"], begun["ok"]) == (done["number"], False, False)
    assert (done["done"], done["ok"], done["code"], done["happened"]) == (True, True, 200, True)


async def test_a_stream_goes_on_where_it_broke_off(control: ControlClient, chair: Person) -> None:
    async with control.events() as events:
        chair.says("một")
        await events.until("message")
    chair.says("hai")
    async with control.events(Last_Event_ID=str(events.last_id)) as again:
        assert (await again.until("message"))["message"]["text"] == "hai"


async def test_the_number_of_the_header_counts_before_that_of_the_address(
    control: ControlClient, chair: Person
) -> None:
    state = await control.get("/control/state")
    chair.says("một")
    async with control.events(state["sequence"]) as events:
        await events.until("message")
    chair.says("hai")
    last = str(events.last_id)
    async with control.events(state["sequence"], Last_Event_ID=last) as again:
        assert (await again.until("message"))["message"]["text"] == "hai"


async def test_who_was_away_too_long_must_begin_anew(
    control: ControlClient, sandbox: Sandbox, chair: Person
) -> None:
    state = await control.get("/control/state")
    sandbox.world.feed.size = 10
    for number in range(20):
        chair.says(str(number))
    async with control.events(state["sequence"]) as events:
        assert await events.batch() == [{"type": "reload"}]
        chair.says("neu")
        assert (await events.until("message"))["message"]["text"] == "neu"


async def test_a_number_of_another_run_means_to_begin_anew(control: ControlClient) -> None:
    state = await control.get("/control/state")
    for number in (1, state["sequence"] + 1_000_000):
        async with control.events(number) as events:
            assert await events.batch() == [{"type": "reload"}]


async def test_hostile_names_and_texts_arrive_as_they_are(control: ControlClient, bot: Bot) -> None:
    state = await control.get("/control/state")
    person = await control.post("/control/persons", first_name=HOSTILE)
    key = f"p:{bot.id}:{person['id']}"
    await control.post(f"/control/chats/{key}/start")
    sent = await control.post(f"/control/chats/{key}/messages", text=HOSTILE.replace("\x00", ""))
    async with control.events(state["sequence"]) as events:
        assert (await events.until("person"))["person"]["first_name"] == HOSTILE
    page = await control.get(f"/control/chats/{key}/messages")
    assert page["messages"][-1]["text"] == sent["text"]
    assert page["messages"][-1]["from"]["first_name"] == HOSTILE


async def test_several_pages_are_told_the_same(control: ControlClient, chair: Person) -> None:
    async with control.events() as one, control.events() as other:
        chair.says("một")
        assert await one.until("message") == await other.until("message")


async def test_a_quiet_stream_shows_that_it_lives(
    control: ControlClient, chair: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.control.events.HEARTBEAT", 0.01)
    async with control.events() as events:
        for _ in range(2):
            assert await events.response.content.readuntil(b"\n\n") == b": still here\n\n"
        chair.says("một")
        assert (await events.until("message"))["message"]["text"] == "một"


async def test_a_stream_ends_when_the_sandbox_closes() -> None:
    async with (
        Sandbox.running() as sandbox,
        control_client(sandbox.url) as control,
        control.events() as events,
    ):
        await sandbox.close()
        with pytest.raises(aiohttp.ClientError):
            await events.batch()


def test_a_feed_at_which_nobody_looks_keeps_nothing() -> None:
    feed = Feed()
    before = feed.sequence
    feed.note("chat", object())
    assert feed.sequence == before
    assert feed.since(before) == []


def test_a_feed_tells_each_subject_once_at_its_latest_change() -> None:
    feed, one, other = Feed(), object(), object()
    feed.start()
    start = feed.sequence
    feed.note("chat", one)
    feed.note("chat", other)
    feed.note("chat", one)
    newer = feed.since(start)
    assert newer is not None
    assert [(event.sequence - start, event.subject) for event in newer] == [(2, other), (3, one)]


def test_a_feed_knows_what_it_no_longer_keeps() -> None:
    feed = Feed(size=2)
    feed.start()
    start = feed.sequence
    kept = [object() for _ in range(3)]
    for subject in kept:
        feed.note("chat", subject)
    assert feed.since(start) is None
    newer = feed.since(start + 1)
    assert newer is not None
    assert [event.subject for event in newer] == kept[1:]
