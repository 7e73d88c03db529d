"""Which fields of the world's things are saved as they are, which by hand, which not at all.

A test compares these tables with the classes, so that no new field is forgotten.
"""

from __future__ import annotations

from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat, Member, Topic
from sandbox.files import FileStore, StoredFile
from sandbox.messages import Message
from sandbox.updates import Update, UpdateQueue
from sandbox.users import User
from sandbox.world import World

Fields = dict[str, type]

USER: Fields = {
    "id": int,
    "first_name": str,
    "is_bot": bool,
    "last_name": str,
    "username": str,
    "language_code": str,
    "deactivated": bool,
}
BOT: Fields = {"token": str, "reads_all": bool, "revoked": bool, "webhook": dict}
CHAT: Fields = {
    "id": int,
    "kind": str,
    "title": str,
    "username": str,
    "forum": bool,
    "pinned": list,
    "deleted": bool,
    "started": bool,
    "blocked": bool,
    "last_bot": int,
    "last_message_id": int,
    "bot_id": int,
    "keyboard": int,
}
TOPIC: Fields = {"id": int, "name": str, "icon_color": int, "closed": bool}
MESSAGE: Fields = {
    "id": int,
    "date": int,
    "content": dict,
    "thread_id": int,
    "reply_markup": dict,
    "edit_date": int,
    "deleted": bool,
    "silent": bool,
    "extra": dict,
}
FILE: Fields = {
    "id": str,
    "unique_id": str,
    "kind": str,
    "name": str,
    "mime_type": str,
    "size": int,
}

PLAIN: dict[type, Fields] = {
    User: USER,
    Bot: BOT,
    Chat: CHAT,
    Topic: TOPIC,
    Message: MESSAGE,
    StoredFile: FILE,
}
BY_HAND: dict[type, frozenset[str]] = {
    World: frozenset({"bots", "users", "chats", "private", "files", "counters", "_tokens"}),
    Bot: frozenset({"user", "updates", "known", "commands", "texts", "menu_buttons"}),
    UpdateQueue: frozenset({"next_id", "allowed", "events"}),
    Update: frozenset({"id", "expires", "content", "body"}),
    Chat: frozenset({"person", "members", "messages", "topics", "migrated_to"}),
    Member: frozenset({"user", "status"}),
    Topic: frozenset({"creator", "created"}),
    Message: frozenset({"chat", "sender", "sender_chat", "reply_to", "reactions"}),
    StoredFile: frozenset({"data"}),
    FileStore: frozenset({"by_id", "by_path"}),
}
# What belongs to one run: options, trouble, moments of clocks that do not go on, who waits now.
OF_THE_RUN: dict[type, frozenset[str]] = {
    World: frozenset(
        {
            "clock",
            "limits",
            "faults",
            "transcript",
            "feed",
            "offline",
            "accept_any_token",
            "slow_repeated_polls",
            "callback_seconds",
            "kept_messages",
            "callbacks",
        }
    ),
    FileStore: frozenset({"limit", "total"}),
    Bot: frozenset({"next_webhook"}),
    UpdateQueue: frozenset({"poll", "previous_offset", "previous_start", "next_conflict"}),
}


def plain(thing: Any, fields: Fields) -> dict[str, Any]:
    """The fields that say something; what is missing or empty is left out."""
    return {name: value for name in fields if (value := getattr(thing, name))}
