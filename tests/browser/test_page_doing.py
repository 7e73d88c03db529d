"""What persons do in the page: chats, groups, topics, settings, the keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from sandbox import Bot, Person, Sandbox
from tests.browser.bots import Answering
from tests.browser.conftest import OpenPage
from tests.browser.test_page import open_chat
from tests.support.clock import ManualClock


async def from_menu(page: Page, panel_name: str, item: str) -> None:
    panel = page.get_by_role("region", name=panel_name)
    await panel.get_by_role("button", name="Chat menu").click()
    await page.get_by_role("menuitem", name=item).click()


async def test_a_person_is_added_and_starts_the_bot(
    bot: Bot, answering: Answering, open_page: OpenPage, said: list[str]
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="New person or group").click()
    await page.get_by_role("menuitem", name="New person").click()
    await page.get_by_label("First name").fill("\u200b")
    await page.get_by_role("button", name="Add", exact=True).click()
    refusal = page.get_by_role("dialog").get_by_role("alert")
    await expect(refusal).to_contain_text("at least one visible character")
    assert "status of 400" in said.pop()
    await page.get_by_label("First name").fill("Lan")
    await expect(refusal).to_be_empty()
    await page.get_by_role("button", name="Add", exact=True).click()
    panel = page.get_by_role("region", name="Lan")
    await panel.get_by_role("button", name="Start", exact=True).click()
    await expect(panel.locator(".row").last).to_contain_text("Heard: /start")
    await expect(page.get_by_role("textbox", name="Message of Lan")).to_be_focused()


@pytest.mark.long
async def test_a_blocked_bot_is_unblocked_and_restarted(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    await from_menu(page, "Văn thư", "Block the bot")
    await expect(panel).to_contain_text("Blocked the bot")
    assert clerk.chat_with(bot).blocked
    await panel.get_by_role("button", name="Unblock and restart").click()
    await expect(panel.locator(".row").last).to_contain_text("Heard: /start")
    assert not clerk.chat_with(bot).blocked


async def test_a_group_is_founded_gets_the_bot_and_becomes_a_supergroup(
    sandbox: Sandbox, bot: Bot, clerk: Person, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="New person or group").click()
    await page.get_by_role("menuitem", name="New group").click()
    await page.get_by_label("Name").fill("Office")
    await page.get_by_role("button", name="Create").click()
    panel = page.get_by_role("region", name="Office")
    await from_menu(page, "Office", "Members and bots")
    await page.get_by_label("Person or bot").select_option(label="Trợ lý (bot)")
    await page.get_by_label("Role", exact=True).select_option(label="Administrator")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await expect(page.get_by_label("Role of Trợ lý")).to_have_value("administrator")
    await page.keyboard.press("Escape")
    await expect(panel).to_contain_text("Văn thư added Trợ lý")
    await from_menu(page, "Office", "Make it a supergroup")
    await page.get_by_label("Kind").select_option(label="Supergroup with topics")
    await page.get_by_role("button", name="Make it a supergroup").click()
    await expect(panel.get_by_role("tab", name="All")).to_be_visible()
    assert [chat.kind for chat in sandbox.world.chats.values()] == ["group", "supergroup"]


@pytest.mark.long
async def test_messages_of_a_topic_are_read_and_written_in_its_tab(
    sandbox: Sandbox, clerk: Person, open_page: OpenPage
) -> None:
    group = sandbox.group("Office", clerk, forum=True)
    clerk.says("to all", chat=group)
    page = await open_page()
    panel = await open_chat(page, "Office")
    await panel.get_by_role("button", name="New topic").click()
    await page.get_by_label("Name of the topic").fill("Cars")
    await page.get_by_role("button", name="Create").click()
    await expect(panel.get_by_role("tab", name="Cars")).to_have_attribute("aria-selected", "true")
    await expect(panel.get_by_text("to all", exact=True)).to_have_count(0)
    await page.get_by_role("textbox", name="Message of Văn thư").fill("two cars")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_text("two cars", exact=True)).to_be_visible()
    topic = next(iter(group.chat.topics.values()))
    assert sandbox.messages(group, thread=topic.id)[-1].text == "two cars"


@pytest.mark.long
async def test_who_writes_in_a_group_is_chosen(
    sandbox: Sandbox, clerk: Person, open_page: OpenPage
) -> None:
    driver = sandbox.person("Driver")
    group = sandbox.group("Office", clerk)
    group.add(driver, by=clerk)
    page = await open_page()
    panel = await open_chat(page, "Office")
    await panel.get_by_label("Write as").select_option(label="Driver")
    await page.get_by_role("textbox", name="Message of Driver").fill("ready")
    await page.keyboard.press("Enter")
    await expect(panel.locator(".row.own").last).to_contain_text("ready")
    last = sandbox.messages(group)[-1]
    assert last.sender is driver.user


@pytest.mark.long
async def test_own_messages_are_answered_edited_and_deleted_by_keyboard(
    sandbox: Sandbox, bot: Bot, clerk: Person, open_page: OpenPage
) -> None:
    clerk.says("first")
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    box = page.get_by_role("textbox", name="Message of Văn thư")
    await expect(box).to_be_focused()
    await expect(panel.locator(".row").last).to_contain_text("first")
    await page.keyboard.press("ArrowUp")
    await box.fill("first, better")
    await page.keyboard.press("Enter")
    row = panel.locator(".row").last
    await expect(row).to_contain_text("first, better")
    await expect(row).to_contain_text("edited")
    await row.focus()
    await page.keyboard.press("r")
    await page.keyboard.type("an answer")
    await page.keyboard.press("Enter")
    await expect(panel.locator(".row")).to_have_count(3)
    assert sandbox.messages(clerk, bot=bot)[-1].reply_to is sandbox.messages(clerk, bot=bot)[-2]
    await panel.locator(".row").last.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Delete").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    await expect(panel.locator(".row")).to_have_count(2)


@pytest.mark.long
async def test_three_chats_are_opened_swapped_and_closed_by_keyboard(
    sandbox: Sandbox, bot: Bot, open_page: OpenPage
) -> None:
    for name in ("Ann", "Bob", "Cid"):
        sandbox.person(name).start(bot)
    page = await open_page()
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("searchbox", name="Search chats")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    panels = page.locator("[data-chat-panel]")
    for opened in range(1, 4):
        await page.keyboard.press("Control+Enter")
        await expect(panels).to_have_count(opened)
        await expect(panels.nth(opened - 1).get_by_role("textbox")).to_be_focused()
        row = page.get_by_role("navigation").locator(".chat[tabindex='0']")
        await row.focus()
        await page.keyboard.press("ArrowDown")
    order = await panels.locator(".header-title").all_inner_texts()
    await from_menu(page, order[2], "Move to the left")
    await expect(panels.locator(".header-title").nth(1)).to_have_text(order[2])
    await page.reload()
    await expect(panels.locator(".header-title")).to_have_text([order[0], order[2], order[1]])
    await from_menu(page, order[0], "Close the chat")
    await expect(panels).to_have_count(2)


@pytest.mark.long
async def test_unread_messages_are_counted_until_the_chat_is_opened(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page()
    for text in ("one", "two"):
        await answering.call("sendMessage", chat_id=clerk.id, text=text)
    await expect(page.get_by_label("2 unread")).to_be_visible()
    await open_chat(page, "Văn thư")
    await expect(page.get_by_label("2 unread")).to_be_hidden()


@pytest.mark.long
async def test_language_and_theme_are_chosen_and_remembered(
    clerk: Person, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_role("menuitemradio", name="Tiếng Việt").click()
    await page.get_by_role("button", name="Cài đặt").click()
    await page.get_by_role("menuitemradio", name="Tối").click()
    await page.reload()
    await expect(page.get_by_role("searchbox", name="Tìm cuộc trò chuyện")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.long
async def test_a_moment_is_shown_in_the_zone_and_the_language(
    clerk: Person, clock: ManualClock, answering: Answering, open_page: OpenPage
) -> None:
    moment = datetime(2027, 4, 20, 10, 5, tzinfo=UTC)
    text = "<tg-time unix='{0}' format='wDt'>x</tg-time> <tg-time unix='{1}' format='r'>y</tg-time>"
    in_three_days = clock.now() + timedelta(days=3, minutes=1)
    await answering.call(
        "sendMessage",
        chat_id=clerk.id,
        text=text.format(int(moment.timestamp()), int(in_three_days.timestamp())),
        parse_mode="HTML",
    )
    page = await open_page(locale="vi-VN")
    panel = await open_chat(page, "Văn thư")
    await expect(panel.locator("time.moment")).to_have_text(
        ["10:05 thứ Ba, ngày 20 tháng 4 năm 2027", "3 ngày nữa"]
    )


@pytest.mark.long
async def test_files_are_dropped_and_pasted(
    sandbox: Sandbox, bot: Bot, clerk: Person, open_page: OpenPage
) -> None:
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    give = """(target, [kind, name]) => {
      const data = new DataTransfer();
      data.items.add(new File(["plan"], name, { type: "text/csv" }));
      const event = kind === "paste"
        ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
    }"""
    await panel.evaluate(give, ["drop", "dropped.csv"])
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(panel.get_by_role("link", name="Download dropped.csv")).to_be_visible()
    await panel.get_by_role("textbox").evaluate(give, ["paste", "pasted.csv"])
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(panel.get_by_role("link", name="Download pasted.csv")).to_be_visible()
    sent = [message.content.get("document") for message in sandbox.messages(clerk, bot=bot)]
    assert [file["file_name"] for file in sent if file] == ["dropped.csv", "pasted.csv"]


@pytest.mark.long
async def test_faults_are_made_seen_and_ended(
    sandbox: Sandbox, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_label("What goes wrong").select_option(label="403: the bot was blocked")
    await page.get_by_label("How many calls").fill("2")
    await page.get_by_role("button", name="Add this fault").click()
    tools = page.get_by_role("complementary", name="Tools")
    await expect(tools.get_by_text("struck 0 times, 2 left")).to_be_visible()
    await page.get_by_role("button", name="End all faults").click()
    await expect(tools.get_by_text("Nothing: all calls get through.")).to_be_visible()
    assert sandbox.faults.active == []


@pytest.mark.long
async def test_calls_appear_as_they_happen_and_are_filtered(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="API calls").click()
    table = page.get_by_role("region", name="Calls of the Bot API")
    await answering.call("sendMessage", chat_id=clerk.id, text="one")
    await answering.call("getMe")
    await expect(table.get_by_role("button", name="sendMessage")).to_be_visible()
    await page.get_by_label("Filter the calls").fill("getme")
    await expect(table.get_by_role("row")).to_have_count(2)
    await table.get_by_role("button", name="getMe").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Carried out")


@pytest.mark.long
async def test_on_a_phone_a_long_refusal_breaks_no_methods_name(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page(390, 844)
    await page.get_by_role("button", name="API calls").click()
    table = page.get_by_role("region", name="Calls of the Bot API")
    await answering.call("sendMessage", chat_id=clerk.id, text="in order")
    method = table.get_by_role("button", name="sendMessage")
    await expect(method).to_be_visible()
    one_line = await method.evaluate("button => button.offsetHeight")

    with pytest.raises(AssertionError, match="not found"):
        await answering.call("editMessageReplyMarkup", chat_id=clerk.id, message_id=999)
    with pytest.raises(AssertionError, match="Unsupported start tag"):
        await answering.call("sendMessage", chat_id=clerk.id, text="<blink>", parse_mode="HTML")

    await expect(method).to_have_count(2)
    heights = await method.evaluate_all("all => all.map((button) => button.offsetHeight)")
    assert heights == [one_line, one_line]
    await expect(table.get_by_role("cell", name="Văn thư").first).to_be_visible()
    assert await table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


@pytest.mark.long
async def test_a_lost_connection_is_said_and_made_up_for(
    sandbox: Sandbox, bot: Bot, clerk: Person, open_page: OpenPage, said: list[str]
) -> None:
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    await sandbox.go_offline()
    await expect(page.get_by_role("alert")).to_contain_text("connection to the server is lost")
    clerk.says("meanwhile")
    await sandbox.go_online()
    await expect(panel.get_by_text("meanwhile", exact=True)).to_be_visible(timeout=15_000)
    await expect(page.get_by_role("alert")).to_be_hidden()
    said[:] = [text for text in said if "net::ERR_" not in text]
