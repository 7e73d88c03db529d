from __future__ import annotations

from typing import Any

import pytest

from sandbox.entities import given_entities
from sandbox.errors import ApiError
from sandbox.text import find_entities, utf16_length


def found(text: str) -> list[tuple[str, str]]:
    units = text.encode("utf-16-le")
    return [
        (
            entity["type"],
            units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode(
                "utf-16-le"
            ),
        )
        for entity in find_entities(text)
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/baocao DBP70-1", [("bot_command", "/baocao")]),
        ("🎆 /baocao@tieuban_bot x", [("bot_command", "/baocao@tieuban_bot")]),
        ("20/4 17/5/2027", []),
        ("a/b /việc", []),
        ("https://vd.vn/a?b=c, x", [("url", "https://vd.vn/a?b=c")]),
        ("t.me/bot?start=x.", [("url", "t.me/bot?start=x")]),
        ("a@b.vn", [("email", "a@b.vn")]),
        ("@truong oi", [("mention", "@truong")]),
        ("#dbp70 #70 a#b", [("hashtag", "#dbp70")]),
    ],
)
def test_what_the_server_finds_in_a_text(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities


def test_lengths_count_utf16_units() -> None:
    assert [utf16_length(text) for text in ("a", "đ", "🎆", "👨‍👩‍👧")] == [1, 1, 2, 8]


REFUSED: list[tuple[Any, str]] = [
    ([5], "can't parse MessageEntity: expected an Object"),
    ([{"type": "bold"}], "can't parse MessageEntity: Can't find field \"offset\""),
    (
        [{"type": "bald", "offset": 0, "length": 1}],
        'can\'t parse MessageEntity: Unsupported type "bald"',
    ),
    (
        [{"type": "bold", "offset": 9, "length": 1}],
        "entity begins after the end of the text at UTF-16 offset 9",
    ),
    (
        [{"type": "bold", "offset": 2, "length": 9}],
        "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 11",
    ),
    (
        [{"type": "bold", "offset": 1, "length": 1}],
        "entity begins in a middle of a UTF-16 symbol at byte offset 4",
    ),
    (
        [{"type": "bold", "offset": 0, "length": 1}],
        "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
    ),
]


@pytest.mark.parametrize(("entities", "message"), REFUSED)
def test_wrong_entities_are_refused(entities: Any, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        given_entities("🎆đ a", entities)
    assert caught.value.description == f"Bad Request: {message}"


def test_what_is_no_array_of_entities_is_passed_over() -> None:
    assert given_entities("a", {"type": "bold"}).entities == []


def test_given_entities_are_kept_and_those_the_server_finds_are_not() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 2, "nonsense": 1},
        {"type": "bot_command", "offset": 0, "length": 2},
        {"type": "pre", "offset": 2, "length": 1, "language": "python"},
    ]
    assert given_entities("🎆đ", entities).entities == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "pre", "offset": 2, "length": 1, "language": "python"},
    ]
