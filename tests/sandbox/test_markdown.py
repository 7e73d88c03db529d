from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.markdown import parse_markdown_v2
from sandbox.markdown_old import parse_markdown
from sandbox.text import finish, utf16_length


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


ACCEPTED = [
    ("*a* _b_ __c__ ~d~ ||e|| `f`", "a b c d e f", [
        entity("bold", 0, 1), entity("italic", 2, 1), entity("underline", 4, 1),
        entity("strikethrough", 6, 1), entity("spoiler", 8, 1), entity("code", 10, 1)]),
    (r"1\. a\-b \\", r"1. a-b \ ".strip(), []),
    ("*a _b_*", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
    ("[a](https://vd.vn/x)", "a", [entity("text_link", 0, 1, url="https://vd.vn/x")]),
    ("[a](tg://user?id=42)", "a", [entity("text_mention", 0, 1, user={"id": 42})]),
    ("[a](nowhere)", "a", []),
    ("![👍](tg://emoji?id=5)", "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="5")]),
    ("![a](tg://time?unix=5&format=wDT)", "a", [
        entity("date_time", 0, 1, unix_time=5, date_time_format="wDT")]),
    ("```python\na.b\n```", "a.b\n", [entity("pre", 0, 4, language="python")]),
    ("```\na```", "a", [entity("pre", 0, 1)]),
    (">a\n>b\nc", "a\nb\nc", [entity("blockquote", 0, 4)]),
    (">a||\nb", "a\nb", [entity("expandable_blockquote", 0, 2)]),
    (">a||", "a", [entity("expandable_blockquote", 0, 1)]),
    ("**", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), ACCEPTED)
def test_markdown_v2_becomes_text_and_entities(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    result = parse_markdown_v2(source)
    assert (result.text, result.entities) == (text, entities)


def reserved(character: str) -> str:
    return f"Character '{character}' is reserved and must be escaped with the preceding '\\'"


REFUSED = [
    ("1.", reserved(".")),
    ("a - b", reserved("-")),
    ("a > b", reserved(">")),
    ("a | b", reserved("|")),
    ("a!", reserved("!")),
    ("đ *a", "Can't find end of Bold entity at byte offset 3"),
    ("_a", "Can't find end of Italic entity at byte offset 0"),
    ("__a_", "Can't find end of Italic entity at byte offset 3"),
    ("`a", "Can't find end of Code entity at byte offset 0"),
    ("[a", "Can't find end of TextUrl entity at byte offset 0"),
    ("[a](b", "Can't find end of a URL at byte offset 4"),
    (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
    ("![a]", "The entity must contain a tg://emoji or tg://time URL"),
    ("![a](https://vd.vn)", "Invalid tg://emoji or tg://time URL specified"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_wrong_markdown_v2_is_refused_in_telegrams_words(source: str, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_markdown_v2(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {message}"


def test_the_older_markdown_is_understood() -> None:
    result = parse_markdown(r"*a* _b_ `c` [d](https://vd.vn/x) \_ 1. ```e```")
    assert result.text == "a b c d _ 1. e"
    assert [found["type"] for found in result.entities] == [
        "bold", "italic", "code", "text_link", "pre"
    ]  # fmt: skip
    with pytest.raises(ApiError, match="end of the entity starting at byte offset 3"):
        parse_markdown("đ *a")


@pytest.mark.parametrize("parse", [parse_markdown, parse_markdown_v2])
@given(source=st.text(alphabet="*_~`|[]()!>\\.- \nađ🎆x", max_size=30))
def test_any_text_is_parsed_or_refused(parse: Any, source: str) -> None:
    try:
        result = finish(parse(source))
    except ApiError:
        return
    for found in result.entities:
        assert 0 <= found["offset"] <= utf16_length(result.text) - found["length"]
