"""A sandbox that runs for long keeps what is new and forgets what is old."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from sandbox import Bot, Message, Person, Sandbox
from sandbox.errors import ApiError
from tests.support.api import Api, plain_api
from tests.support.clock import ManualClock


async def test_a_chat_keeps_its_newest_messages_and_pins_of_these(
    sandbox: Sandbox, bot: Bot, api: Api, chair: Person
) -> None:
    sandbox.world.kept_messages = 10
    first = await api.call("sendMessage", chat_id=chair.id, text="cũ nhất")
    await api.call("pinChatMessage", chat_id=chair.id, message_id=first["message_id"])
    for number in range(20):
        chair.says(str(number))
    assert [message.text for message in sandbox.messages(chair)] == list(map(str, range(10, 20)))
    assert sandbox.chat(chair).pinned == []
    assert "pinned_message" not in await api.call("getChat", chat_id=chair.id)
    edited = await api.error(
        "editMessageText", chat_id=chair.id, message_id=first["message_id"], text="a"
    )
    assert edited == "Bad Request: message to edit not found"


async def test_answers_to_answers_do_not_keep_what_is_forgotten(
    sandbox: Sandbox, chair: Person
) -> None:
    sandbox.world.kept_messages = 5
    said = chair.says("đầu")
    for _ in range(200):
        said = chair.says("tiếp", reply_to=said)
    del said
    gc.collect()
    alive = [thing for thing in gc.get_objects() if isinstance(thing, Message)]
    assert len([message for message in alive if message.chat is sandbox.chat(chair)]) <= 7


async def test_of_files_the_newest_are_kept(sandbox: Sandbox, chair: Person) -> None:
    files = sandbox.world.files
    files.limit = 1000
    first = chair.sends_document(b"a" * 400).content["document"]["file_id"]
    again = chair.sends_document(b"a" * 400).content["document"]["file_id"]
    second = chair.sends_document(b"b" * 400).content["document"]["file_id"]
    assert first == again
    assert files.get(first).data == b"a" * 400
    third = chair.sends_document(b"c" * 400).content["document"]["file_id"]
    with pytest.raises(ApiError, match="temporarily unavailable"):
        files.get(first)
    assert (files.get(second).size, files.get(third).size) == (400, 400)
    assert len(files.by_path) == 2
    large = chair.sends_document(b"d" * 2000).content["document"]["file_id"]
    assert files.get(large).size == 2000
    assert (files.total, len(files.by_id)) == (2000, 1)


async def test_a_forgotten_files_bytes_leave_the_folder_at_the_next_start(
    tmp_path: Path, clock: ManualClock
) -> None:
    def bytes_kept() -> set[bytes]:
        return {path.read_bytes() for path in (tmp_path / "files").glob("*/*")}

    async with Sandbox.running(clock=clock, keep=tmp_path, kept_bytes=10) as sandbox:
        bot, chair = sandbox.bot(), sandbox.person("Trưởng")
        chair.start(bot)
        chair.sends_document(b"first")
        await sandbox.save()
        chair.sends_document(b"the second")
    assert bytes_kept() == {b"first", b"the second"}
    async with Sandbox.running(clock=clock, keep=tmp_path, kept_bytes=10) as sandbox:
        assert [stored.data for stored in sandbox.world.files.by_id.values()] == [b"the second"]
        assert bytes_kept() == {b"the second"}


async def test_presses_that_nobody_can_answer_any_more_are_forgotten(
    sandbox: Sandbox, api: Api, chair: Person, clock: ManualClock
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "a"}]]}
    await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=keyboard)
    card = sandbox.replies(chair)[0]
    for _ in range(50):
        chair.press(card, "Nhận")
        await clock.advance(60)
    assert len(sandbox.world.callbacks) <= 4


async def test_a_large_world_is_kept_and_goes_on(tmp_path: Path, clock: ManualClock) -> None:
    async with Sandbox.running(clock=clock, limits=False, keep=tmp_path) as first:
        bot = first.bot()
        persons = [first.person(f"Đầu mối {number}") for number in range(50)]
        for person in persons:
            for number in range(50):
                person.says(f"/report DBP70-{number} 60%", chat=bot)
        for number in range(1200):
            persons[0].says(f"báo cáo {number}")
        bot.updates.events.clear()
    async with (
        Sandbox.running(clock=clock, limits=False, keep=tmp_path) as second,
        plain_api(second.url, bot.token) as api,
    ):
        assert [len(second.messages(person)) for person in second.people] == [1250] + [50] * 49
        sent = await api.call("sendMessage", chat_id=persons[0].id, text="tiếp")
        assert second.messages(second.people[0])[-1].id == sent["message_id"]
