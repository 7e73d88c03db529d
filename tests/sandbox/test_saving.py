"""A world in a folder: saved, loaded, and going on as if nothing had been."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox import Bot, Chat, Message, Sandbox
from sandbox.saving import Keeper, SavedWorldError, fields, save
from sandbox.saving.reading import GAP
from sandbox.saving.writing import Writer
from sandbox.users import User
from sandbox.world import World
from tests.support.api import Api, plain_api
from tests.support.clock import ManualClock

BUTTONS = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "a", "style": "success"}]]}
KEYS = {"keyboard": [[{"text": "Menu"}]], "resize_keyboard": True}


def sandbox_of(folder: Path, clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock, limits=False, slow_repeated_polls=False, keep=folder)


async def in_private(sandbox: Sandbox, api: Api) -> None:
    """A person writes, sends and is answered in every way; another blocks the bot."""
    chair = sandbox.person("Trưởng", "truong", last_name="ban")
    chair.start(payload="moi-1")
    card = await api.call(
        "sendMessage", chat_id=chair.id, text="<b>Việc</b>", parse_mode="HTML", reply_markup=BUTTONS
    )
    said = chair.says("/report 60%", reply_to=sandbox.replies(chair)[0])
    await api.call("sendMessage", chat_id=chair.id, text="Phím", reply_markup=KEYS)
    await api.call(
        "sendMessage", chat_id=chair.id, text="gone", reply_parameters={"message_id": said.id}
    )
    await api.call("deleteMessage", chat_id=chair.id, message_id=said.id)
    await api.call(
        "editMessageText", chat_id=chair.id, message_id=card["message_id"], text="Đã nhận"
    )
    await api.call("pinChatMessage", chat_id=chair.id, message_id=card["message_id"])
    chair.sends_album([b"one", b"two"], caption="ảnh")
    chair.edits(chair.sends_document("tệp".encode(), name="báo cáo.pdf"), "chú thích")
    chair.sends_file("video", b"", size=60_000_000)
    chair.reacts(sandbox.replies(chair)[0], "👍")
    leaver = sandbox.person("Người chặn", language_code="")
    leaver.start()
    leaver.blocks()
    sandbox.person("Người xóa").deactivates()


async def in_groups(sandbox: Sandbox, bot: Bot, api: Api) -> None:
    """A group becomes a supergroup, another has topics, one is gone; a channel posts."""
    chair, member = sandbox.people[0], sandbox.person("Đầu mối", "dau_moi")
    group = sandbox.group("Tổ hậu cần", chair)
    group.add(bot, member)
    asked, lost = member.says("/viec", chat=group), member.says("/xoa", chat=group)
    old = group.id
    await api.call("sendMessage", chat_id=old, text="a", reply_to_message_id=asked.id)
    group.upgrade(forum=True)
    member.says("trả lời tin cũ", chat=group, reply_to=asked)
    sandbox.world.remove(lost)
    member.says("trả lời tin đã xóa", chat=group, reply_to=lost)
    assert "upgraded" in await api.error("sendMessage", chat_id=old, text="a")
    topic = group.create_topic("Nội dung", by=member)
    member.says("trong chủ đề", chat=group, thread=topic.id)
    closed = group.create_topic("Đóng")
    group.close_topic(closed)
    group.promote(bot)
    group.says_anonymously("ẩn danh")
    group.restrict(member)
    gone = sandbox.group("Đã xóa", chair)
    gone.add(bot)
    gone.delete()
    channel = sandbox.channel("Kênh", "kenh_tin")
    channel.add(bot, chair)
    post = channel.posts("Tin")
    chair.forwards(post, chat=bot)
    channel.says_in(group, "từ kênh")


async def about_itself(bot: Bot, api: Api) -> None:
    """The bot sets all that it can about itself."""
    commands = [{"command": "mine", "description": "Việc của tôi"}]
    await api.call("setMyCommands", commands=commands, language_code="vi")
    scope = {"type": "all_group_chats"}
    await api.call("setMyCommands", commands=commands, scope=scope)
    await api.call("setMyName", name="Tiểu ban", language_code="vi")
    await api.call("setMyDescription", description="Nhắc việc")
    await api.call("setChatMenuButton", menu_button={"type": "commands"})
    await api.call("getUpdates", allowed_updates=["message", "message_reaction"])
    bot.updates.add_raw({"message": {"text": "no message at all"}}, 4e9)


async def live(sandbox: Sandbox) -> Bot:
    """Everything happens."""
    bot = sandbox.bot("Tiểu ban", "tieuban_bot", "123456:secret", reads_all=True)
    async with plain_api(sandbox.url, bot.token) as api:
        await in_private(sandbox, api)
        await in_groups(sandbox, bot, api)
        await about_itself(bot, api)
    return bot


def chat_shown(chat: Chat) -> dict[str, Any]:
    return {
        "chat": chat.to_json(),
        "migrated": chat.migrated_to and chat.migrated_to.id,
        "state": [chat.started, chat.blocked, chat.deleted, chat.pinned, chat.last_bot],
        "members": [member.to_json(chat.kind) for member in chat.members.values()],
        "topics": [
            [topic.name, topic.closed, topic.creator.to_json(), topic.created.to_json()]
            for topic in chat.topics.values()
        ],
        "messages": [
            [message.to_json(), message.reply_markup, message.silent, message.reactions]
            for message in chat.messages.values()
        ],
    }


def shown(world: World, now: float) -> dict[str, Any]:
    """All that anybody can see of a world."""
    return {
        "users": [[user.to_json(), user.deactivated] for user in world.users.values()],
        "private": {key: chat_shown(chat) for key, chat in world.private.items()},
        "chats": {number: chat_shown(chat) for number, chat in world.chats.items()},
        "bots": [
            {
                **{name: getattr(bot, name) for name in ("token", "known", "commands", "texts")},
                **{name: getattr(bot, name) for name in ("reads_all", "revoked", "webhook")},
                "buttons": bot.menu_buttons,
                "allowed": bot.updates.allowed,
                "updates": [event.body for event in bot.updates.take(0, 100, now)],
            }
            for bot in world.bots.values()
        ],
        "files": world.files.by_id,
        "paths": world.files.by_path,
    }


async def test_a_loaded_world_shows_what_the_saved_one_showed(
    tmp_path: Path, clock: ManualClock
) -> None:
    first = sandbox_of(tmp_path, clock)
    await first.open()
    await live(first)
    before = shown(first.world, clock.now().timestamp())
    await first.close()
    second = sandbox_of(tmp_path, clock)
    assert shown(second.world, clock.now().timestamp()) == before
    assert second.saved_at == clock.now()
    await second.close()


async def test_what_was_one_thing_is_one_thing_again(tmp_path: Path, clock: ManualClock) -> None:
    async with Sandbox.running(clock=clock, limits=False, keep=tmp_path) as first:
        await live(first)
    second = sandbox_of(tmp_path, clock)
    chair, world = second.people[0], second.world
    bot = world.bots[123456]
    assert world.users[bot.id] is bot.user
    card = second.replies(chair)[0]
    assert card.sender is bot.user
    answers = [message for message in second.messages(chair) if message.text == "gone"]
    assert answers[0].reply_to is not None
    assert answers[0].reply_to.deleted
    group = next(group for group in second.groups if group.title == "Tổ hậu cần")
    assert group.owner.user is chair.user
    old = next(chat for chat in world.chats.values() if chat.migrated_to is group.chat)
    across = next(m for m in group.chat.messages.values() if m.text == "trả lời tin cũ")
    assert across.reply_to in list(old.messages.values())
    lost = next(m for m in group.chat.messages.values() if m.text == "trả lời tin đã xóa")
    assert lost.reply_to is not None
    assert lost.reply_to.chat is old
    topic = next(iter(group.chat.topics.values()))
    assert topic.created is group.chat.messages[topic.id]
    await second.close()


def numbers(sandbox: Sandbox) -> list[int]:
    """One new id of every kind."""
    world, bot = sandbox.world, next(iter(sandbox.world.bots.values()))
    forum = next(chat for chat in world.chats.values() if chat.forum)
    private = sandbox.chat(sandbox.people[0], bot)
    query = world.press(bot, sandbox.people[0].user, Message(1, private, 0, bot.user, {}), "a")
    return [
        bot.updates.add_raw({}, 4e9),
        int(query.id),
        world.next_message_id(forum),
        world.next_message_id(private),
        int(world.new_album_id()),
        sandbox.person("A").id,
        -sandbox.group("A").id,
        -sandbox.channel("A").id,
        world.add_bot("B", "b_bot").id,
    ]


async def test_no_id_is_given_twice_though_the_file_is_older_than_what_bots_saw(
    tmp_path: Path, clock: ManualClock
) -> None:
    first = sandbox_of(tmp_path / "kept", clock)
    await first.open()
    await live(first)
    await first.save()
    # Killed: what happens now is in no file.
    seen = [numbers(first) for _ in range(50)]
    shutil.copytree(tmp_path / "kept", tmp_path / "killed")
    second = sandbox_of(tmp_path / "killed", clock)
    for before, after in zip(seen[-1], numbers(second), strict=True):
        assert before < after
    # Killed again before anything was saved.
    shutil.copytree(tmp_path / "killed", tmp_path / "again")
    third = sandbox_of(tmp_path / "again", clock)
    for before, after in zip(numbers(second), numbers(third), strict=True):
        assert before < after
    for sandbox in (first, second, third):
        await sandbox.close()


async def test_a_bot_that_polls_on_gets_what_it_had_not_read_and_what_comes(
    tmp_path: Path, clock: ManualClock
) -> None:
    first = sandbox_of(tmp_path, clock)
    await first.open()
    bot, chair = first.bot(), first.person("Trưởng")
    chair.start()
    chair.says("hai")
    async with plain_api(first.url, bot.token) as api:
        read = await api.call("getUpdates", limit=1)
    await first.close()
    async with (
        Sandbox.running(clock=clock, limits=False, keep=tmp_path) as second,
        plain_api(second.url, bot.token) as api,
    ):
        offset = read[0]["update_id"] + 1
        unread = await api.call("getUpdates", offset=offset)
        assert [update["message"]["text"] for update in unread] == ["hai"]
        second.people[0].says("ba")
        new = await api.call("getUpdates", offset=unread[0]["update_id"] + 1)
        assert [update["message"]["text"] for update in new] == ["ba"]
        assert new[0]["update_id"] > unread[0]["update_id"] + GAP
        sent = await api.call("sendMessage", chat_id=chair.id, text="bốn")
        assert second.replies(second.people[0])[0].id == sent["message_id"]


async def test_a_change_is_saved_by_itself(tmp_path: Path, sandbox: Sandbox, api: Api) -> None:
    keeper = Keeper(sandbox.world, tmp_path, delay=0.0)
    keeper.start()
    sandbox.person("Trưởng").start()
    async with asyncio.timeout(20):
        while b"/start" not in (tmp_path / "world.json").read_bytes():
            await api.call("getMe")
    await keeper.close()


async def test_what_is_saved_on_the_way_misses_nothing_that_a_thorough_look_finds(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    on_the_way = Writer(sandbox.world, tmp_path)
    sandbox.world.feed.listeners.append(on_the_way.noted)

    async def look_all_the_time() -> None:
        while True:
            on_the_way.snapshot()
            await asyncio.sleep(0)

    looking = asyncio.create_task(look_all_the_time())
    await live(sandbox)
    looking.cancel()
    thorough = Writer(sandbox.world, tmp_path).snapshot()
    assert on_the_way.snapshot().lines == thorough.lines


async def test_only_what_changed_is_written_anew(tmp_path: Path, clock: ManualClock) -> None:
    async with Sandbox.running(clock=clock, limits=False, keep=tmp_path) as sandbox:
        await live(sandbox)
        await sandbox.save()
        written = (tmp_path / "world.json").stat().st_ino
        await sandbox.save()
        assert (tmp_path / "world.json").stat().st_ino == written
        files = {path: path.stat().st_ino for path in (tmp_path / "files").rglob("*")}
        card = sandbox.replies(sandbox.people[0])[0]
        sandbox.people[0].reacts(card, "🔥")
        await sandbox.save()
        assert (tmp_path / "world.json").stat().st_ino != written
        assert "🔥" in (tmp_path / "world.json").read_text(encoding="utf-8")
        assert {path: path.stat().st_ino for path in (tmp_path / "files").rglob("*")} == files


async def test_a_folder_belongs_to_one_sandbox(tmp_path: Path, clock: ManualClock) -> None:
    first = sandbox_of(tmp_path, clock)
    with pytest.raises(SavedWorldError, match="in use by another sandbox"):
        sandbox_of(tmp_path, clock)
    await first.close()
    await sandbox_of(tmp_path, clock).close()


def cut(document: str) -> str:
    return document[: len(document) // 2]


def other_type(document: str) -> str:
    return document.replace('"started":true', '"started":"yes"')


def lost_user(document: str) -> str:
    return json.dumps({**json.loads(document), "users": []})


def lost_file(document: str) -> str:
    changed = json.loads(document)
    changed["files"][0]["sha256"] = "0" * 64
    return json.dumps(changed)


def not_ours(document: str) -> str:
    return "[]"


@pytest.mark.parametrize("spoil", [cut, other_type, lost_user, lost_file, not_ours])
def test_a_broken_file_is_one_clear_error(
    tmp_path: Path, clock: ManualClock, spoil: Callable[[str], str]
) -> None:
    path = tmp_path / "world.json"
    sandbox = Sandbox(clock=clock)
    bot, chair = sandbox.bot(), sandbox.person("Trưởng")
    chair.start(bot)
    chair.sends_document(b"a")
    save(sandbox.world, tmp_path)
    spoiled = spoil(path.read_text(encoding="utf-8"))
    path.write_text(spoiled, encoding="utf-8")
    with pytest.raises(SavedWorldError, match="cannot be read as a saved world"):
        sandbox_of(tmp_path, clock)
    assert path.read_text(encoding="utf-8") == spoiled


def test_a_file_from_the_future_is_refused(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "world.json").write_text('{"version": 99}', encoding="utf-8")
    with pytest.raises(SavedWorldError, match="its form is 99, this version reads 1"):
        sandbox_of(tmp_path, clock)


@pytest.mark.parametrize("kind", [*fields.BY_HAND, User])
def test_every_field_is_saved_or_known_not_to_be(kind: type) -> None:
    tables = (fields.PLAIN, fields.BY_HAND, fields.OF_THE_RUN)
    known = [set(table.get(kind, ())) for table in tables]
    assert set.union(*known) == {entry.name for entry in dataclasses.fields(kind)}
