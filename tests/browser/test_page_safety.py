"""What others send is shown as it is and does nothing: links, files, names."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.async_api import Error, expect

from sandbox import Bot, Person, Sandbox
from tests.browser import conftest
from tests.browser.bots import Answering
from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage

MARKUP = b"<!doctype html><script>window.hacked = 1; opener.hacked = 1</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.hacked = 1</script></svg>'
CLOSING = "</script></title><script>window.hacked = 1</script>"


async def test_a_link_that_is_a_script_is_no_link(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    await answering.call(
        "sendMessage",
        chat_id=clerk.id,
        text="look javascript:window.hacked=1",
        entities=[
            {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:window.hacked=1"}
        ],
    )
    page = await open_page()
    chat = await Chat(page, "Văn thư").opened()
    row = await chat.newest("look")
    for link in await row.get_by_role("link").all():
        await link.click()
        await page.keyboard.press("Escape")
    assert await page.locator("a[href^='javascript']").count() == 0
    assert await page.evaluate("window.hacked") is None


async def test_a_file_with_markup_is_saved_and_never_opened(
    clerk: Person, sandbox: Sandbox, bot: Bot, open_page: OpenPage
) -> None:
    page = await open_page()
    chat = await Chat(page, "Văn thư").opened()
    for name, kind, content in (
        ("page.html", "text/html", MARKUP),
        ("drawing.svg", "image/svg+xml", DRAWING),
    ):
        file: Any = {"name": name, "mimeType": kind, "buffer": content}
        await chat.panel.locator("input[type=file]").set_input_files([file])
        await page.get_by_role("dialog").get_by_role("button", name="Send").click()
        link = chat.panel.get_by_role("link", name=f"Download {name}")
        async with page.expect_download() as saved:
            await link.click()
        assert (await (await saved.value).path()).read_bytes() == content
        address = f"{sandbox.url}{await link.get_attribute('href')}"
        other = await page.context.new_page()
        with pytest.raises(Error, match="Download is starting"):
            await other.goto(address)
        await other.close()
    assert await page.evaluate("window.hacked") is None


@pytest.mark.long
async def test_a_name_that_ends_a_script_ends_nothing(
    sandbox: Sandbox, bot: Bot, answering: Answering, open_page: OpenPage
) -> None:
    person = sandbox.person(CLOSING, "closing", "en")
    person.start(bot)
    page = await open_page()
    chat = await Chat(page, CLOSING).opened()
    await answering.call("sendMessage", chat_id=person.id, text=CLOSING)
    await chat.newest(CLOSING)
    await page.reload()
    await chat.newest(CLOSING)
    assert await page.evaluate("window.hacked") is None


@pytest.mark.long
async def test_a_command_in_a_rich_message_is_sent_with_its_slash(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    await answering.call(
        "sendRichMessage", chat_id=clerk.id, rich_message={"html": "<p>See /mine for more</p>"}
    )
    page = await open_page()
    chat = await Chat(page, "Văn thư").opened()
    await (await chat.newest("See /mine")).get_by_role("link", name="/mine").click()
    await chat.newest("Heard: /mine")


@pytest.mark.long
async def test_a_key_of_the_bots_keyboard_is_written_for_the_person(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    keyboard = {"keyboard": [["My tasks", "Help"]], "resize_keyboard": True}
    await answering.call("sendMessage", chat_id=clerk.id, text="Choose", reply_markup=keyboard)
    page = await open_page()
    chat = await Chat(page, "Văn thư").opened()
    await chat.newest("Choose")
    await chat.panel.get_by_role("button", name="My tasks").click()
    await chat.newest("Heard: My tasks")


@pytest.mark.long
async def test_a_first_visitor_sees_the_chats_in_which_persons_wrote_last(
    sandbox: Sandbox, bot: Bot, answering: Answering, open_page: OpenPage
) -> None:
    for name in ("Ann", "Bob", "Cid", "Dan"):
        sandbox.person(name).start(bot)
    sandbox.person("Eve")
    page = await open_page(at="/")
    panels = page.locator("[data-chat-panel]")
    await expect(panels).to_have_count(3)
    await expect(page.get_by_role("region", name="Eve")).to_have_count(0)
    phone = await open_page(390, 844, at="/")
    await expect(phone.get_by_role("searchbox", name="Search chats")).to_be_visible()
    await expect(phone.locator("[data-chat-panel]")).to_have_count(0)


@pytest.mark.long
async def test_two_pages_show_the_same_world(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    here, there = await open_page(), await open_page(locale="vi-VN", color_scheme="dark")
    writing = await Chat(here, "Văn thư").opened()
    reading = await Chat(there, "Văn thư").opened()
    await writing.says("One")
    await reading.newest("Heard: One")
    await here.reload()
    await writing.newest("Heard: One")
    await reading.says("Two")
    for chat in (writing, reading):
        await chat.newest("Heard: Two")
        await expect(chat.rows).to_have_count(len(sandbox.messages(clerk, bot=bot)))


def test_without_chromium_the_tests_are_left_out_and_fail_where_nothing_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        conftest.chromium()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Chromium"):
        conftest.chromium()
