"""sendMessage, sendLocation, sendContact, sendDice, sendChatAction, forwards and copies."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.access import topic_of, writable_chat
from sandbox.methods.base import Request, method
from sandbox.methods.composing import FORMATTING, PREVIEW, SENDING, message_text, send

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(request: Request) -> dict[str, Any]:
    return send(request, message_text(request))


def send_location(request: Request) -> dict[str, Any]:
    point: dict[str, float] = {}
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        if not request.args.has(name):
            raise bad_request(f"{name} is empty")
        try:
            point[name] = float(request.args.text(name))
        except ValueError:
            raise bad_request("invalid location specified") from None
        if not abs(point[name]) <= limit:
            raise bad_request("invalid location specified")
    return send(request, {"location": point})


def send_chat_action(request: Request) -> bool:
    chat = writable_chat(request)
    topic = topic_of(request, chat)
    if request.args.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.world.feed.note("typing", (chat, topic.id if topic is not None else None))
    return True


TABLE = (
    method("sendMessage", send_message, SENDING, FORMATTING, PREVIEW, "text"),
    method("sendLocation", send_location, SENDING, "latitude longitude horizontal_accuracy"),
    method("sendChatAction", send_chat_action, "chat_id message_thread_id action"),
)
