"""The same protocol tests for three bots: two libraries, and plain HTTP without one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from sandbox import Bot, Person, Sandbox, Toast
from tests.sandbox.clients.base import Client, Moved, Refused, TooMany
from tests.sandbox.clients.rich_page import EVERY_TAG
from tests.support.api import Api
from tests.support.clock import ManualClock

Make = Callable[[str, str], Client]


AIOGRAM = pytest.mark.early("aiogram")


@pytest.fixture(
    params=[
        "ptb:PythonTelegramBot",
        pytest.param("aiogram_bot:Aiogram", marks=AIOGRAM),
        "plain_http:PlainHttp",
    ]
)
def make(request: pytest.FixtureRequest) -> Make:
    """A client, imported here: one of the libraries takes seconds to load."""
    module, _, name = request.param.partition(":")
    made: Make = getattr(import_module(f"tests.sandbox.clients.{module}"), name)
    return made


@asynccontextmanager
async def running(make: Make, sandbox: Sandbox, bot: Bot) -> AsyncIterator[Client]:
    """A bot that polls; when it is stopped, all that it got is confirmed."""
    client = make(sandbox.url, bot.token)
    await client.start()
    try:
        yield client
        await sandbox.until(lambda: not bot.updates.events and bot.updates.poll)
    finally:
        await client.stop()


@pytest.fixture
async def client(make: Make, sandbox: Sandbox, bot: Bot) -> AsyncIterator[Client]:
    async with running(make, sandbox, bot) as started:
        yield started


async def test_start_is_heard_and_answered(client: Client, sandbox: Sandbox) -> None:
    person = sandbox.person("Đầu mối")
    said = person.start(payload="moi-1")
    await client.until(lambda: client.heard)
    heard = client.heard[0]
    assert (heard.text, heard.chat_id, heard.message_id) == ("/start moi-1", person.id, said.id)
    await client.send(person.id, "<b>Chào</b> bạn", html=True, reply_to=said.id)
    shown = sandbox.replies(person)[0]
    assert (shown.text, shown.reply_to) == ("Chào bạn", said)
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 4}]


async def test_a_button_is_pressed_answered_and_the_card_edited_in_place(
    client: Client, sandbox: Sandbox, chair: Person
) -> None:
    sent = await client.send(chair.id, "Việc", rows=[[("Nhận", "accept"), ("Không", "no")]])
    card = sandbox.replies(chair)[0]
    query = chair.press(card, "Nhận")
    assert not isinstance(query, str)
    await client.until(lambda: client.pressed)
    pressed = client.pressed[0]
    assert (pressed.data, pressed.message_id, pressed.chat_id) == ("accept", sent, chair.id)
    await client.answer(pressed.query_id, "Đã nhận", alert=True)
    assert query.answer == Toast("Đã nhận", alert=True)
    await client.edit(chair.id, sent, "Đã nhận việc")
    assert (card.text, card.edited, card.buttons) == ("Đã nhận việc", True, [])
    with pytest.raises(Refused, match=r"(?i)query is too old"):
        await client.answer(pressed.query_id, "nữa")


async def test_files_go_both_ways(client: Client, sandbox: Sandbox, chair: Person) -> None:
    chair.sends_photo(b"jpeg")
    await client.until(lambda: client.heard)
    assert client.heard[0].photo is not None
    assert await client.download(client.heard[0].photo) == b"jpeg"
    file_id = await client.send_document(chair.id, b"%PDF", "báo cáo.pdf")
    document = sandbox.replies(chair)[0].content["document"]
    assert (document["file_id"], document["file_name"]) == (file_id, "báo cáo.pdf")
    assert sandbox.world.files.get(file_id).data == b"%PDF"
    assert await client.send_album(chair.id, [b"1", b"2", b"3"]) == 3


async def test_who_waits_as_long_as_he_is_told_gets_everything_through_in_order(
    client: Client, sandbox: Sandbox, chair: Person, clock: ManualClock
) -> None:
    sandbox.limits.enabled = True
    waits: list[int] = []
    for number in range(6):
        try:
            await client.send(chair.id, str(number))
        except TooMany as refusal:
            waits.append(refusal.seconds)
            await clock.advance(refusal.seconds)
            await client.send(chair.id, str(number))
    assert waits == [1, 1, 1]
    assert [message.text for message in sandbox.replies(chair)] == list("012345")


async def test_the_older_of_two_pollers_is_told_of_the_other(
    make: Make, client: Client, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    await sandbox.until(lambda: bot.updates.poll)
    other = make(sandbox.url, bot.token)
    await other.start()
    await client.until(lambda: client.conflicts)
    await other.stop()
    chair.says("một mình")
    await client.until(lambda: client.heard or other.heard)
    await sandbox.until(lambda: bot.updates.poll)


async def test_a_group_that_became_a_supergroup_is_followed(
    client: Client, sandbox: Sandbox, bot: Bot
) -> None:
    group = sandbox.group("Tổ")
    group.add(bot)
    old = group.id
    await client.send(old, "trước")
    group.upgrade()
    await client.until(lambda: [heard for heard in client.heard if heard.moved_to == group.id])
    with pytest.raises(Moved) as moved:
        await client.send(old, "sau")
    await client.send(moved.value.chat_id, "sau")
    assert [message.text for message in sandbox.replies(group)][-1] == "sau"


async def test_topics_are_answered_within_and_made(
    client: Client, sandbox: Sandbox, bot: Bot
) -> None:
    group = sandbox.group("Diễn đàn", forum=True)
    group.add(bot)
    group.promote(bot)
    topic = group.create_topic("Nội dung")
    group.owner.says("trong chủ đề", chat=group, thread=topic.id)
    await client.until(lambda: [heard for heard in client.heard if heard.text == "trong chủ đề"])
    assert client.heard[-1].thread == topic.id
    await client.send(group.id, "trả lời", thread=topic.id)
    assert sandbox.messages(group, thread=topic.id)[-1].text == "trả lời"
    made = await client.create_topic(group.id, "Hậu cần")
    await client.send(group.id, "mở đầu", thread=made)
    assert [message.text for message in sandbox.messages(group, thread=made)] == ["", "mở đầu"]
    group.demote(bot)
    group.close_topic(topic)
    with pytest.raises(Refused, match=r"(?i)topic_closed"):
        await client.send(group.id, "muộn", thread=topic.id)


async def test_a_restart_loses_nothing_and_gives_nothing_twice(
    make: Make, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    async with running(make, sandbox, bot) as first:
        for number in range(3):
            chair.says(f"trước {number}")
        await first.until(lambda: len(first.heard) == 3)
    for number in range(3):
        chair.says(f"trong lúc tắt {number}")
    async with running(make, sandbox, bot) as second:
        chair.says("sau")
        await second.until(lambda: len(second.heard) == 4)
    texts = [heard.text for heard in first.heard + second.heard]
    assert texts == [message.text for message in sandbox.messages(chair)[1:]]


async def test_refusals_reach_the_bot_in_telegrams_words(
    client: Client, sandbox: Sandbox, chair: Person
) -> None:
    for chat_id, text, code, said in (
        (1, "a", 400, "chat not found"),
        (chair.id, "<x>", 400, 'can\'t parse entities: Unsupported start tag "x"'),
        (chair.id, "a" * 4097, 400, "message is too long"),
    ):
        with pytest.raises(Refused) as refused:
            await client.send(chat_id, text, html=True)
        assert refused.value.code == code
        assert refused.value.text.lower().startswith(said.lower())
    chair.blocks()
    with pytest.raises(Refused) as refused:
        await client.send(chair.id, "a")
    assert (refused.value.code, refused.value.text) == (403, "bot was blocked by the user")


async def test_rich_messages_and_commands_go_each_ones_own_way(
    client: Client, chair: Person
) -> None:
    kinds = await client.send_rich(chair.id, "<h1>Một</h1><p>hai</p><hr>")
    assert kinds == ["heading", "paragraph", "divider"]
    with pytest.raises(Refused, match=r"(?i)rich_message_content_required"):
        await client.send_rich(chair.id, "<p></p>")
    commands = {"mine": "Việc của tôi", "help": "Trợ giúp"}
    assert await client.set_commands(commands, "vi") == commands


@AIOGRAM
async def test_another_library_reads_every_block_of_a_rich_message(api: Api, chair: Person) -> None:
    from aiogram.types import Message

    rich = {"html": EVERY_TAG, "is_rtl": True}
    sent = await api.call("sendRichMessage", chat_id=chair.id, rich_message=rich)
    message = Message.model_validate(sent)
    assert message.rich_message is not None
    assert message.rich_message.is_rtl is True
    assert [block.type for block in message.rich_message.blocks][:3] == [
        "anchor",
        "heading",
        "paragraph",
    ]
    assert not message.rich_message.model_extra
