"""What came in, in our own words: one update as the handlers see it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, Update


class Kind(StrEnum):
    COMMAND = "command"
    TEXT = "text"
    MEDIA = "media"
    PRESS = "press"
    EDITED = "edited"
    MEMBERSHIP = "membership"
    """The bot was added, removed, blocked or unblocked."""
    MIGRATION = "migration"
    OTHER = "other"


@dataclass(frozen=True)
class Media:
    kind: str
    file_id: str | None = None
    file_unique_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""


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
    from_bot: bool = False
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


_COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\Z", re.S
)


def split_command(text: str) -> tuple[str, str] | None:
    """The command's name in lower case and all that follows it, newlines kept."""
    match = _COMMAND.match(text)
    if match is None:
        return None
    return match["name"].lower(), (match["rest"] or "").strip()


def addressed_elsewhere(text: str, username: str) -> bool:
    """Whether a command names another bot."""
    match = _COMMAND.match(text)
    return bool(match and match["bot"] and match["bot"].lower() != username.lower())


def from_update(update: Update) -> Incoming | None:
    """None for what the bot has no use for: no chat, or a kind it never asked for."""
    if update.callback_query is not None:
        return _press(update)
    if update.my_chat_member is not None:
        return _membership(update)
    message = update.effective_message
    if message is None or update.effective_chat is None:
        return None
    return _message(update, message)


def _common(update: Update) -> dict[str, object]:
    chat, user = update.effective_chat, update.effective_user
    assert chat is not None
    return {
        "update_id": update.update_id,
        "chat_id": chat.id,
        "chat_kind": chat.type,
        "chat_title": chat.title or "",
        "person_id": user.id if user else None,
        "person_name": user.full_name if user else "",
        "username": user.username if user else None,
        "telegram_language": user.language_code if user else None,
        "from_bot": bool(user and user.is_bot),
    }


def _press(update: Update) -> Incoming | None:
    query = update.callback_query
    assert query is not None
    if update.effective_chat is None or query.message is None:
        return None
    return Incoming(
        **_common(update),  # type: ignore[arg-type]
        kind=Kind.PRESS,
        press_id=query.id,
        data=query.data or "",
        message_id=query.message.message_id,
        thread_id=_thread(query.message) if isinstance(query.message, Message) else None,
    )


def _membership(update: Update) -> Incoming:
    change = update.my_chat_member
    assert change is not None
    return Incoming(
        **_common(update),  # type: ignore[arg-type]
        kind=Kind.MEMBERSHIP,
        membership=change.new_chat_member.status,
    )


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _message(update: Update, message: Message) -> Incoming:
    text = message.text or message.caption or ""
    split = split_command(text)
    common = _common(update)
    # A post in the name of the group comes from a bot called GroupAnonymousBot.
    anonymous = message.sender_chat is not None
    common["from_bot"] = bool(common["from_bot"]) and not anonymous
    return Incoming(
        **common,  # type: ignore[arg-type]
        kind=_kind(update, message, split is not None),
        thread_id=_thread(message),
        message_id=message.message_id,
        text=text,
        command=split[0] if split else None,
        argument=split[1] if split else "",
        reply_to=_answered(message),
        media=_media(message),
        media_group_id=message.media_group_id,
        forwarded=message.forward_origin is not None,
        anonymous=anonymous,
        migrated_to=message.migrate_to_chat_id,
        migrated_from=message.migrate_from_chat_id,
    )


def _answered(message: Message) -> int | None:
    """The message answered; in a topic, its first message is no answer to anything."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return None
    return answered.message_id


def _kind(update: Update, message: Message, command: bool) -> Kind:
    if update.edited_message is not None or update.edited_channel_post is not None:
        return Kind.EDITED
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return Kind.MIGRATION
    if command:
        return Kind.COMMAND
    if _media(message) is not None:
        return Kind.MEDIA
    return Kind.TEXT if message.text else Kind.OTHER


def _media(message: Message) -> Media | None:
    if message.photo:
        largest = message.photo[-1]
        return Media("photo", largest.file_id, largest.file_unique_id)
    for kind in ("video", "document", "voice", "audio"):
        file = getattr(message, kind)
        if file is not None:
            name = getattr(file, "file_name", None) or ""
            return Media(kind, file.file_id, file.file_unique_id, name=name)
    if message.location is not None:
        place = message.location
        return Media("location", latitude=place.latitude, longitude=place.longitude)
    return None
