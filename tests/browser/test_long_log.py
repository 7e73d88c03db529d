"""A chat of 1,000 messages: order and place are kept, and a new message costs as much as one."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from sandbox import Person
from tests.browser.bots import Answering
from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage

MANY = 1_000
LINE = re.compile(r"Line (\d+)\d\d:\d\d$")
"""A row's text ends with its time."""
MOST_NODES_CHANGED = 60
"""By one message that arrives: its own row and what stands around it, not the log."""

COUNT_CHANGES = """(feed) => {
  window.changes = 0;
  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of [...addedNodes, ...removedNodes]) {
        window.changes += 1 + (node.querySelectorAll?.("*").length ?? 0);
      }
    }
  }).observe(feed, { childList: true, subtree: true });
}"""
READ_ALL = """async (feed) => {
  let before = -1;
  while (before !== feed.querySelectorAll(".row").length) {
    before = feed.querySelectorAll(".row").length;
    feed.scrollTo(0, -feed.scrollHeight);
    for (let wait = 0; wait < 200 && before === feed.querySelectorAll(".row").length; wait += 1) {
      await new Promise(requestAnimationFrame);
      if (feed.querySelector(".older").hidden) break;
    }
  }
}"""


WHEN_STILL = """async (feed) => {
  for (let height = -1, still = 0; still < 3; ) {
    await new Promise(requestAnimationFrame);
    still = height === feed.scrollHeight ? still + 1 : 0;
    height = feed.scrollHeight;
  }
}"""


async def opened(page: Page, clerk: Person) -> Chat:
    chat = await Chat(page, "Văn thư").opened()
    await chat.newest(f"Line {MANY}")
    return chat


async def test_only_the_newest_page_is_loaded_and_reading_back_keeps_the_order(
    clerk: Person, open_page: OpenPage
) -> None:
    for number in range(1, MANY + 1):
        clerk.says(f"Line {number}")
    chat = await opened(await open_page(), clerk)
    assert await chat.rows.count() <= 200
    feed = chat.panel.locator(".feed")
    await feed.evaluate(READ_ALL)
    texts = await chat.rows.locator(".text").all_text_contents()
    lines = [LINE.match(text) for text in texts]
    assert [int(line[1]) for line in lines if line] == list(range(1, MANY + 1))


@pytest.mark.long
async def test_a_message_that_arrives_costs_no_more_for_a_thousand_before_it(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    for number in range(1, MANY + 1):
        clerk.says(f"Line {number}")
    page = await open_page()
    chat = await opened(page, clerk)
    feed = chat.panel.locator(".feed")
    await feed.evaluate(READ_ALL)
    shown = chat.rows.filter(has_text="Line 1").first
    await expect(shown).to_be_in_viewport()
    await feed.evaluate(WHEN_STILL)
    top = await shown.evaluate("(row) => row.getBoundingClientRect().top")
    await feed.evaluate(COUNT_CHANGES)
    await answering.call("sendMessage", chat_id=clerk.id, text="One more")
    await expect(chat.rows.last).to_contain_text("One more")
    assert 0 < await page.evaluate("window.changes") <= MOST_NODES_CHANGED
    assert await shown.evaluate("(row) => row.getBoundingClientRect().top") == top
    await page.evaluate("window.changes = 0")
    await feed.evaluate("(feed) => feed.scrollTo(0, -feed.scrollHeight / 2)")
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
    assert await page.evaluate("window.changes") == 0


@pytest.mark.long
async def test_rows_out_of_sight_are_not_laid_out(clerk: Person, open_page: OpenPage) -> None:
    for number in range(1, MANY + 1):
        clerk.says(f"Line {number}")
    chat = await opened(await open_page(), clerk)
    await chat.panel.locator(".feed").evaluate(READ_ALL)
    drawn = """(feed) => [...feed.querySelectorAll(".part")].filter(
      (part) => part.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length"""
    parts = await chat.panel.locator(".part").count()
    assert await chat.panel.locator(".feed").evaluate(drawn) < parts / 2
