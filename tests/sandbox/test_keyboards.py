from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import ApiError
from sandbox.keyboards import parse_inline_markup, parse_markup


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "a", "callback_data": "a", **fields}


REFUSED = [
    ("{", "can't parse reply keyboard markup JSON object"),
    ("[]", "object expected as reply markup"),
    (
        {"inline_keyboard": [{}]},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        inline({"text": "a"}),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        inline(button(callback_data="")),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        inline(button(style="red")),
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        inline({"text": "a", "url": "nowhere"}),
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (inline(button(callback_data="a" * 65)), "BUTTON_DATA_INVALID"),
    (inline(button(callback_data="đ" * 33)), "BUTTON_DATA_INVALID"),
    (inline({"text": "a", "copy_text": {"text": "a" * 257}}), "BUTTON_COPY_TEXT_INVALID"),
    ({"inline_keyboard": [[button()] * 10] * 11}, "reply markup is too long"),
    ({"inline_keyboard": [[button(text="a" * 300)]] * 40}, "reply markup is too long"),
    ({"inline_keybord": [[button()]]}, 'unknown field "inline_keybord" in reply markup'),
]


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_a_wrong_keyboard_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_markup(given)
    assert caught.value.description == f"Bad Request: {message}"


def test_callback_data_of_64_bytes_passes() -> None:
    markup = parse_markup(inline(button(callback_data="đ" * 32)))
    assert markup == inline(button(callback_data="đ" * 32))


def test_buttons_without_text_are_passed_over_and_rows_cut_at_twelve() -> None:
    markup = parse_markup({"inline_keyboard": [[button(text="")], [button()] * 13]})
    assert markup is not None
    assert [len(row) for row in markup["inline_keyboard"]] == [12]


def test_edits_take_inline_keyboards_only() -> None:
    with pytest.raises(ApiError, match="inline keyboard expected"):
        parse_inline_markup({"keyboard": [["a"]]})


def test_an_empty_keyboard_is_none() -> None:
    assert parse_markup({"inline_keyboard": []}) is None
