"""axe-core finds nothing serious, whatever is open; nothing is wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage
from tests.support.demo_run import ADMIN, CHAIR, LEAD

SERIOUS = ("serious", "critical")
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


async def expect_nothing_serious(page: Page) -> None:
    results = await Axe().run(page)
    found = [
        (rule["id"], node["html"], node["failureSummary"])
        for rule in results.response["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
    assert found == [], "\n".join(map(str, found))


@pytest.mark.long
async def test_axe_finds_nothing_in_dialogs_and_tools_in_vietnamese_and_dark(
    open_demo: OpenPage,
) -> None:
    page = await open_demo(locale="vi-VN", color_scheme="dark", reduced_motion="reduce")
    lead = await Chat(page, LEAD).opened()
    await Chat(page, CHAIR).opened(beside=True)
    await page.get_by_role("button", name="Sự cố").click()
    await lead.panel.get_by_role("textbox").press_sequentially("/")
    await lead.panel.get_by_role("option").first.wait_for()
    await expect_nothing_serious(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Chỉnh đồng hồ").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Ngày và giờ").fill("2020-01-01T00:00")
    await dialog.get_by_role("button", name="Chạy đến").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Đồng hồ chỉ chạy về phía trước.")
    await expect_nothing_serious(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Thêm người hoặc nhóm").click()
    await page.get_by_role("menuitem").last.wait_for()
    await expect_nothing_serious(page)
    await page.get_by_role("menuitem").last.click()
    await page.get_by_role("dialog").wait_for()
    await expect_nothing_serious(page)


@pytest.mark.long
async def test_axe_finds_nothing_on_a_phone_and_nothing_is_wider(open_demo: OpenPage) -> None:
    page = await open_demo(390, 844, reduced_motion="reduce")
    await expect_nothing_serious(page)
    admin = await Chat(page, ADMIN).opened()
    await admin.says("/summary")
    await admin.newest("Tổng hợp")
    await expect_nothing_serious(page)
    assert await page.evaluate(FITS)
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_role("complementary").wait_for()
    assert await page.evaluate(FITS)
    await page.get_by_role("button", name="Close the tools").click()
    await page.get_by_role("button", name="Move the clock").click()
    await page.get_by_role("dialog").wait_for()
    await expect_nothing_serious(page)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate(FITS)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Back to the chats").click()
    await page.get_by_role("searchbox").wait_for()
    assert await page.evaluate(FITS)
