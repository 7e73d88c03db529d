"""What exactly goes to Telegram for a row of the outbox."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile

from bot.request import post_json
from storage.outbox import OutboxRow, Rendered

DEFAULT_LANGUAGE = "vi"
RESENT: Mapping[str, str] = {
    "vi": "(gửi lại, có thể trùng)",
    "en": "(resent, may be a repeat)",
}
# Parameters that hold a text, with the most code points Telegram takes after parsing.
TEXT_LIMITS = {"text": 4096, "caption": 1024}
PARSING = ("parse_mode", "entities", "caption_entities")
# Of these a repeat is seen as one; an edit or a deletion done twice is done once.
NEW_MESSAGES = ("send", "copy", "forward")
PAYABLE = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendAudio",
        "sendDocument",
        "sendVideo",
        "sendAnimation",
        "sendVoice",
        "sendVideoNote",
        "sendMediaGroup",
        "sendLocation",
        "sendVenue",
        "sendContact",
        "sendPoll",
    }
)
# These name the chat in their scope.
WITHOUT_CHAT = frozenset({"setMyCommands", "deleteMyCommands"})

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the Bot API with all its parameters."""

    method: str
    params: dict[str, Any]

    @property
    def is_new_message(self) -> bool:
        """Whether it makes a message, rather than changing one."""
        return self.method.startswith(NEW_MESSAGES)

    @property
    def is_payable(self) -> bool:
        """Whether it may be sent above the free rate."""
        return self.method in PAYABLE


def prepare(row: OutboxRow, rendered: Rendered, *, paid: bool) -> Call:
    """The call for a row: addressed, silent, plain, paid and marked as the row wants it."""
    call = Call(rendered.method, dict(rendered.params))
    if call.method not in WITHOUT_CHAT:
        call.params["chat_id"] = row.chat_telegram_id
    if call.is_new_message:
        _address(call, row)
        if paid and call.is_payable:
            call.params["allow_paid_broadcast"] = True
    if row.plain:
        _make_plain(call.params)
        for item in call.params.get("media", ()):
            _make_plain(item)
    if row.doubts and call.is_new_message:
        _mark_resent(call.params, row.content.get("language", DEFAULT_LANGUAGE))
    return call


async def send(bot: Bot, call: Call) -> Any:
    """Carry it out; the raw result. Raises telegram.error.TelegramError."""
    params = {name: value for name, value in call.params.items() if value is not None}
    if InputFile in map(type, params.values()):
        # What all of the library's methods end in; the version is pinned. (`do_api_request` takes a
        # refused token for an unknown method, `_post` wants the media of an album as objects.)
        return await bot._do_post(call.method, params)
    return await post_json(bot.request, f"{bot.base_url}/{call.method}", params)


def message_id_of(call: Call, result: Any) -> int | None:
    """The id of the message made or changed, where there is one."""
    if isinstance(result, list) and result:
        result = result[0]
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return int(result["message_id"])
    return edited_message_id(call)


def edited_message_id(call: Call) -> int | None:
    """The message that the call changes, None for a call that makes one."""
    message_id = call.params.get("message_id")
    return message_id if isinstance(message_id, int) else None


def _address(call: Call, row: OutboxRow) -> None:
    if row.thread_id is not None:
        call.params["message_thread_id"] = row.thread_id
    if row.silent:
        call.params["disable_notification"] = True
    reply = call.params.get("reply_parameters")
    if isinstance(reply, dict):
        # What is answered may have been deleted; the answer is still wanted.
        call.params["reply_parameters"] = {"allow_sending_without_reply": True, **reply}


def _make_plain(params: dict[str, Any]) -> None:
    """Take the markup out, keeping every word."""
    for name in TEXT_LIMITS.keys() & params.keys():
        words = html.unescape(_TAG.sub("", params[name]))
        params[name] = words if words.strip() else params[name]
    for name in PARSING:
        params.pop(name, None)


def _mark_resent(params: dict[str, Any], language: str) -> None:
    mark = RESENT.get(language, RESENT[DEFAULT_LANGUAGE])
    for name, limit in TEXT_LIMITS.items():
        if name in params:
            marked = f"{params[name]}\n\n{mark}"
            if len(html.unescape(_TAG.sub("", marked))) <= limit:
                params[name] = marked
            return
    if params.get("media"):
        _mark_resent(params["media"][0], language)
    rich = params.get("rich_message")
    if isinstance(rich, dict) and "html" in rich:
        params["rich_message"] = {**rich, "html": f"{rich['html']}<p>{mark}</p>"}
