"""The page shows what bots send, does what persons do, and runs no script of anybody's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from sandbox import Bot, Person, Sandbox
from tests.browser.bots import Answering
from tests.browser.conftest import OpenPage

SCRIPTS = Path(__file__).parents[2] / "sandbox" / "page" / "scripts"
SCRIPT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
SERIOUS = ("serious", "critical")
DARK_AND_SMALL = ((1440, True), (390, False))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6360606000000004000127349c260000000049454e44ae426082"
)


async def open_chat(page: Page, name: str, *, beside: bool = False) -> Locator:
    """Clicks a chat in the column; its panel."""
    row = page.get_by_role("navigation").get_by_role("button", name=name, exact=True)
    await row.click(modifiers=["Control"] if beside else [])
    return page.get_by_role("region", name=name)


async def test_a_hostile_name_and_message_run_no_script(
    sandbox: Sandbox, bot: Bot, answering: Answering, open_page: OpenPage
) -> None:
    person = sandbox.person(SCRIPT[:60], "hostile")
    person.start(bot)
    group = sandbox.group(SCRIPT, person)
    group.add(bot, by=person, admin=True)
    page = await open_page()
    panel = await open_chat(page, SCRIPT[:60])
    await answering.call(
        "sendMessage",
        chat_id=person.id,
        text=SCRIPT,
        entities=[{"type": "pre", "offset": 0, "length": 9, "language": SCRIPT}],
        reply_markup={"inline_keyboard": [[{"text": SCRIPT, "callback_data": "x"}]]},
    )
    answering.toast = {"text": SCRIPT, "show_alert": True}
    await panel.get_by_role("button", name=SCRIPT, exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text(SCRIPT)
    assert await page.evaluate("window.hacked") is None


async def test_a_script_that_came_in_would_be_stopped_by_the_policy(
    open_page: OpenPage, said: list[str]
) -> None:
    page = await open_page()
    refused = await page.evaluate(
        """() => new Promise((resolve) => {
          const told = (event) => resolve(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", told);
          const script = document.createElement("script");
          script.textContent = "window.hacked = 1";
          document.body.append(script);
        })"""
    )
    assert refused.startswith("script-src")
    assert await page.evaluate("window.hacked") is None
    assert "Executing inline script violates" in said.pop()


def test_no_module_of_the_page_reads_markup() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|"
        r"createContextualFragment|setHTML|srcdoc|javascript:"
    )
    for path in sorted(SCRIPTS.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
        assert not forbidden.search(code), path.name


@pytest.mark.long
async def test_the_texts_of_both_languages_have_the_same_keys(open_page: OpenPage) -> None:
    page = await open_page()
    keys = """async () => {
      const { vi } = await import("/page/scripts/texts/vi.js");
      const { en } = await import("/page/scripts/texts/en.js");
      const names = (text) => (text.match(/\\{\\w+\\}/g) ?? []).sort().join();
      const shape = (texts) => Object.entries(texts).map(([key, text]) => key + names(text)).sort();
      return [shape(vi), shape(en)];
    }"""
    vi, en = await page.evaluate(keys)
    assert vi == en
    used = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    assert set(re.findall(r'\bt\("([a-z_.]+)"', used)) <= {key.partition("{")[0] for key in vi}


NESTED: list[dict[str, Any]] = [
    {"type": "bold", "offset": 0, "length": 8},
    {"type": "italic", "offset": 3, "length": 9},
    {"type": "code", "offset": 14, "length": 4},
    {"type": "text_link", "offset": 19, "length": 4, "url": "https://example.org/x"},
    {"type": "spoiler", "offset": 24, "length": 6},
]


async def test_entities_are_rendered_nested_and_overlapping_in_utf_16(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    await answering.call(
        "sendMessage", chat_id=clerk.id, text="🚑 ab cd ef g code link hidden", entities=NESTED
    )
    page = await open_page()
    text = (await open_chat(page, "Văn thư")).locator(".row").last.locator(".text")
    await expect(text.locator("strong").first).to_be_visible()
    strong = await text.locator("strong").all_inner_texts()
    slanted = await text.locator("em").all_inner_texts()
    assert ("".join(strong), "".join(slanted)) == ("🚑 ab cd", "ab cd ef ")
    assert await text.locator("strong em").inner_text() == "ab cd"
    assert await text.locator("code").inner_text() == "code"
    await text.get_by_role("button", name="Hidden text").click()
    await expect(text.locator(".spoiler")).to_have_text("hidden")
    await text.get_by_role("link", name="link").click()
    await expect(page.get_by_role("dialog")).to_contain_text("https://example.org/x")


async def test_a_press_waits_shows_the_toast_and_the_edit_in_place(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    keyboard = [[{"text": "Accept", "callback_data": "yes", "style": "success"}]]
    card = await answering.call(
        "sendMessage",
        chat_id=clerk.id,
        text="A task",
        reply_markup={"inline_keyboard": keyboard},
    )
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    message = panel.locator(f"[data-message='{card['message_id']}']")
    button = message.get_by_role("button", name="Accept")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(panel.get_by_role("status").filter(has_text="Done.")).to_be_visible()
    assert answering.pressed == ["yes"]
    await answering.call(
        "editMessageText",
        chat_id=clerk.id,
        message_id=card["message_id"],
        text="Accepted",
        reply_markup={"inline_keyboard": [[{"text": "Report", "callback_data": "report"}]]},
    )
    await expect(message).to_contain_text("Accepted")
    await expect(message).to_be_focused()


async def test_the_focus_stays_on_a_button_while_it_is_the_same(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    same = {"inline_keyboard": [[{"text": "Accept", "callback_data": "1"}]]}
    sent = await answering.call("sendMessage", chat_id=clerk.id, text="A", reply_markup=same)
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    button = panel.get_by_role("button", name="Accept")
    await button.focus()
    again = {"inline_keyboard": [[{"text": "Accept", "callback_data": "2"}]]}
    number = sent["message_id"]
    await answering.call(
        "editMessageText", chat_id=clerk.id, message_id=number, text="B", reply_markup=again
    )
    await expect(panel.locator(".row").last).to_contain_text("B")
    await expect(button).to_be_focused()


async def test_a_person_writes_and_the_bot_answers(
    clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    await page.get_by_role("textbox", name="Message of Văn thư").fill("Good morning")
    await page.keyboard.press("Enter")
    await expect(panel.locator(".row").last).to_contain_text("Heard: Good morning")


async def test_an_invitation_makes_the_chosen_person_start_the_bot(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    guest = sandbox.person("Khách")
    link = "https://t.me/assistant_bot?start=code_1"
    await answering.call("sendMessage", chat_id=clerk.id, text=link)
    page = await open_page()
    await open_chat(page, "Văn thư")
    await page.get_by_role("link", name=link).click()
    await page.get_by_role("dialog").get_by_role("button", name="Khách").click()
    panel = page.get_by_role("region", name="Khách")
    await expect(panel.locator(".row").first).to_contain_text("/start code_1")
    assert sandbox.messages(guest, bot=bot)[0].text == "/start code_1"


async def test_a_slash_opens_the_commands_of_this_person(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    commands = [{"command": "mine", "description": "Việc của tôi"}]
    await answering.call("setMyCommands", commands=commands, language_code="vi")
    await answering.call("setMyCommands", commands=[{"command": "mine", "description": "My tasks"}])
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    await page.get_by_role("textbox", name="Message of Văn thư").press_sequentially("/m")
    await expect(page.get_by_role("option")).to_have_text("/mineViệc của tôi")
    await page.keyboard.press("Enter")
    await expect(panel.locator(".row").last).to_contain_text("Heard: /mine")


async def test_enter_sends_the_command_that_was_typed(
    sandbox: Sandbox, bot: Bot, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    listed = {"tasks": "All of them", "task": "One of them", "join": "Come in by invitation"}
    commands = [{"command": name, "description": words} for name, words in listed.items()]
    await answering.call("setMyCommands", commands=commands)
    page = await open_page()
    await open_chat(page, "Văn thư")
    box = page.get_by_role("textbox", name="Message of Văn thư")
    for typed in ("/task", "/vi"):
        await box.press_sequentially(typed)
        await expect(page.get_by_role("option").first).to_be_visible()
        await box.press("Enter")
        await expect(box).to_have_value("")

    said = [message.text or "" for message in sandbox.messages(clerk, bot=bot)]
    assert [text for text in said if text.startswith("/")][-2:] == ["/task", "/vi"]


async def test_a_photo_chosen_is_sent_with_its_caption(
    sandbox: Sandbox, bot: Bot, clerk: Person, open_page: OpenPage
) -> None:
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    file: Any = {"name": "place.png", "mimeType": "image/png", "buffer": PIXEL}
    await panel.locator("input[type=file]").set_input_files([file])
    await page.get_by_role("textbox", name="Caption").fill("At the gate")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(panel.get_by_role("button", name="Open the photo")).to_be_visible()
    assert sandbox.messages(clerk, bot=bot)[-1].content["caption"] == "At the gate"


@pytest.mark.long
@pytest.mark.long
async def test_on_a_phone_all_photos_of_a_chat_are_gone_through(
    clerk: Person, open_page: OpenPage
) -> None:
    for caption in ("first", "second"):
        clerk.sends_photo(PIXEL, caption=caption)
    page = await open_page(390, 844)
    panel = await open_chat(page, "Văn thư")
    await panel.get_by_role("button", name="Open the photo").first.click()
    dialog = page.get_by_role("dialog")
    following = dialog.get_by_role("button", name="Next photo")
    await expect(following).to_be_focused()
    await expect(dialog.get_by_role("button", name="Previous photo")).to_be_disabled()
    await following.click()
    await expect(dialog).to_contain_text("second")
    await expect(following).to_be_disabled()
    await expect(following).to_be_focused()
    await dialog.get_by_role("button", name="Previous photo").click()
    await expect(dialog).to_contain_text("first")
    box = await dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


async def test_a_long_log_is_read_backwards_without_a_jump(
    sandbox: Sandbox, clerk: Person, open_page: OpenPage
) -> None:
    lines = [clerk.says(f"Line {number}") for number in range(1, 1201)]
    page = await open_page()
    panel = await open_chat(page, "Văn thư")
    await expect(panel.get_by_text("Line 1200", exact=True)).to_be_in_viewport()
    feed, rows = panel.locator(".feed"), panel.locator(".row")
    while (loaded := await rows.count()) <= len(lines):
        top = await rows.first.text_content() or ""
        await feed.evaluate("(feed) => feed.scrollTo(0, -feed.scrollHeight)")
        await expect(rows).not_to_have_count(loaded)
        assert top[:5] == "Line " or loaded == len(lines)
    await expect(panel.get_by_text("Line 1", exact=True)).to_be_attached()
    await page.get_by_role("button", name="To the newest message").click()
    await expect(panel.get_by_text("Line 1200", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("width", "dark"),
    [(1440, False), *(pytest.param(*page, marks=pytest.mark.long) for page in DARK_AND_SMALL)],
)
async def test_axe_finds_nothing_serious(
    width: int,
    dark: bool,
    sandbox: Sandbox,
    clerk: Person,
    answering: Answering,
    open_page: OpenPage,
) -> None:
    group = sandbox.group("Tổ giúp việc", clerk, forum=True)
    clerk.says("Chào", chat=group)
    await answering.call(
        "sendMessage",
        chat_id=clerk.id,
        text="<b>A</b> <tg-spoiler>b</tg-spoiler> <a href='https://example.org'>c</a> /mine\n"
        "<pre>x</pre><blockquote expandable>" + "long " * 60 + "</blockquote>",
        parse_mode="HTML",
        reply_markup={
            "inline_keyboard": [
                [{"text": style, "callback_data": style, "style": style}]
                for style in ("primary", "success", "danger")
            ]
        },
    )
    page = await open_page(width, 844, color_scheme="dark" if dark else "light")
    await open_chat(page, "Văn thư")
    if width > 1000:
        await open_chat(page, "Tổ giúp việc", beside=True)
        await page.get_by_role("button", name="API calls").click()
    results = await Axe().run(page)
    found = [
        (rule["id"], node["html"])
        for rule in results.response["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("width", [320, pytest.param(390, marks=pytest.mark.long)])
async def test_nothing_is_wider_than_a_phone(
    width: int, clerk: Person, answering: Answering, open_page: OpenPage
) -> None:
    references = [{"text": f"DBP70-{number}", "callback_data": "x"} for number in (7, 8, 9, 10)]
    await answering.call(
        "sendMessage",
        chat_id=clerk.id,
        text="x" * 300 + "\n" + "word " * 80,
        reply_markup={"inline_keyboard": [references]},
    )
    page = await open_page(width, 700)
    inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert await page.evaluate(inside)
    panel = await open_chat(page, "Văn thư")
    await expect(panel.locator(".row").last).to_be_visible()
    assert await page.evaluate(inside)
    lines = await panel.locator(".button-text").evaluate_all(
        "all => all.map((one) => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert [round(number) for number in lines] == [1, 1, 1, 1]
    await page.get_by_role("button", name="Back to the chats").click()
    await expect(page.get_by_role("searchbox", name="Search chats")).to_be_visible()
