"""Pictures of the demo's page, at the end of the told story and a morning's work later.

`make pictures` writes them to docs/pictures/, to be looked at. All that is seen was said by the
bot or to it. Needs Chromium; with pngquant the files are a third as large.
"""

import asyncio
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, async_playwright

from demo.director import ZONE
from demo.folder import DemoFolder
from demo.playing import Demo, play
from demo.story import tell
from demo.story.cast import ADMIN, CHAIR, lead
from demo.story.pictures import drill
from sandbox import Person

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MORNING = datetime(2024, 4, 25, 9, 10, tzinfo=ZoneInfo(ZONE))
"""Twelve days before the seventieth anniversary, of which the story tells."""
MEMBER, OTHER = lead("CSCD"), lead("PCCC")

# Pictures that nobody sees yet are not fetched.
ALL_DRAWN = """() => [...document.images].every((image) => {
  const { top, bottom } = image.getBoundingClientRect();
  return image.complete || bottom < 0 || top > innerHeight;
})"""


@dataclass(frozen=True)
class View:
    """One picture: whose chats stand side by side, and on what screen."""

    name: str
    chats: tuple[str, ...]
    width: int
    height: int
    scale: float = 1.0
    scheme: Literal["light", "dark"] = "light"
    locale: str = "vi-VN"
    calls: bool = False


VIEWS = (
    View("page-desktop", (MEMBER, ADMIN, CHAIR), 1440, 900),
    View("page-phone", (MEMBER,), 390, 844, scale=2.0),
    View("page-dark", (MEMBER, CHAIR), 1440, 900, scheme="dark", locale="en-GB", calls=True),
)


async def a_mornings_work(demo: Demo) -> None:
    """A report with a photo, an obstacle, and the chair who looks how things stand."""
    people = {user.first_name: user for user in demo.sandbox.world.users.values()}
    member, other, chair = (
        Person(demo.sandbox.world, people[who]) for who in (MEMBER, OTHER, CHAIR)
    )
    member.sends_photo(drill(), caption="DBP70-9 85% đã hợp luyện lần hai", chat=demo.bot)
    await demo.settle()
    other.says("DBP70-10 vướng: hai cơ sở lưu trú chưa lắp xong máy bơm", chat=demo.bot)
    await demo.settle()
    chair.says("/tonghop DBP70", chat=demo.bot)
    await demo.settle()


def address(demo: Demo, view: View) -> str:
    """That of the page with the view's chats open."""
    ids = {user.first_name: user.id for user in demo.sandbox.world.users.values()}
    keys = (quote(f"p:{demo.bot.id}:{ids[name]}", safe="") for name in view.chats)
    return f"{demo.sandbox.url}/#/{'|'.join(keys)}"


async def photograph(browser: Browser, demo: Demo, view: View, folder: Path) -> Path:
    """Writes one picture into the folder."""
    context = await browser.new_context(
        viewport={"width": view.width, "height": view.height},
        device_scale_factor=view.scale,
        color_scheme=view.scheme,
        locale=view.locale,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto(address(demo, view))
    for number in range(len(view.chats)):
        await page.locator("[data-chat-panel]").nth(number).locator(".row").last.wait_for()
    await page.evaluate("document.fonts.ready")
    if view.calls:
        await page.get_by_role("button", name="API calls").click()
        await page.get_by_role("row").last.wait_for()
    await page.wait_for_function(ALL_DRAWN)
    target = folder / f"{view.name}.png"
    await page.screenshot(path=target, animations="disabled", caret="hide")
    await context.close()
    return target


async def take(browser_path: str, folder: Path) -> list[Path]:
    """Tells the story, goes on with it and takes all pictures."""
    with TemporaryDirectory(prefix="demo-") as place:
        told = DemoFolder(Path(place))
        told.take()
        async with (
            Demo.running(told, port=0, now=MORNING) as demo,
            async_playwright() as playwright,
        ):
            await play(demo, tell)
            await a_mornings_work(demo)
            browser = await playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox"]
            )
            taken = [await photograph(browser, demo, view, folder) for view in VIEWS]
            await browser.close()
        told.release()
    return taken


def shrink(picture: Path) -> None:
    """To fewer colours, where the program for it is there."""
    if (program := shutil.which("pngquant")) is not None:
        subprocess.run([program, "--force", "--output", str(picture), str(picture)], check=True)


def main() -> None:
    """Raises SystemExit without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"a browser is needed (looked for: {', '.join(BROWSERS)})")
    for picture in asyncio.run(take(browser, PICTURES)):
        shrink(picture)
        print(picture)


if __name__ == "__main__":
    main()
