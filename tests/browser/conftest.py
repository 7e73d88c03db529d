"""The page in a real Chromium, on a sandbox of the test's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from sandbox import Bot, Person, Sandbox
from tests.browser.bots import Answering
from tests.support.clock import ManualClock

OpenPage = Callable[..., Awaitable[Page]]

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The system's Chromium; without one the test is left out, and on CI it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        words = "left out: there is no Chromium to try the page in"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return found


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def sandbox(clock: ManualClock) -> AsyncIterator[Sandbox]:
    async with Sandbox.running(clock=clock, limits=False, slow_repeated_polls=False) as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    return sandbox.bot("Trợ lý", "assistant_bot")


@pytest.fixture
def clerk(sandbox: Sandbox, bot: Bot) -> Person:
    """A person who has started the bot."""
    person = sandbox.person("Văn thư", "clerk")
    person.start(bot)
    bot.updates.events.clear()
    return person


@pytest.fixture
async def answering(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Answering]:
    """The bot, awake: it answers presses and texts."""
    async with Answering(sandbox.url, bot.token) as awake:
        yield awake


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.fixture
def said() -> list[str]:
    """What the pages said that they must not: errors, and addresses that are not the sandbox's."""
    return []


@pytest.fixture
async def open_page(browser: Browser, sandbox: Sandbox, said: list[str]) -> AsyncIterator[OpenPage]:
    """Opens the page; at the end no page may have said an error or asked another address."""

    async def opened(
        width: int = 1440, height: int = 900, locale: str = "en-GB", **options: Any
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, **options
        )
        page = await context.new_page()
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: said.append(f"{error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((sandbox.url, "blob:", "data:"))
                else said.append(request.url)
            ),
        )
        await page.goto(sandbox.url)
        await page.get_by_role("navigation").wait_for()
        return page

    yield opened
    assert said == []
