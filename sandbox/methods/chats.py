"""getChat, members, leaving."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Member
from sandbox.errors import bad_request
from sandbox.methods.access import readable_chat, writable_chat
from sandbox.methods.base import Request, method

_PERMISSIONS = ("can_send_messages", "can_send_photos", "can_send_documents")


def get_chat(request: Request) -> dict[str, Any]:
    chat = readable_chat(request)
    shown = chat.to_json()
    shown.update(
        accent_color_id=chat.id % 7,
        max_reaction_count=11,
        accepted_gift_types={
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    )
    if chat.kind in ("group", "supergroup"):
        shown["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if chat.pinned:
        shown["pinned_message"] = chat.messages[chat.pinned[-1]].to_json(nested=True)
    return shown


def get_chat_member(request: Request) -> dict[str, Any]:
    chat = readable_chat(request)
    number = request.args.integer("user_id", 0, 0, 2**52)
    user = request.world.users.get(number)
    if user is None or (user.id not in request.bot.known and user is not request.bot.user):
        raise bad_request("PARTICIPANT_ID_INVALID" if number else "invalid user_id specified")
    if chat.kind == "private":
        return Member(user, "member").to_json("private")
    member = chat.member(user.id)
    return (member or Member(user, "left")).to_json(chat.kind)


def get_chat_administrators(request: Request) -> list[dict[str, Any]]:
    chat = readable_chat(request)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member.to_json(chat.kind)
        for member in chat.members.values()
        if member.administers and (not member.user.is_bot or member.user is request.bot.user)
    ]


def get_chat_member_count(request: Request) -> int:
    chat = readable_chat(request)
    return 2 if chat.kind == "private" else chat.present_count()


def leave_chat(request: Request) -> bool:
    chat = writable_chat(request)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    bot = request.bot.user
    request.world.set_status(chat, bot, "left", by=bot)
    if chat.kind != "channel":
        notice = request.world.post(chat, bot, {"left_chat_member": bot.to_json()})
        request.world.announce(notice)
    return True


TABLE = (
    method("getChat", get_chat, "chat_id"),
    method("getChatMember", get_chat_member, "chat_id user_id"),
    method("getChatAdministrators", get_chat_administrators, "chat_id return_bots"),
    method("getChatMemberCount", get_chat_member_count, "chat_id"),
    method("leaveChat", leave_chat, "chat_id"),
)
