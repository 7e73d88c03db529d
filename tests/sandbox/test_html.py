from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.html import parse_html
from sandbox.text import finish, utf16_length

REFUSED = [
    ("a <3 b", 'Unsupported start tag "3" at byte offset 2'),
    ("x<y z>", 'Unsupported start tag "y" at byte offset 1'),
    ("<font>a</font>", 'Unsupported start tag "font" at byte offset 0'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("a<b ", 'Empty attribute name in the tag "b" at byte offset 1'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="http://x.vn', "Unclosed start tag at byte offset 0"),
    ("<b =>a</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
    (
        "<b><i>a</b></i>",
        'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="5" format="q">a</tg-time>', "Invalid date format used"),
    (
        "&#xd83d;",
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units",
    ),
    # the offset counts bytes of UTF-8, not letters
    ("Tiểu ban <x>", 'Unsupported start tag "x" at byte offset 11'),
    ("🎆<x>", 'Unsupported start tag "x" at byte offset 4'),
]


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_wrong_html_is_refused_in_telegrams_words(source: str, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {message}"


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


ACCEPTED = [
    ("<b>a</b>", "a", [entity("bold", 0, 1)]),
    ("<STRONG>a</strong>", "a", [entity("bold", 0, 1)]),
    ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ("<b></b>a", "a", []),
    ("🎆<i>đ</i>", "🎆đ", [entity("italic", 2, 1)]),
    ("a &lt;b&gt; &amp; &quot;", 'a <b> & "', []),
    ("&nbsp;&copy; & &apos;", "&nbsp;&copy; & &apos;", []),
    ("&#65;&#x42;&#67", "ABC", []),
    ("&#xd83c;&#xdf86;<b>a</b>", "🎆a", [entity("bold", 2, 1)]),
    ("<b><i>a</i></b>", "a", [entity("bold", 0, 1), entity("italic", 0, 1)]),
    (
        '<a href="https://a.vn/x?y=1&amp;z=2">a</a>',
        "a",
        [entity("text_link", 0, 1, url="https://a.vn/x?y=1&z=2")],
    ),
    ("<a href='nowhere'>a</a>", "a", []),
    ("<a>a.vn</a>", "a.vn", [entity("text_link", 0, 4, url="http://a.vn/")]),
    (
        '<a href="tg://user?id=42">a</a>',
        "a",
        [entity("text_mention", 0, 1, user={"id": 42})],
    ),
    ('<b class="x" id=y hidden>a</b>', "a", [entity("bold", 0, 1)]),
    ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
    (
        '<pre><code class="language-python">a</code></pre>',
        "a",
        [entity("pre", 0, 1, language="python")],
    ),
    ('<code class="language-x">a</code>', "a", [entity("code", 0, 1)]),
    ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
    (
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "👍",
        [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
    ),
    (
        '<tg-time unix="1713150000" format="wDT">a</tg-time>',
        "a",
        [entity("date_time", 0, 1, unix_time=1713150000, date_time_format="wDT")],
    ),
    ('<tg-time unix="0">a</tg-time>', "a", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), ACCEPTED)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    result = parse_html(source)
    assert (result.text, result.entities) == (text, entities)


def test_blanks_at_both_ends_are_trimmed_and_entities_follow() -> None:
    result = finish(parse_html(" \n a <b>b </b> \n"))
    assert result.text == "a b"
    assert result.entities == [entity("bold", 2, 1)]


def test_control_characters_are_cleaned_and_entities_follow() -> None:
    result = finish(parse_html("\u202ea\r\tb<b>c\r\nd</b>"))
    assert result.text == "a bc\nd"
    assert result.entities == [entity("bold", 3, 3)]


def test_touching_entities_of_one_style_become_one() -> None:
    assert finish(parse_html("<b>a</b><b>b</b>")).entities == [entity("bold", 0, 2)]


def test_styles_within_code_are_dropped() -> None:
    assert finish(parse_html("<code><b>a</b></code>")).entities == [entity("code", 0, 1)]


def test_a_text_of_blanks_is_refused() -> None:
    with pytest.raises(ApiError, match="text must be non-empty"):
        finish(parse_html("<b> \n</b>"))


@given(st.text(alphabet="<>/=&;#\"' \nabiđ🎆x", max_size=40))
def test_any_text_is_parsed_or_refused_and_entities_lie_within(source: str) -> None:
    try:
        result = finish(parse_html(source))
    except ApiError:
        return
    for found in result.entities:
        assert found["length"] > 0
        assert 0 <= found["offset"] <= utf16_length(result.text) - found["length"]


@given(st.text(max_size=60).filter(lambda text: text.strip()))
def test_escaped_text_arrives_without_markup(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    assert parse_html(escaped).text == text
