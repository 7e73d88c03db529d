"""Forwarding and copying."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.errors import bad_request
from sandbox.messages import MEDIA, Message
from sandbox.methods.access import find_chat
from sandbox.methods.base import Request, method
from sandbox.methods.composing import CAPTION, SENDING, Draft, caption
from sandbox.parameters import Parameters


def _source(request: Request, number: int, what: str) -> Message:
    chat = find_chat(request, "from_chat_id")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {what} not found")
    if message.is_service or message.extra.get("has_protected_content"):
        raise bad_request(f"the message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message


def forward_message(request: Request) -> dict[str, Any]:
    message = _source(request, request.args.integer("message_id"), "forward")
    draft = Draft(request)
    draft.charge()
    extra = {"forward_origin": message.origin()}
    return draft.post(dict(message.content), extra=extra).to_json()


def _copied(request: Request, message: Message) -> dict[str, Any]:
    content = dict(message.content)
    if request.args.values.get("caption") is not None and any(kind in content for kind in MEDIA):
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content.update(caption(request))
    return content


def copy_message(request: Request) -> dict[str, int]:
    message = _source(request, request.args.integer("message_id"), "copy")
    content = _copied(request, message)
    draft = Draft(request)
    draft.charge()
    return {"message_id": draft.post(content).id}


def _several(request: Request, name: str) -> list[dict[str, int]]:
    """Relays one by one; those that are gone are left out, none at all is an error."""
    numbers = sorted(set(request.args.identifiers("message_ids")))
    chat = find_chat(request, "from_chat_id")
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    found = [message for message in found if not message.is_service]
    if not found:
        raise bad_request(f"there are no messages to {name}")
    draft = Draft(replace(request, args=Parameters(dict(request.args.values))))
    draft.charge(len(found))
    return [{"message_id": _post_one(draft, message, name)} for message in found]


def _post_one(draft: Draft, message: Message, name: str) -> int:
    extra = {"forward_origin": message.origin()} if name == "forward" else {}
    return draft.post(dict(message.content), extra=extra).id


def forward_messages(request: Request) -> list[dict[str, int]]:
    return _several(request, "forward")


def copy_messages(request: Request) -> list[dict[str, int]]:
    return _several(request, "copy")


_FORWARD = "chat_id message_thread_id disable_notification protect_content from_chat_id"

TABLE = (
    method("forwardMessage", forward_message, _FORWARD, "message_id"),
    method("forwardMessages", forward_messages, _FORWARD, "message_ids"),
    method("copyMessage", copy_message, SENDING, CAPTION, "from_chat_id message_id"),
    method("copyMessages", copy_messages, _FORWARD, "message_ids remove_caption"),
)
