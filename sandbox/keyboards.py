"""Reply markups: their shape and limits, as the server checks them.

Where the truth lies in Telegram's closed backend (callback data, size of the whole), the
documented limits are used.
"""

from __future__ import annotations

from typing import Any

from sandbox.errors import ApiError, bad_request, refuse_unknown
from sandbox.links import checked_link
from sandbox.wire import decode, encode

CALLBACK_DATA_BYTES = 64
COPY_TEXT_LENGTH = 256
BUTTONS_PER_ROW = 12
BUTTON_LIMIT = 100
MARKUP_BYTES = 10 * 1024
STYLES = frozenset({"primary", "success", "danger"})

Markup = dict[str, Any]
Button = dict[str, Any]


def _text_field(button: Button, name: str) -> str:
    value = button.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f'Field "{name}" must be of type String')
    return value


def _required_text(button: Button, name: str) -> str:
    if name not in button:
        raise ValueError(f'Can\'t find field "{name}"')
    return _text_field(button, name)


def _common(button: Button) -> Button:
    kept: Button = {"text": _required_text(button, "text")}
    style = _text_field(button, "style")
    if style and style not in STYLES:
        raise ValueError("invalid button style specified")
    if style:
        kept["style"] = style
    if button.get("icon_custom_emoji_id"):
        kept["icon_custom_emoji_id"] = str(button["icon_custom_emoji_id"])
    return kept


def _url(button: Button, kept: Button) -> bool:
    url = _text_field(button, "url")
    if not url:
        return False
    checked = checked_link(url)
    if not checked:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    kept["url"] = checked
    return True


def _callback(button: Button, kept: Button) -> bool:
    data = _text_field(button, "callback_data")
    if not data:
        return False
    if len(data.encode("utf-8", "surrogatepass")) > CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    kept["callback_data"] = data
    return True


def _copy(button: Button, kept: Button) -> bool:
    if "copy_text" not in button:
        return False
    given = button["copy_text"]
    if not isinstance(given, dict):
        raise ValueError('Field "copy_text" must be of type Object')
    text = _required_text(given, "text")
    if not 1 <= len(text) <= COPY_TEXT_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    kept["copy_text"] = {"text": text}
    return True


def _passed_on(button: Button, kept: Button) -> bool:
    for name in (
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "web_app",
        "login_url",
    ):
        if name in button:
            kept[name] = button[name]
            return True
    return False


def _inline_button(button: Any) -> Button:
    if not isinstance(button, dict):
        raise ValueError("InlineKeyboardButton must be an Object")
    kept = _common(button)
    for kind in (_url, _callback, _copy, _passed_on):
        if kind(button, kept):
            return kept
    raise ValueError("Text buttons are unallowed in the inline keyboard")


def _inline(markup: Markup) -> Markup | None:
    rows: list[list[Button]] = []
    for row in markup["inline_keyboard"]:
        if not isinstance(row, list):
            raise bad_request(
                'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        try:
            buttons = [_inline_button(button) for button in row]
        except ValueError as error:
            raise bad_request(f"can't parse inline keyboard button: {error}") from None
        # Buttons without a text are passed over, rows cut at twelve.
        rows.append([button for button in buttons if button["text"]][:BUTTONS_PER_ROW])
    rows = [row for row in rows if row]
    result = {"inline_keyboard": rows}
    if sum(map(len, rows)) > BUTTON_LIMIT or len(encode(result)) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return result if rows else None


def _plain_button(button: Any) -> Button:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise ValueError("KeyboardButton must be a String or an Object")
    kept = _common(button)
    for name in ("request_contact", "request_location", "request_poll", "web_app"):
        if button.get(name):
            kept[name] = button[name]
    return kept


def _reply_keyboard(markup: Markup) -> Markup:
    rows: list[list[Button]] = []
    for row in markup["keyboard"]:
        if not isinstance(row, list):
            raise bad_request('field "keyboard" must be an Array of Arrays')
        try:
            buttons = [_plain_button(button) for button in row]
        except ValueError as error:
            raise bad_request(f"can't parse keyboard button: {error}") from None
        rows.append([button for button in buttons if button["text"]][:BUTTONS_PER_ROW])
    result: Markup = {**markup, "keyboard": [row for row in rows if row]}
    if len(encode(result)) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return result


def _array_field(markup: Markup, name: str) -> bool:
    value = markup.get(name)
    if value is None:
        return False
    if not isinstance(value, list):
        raise bad_request(f'field "{name}" must be of type Array')
    return bool(value)


_KNOWN_FIELDS = frozenset(
    {
        "inline_keyboard",
        "keyboard",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
        "remove_keyboard",
        "force_reply",
    }
)


def _decoded(given: Any) -> Markup:
    if isinstance(given, str):
        try:
            given = decode(given)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    refuse_unknown(given, _KNOWN_FIELDS, "reply markup")
    return given


def parse_markup(given: Any) -> Markup | None:
    """The markup as stored, or None where none is given; raises 400."""
    if given is None or given == "":
        return None
    markup = _decoded(given)
    has_keyboard = _array_field(markup, "keyboard")
    if _array_field(markup, "inline_keyboard") and not has_keyboard:
        return _inline(markup)
    if has_keyboard:
        return _reply_keyboard(markup)
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if markup.get("force_reply"):
        return {**markup, "force_reply": True}
    return None


def parse_inline_markup(given: Any) -> Markup | None:
    """As `parse_markup`, for edits, which take inline keyboards only."""
    markup = parse_markup(given)
    if markup is not None and "inline_keyboard" not in markup:
        raise inline_expected()
    return markup


def inline_expected() -> ApiError:
    return bad_request("inline keyboard expected")
