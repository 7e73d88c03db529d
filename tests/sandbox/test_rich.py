"""Rich messages: their HTML becomes blocks, and what is wrong is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.clients.rich_page import EVERY_TAG
from tests.support.api import Api


async def blocks_of(api: Api, person: Person, html: str, **fields: Any) -> list[dict[str, Any]]:
    sent = await api.call(
        "sendRichMessage", chat_id=person.id, rich_message={"html": html, **fields}
    )
    blocks: list[dict[str, Any]] = sent["rich_message"]["blocks"]
    return blocks


async def refusal(api: Api, person: Person, html: Any, **fields: Any) -> str:
    rich = {"html": html, **fields}
    return await api.error("sendRichMessage", chat_id=person.id, rich_message=rich)


async def test_every_documented_tag_that_is_built_becomes_its_block(
    api: Api, chair: Person
) -> None:
    assert await blocks_of(api, chair, EVERY_TAG) == [
        {"type": "anchor", "name": "top"},
        {
            "type": "heading",
            "text": ["Tổng hợp ", {"type": "italic", "text": "nhiệm vụ"}],
            "size": 1,
        },
        {
            "type": "paragraph",
            "text": [
                "Đến hạn ",
                {
                    "type": "date_time",
                    "unix_time": 1813460400,
                    "date_time_format": "wDT",
                    "text": "20:40",
                },
                ", xem ",
                {"type": "reference_link", "reference_name": "ghi-chu", "text": "ghi chú"},
                ", ",
                {"type": "anchor_link", "anchor_name": "top", "text": "đầu trang"},
                "\nhoặc ",
                {"type": "url", "url": "https://t.me/", "text": "trang"},
                " & ",
                {"type": "email_address", "email_address": "a@example.com", "text": "thư"},
                ".",
            ],
        },
        {
            "type": "list",
            "items": [
                {
                    "label": "•",
                    "blocks": [{"type": "paragraph", "text": "Xong"}],
                    "has_checkbox": True,
                    "is_checked": True,
                },
                {
                    "label": "•",
                    "blocks": [{"type": "paragraph", "text": "Chưa"}],
                    "has_checkbox": True,
                },
            ],
        },
        {
            "type": "list",
            "items": [
                {
                    "label": "iii.",
                    "blocks": [{"type": "paragraph", "text": "ba"}],
                    "value": 3,
                    "type": "i",
                },
                {
                    "label": "g.",
                    "blocks": [
                        {"type": "paragraph", "text": "bảy"},
                        {
                            "type": "list",
                            "items": [
                                {
                                    "label": "•",
                                    "blocks": [{"type": "paragraph", "text": "con"}],
                                }
                            ],
                        },
                    ],
                    "value": 7,
                    "type": "a",
                },
            ],
        },
        {
            "type": "table",
            "cells": [
                [
                    {"align": "left", "valign": "top", "text": "Đơn vị", "is_header": True},
                    {
                        "align": "center",
                        "valign": "top",
                        "text": ["Số ", {"type": "bold", "text": "việc"}],
                        "is_header": True,
                        "colspan": 2,
                    },
                ],
                [
                    {"align": "left", "valign": "middle", "text": "d1", "rowspan": 2},
                    {"align": "right", "valign": "top", "text": "1"},
                    {"align": "left", "valign": "top"},
                ],
            ],
            "is_bordered": True,
            "is_striped": True,
            "caption": "Bảng",
        },
        {
            "type": "details",
            "summary": "Thêm",
            "blocks": [
                {"type": "paragraph", "text": ["Một ", {"type": "marked", "text": "dòng"}]},
                {"type": "divider"},
                {"type": "paragraph", "text": "khác"},
            ],
            "is_open": True,
        },
        {
            "type": "blockquote",
            "blocks": [{"type": "paragraph", "text": "Trích\nhai dòng"}],
            "credit": "Trưởng ban",
        },
        {"type": "expandable_blockquote", "text": "Dài"},
        {"type": "pullquote", "text": "Ý chính", "credit": "Ai"},
        {"type": "pre", "text": "  print( 1 )\n", "language": "python"},
        {"type": "mathematical_expression", "expression": "E = mc^2"},
        {
            "type": "paragraph",
            "text": [
                "H",
                {"type": "subscript", "text": "2"},
                "O x",
                {"type": "superscript", "text": "2"},
                " ",
                {"type": "mathematical_expression", "expression": "y"},
                " ",
                {"type": "spoiler", "text": {"type": "strikethrough", "text": "kín"}},
                " ",
                {
                    "type": "custom_emoji",
                    "custom_emoji_id": "5368324170671202286",
                    "alternative_text": "👍",
                },
                " ",
                {"type": "code", "text": "a b"},
            ],
        },
        {
            "type": "paragraph",
            "text": {"type": "reference", "name": "ghi-chu", "text": "Ghi chú"},
        },
        {"type": "footer", "text": "Hết …"},
    ]


async def test_what_stands_in_plain_text_is_found_unless_that_is_not_wanted(
    api: Api, chair: Person
) -> None:
    html = '@ban #viec /mine a@example.com https://t.me/x <code>@ma</code> <a href="#">@x</a>'
    found = await blocks_of(api, chair, html)
    kinds = {part["type"]: part for part in found[0]["text"] if isinstance(part, dict)}
    assert kinds["mention"] == {"type": "mention", "text": "@ban", "username": "ban"}
    assert kinds["hashtag"] == {"type": "hashtag", "text": "#viec", "hashtag": "viec"}
    assert kinds["bot_command"]["bot_command"] == "mine"
    assert kinds["email_address"]["email_address"] == "a@example.com"
    assert kinds["url"]["url"] == "https://t.me/x"
    assert kinds["code"]["text"] == "@ma"
    assert kinds["anchor_link"] == {"type": "anchor_link", "anchor_name": "", "text": "@x"}
    plain = await blocks_of(api, chair, "@ban #viec", skip_entity_detection=True)
    assert plain[0]["text"] == "@ban #viec"


async def test_a_mention_is_of_whom_the_bot_has_met(api: Api, chair: Person) -> None:
    html = f'<p><a href="tg://user?id={chair.id}">Trưởng</a>, <a href="tg://user?id=5">ai</a></p>'
    text = (await blocks_of(api, chair, html))[0]["text"]
    assert text[0]["user"]["id"] == chair.id
    assert text[1] == ", ai"


async def test_a_rich_message_is_edited_in_place(sandbox: Sandbox, api: Api, chair: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "a"}]]}
    sent = await api.call(
        "sendRichMessage",
        chat_id=chair.id,
        rich_message='{"html": "<h2>Một</h2>"}',
        reply_markup=keyboard,
    )
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    edited = await api.call("editMessageText", **where, rich_message={"html": "<p>Hai</p>"})
    assert edited["rich_message"] == {"blocks": [{"type": "paragraph", "text": "Hai"}]}
    assert "reply_markup" not in edited
    again = await api.error("editMessageText", **where, rich_message={"html": "<p> Hai </p>"})
    assert "message is not modified" in again
    both = await api.error("editMessageText", **where, text="a", rich_message={"html": "a"})
    assert both == "Bad Request: text and rich_message can't be used together"
    plain = await api.call("editMessageText", **where, text="Ba")
    assert (plain["text"], "rich_message" in plain) == ("Ba", False)
    assert sandbox.replies(chair)[0].content == {"text": "Ba"}


def table(columns: int) -> str:
    return f"<table><tr>{'<td>a</td>' * columns}</tr></table>"


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<p>a", "can't parse entities: Can't find end tag corresponding to start tag \"p\""),
        ("<p>ệ</b>", 'Unmatched end tag, expected "</p>", found "</b>" at byte offset 6'),
        ("a</p>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed or malformed tag at byte offset 2"),
        ("<div>a</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("<table><thead></thead></table>", 'Unsupported start tag "thead" at byte offset 7'),
        ('<p class="a">a</p>', 'Unsupported attribute "class" in the tag "p" at byte offset 0'),
        ("&copy;", "Unsupported HTML entity &copy;"),
        ("&#55296;", "Invalid character &#55296;"),
        ('<img src="http://a.example/a.png"/>', 'The sandbox does not build "img"'),
        ("<p><ul><li>a</li></ul></p>", 'Tag "ul" can\'t be here at byte offset 3'),
        ("<li>a</li>", 'Tag "li" can\'t be here'),
        ("<ul>a</ul>", 'Text can\'t be directly in "ul"'),
        ("<table><tr><p>a</p></tr></table>", 'Tag "p" can\'t be in "tr"'),
        ("<table><tr><td>a</td></tr><caption>b</caption></table>", 'Tag "caption" must come first'),
        ("<table><tr><td colspan=0>a</td></tr></table>", 'Attribute "colspan" must be positive'),
        ("<table><tr><td align=top>a</td></tr></table>", 'of "td" can\'t be "top"'),
        ("<ol start=x><li>a</li></ol>", 'Attribute "start" of "ol" must be a number'),
        ("<ul><li><input type=text>a</li></ul>", 'must have type "checkbox"'),
        ("<details>a</details>", 'Tag "details" must begin with "summary"'),
        ("<aside>a<cite>b</cite><cite>c</cite></aside>", 'There can be one "cite" in "aside"'),
        ('<code class="language-c">a</code>', "can't be specified outside of pre"),
        ("<tg-math><b>a</b></tg-math>", 'Tag "tg-math" can contain text only'),
        ("<tg-emoji emoji-id=x>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ('<a name="a">b</a>', 'Tag "a" with a name must be empty'),
        ("<tg-reference>b</tg-reference>", 'Tag "tg-reference" must have a name'),
        ("<p/>", 'Tag "p" can\'t be empty'),
        ("<tg-time unix=0>a</tg-time>", "RICH_MESSAGE_DATE_INVALID"),
        ("<tg-time unix=5 format=x>a</tg-time>", "RICH_MESSAGE_DATE_INVALID"),
        ("<a href='nothing'>a</a>", "RICH_MESSAGE_URL_INVALID"),
        ("<a href='mailto:nobody'>a</a>", "RICH_MESSAGE_EMAIL_INVALID"),
        ("<a href='tel:mother'>a</a>", "RICH_MESSAGE_PHONE_INVALID"),
        (" <p> </p> ", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("\n", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<ul></ul>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<table></table>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<b>" * 17 + "a" + "</b>" * 17, "rich message has more than 16 levels of nesting"),
        ("a" * 32_769, "RICH_MESSAGE_TEXT_TOO_LONG"),
        ("<hr>" * 501, "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ("<ul>" + "<li>a</li>" * 250 + "</ul>", "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        (table(21), "rich message table has more than 20 columns"),
        (5, 'field "html" must be of type String'),
        ("", "rich message must have exactly one of html, markdown and blocks"),
    ],
)
async def test_what_is_wrong_is_refused(api: Api, chair: Person, html: Any, error: str) -> None:
    assert error in await refusal(api, chair, html)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 16 + "a" + "</b>" * 16,
        "a" * 32_768,
        "<hr>" * 500,
        "<ul>" + "<li>a</li>" * 249 + "</ul>",
        table(20),
        "a & b &amp;lt; 1 &lt; 2",
    ],
)
async def test_what_just_fits_is_sent(api: Api, chair: Person, html: str) -> None:
    assert await blocks_of(api, chair, html)


async def test_a_cell_that_spans_rows_takes_a_column_below(api: Api, chair: Person) -> None:
    rows = f"<tr><td rowspan=2>a</td></tr><tr>{'<td>b</td>' * 20}</tr>"
    assert "20 columns" in await refusal(api, chair, f"<table>{rows}</table>")
    lower = f"<tr><td rowspan=2>a</td></tr><tr><td>b</td></tr><tr>{'<td>b</td>' * 20}</tr>"
    assert await blocks_of(api, chair, f"<table>{lower}</table>")


async def test_other_forms_than_html_are_refused_and_said(api: Api, chair: Person) -> None:
    for rich, error in (
        ({"markdown": "# a"}, "the sandbox builds rich messages from html alone"),
        ({"blocks": [{"type": "divider"}]}, "the sandbox builds rich messages from html alone"),
        ({"html": "a", "media": [{}]}, "without media"),
        ({"html": "a", "markdown": "a"}, "exactly one of html, markdown and blocks"),
        ({"html": "a", "title": "b"}, 'unknown field "title" in rich_message'),
        ([], "object expected as rich message"),
        ("{", "can't parse rich message JSON object"),
    ):
        given = await api.error("sendRichMessage", chat_id=chair.id, rich_message=rich)
        assert error in given
