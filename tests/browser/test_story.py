"""The story walked by clicks: as admin, member and chair, in the demo."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from demo.story.pictures import road
from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage
from tests.support.demo_run import ADMIN, CHAIR, LEAD

NEWCOMER = "Đầu mối CSGT"


async def add_person(page: Page, name: str, language: str = "vi") -> None:
    await page.get_by_role("button", name="New person or group").click()
    await page.get_by_role("menuitem", name="New person").click()
    await page.get_by_label("First name").fill(name)
    await page.get_by_label("Language of their Telegram").select_option(language)
    await page.get_by_role("button", name="Add", exact=True).click()


async def test_who_clicks_an_invitation_joins_as_the_chosen_person(open_demo: OpenPage) -> None:
    page = await open_demo()
    await add_person(page, NEWCOMER)
    admin = await Chat(page, ADMIN).opened()
    await admin.says("/themdonvi CSGT | Cục Cảnh sát giao thông")
    await admin.newest("CSGT")
    await admin.says("/moi CSGT đầu mối")
    invitation = await admin.newest("start=")
    await invitation.get_by_role("link").last.click()
    chosen = page.get_by_role("dialog").get_by_role("button", name=NEWCOMER)
    await chosen.click()
    newcomer = Chat(page, NEWCOMER)
    await newcomer.newest("Cục Cảnh sát giao thông")
    await newcomer.says("/trogiup")
    await newcomer.newest("/baocao")
    await expect(admin.panel).to_be_visible()


async def three_chats(page: Page) -> tuple[Chat, Chat, Chat]:
    """The assistance team, the contact of a unit and the chair, side by side."""
    admin = await Chat(page, ADMIN).opened()
    lead = await Chat(page, LEAD).opened(beside=True)
    chair = await Chat(page, CHAIR).opened(beside=True)
    return admin, lead, chair


@pytest.mark.long
async def test_a_guided_order_arrives_beside_and_is_accepted(open_demo: OpenPage) -> None:
    admin, lead, _ = await three_chats(await open_demo())
    await admin.says("/newtask")
    await admin.presses("DBP70", "Nhiệm vụ của sự kiện nào?")
    await admin.newest("Nhiệm vụ là gì?")
    await admin.says("Kiểm tra hầm chui")
    await admin.presses("CATDB", "Đơn vị nào chủ trì?")
    await admin.presses("N (", "Hạn khi nào?")
    await admin.presses("Bỏ qua", "Đơn vị nào phối hợp?")
    await admin.presses("Không", "Có gấp không?")
    await admin.presses("Lưu", "Kiểm tra hầm chui")
    await admin.newest("Đã giao DBP70-3: Kiểm tra hầm chui")
    await lead.presses("Nhận việc", "Nhiệm vụ mới giao")
    await lead.toasts("DBP70-3: Đã nhận")
    await lead.newest("DBP70-3 · Đã nhận")
    await admin.presses("DBP70-3", "Đã giao")
    await admin.newest("Đã nhận")


async def test_a_report_with_a_photo_is_seen_by_the_chair(open_demo: OpenPage) -> None:
    page = await open_demo()
    _, lead, chair = await three_chats(page)
    await lead.sends_photo(road(), "DBP70-1 60% đã khảo sát tuyến đường")
    await lead.newest("Đã ghi báo cáo DBP70-1")
    await expect(lead.panel.get_by_role("button", name="Open the photo")).to_be_visible()
    await lead.newest("1 minh chứng")
    await chair.says("/xem DBP70-1")
    await chair.newest("60%")
    await lead.panel.get_by_role("button", name="Open the photo").click()
    await expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.long
async def test_an_obstacle_with_its_class_is_told_and_cleared(open_demo: OpenPage) -> None:
    admin, lead, _ = await three_chats(await open_demo())
    await lead.says("DBP70-1 30% đã lập danh sách")
    await lead.presses("Vướng mắc", "Đã ghi báo cáo DBP70-1")
    await lead.answers("vướng mắc gì", "thiếu phương tiện")
    await lead.presses("Kinh phí", "Thuộc loại nào?")
    await lead.toasts("Loại vướng mắc: kinh phí")
    await admin.newest("thiếu phương tiện")
    await lead.presses("Gỡ vướng", "DBP70-1 · Vướng mắc")
    await lead.toasts("DBP70-1: Đang thực hiện, 30%")
    await lead.newest("DBP70-1 · Đang thực hiện")


@pytest.mark.long
async def test_a_finished_task_is_returned_once_and_then_confirmed(open_demo: OpenPage) -> None:
    admin, lead, chair = await three_chats(await open_demo())
    await lead.says("DBP70-1 90%")
    await lead.presses("Hoàn thành", "Đã ghi báo cáo DBP70-1")
    await admin.newest("Báo hoàn thành, chờ xác nhận")
    await chair.says("/xem DBP70-1")
    await chair.presses("Trả lại", "DBP70-1 · Chờ xác nhận")
    await chair.answers("trả lại vì sao", "bổ sung sơ đồ")
    await chair.newest("Đã trả lại DBP70-1")
    await lead.newest("«bổ sung sơ đồ»")
    await lead.presses("Hoàn thành", "Bị trả lại")
    await lead.newest("DBP70-1 · Chờ xác nhận")
    await chair.says("/xem DBP70-1")
    await chair.presses("Xác nhận", "DBP70-1 · Chờ xác nhận")
    await chair.newest("DBP70-1 · Hoàn thành")
    await lead.newest("Đã xác nhận hoàn thành")


@pytest.mark.long
async def test_a_document_of_the_bot_is_saved_and_one_of_a_person_is_sent(
    open_demo: OpenPage,
) -> None:
    page = await open_demo()
    admin, lead, _ = await three_chats(page)
    await admin.says("/export DBP70")
    link = admin.panel.get_by_role("link", name="Download").last
    async with page.expect_download() as saved:
        await link.click()
    path = await (await saved.value).path()
    assert "DBP70-1" in path.read_text(encoding="utf-8")
    file: Any = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    await lead.panel.locator("input[type=file]").set_input_files([file])
    await page.get_by_role("textbox", name="Caption").fill("DBP70-1 40% kế hoạch")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await lead.newest("1 minh chứng")


@pytest.mark.long
async def test_a_slash_opens_the_commands_in_the_language_of_the_person(
    open_demo: OpenPage,
) -> None:
    page = await open_demo()
    lead = await Chat(page, LEAD).opened()
    await lead.panel.get_by_role("textbox").press_sequentially("/bao")
    offered = lead.panel.get_by_role("option")
    await expect(offered.first).to_have_text(re.compile("^/baocao.*báo cáo", re.IGNORECASE))
    await page.keyboard.press("Escape")
    await lead.says("/language en")
    await lead.newest("English")
    await lead.panel.get_by_role("textbox").press_sequentially("/rep")
    await expect(offered.first).to_have_text(re.compile("^/report.*report", re.IGNORECASE))
    await page.keyboard.press("Escape")
    await add_person(page, "Guest", "en")
    await page.get_by_role("button", name="Start", exact=True).click()
    guest = Chat(page, "Guest")
    await guest.newest("invitation")
    await guest.panel.get_by_role("textbox").press_sequentially("/")
    words = "/startBegin, or join by an invitation"
    await expect(guest.panel.get_by_role("option")).to_have_text(words)
