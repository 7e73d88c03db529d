"""Edits in place, deleting, pinning, reactions."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.keyboards import Markup, parse_inline_markup
from sandbox.messages import MEDIA, Message
from sandbox.methods.access import find_message, writable_chat
from sandbox.methods.base import Request, method
from sandbox.methods.composing import (
    CAPTION,
    FORMATTING,
    PREVIEW,
    caption,
    charge,
    message_text,
)
from sandbox.methods.rich import rich_content

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
_TEXTUAL = frozenset({"text", "rich_message"})
_CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def edit_target(request: Request) -> Message:
    """The bot's own message that is to be edited."""
    chat = writable_chat(request)
    message = find_message(request, chat, "edit")
    own = message.sender is request.bot.user or (
        chat.kind == "channel" and message.sender_chat is chat
    )
    reply_keyboard = message.reply_markup is not None and not _is_inline(message.reply_markup)
    if not own or message.is_service or reply_keyboard or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message


def apply_edit(
    request: Request, message: Message, content: dict[str, Any], markup: Markup | None
) -> dict[str, Any]:
    """The effect, unless nothing would change."""
    shown = message.reply_markup if _is_inline(message.reply_markup) else None
    if content == message.content and markup == shown:
        raise bad_request(_NOT_MODIFIED)
    charge(request, message.chat)
    message.content = content
    message.reply_markup = markup
    message.edit_date = request.world.time()
    request.world.feed.note("message", message)
    return message.to_json()


def _is_inline(markup: Markup | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def inline_markup(request: Request) -> Markup | None:
    return parse_inline_markup(request.args.values.get("reply_markup"))


def _new_text(request: Request) -> dict[str, Any]:
    if not request.args.has("rich_message"):
        return message_text(request, too_long="MESSAGE_TOO_LONG")
    if request.args.has("text"):
        raise bad_request("text and rich_message can't be used together")
    return rich_content(request)


def edit_message_text(request: Request) -> dict[str, Any]:
    _refuse_inline(request)
    content = _new_text(request)
    markup = inline_markup(request)
    message = edit_target(request)
    if _TEXTUAL.isdisjoint(message.content):
        raise bad_request("there is no text in the message to edit")
    return apply_edit(request, message, content, markup)


def edit_message_caption(request: Request) -> dict[str, Any]:
    _refuse_inline(request)
    markup = inline_markup(request)
    new = caption(request, too_long="MEDIA_CAPTION_TOO_LONG")
    message = edit_target(request)
    if not any(kind in message.content for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in _CAPTION_FIELDS}
    return apply_edit(request, message, {**kept, **new}, markup)


def edit_message_reply_markup(request: Request) -> dict[str, Any]:
    _refuse_inline(request)
    markup = inline_markup(request)
    message = edit_target(request)
    return apply_edit(request, message, message.content, markup)


def _refuse_inline(request: Request) -> None:
    if not request.args.has("chat_id") and not request.args.has("message_id"):
        raise bad_request("message identifier is not specified")


def _may_delete(request: Request, message: Message) -> bool:
    chat, bot = message.chat, request.bot
    member = chat.member(bot.id)
    if member is not None and member.administers:
        return True
    if request.world.time() - message.date >= 48 * 3600:
        return False
    if chat.kind == "private":
        return True
    return message.sender is bot.user and not message.is_service


def delete_message(request: Request) -> bool:
    chat = writable_chat(request)
    message = find_message(request, chat, "delete")
    if not _may_delete(request, message):
        raise bad_request("message can't be deleted for everyone")
    request.world.remove(message)
    return True


def delete_messages(request: Request) -> bool:
    """Deletes those there are; one that may not be deleted stops it all."""
    numbers = request.args.identifiers("message_ids")
    chat = writable_chat(request)
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    if not all(_may_delete(request, message) for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        request.world.remove(message)
    return True


def _check_pinning(request: Request, chat: Chat) -> None:
    member = chat.member(request.bot.id)
    if chat.kind != "private" and not (member is not None and member.administers):
        raise bad_request("not enough rights to manage pinned messages in the chat")


def pin_chat_message(request: Request) -> bool:
    chat = writable_chat(request)
    message = find_message(request, chat, "pin")
    _check_pinning(request, chat)
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    request.world.feed.note("chat", chat)
    notice = request.world.post(
        chat,
        request.bot.user,
        {"pinned_message": message.to_json(nested=True)},
        thread_id=message.thread_id,
    )
    owner = request.bot if chat.kind == "private" else None
    request.world.announce(notice, owner=owner)
    return True


def unpin_chat_message(request: Request) -> bool:
    chat = writable_chat(request)
    _check_pinning(request, chat)
    number = request.args.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    request.world.feed.note("chat", chat)
    return True


def unpin_all_chat_messages(request: Request) -> bool:
    chat = writable_chat(request)
    _check_pinning(request, chat)
    chat.pinned.clear()
    request.world.feed.note("chat", chat)
    return True


def set_message_reaction(request: Request) -> bool:
    chat = writable_chat(request)
    message = find_message(request, chat, "react")
    try:
        reactions = request.args.structure("reaction") or []
    except ValueError:
        raise bad_request("can't parse reaction types JSON object") from None
    if not isinstance(reactions, list):
        raise bad_request("can't parse reaction types JSON object")
    for reaction in reactions:
        if not isinstance(reaction, dict) or reaction.get("type") not in ("emoji", "custom_emoji"):
            raise bad_request("invalid reaction type specified")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[request.bot.id] = reactions
    request.world.feed.note("message", message)
    return True


_EDITED = "chat_id message_id reply_markup"

TABLE = (
    method("editMessageText", edit_message_text, _EDITED, FORMATTING, PREVIEW, "text rich_message"),
    method("editMessageCaption", edit_message_caption, _EDITED, CAPTION),
    method("editMessageReplyMarkup", edit_message_reply_markup, _EDITED),
    method("deleteMessage", delete_message, "chat_id message_id"),
    method("deleteMessages", delete_messages, "chat_id message_ids"),
    method("pinChatMessage", pin_chat_message, "chat_id message_id disable_notification"),
    method("unpinChatMessage", unpin_chat_message, "chat_id message_id"),
    method("unpinAllChatMessages", unpin_all_chat_messages, "chat_id"),
    method("setMessageReaction", set_message_reaction, "chat_id message_id reaction is_big"),
)
