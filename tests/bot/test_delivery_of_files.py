"""Files made by a real worker and sent over real HTTP."""

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.workshop import Workshop
from storage import outbox
from storage.outbox import MADE, Making, OutboxRow, Outgoing, Rendered
from tests.support import recipes
from tests.support.delivery import Bench, bench, message
from tests.support.telegram_server import cut, refuse


def render(_: sqlite3.Connection, row: OutboxRow, __: datetime) -> Rendered:
    """As the payload says."""
    content = row.content
    params = content.get("params", {"caption": "<b>Bảng</b>", "parse_mode": "HTML"})
    return Rendered("sendDocument", params, making=Making(content["recipe"], content["data"]))


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path / "bot.db") as made:
        made.render = render
        made.workshop = Workshop(recipes.RECIPES)
        yield made


def file(name: str, content: str = "nội dung", **more: Any) -> dict[str, Any]:
    return {"name": name, "content": content, "more": more}


def ordered(chat: int, *files: dict[str, Any], recipe: str = "say", **more: Any) -> Outgoing:
    data = {"files": list(files), **more.pop("data", {})}
    return Outgoing(chat_id=chat, kind=MADE, payload={"recipe": recipe, "data": data, **more})


class Gate:
    """A recipe waits at it until it is opened."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        os.mkfifo(self._path)
        self.data = {"pipe": str(self._path)}

    async def open(self) -> None:
        """Returns once the recipe has gone through."""
        await asyncio.to_thread(self._path.write_text, "go")


async def begun(at: Bench) -> None:
    """Returns once the one file is being made."""
    at.build()
    at.task = asyncio.create_task(at.delivery.run())
    while await at.rows() != ["making"]:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_a_made_file_is_sent_with_its_name_and_caption(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    await at.put(ordered(chat, file("Bảng theo dõi.csv")))
    (seen,) = at.server.calls
    assert seen.method == "sendDocument"
    name, _, content = seen.params["document"]
    assert (name, content) == ("Bảng theo dõi.csv", "nội dung".encode())
    assert seen.params["caption"] == "<b>Bảng</b>"
    assert seen.params["parse_mode"] == "HTML"
    assert seen.params["chat_id"] == "77"
    assert await at.rows("state, message_id, doubts") == [("sent", 1, 0)]


async def test_a_picture_is_sent_as_a_photo_with_its_own_caption_and_buttons(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    params = {"caption": "cả tin", "reply_markup": button}
    await at.put(ordered(chat, file("a.png", kind="photo", caption="riêng"), params=params))
    (seen,) = at.server.calls
    assert seen.method == "sendPhoto"
    assert seen.params["photo"][0] == "a.png"
    assert seen.params["caption"] == "riêng"
    assert "callback_data" in seen.params["reply_markup"]


async def test_several_files_are_one_album(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMediaGroup", _two_messages)
    await at.start()
    await at.put(ordered(chat, file("a.xlsx"), file("b.csv", caption="b")))
    (seen,) = at.server.calls
    assert seen.method == "sendMediaGroup"
    album = json.loads(seen.params["media"])
    assert [item["caption"] for item in album] == ["<b>Bảng</b>", "b"]
    assert [item["media"] for item in album] == ["attach://file0", "attach://file1"]
    assert seen.params["file0"][0] == "a.xlsx"
    assert seen.params["file1"][0] == "b.csv"
    assert await at.rows("state, message_id") == [("sent", 5)]


async def _two_messages(_: object, __: object) -> Any:
    return web.json_response({"ok": True, "result": [{"message_id": 5}, {"message_id": 6}]})


async def test_a_large_file_is_sent_from_the_disk(at: Bench, tmp_path: Path) -> None:
    (tmp_path / "part.zip").write_bytes(b"z" * 3_000_000)
    chat = await at.chat(77)
    await at.start()
    await at.put(ordered(chat, file("a.zip", "", path=str(tmp_path / "part.zip"))))
    assert at.server.calls[0].params["document"][2] == b"z" * 3_000_000
    assert await at.rows() == ["sent"]


async def test_while_a_file_is_made_everybody_else_is_served(at: Bench, tmp_path: Path) -> None:
    gate = Gate(tmp_path, "gate")
    chat, other = await at.chat(77), await at.chat(78)
    at.most_under_way = 1
    await at.put(ordered(chat, file("a.txt"), recipe="wait", data=gate.data))
    at.build()
    at.task = asyncio.create_task(at.delivery.run())
    arrived = asyncio.Event()
    at.server.on_call = lambda seen: arrived.set() if seen.text == "last" else None
    await at.write(lambda _: None)
    for text in ("first", "last"):
        now = at.clock.now()
        await at.write(partial(_put, chat=other, text=text, now=now))
        at.delivery.wake()
    await arrived.wait()
    assert at.texts() == ["first", "last"]
    assert (await at.rows())[0] == "making"
    await gate.open()
    await at.delivery.wait_idle()
    assert await at.rows() == ["sent"] * 3


def _put(connection: sqlite3.Connection, chat: int, text: str, now: datetime) -> None:
    outbox.put(connection, message(chat, text), now)


async def test_its_own_chat_waits_for_the_file(at: Bench, tmp_path: Path) -> None:
    chat = await at.chat(77)
    await at.start()
    await at.put(ordered(chat, file("a.txt")), message(chat, "after"))
    assert [seen.method for seen in at.server.calls] == ["sendDocument", "sendMessage"]


async def test_a_file_that_waits_for_the_workshop_is_overtaken(at: Bench, tmp_path: Path) -> None:
    gate = Gate(tmp_path, "gate")
    chats = [await at.chat(100 + number) for number in range(3)]
    await at.put(
        ordered(chats[0], file("a.txt"), recipe="wait", data=gate.data),
        ordered(chats[1], file("b.txt")),
        ordered(chats[2], file("c.txt")),
        message(chats[2], "overtakes"),
    )
    at.build()
    at.task = asyncio.create_task(at.delivery.run())
    arrived = asyncio.Event()
    at.server.on_call = lambda _: arrived.set()
    await arrived.wait()
    assert at.texts() == ["overtakes"]
    assert (await at.rows())[:3] == ["making", "making", "waiting"]
    await gate.open()
    await at.delivery.wait_idle()
    assert await at.rows() == ["sent"] * 4


@pytest.mark.parametrize("recipe", ["fail", "die", "nothing", "unheard"])
async def test_a_file_that_cannot_be_made_is_dead_and_told(at: Bench, recipe: str) -> None:
    chat = await at.chat(77)
    await at.start()
    await at.put(ordered(chat, recipe=recipe), message(chat, "after"))
    assert await at.rows() == ["dead", "sent"]
    [(row, error)] = at.heard.dead
    assert row == 1
    assert "RecipeFailed" in error
    assert at.texts() == ["after"]


async def test_what_telegram_takes_for_no_album_is_dead(at: Bench) -> None:
    chat = await at.chat(77)
    await at.start()
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await at.put(
        ordered(chat, file("a.png", kind="photo"), file("b.csv")),
        ordered(chat, file("a.csv"), file("b.csv"), params={"reply_markup": button}),
        ordered(chat),
    )
    assert await at.rows() == ["dead"] * 3
    assert at.server.calls == []


async def test_a_file_in_doubt_is_made_again_and_marked(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendDocument", cut())
    await at.start()
    await at.put(ordered(chat, file("a.txt")))
    await at.clock.advance(10)
    first, second = [seen for seen in at.server.calls if seen.method == "sendDocument"]
    assert "gửi lại" not in first.params["caption"]
    assert second.params["caption"].endswith("(gửi lại, có thể trùng)")
    assert await at.rows("state, doubts") == [("sent", 1)]


async def test_an_album_in_doubt_is_marked_too(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendMediaGroup", cut(), _two_messages)
    await at.start()
    await at.put(ordered(chat, file("a.xlsx"), file("b.csv")))
    await at.clock.advance(10)
    first, second = json.loads(at.server.calls[-1].params["media"])
    assert first["caption"].endswith("(gửi lại, có thể trùng)")
    assert "caption" not in second


async def test_a_caption_with_bad_markup_goes_out_plain(at: Bench) -> None:
    chat = await at.chat(77)
    at.server.script("sendDocument", refuse(400, "Bad Request: can't parse entities: x"))
    await at.start()
    await at.put(ordered(chat, file("a.txt")))
    await at.clock.advance(10)
    assert at.server.calls[-1].params["caption"] == "Bảng"
    assert "parse_mode" not in at.server.calls[-1].params


async def test_stopping_leaves_what_is_being_made_for_the_next_start(
    at: Bench, tmp_path: Path
) -> None:
    gate = Gate(tmp_path, "gate")
    chat = await at.chat(77)
    await at.put(ordered(chat, file("a.txt"), recipe="wait", data=gate.data))
    await begun(at)
    await at.end()
    assert await at.rows("state, doubts") == [("waiting", 0)]
    assert at.server.calls == []


async def test_a_file_made_as_the_bot_stops_and_the_database_is_locked_goes_out_at_the_next_start(
    at: Bench, tmp_path: Path
) -> None:
    gate = Gate(tmp_path, "gate")
    chat = await at.chat(77)
    await at.write(lambda c: c.execute("PRAGMA busy_timeout = 0"))
    await at.put(ordered(chat, file("a.txt"), recipe="wait", data=gate.data))
    await begun(at)
    locker = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    await gate.open()
    await at.delivery.wait_idle()
    at.delivery.wake()  # no longer idle, until the end has found the lock
    stopping = asyncio.create_task(at.delivery.stop())
    await at.delivery.wait_idle()
    locker.execute("ROLLBACK")
    locker.close()
    await at.clock.advance(1)
    await stopping
    assert await at.rows("state, doubts") == [("waiting", 0)]
    assert (at.server.calls, at.heard.dead) == ([], [])
    await at.start()
    assert await at.rows("state, doubts") == [("sent", 0)]


async def test_what_a_dead_process_was_making_is_sent_once_and_unmarked(at: Bench) -> None:
    chat = await at.chat(77)
    await at.put(ordered(chat, file("a.txt")))
    await at.write(lambda c: c.execute("UPDATE outbox SET state = 'making'"))
    await at.start()
    (seen,) = at.server.calls
    assert "gửi lại" not in seen.params["caption"]
    assert await at.rows("state, doubts") == [("sent", 0)]


async def test_a_file_made_while_telegram_was_lost_waits_and_is_sent(
    at: Bench, tmp_path: Path
) -> None:
    gate = Gate(tmp_path, "gate")
    chat = await at.chat(77)
    await at.put(ordered(chat, file("a.txt"), recipe="wait", data=gate.data))
    await begun(at)
    at.delivery.pause(60)
    await gate.open()
    await at.delivery.wait_idle()
    assert await at.rows("state, doubts") == [("waiting", 0)]
    # It was kept by the workshop: nothing of what it tells has changed.
    await at.clock.advance(61)
    assert await at.rows("state, doubts") == [("sent", 0)]
