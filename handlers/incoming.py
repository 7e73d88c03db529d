"""What came in, in our own words: one update as the handlers see it."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from domain.records import filled
from domain.text import fold


class Kind(StrEnum):
    COMMAND = "command"
    TEXT = "text"
    MEDIA = "media"
    PRESS = "press"
    EDITED = "edited"
    MEMBERSHIP = "membership"
    """The bot was added, removed, blocked or unblocked."""
    MIGRATION = "migration"
    SERVICE = "service"
    """Telegram's own note of what happened in a chat: nobody said anything."""
    OTHER = "other"


@dataclass(frozen=True)
class Media:
    kind: str
    file_id: str | None = None
    file_unique_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    size: int | None = None
    """Bytes, where Telegram says it."""


@dataclass(frozen=True)
class Incoming:
    """One update. Ids are Telegram's own here."""

    update_id: int
    kind: Kind
    chat_id: int
    chat_kind: str
    """'private', 'group', 'supergroup' or 'channel'."""
    chat_title: str
    person_id: int | None
    person_name: str
    username: str | None
    telegram_language: str | None
    thread_id: int | None = None
    message_id: int | None = None
    text: str = ""
    command: str | None = None
    """Lower case, without the slash."""
    argument: str = ""
    reply_to: int | None = None
    """The message that this one answers."""
    media: Media | None = None
    media_group_id: str | None = None
    press_id: str | None = None
    data: str = ""
    """Of a press."""
    sent_at: datetime | None = None
    """When the person wrote it, to the second; None of what is no message."""
    from_bot: bool = False
    """Or posted in the name of another chat, which is a channel."""
    forwarded: bool = False
    anonymous: bool = False
    """Sent in the name of the group or a channel, not of a person."""
    membership: str | None = None
    """The bot's new status there: 'member', 'administrator', 'left', 'kicked', 'restricted'."""
    migrated_to: int | None = None
    migrated_from: int | None = None

    @property
    def private(self) -> bool:
        return self.chat_kind == "private"


_DEFAULTS = {each.name: each.default for each in fields(Incoming) if each.default is not MISSING}
_COMMAND = re.compile(
    r"/(?P<name>[\w\u0300-\u036f]{1,48})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\Z", re.S
)


def split_command(text: str) -> tuple[str, str] | None:
    """The command's name in lower case and all that follows it, newlines kept.

    Vietnamese keyboards put the accents that a command has not: they are left out of its name.
    """
    match = _COMMAND.match(text)
    if match is None:
        return None
    return fold(match["name"]), (match["rest"] or "").strip()


def addressed_elsewhere(text: str, username: str) -> bool:
    """Whether a command names another bot."""
    match = _COMMAND.match(text)
    return bool(match and match["bot"] and match["bot"].lower() != username.lower())


Raw = Mapping[str, Any]
"""An object of the Bot API as its JSON says."""

_SERVICE = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "write_access_allowed",
    }
)
"""The fields by which such a message is known."""

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")


def from_update(update: Raw) -> Incoming | None:
    """None for what the bot has no use for: no chat, or a kind it never asked for.

    Read from the JSON itself: of the hundred fields of a message a dozen are wanted here.
    Raises KeyError, TypeError and AttributeError for what is no update of the Bot API.
    """
    if (press := update.get("callback_query")) is not None:
        return _press(update, press)
    if (change := update.get("my_chat_member")) is not None:
        return _membership(update, change)
    for kind in _MESSAGES:
        if (message := update.get(kind)) is not None:
            return _message(update, message, edited=kind.startswith("edited"))
    return None


def _common(update: Raw, chat: Raw, user: Raw | None) -> dict[str, Any]:
    return {
        "update_id": update["update_id"],
        "chat_id": chat["id"],
        "chat_kind": chat["type"],
        "chat_title": chat.get("title") or "",
        "person_id": user["id"] if user else None,
        "person_name": _full_name(user) if user else "",
        "username": user.get("username") if user else None,
        "telegram_language": user.get("language_code") if user else None,
        "from_bot": bool(user and user["is_bot"]),
    }


def _full_name(user: Raw) -> str:
    last = user.get("last_name")
    return f"{user['first_name']} {last}" if last else str(user["first_name"])


def _press(update: Raw, query: Raw) -> Incoming | None:
    message = query.get("message")
    if message is None:
        return None
    return Incoming(
        **_common(update, message["chat"], query["from"]),
        kind=Kind.PRESS,
        press_id=query["id"],
        data=query.get("data") or "",
        message_id=message["message_id"],
        thread_id=_thread(message),
    )


def _membership(update: Raw, change: Raw) -> Incoming:
    return Incoming(
        **_common(update, change["chat"], change["from"]),
        kind=Kind.MEMBERSHIP,
        membership=_status(change["new_chat_member"]),
    )


def _status(member: Raw) -> str:
    """Who is restricted may be in the group or not."""
    outside = member["status"] == "restricted" and member.get("is_member") is False
    return "left" if outside else str(member["status"])


def _thread(message: Raw) -> int | None:
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _message(update: Raw, message: Raw, *, edited: bool) -> Incoming:
    text = message.get("text") or message.get("caption") or ""
    split = split_command(text)
    common = _common(update, message["chat"], message.get("from"))
    sender = message.get("sender_chat")
    if sender is not None:
        # A post in the name of the group comes from a bot called GroupAnonymousBot; one in the
        # name of a channel from another bot, or from Telegram's own account.
        common["from_bot"] = sender["id"] != message["chat"]["id"]
    media = _media(message)
    said = {
        "kind": Kind.EDITED if edited else _kind(message, split is not None, media),
        "thread_id": _thread(message),
        "message_id": message["message_id"],
        "sent_at": datetime.fromtimestamp(message["date"], UTC),
        "text": text,
        "command": split[0] if split else None,
        "argument": split[1] if split else "",
        "reply_to": _answered(message),
        "media": media,
        "media_group_id": message.get("media_group_id"),
        "forwarded": message.get("forward_origin") is not None,
        "anonymous": sender is not None,
        "migrated_to": message.get("migrate_to_chat_id"),
        "migrated_from": message.get("migrate_from_chat_id"),
    }
    return filled(Incoming, {**_DEFAULTS, **common, **said})


def _answered(message: Raw) -> int | None:
    """The message answered; in a topic, its first message is no answer to anything."""
    answered = message.get("reply_to_message")
    if answered is None or answered.get("forum_topic_created") is not None:
        return None
    return int(answered["message_id"])


def _kind(message: Raw, command: bool, media: Media | None) -> Kind:
    if message.get("migrate_to_chat_id") or message.get("migrate_from_chat_id"):
        return Kind.MIGRATION
    if not _SERVICE.isdisjoint(message):
        return Kind.SERVICE
    if command:
        return Kind.COMMAND
    if media is not None:
        return Kind.MEDIA
    return Kind.TEXT if message.get("text") else Kind.OTHER


def _media(message: Raw) -> Media | None:
    if photo := message.get("photo"):
        largest = photo[-1]
        return Media("photo", largest["file_id"], largest["file_unique_id"])
    for kind in ("video", "document", "voice", "audio"):
        if (file := message.get(kind)) is not None:
            name = file.get("file_name") or ""
            size = file.get("file_size")
            return Media(kind, file["file_id"], file["file_unique_id"], name=name, size=size)
    if (place := message.get("location")) is not None:
        return Media("location", latitude=place["latitude"], longitude=place["longitude"])
    return None
