"""The clock moved, the bot killed, Telegram in trouble: all from the page, in the demo."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from demo.director import LABELS
from demo.playing import Demo
from tests.browser.chats import Chat
from tests.browser.conftest import OpenPage
from tests.support.demo_run import CHAIR, LEAD, NOW

SUMMARY = r"Tổng hợp \d\d:\d\d \D+"
REPORT = "/baocao DBP70-1 60% đã khảo sát 3 điểm"


async def move(page: Page, moment: str, way: str = "Move") -> None:
    """Through the dialog of the clock, and until the clock stands again."""
    await page.get_by_role("button", name="Move the clock").click()
    await page.get_by_role("radio", name=LABELS[moment]["en"]).check()
    await page.get_by_role("button", name=way, exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="+1 hour")).to_be_enabled()


async def tools(page: Page, name: str) -> Locator:
    await page.get_by_role("banner").get_by_role("button", name=name).click()
    return page.get_by_role("complementary", name="Tools")


def day(number: int) -> str:
    """So many days after the demo's first, as messages write it."""
    return f"{NOW + timedelta(days=number):%d/%m/%Y}"


async def expect_summaries(chat: Chat, *days: int) -> None:
    """Of these days in this order, and of no others."""
    wanted = [re.compile(rf"{SUMMARY} {day(number)}") for number in days]
    await expect(chat.rows.filter(has_text=re.compile(SUMMARY))).to_have_text(wanted)


async def test_moving_to_the_next_slot_brings_its_messages(open_demo: OpenPage) -> None:
    page = await open_demo()
    chair = await Chat(page, CHAIR).opened()
    lead = await Chat(page, LEAD).opened(beside=True)
    await move(page, "slot")
    await chair.newest("Tổng hợp 07:00")
    await lead.newest("việc hôm nay")
    await expect_summaries(chair, 1)


async def test_moving_to_a_day_of_the_ladder_says_all_on_the_way_in_order(
    open_demo: OpenPage,
) -> None:
    page = await open_demo()
    chair = await Chat(page, CHAIR).opened()
    lead = await Chat(page, LEAD).opened(beside=True)
    await move(page, "countdown")
    await expect_summaries(chair, *range(1, 8))
    reminders = lead.panel.locator(".row", has_text="DBP70-2")
    await expect(reminders.filter(has_text="15:00")).to_have_count(1)
    labels = lead.panel.locator(".day-label")
    await expect(labels.nth(5)).to_be_attached()
    shown = await labels.all_text_contents()
    assert len(shown) == len(set(shown))


@pytest.mark.long
async def test_an_hour_is_a_press_away(open_demo: OpenPage, demo: Demo) -> None:
    page = await open_demo()
    before = demo.clock.now()
    await page.get_by_role("button", name="+1 hour").click()
    local = (before + timedelta(hours=1)).astimezone(NOW.tzinfo)
    face = page.get_by_role("group", name="The bot's clock").get_by_role("time")
    await expect(face).to_contain_text(re.compile(f"^{local:%H}:"))
    assert demo.clock.now() >= before + timedelta(hours=1)


@pytest.mark.long
async def test_after_a_jump_only_the_newest_slot_is_made_up_for(open_demo: OpenPage) -> None:
    page = await open_demo()
    chair = await Chat(page, CHAIR).opened()
    await move(page, "countdown", "Jump")
    await expect_summaries(chair, 7)


@pytest.mark.long
async def test_a_bot_killed_and_started_loses_nothing(open_demo: OpenPage) -> None:
    page = await open_demo()
    lead = await Chat(page, LEAD).opened()
    trouble = await tools(page, "Trouble")
    await trouble.get_by_role("button", name="Kill it (kill -9)").click()
    await expect(page.get_by_role("banner")).to_contain_text("The bot is stopped")
    await lead.says(REPORT)
    await lead.newest("đã khảo sát 3 điểm")
    await trouble.get_by_role("button", name="Start it").click()
    await expect(page.get_by_role("banner")).to_contain_text("The bot is running")
    await lead.newest("Đã ghi báo cáo DBP70-1")
    await expect(lead.rows.filter(has_text="Đã ghi báo cáo DBP70-1")).to_have_count(1)


@pytest.mark.parametrize(
    "kind",
    [
        "Cut before anything happens",
        pytest.param("429: too many requests", marks=pytest.mark.long),
        pytest.param("5xx: nothing is carried out", marks=pytest.mark.long),
        pytest.param("The answer is broken JSON", marks=pytest.mark.long),
    ],
)
async def test_what_met_a_fault_of_the_server_arrives_in_the_end(
    kind: str, open_demo: OpenPage
) -> None:
    page = await open_demo()
    lead = await Chat(page, LEAD).opened()
    trouble = await tools(page, "Trouble")
    await trouble.get_by_label("What goes wrong").select_option(label=kind)
    await trouble.get_by_label("Method").fill("sendMessage")
    if await trouble.get_by_label("Wait (seconds)").is_visible():
        await trouble.get_by_label("Wait (seconds)").fill("1")
    await trouble.get_by_role("button", name="Add this fault").click()
    await expect(trouble.get_by_text("struck 0 times, 1 left")).to_be_visible()
    await lead.says(REPORT)
    await lead.newest("Đã ghi báo cáo DBP70-1")
    await expect(trouble.get_by_text("Nothing: all calls get through.")).to_be_visible()
    calls = await tools(page, "API calls")
    await calls.get_by_label("Errors only").check()
    await expect(calls.get_by_role("row").filter(has_text="sendMessage")).to_have_count(1)


@pytest.mark.long
async def test_what_was_said_while_telegram_could_not_be_reached_arrives(
    open_demo: OpenPage,
) -> None:
    page = await open_demo()
    lead = await Chat(page, LEAD).opened()
    trouble = await tools(page, "Trouble")
    await trouble.get_by_role("button", name="Go offline").click()
    await expect(trouble).to_contain_text("The bot cannot reach the server.")
    await lead.says(REPORT)
    await lead.newest("đã khảo sát 3 điểm")
    await trouble.get_by_role("button", name="Go online again").click()
    await lead.newest("Đã ghi báo cáo DBP70-1")


@pytest.mark.long
async def test_the_language_of_the_page_goes_with_its_moments(
    open_demo: OpenPage,
) -> None:
    page = await open_demo(locale="vi-VN")
    await page.get_by_role("button", name="Chỉnh đồng hồ").click()
    await expect(page.get_by_role("radio", name=LABELS["slot"]["vi"])).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Chỉnh đồng hồ")).to_be_focused()
