"""The page of the demo: a chat of many messages in a real Chromium, and a day of the story."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright

from bench.figures import median, milliseconds, percentile
from bench.table import Row
from demo.director import ZONE
from demo.folder import DemoFolder
from demo.playing import Demo, play
from demo.story.teller import Teller
from demo.story.telling import CHAPTERS
from sandbox import Sandbox

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOW = datetime(2027, 6, 15, 8, 0, tzinfo=ZoneInfo(ZONE))
OPENED_MS = 500.0
FRAME_MS = 34.0
DAY_SECONDS = 1.0
LINES = 3
"""Of each message, so that a log is as high as those of the story."""

# From the click to the frame in which the newest message can be seen.
OPEN = """async () => {
  const began = performance.now();
  document.querySelector(".chat").click();
  while (!document.querySelector(".row:last-child .text")) {
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
LOAD_ALL = """async () => {
  const feed = document.querySelector(".feed");
  while (!feed.querySelector(".older").hidden) {
    feed.scrollTo(0, -feed.scrollHeight);
    await new Promise(requestAnimationFrame);
  }
  feed.scrollTo(0, 0);
}"""
# A screen's height in some frames, as a hand at the wheel does it; the times between the frames.
SCROLL = """async () => {
  const feed = document.querySelector(".feed");
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  while (feed.scrollTop > feed.clientHeight - feed.scrollHeight + 1) {
    feed.scrollBy(0, -feed.clientHeight / 5);
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}"""


def measure(folder: Path, *, messages: int, chapters: int, days: int, runs: int) -> list[Row]:
    """The chat in so many new pages; then so many days after the first chapters of the story."""
    return [
        *asyncio.run(_chat(messages, runs)),
        asyncio.run(_day(folder / "demo", chapters, days)),
    ]


async def _chat(messages: int, runs: int) -> list[Row]:
    opening = f"opening a chat of {messages:,} messages"
    scrolling = f"frames while {messages:,} messages are scrolled, p50 / p95"
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return [Row(what, "left out: no Chromium") for what in (opening, scrolling)]
    async with Sandbox.running(limits=False) as sandbox, async_playwright() as playwright:
        _fill(sandbox, messages)
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        opened = [await _opened(browser, sandbox.url) for _ in range(runs)]
        frames = [time for _ in range(runs) for time in await _frames(browser, sandbox.url)]
        await browser.close()
    took, slowest = median(opened), percentile(frames, 95)
    return [
        Row(opening, milliseconds(took), f"under {milliseconds(OPENED_MS)}", took < OPENED_MS),
        Row(
            scrolling,
            f"{milliseconds(median(frames))} / {milliseconds(slowest)}",
            f"p95 under {milliseconds(FRAME_MS)}",
            slowest < FRAME_MS,
        ),
    ]


def _fill(sandbox: Sandbox, messages: int) -> None:
    bot = sandbox.bot("Bench", "bench_bot")
    person = sandbox.person("Reader")
    person.start(bot)
    for number in range(1, messages):
        person.says("\n".join(f"Message {number}, line {line}" for line in range(LINES)))


async def _page(browser: Browser, url: str) -> Page:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{url}/#/")
    await page.locator(".chat").wait_for()
    return page


async def _opened(browser: Browser, url: str) -> float:
    page = await _page(browser, url)
    took: float = await page.evaluate(OPEN)
    await page.context.close()
    return took


async def _frames(browser: Browser, url: str) -> list[float]:
    page = await _page(browser, url)
    await page.evaluate(OPEN)
    await page.evaluate(LOAD_ALL)
    times: list[float] = await page.evaluate(SCROLL)
    await page.context.close()
    return times


async def _day(path: Path, chapters: int, days: int) -> Row:
    async def first_chapters(demo: Demo) -> None:
        told = Teller(demo, NOW.date())
        day, hour, _ = CHAPTERS[0]
        demo.clock.set_to(told.moment(day, hour))
        await demo.director.process.start()
        for day, hour, chapter in CHAPTERS[:chapters]:
            await demo.director.walk_to(told.moment(day, hour))
            await chapter(told)

    folder = DemoFolder(path)
    folder.take()
    seconds = []
    async with Demo.running(folder, port=0, now=NOW) as demo:
        await play(demo, first_chapters)
        for _ in range(days):
            began = perf_counter()
            await demo.director.move(demo.clock.now() + timedelta(days=1))
            seconds.append(perf_counter() - began)
    folder.release()
    took = median(seconds)
    return Row(
        "a day of the story, played by moving the clock",
        f"{took:.2f} s",
        f"under {DAY_SECONDS:.0f} s",
        took < DAY_SECONDS,
    )
