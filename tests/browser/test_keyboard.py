"""The keyboard alone: the focus is always seen and never lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import Sandbox
from sandbox.control.director import Progress
from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage, Pages
from tests.support.clock import ManualClock
from tests.support.demo_run import LEAD
from tests.support.embedding import LABELS, Embedding

RING = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "lost";
  const seen = [element, ...document.querySelectorAll(":focus-within")].some((one) => {
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  });
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return seen && inside && element.checkVisibility() ? "seen" : element.outerHTML.slice(0, 200);
}"""


async def press(page: Page, *keys: str) -> None:
    """Each key, after which the focus must be somewhere that shows it."""
    for key in keys:
        await page.keyboard.press(key)
        await expect_focus(page)


async def expect_focus(page: Page) -> None:
    assert await page.evaluate(RING) == "seen"


async def tab_to(page: Page, name: str, key: str = "Tab", most: int = 40) -> None:
    """Goes on until what has the focus is called so."""
    for _ in range(most):
        await press(page, key)
        focused = page.locator(":focus")
        label = await focused.text_content() or await focused.get_attribute("aria-label")
        if name in (label or ""):
            return
    raise AssertionError(f"{name!r} cannot be reached")


@pytest.mark.long
async def test_a_report_is_made_without_a_mouse(open_demo: OpenPage) -> None:
    page = await open_demo()
    lead = Chat(page, LEAD)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("catdb")
    await press(page, "Enter")
    box = lead.panel.get_by_role("textbox")
    await expect(box).to_be_focused()
    await page.keyboard.type("/baoc")
    await expect(lead.panel.get_by_role("option").first).to_contain_text("/baocao")
    await press(page, "ArrowDown", "ArrowUp", "Enter")
    await lead.newest("Báo cáo nhiệm vụ nào?")
    await expect(box).to_be_focused()
    await tab_to(page, "Báo cáo nhiệm vụ nào?", "Shift+Tab")
    await tab_to(page, "DBP70-1")
    await press(page, "Enter")
    await lead.newest("%")
    await press(page, "End")
    await tab_to(page, "50%")
    await press(page, "Enter")
    for question, answer in (("Nội dung báo cáo?", "Bỏ qua"), ("Hoàn thành: 50%", "Lưu")):
        await expect(await lead.newest(question)).to_be_focused()
        await tab_to(page, answer)
        await press(page, "Enter")
    await expect(await lead.newest("Đã ghi báo cáo")).to_contain_text("50%")
    await expect_focus(page)
    await tab_to(page, "Message of", "Tab")
    await expect(box).to_be_focused()


@pytest.mark.long
async def test_menus_and_dialogs_give_the_focus_back(open_demo: OpenPage) -> None:
    page = await open_demo()
    await Chat(page, LEAD).opened()
    await tab_to(page, "Chat menu", "Shift+Tab")
    await press(page, "Enter", "ArrowDown", "ArrowDown", "Escape")
    await expect(page.get_by_role("button", name="Chat menu")).to_be_focused()
    await tab_to(page, "Move the clock", "Shift+Tab")
    await press(page, "Enter", "ArrowDown", "Tab", "Tab", "Escape")
    await expect(page.get_by_role("button", name="Move the clock")).to_be_focused()
    await press(page, "Alt+c", "Alt+t")
    await expect(page.get_by_role("complementary", name="Tools")).to_be_visible()
    await tab_to(page, "Close the tools")
    await press(page, "Enter")
    await expect(page.get_by_role("complementary", name="Tools")).to_be_hidden()
    await press(page, "?", "Escape")


@pytest.mark.long
@pytest.mark.long
async def test_a_clock_that_moves_takes_no_press_and_keeps_the_focus(
    browser: Browser, clock: ManualClock, said: list[str]
) -> None:
    director = Embedding(clock)
    async with Sandbox.running(clock=clock, director=director) as sandbox:
        pages = Pages(browser, sandbox.url, said)
        page = await pages.open()
        hour = page.get_by_role("button", name="+1 hour")
        director.arrives.clear()
        await hour.focus()
        await press(page, "Enter")
        await expect(hour).to_be_disabled()
        await expect(page.get_by_role("button", name="Move the clock")).to_be_disabled()
        await press(page, "Enter")
        await expect(hour).to_be_focused()
        director.arrives.set()
        await expect(hour).to_be_enabled()
        director.shown = Progress(LABELS, 1, 2)
        sandbox.feed_director()
        await expect(hour).to_be_disabled()
        await press(page, "Enter", "Tab", "Enter")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        director.shown = None
        sandbox.feed_director()
        await page.get_by_role("button", name="Move the clock").press("Enter")
        move = page.get_by_role("dialog").get_by_role("button", name="Move", exact=True)
        director.shown = Progress(LABELS, 1, 2)
        sandbox.feed_director()
        await expect(move).to_be_disabled()
        await move.focus()
        await press(page, "Enter", "Escape")
        director.shown = None
        sandbox.feed_director()
        await expect(hour).to_be_enabled()
        assert director.done == ["move"]
        await pages.close()
    assert said == []


async def test_the_whole_page_is_gone_through_by_tab(open_demo: OpenPage) -> None:
    page = await open_demo()
    await Chat(page, LEAD).opened()
    await page.reload()
    await page.get_by_role("navigation").wait_for()
    await page.keyboard.press("Tab")
    names = []
    while (name := await page.evaluate("document.activeElement.outerHTML")) not in names:
        await expect_focus(page)
        names.append(name)
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement === document.body"):
            break
    assert len(names) > 10
