"""What all sending methods have in common: text, reply, keyboard, limits, the effect."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Topic
from sandbox.entities import given_entities
from sandbox.errors import bad_request, refuse_unknown
from sandbox.html import parse_html
from sandbox.keyboards import Markup, parse_markup
from sandbox.markdown import parse_markdown_v2
from sandbox.markdown_old import parse_markdown
from sandbox.messages import Message
from sandbox.methods.access import check_may_send, check_open, topic_of, writable_chat
from sandbox.methods.base import Request
from sandbox.text import (
    CAPTION_LENGTH,
    MESSAGE_LENGTH,
    RAW_BYTES,
    Formatted,
    check_length,
    check_unicode,
    finish,
)

SENDING = (
    "chat_id message_thread_id disable_notification protect_content allow_paid_broadcast"
    " reply_parameters reply_markup reply_to_message_id allow_sending_without_reply"
)
FORMATTING = "parse_mode entities"
PREVIEW = "link_preview_options disable_web_page_preview"
CAPTION = "caption parse_mode caption_entities show_caption_above_media"

_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
_PREVIEW_FIELDS = frozenset(
    {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
)
_REPLY_FIELDS = frozenset(
    {
        "message_id",
        "chat_id",
        "allow_sending_without_reply",
        "quote",
        "quote_parse_mode",
        "quote_entities",
        "quote_position",
    }
)


def formatted(request: Request, text: str, entities_name: str) -> Formatted:
    """Parses a text by `parse_mode` or takes the entities given."""
    check_unicode(text)
    if len(text.encode()) > RAW_BYTES:
        raise bad_request("text is too long")
    mode = request.args.text("parse_mode").lower()
    if mode in _PARSERS:
        return _PARSERS[mode](text)
    if mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    given = request.args.structure_or_none(entities_name)
    return given_entities(text, given) if given else Formatted(text)


def message_text(request: Request, too_long: str = "message is too long") -> dict[str, Any]:
    """The content of a text message; raises 400 for an empty or too long one."""
    text = request.args.text("text")
    if not text:
        raise bad_request("message text is empty")
    result = finish(formatted(request, text, "entities"))
    check_length(result.text, MESSAGE_LENGTH, too_long)
    content: dict[str, Any] = {"text": result.text}
    if result.entities:
        content["entities"] = with_users(request, result.entities)
    preview = _preview(request)
    if preview:
        content["link_preview_options"] = preview
    return content


def with_users(request: Request, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fills in who a text_mention means; unknown persons lose theirs."""
    result = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = request.world.users.get(entity["user"]["id"])
            if user is None or user.id not in request.bot.known:
                continue
            entity = {**entity, "user": user.to_json()}
        result.append(entity)
    return result


def _preview(request: Request) -> dict[str, Any] | None:
    if request.args.boolean("disable_web_page_preview"):
        return {"is_disabled": True}
    given = request.args.structure_or_none("link_preview_options")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as link preview options")
    refuse_unknown(given, _PREVIEW_FIELDS, "link_preview_options")
    return given


def caption(request: Request, too_long: str = "message caption is too long") -> dict[str, Any]:
    """The caption's part of a content; empty where there is none."""
    text = request.args.text("caption")
    if not text:
        return {}
    result = finish(formatted(request, text, "caption_entities"), allow_empty=True)
    check_length(result.text, CAPTION_LENGTH, too_long)
    content: dict[str, Any] = {"caption": result.text} if result.text else {}
    if result.entities:
        content["caption_entities"] = with_users(request, result.entities)
    if request.args.boolean("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def replied(request: Request, chat: Chat) -> Message | None:
    """The message that is answered; raises 400 when it is gone, unless that is allowed."""
    given = request.args.structure_or_none("reply_parameters")
    if given is None:
        old_form = request.args.integer("reply_to_message_id")
        given = {"message_id": old_form} if old_form else {}
        if request.args.boolean("allow_sending_without_reply"):
            given["allow_sending_without_reply"] = True
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    refuse_unknown(given, _REPLY_FIELDS, "reply_parameters")
    number = given.get("message_id")
    if not number:
        return None
    other = given.get("chat_id")
    if other is not None and str(other) != str(chat.id):
        raise bad_request("message to be replied not found")
    message = chat.messages.get(number) if isinstance(number, int) else None
    if message is None and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


class Draft:
    """Where a message is to go, checked in the server's order before anything happens."""

    chat: Chat
    topic: Topic | None
    reply: Message | None
    markup: Markup | None

    def __init__(self, request: Request) -> None:
        self.request = request
        self.markup = parse_markup(request.args.values.get("reply_markup"))
        self.chat = writable_chat(request)
        self.topic = topic_of(request, self.chat)
        self.reply = replied(request, self.chat)
        check_may_send(self.chat, request.bot)
        check_open(self.topic, self.chat, request.bot)

    def charge(self, cost: int = 1) -> None:
        charge(self.request, self.chat, cost)

    def post(self, content: dict[str, Any], **fields: Any) -> Message:
        """The effect: the message stands in the chat."""
        sender = None if self.chat.kind == "channel" else self.request.bot.user
        sender_chat = self.chat if self.chat.kind == "channel" else None
        if self.request.args.boolean("protect_content"):
            fields["extra"] = {**fields.get("extra", {}), "has_protected_content": True}
        return self.request.world.post(
            self.chat,
            sender,
            content,
            sender_chat=sender_chat,
            reply_to=self.reply,
            thread_id=self.topic.id if self.topic is not None else None,
            reply_markup=self.markup,
            silent=self.request.args.boolean("disable_notification"),
            **fields,
        )


def charge(request: Request, chat: Chat, cost: int = 1) -> None:
    """Takes the messages out of the flood limits; raises 429."""
    request.world.limits.charge(
        request.bot.id,
        chat.id,
        "private" if chat.kind == "private" else "group",
        cost=cost,
        paid=request.args.boolean("allow_paid_broadcast"),
    )


def send(request: Request, content: dict[str, Any]) -> dict[str, Any]:
    """Sends one message of this content and answers with it."""
    draft = Draft(request)
    draft.charge()
    return draft.post(content).to_json()
