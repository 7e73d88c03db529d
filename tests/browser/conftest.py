"""The page in a real Chromium, on a sandbox of the test's own.

All tests of a worker share one loop, and so one browser; every test has pages of its own.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request, async_playwright, expect

from demo.playing import Demo
from sandbox import Bot, Person, Sandbox
from tests.browser.bots import Answering
from tests.support.clock import ManualClock
from tests.support.demo_run import demo_in
from tests.support.people import started

OpenPage = Callable[..., Awaitable[Page]]

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
OWN_SCHEMES = ("blob:", "data:")

# A busy machine must not fail a test: what is waited for comes, or never does.
expect.set_options(timeout=40_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("asyncio"):
            item.add_marker(one_loop, append=False)
            item.add_marker(pytest.mark.early("Chromium"))


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


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(clock: ManualClock) -> AsyncIterator[Sandbox]:
    async with Sandbox.running(clock=clock, limits=False, slow_repeated_polls=False) as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    return sandbox.bot("Trợ lý", "assistant_bot")


@pytest.fixture
def clerk(sandbox: Sandbox, bot: Bot) -> Person:
    return started(sandbox, bot, "Văn thư", "clerk")


@pytest_asyncio.fixture(loop_scope="session")
async def answering(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Answering]:
    """The bot, awake: it answers presses and texts."""
    async with Answering(sandbox.url, bot.token) as awake:
        yield awake


@pytest_asyncio.fixture(loop_scope="session", scope="session")
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


class Pages:
    """Opens pages of one address, each with a memory of its own, and hears what they say."""

    def __init__(self, browser: Browser, url: str, said: list[str]) -> None:
        self._browser = browser
        self._url = url
        self._said = said
        self._ends: list[Callable[[], Awaitable[None]]] = []

    async def open(
        self,
        width: int = 1440,
        height: int = 900,
        locale: str = "en-GB",
        *,
        at: str = "/#/",
        **options: Any,
    ) -> Page:
        """The page at an address of its own; at the usual one no chat is open."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, **options
        )
        self._ends.append(context.close)
        page = await context.new_page()
        page.on("console", lambda told: self._hear(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(f"{error}"))
        page.on("request", self._see)
        await page.goto(self._url + at)
        await page.get_by_role("navigation").wait_for()
        return page

    async def close(self) -> None:
        for end in self._ends:
            await end()

    def _hear(self, words: str) -> None:
        self._said.append(words)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self._url, *OWN_SCHEMES)):
            self._said.append(request.url)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, sandbox: Sandbox, said: list[str]) -> AsyncIterator[OpenPage]:
    """Opens the page; at the end no page may have said an error or asked another address."""
    pages = Pages(browser, sandbox.url, said)
    yield pages.open
    await pages.close()
    assert said == []


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo whose short story was told: once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "told"
    with (shared / "told.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, _tell(folder)).result()
    return folder


async def _tell(folder: Path) -> None:
    async with demo_in(folder):
        pass


@pytest_asyncio.fixture(loop_scope="session")
async def demo(told: Path, tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo of the test's own, with the bot running, at the end of the short story."""
    folder = tmp_path / "demo"
    shutil.copytree(told, folder)
    async with demo_in(folder, now=None) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def open_demo(browser: Browser, demo: Demo, said: list[str]) -> AsyncIterator[OpenPage]:
    """As `open_page`, on the demo."""
    pages = Pages(browser, demo.sandbox.url, said)
    yield pages.open
    await pages.close()
    assert said == []
