"""How each thing of the world is written: as a record, and as a line of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat, Topic
from sandbox.messages import Message
from sandbox.saving.fields import BOT, CHAT, MESSAGE, TOPIC, plain
from sandbox.wire import encode

Record = dict[str, Any]


def line(record: Any) -> bytes:
    """A line of an array; it begins with the comma that parts it from the one before.

    So a record is the same object from snapshot to snapshot, which makes comparing them cheap.
    """
    return b",\n" + encode(record)


def array(name: bytes, lines: list[bytes]) -> list[bytes]:
    """The named array of these lines."""
    if not lines:
        return [b'"%s":[]' % name]
    return [b'"%s":[' % name, lines[0][1:], *lines[1:], b"\n]"]


@dataclass(slots=True)
class WrittenMessage:
    """A message's line, with all of it that can change as it was then."""

    content: dict[str, Any]
    reply_markup: dict[str, Any] | None
    reactions: dict[int, list[dict[str, Any]]]
    changing: tuple[Any, ...]
    line: bytes

    def still_shows(self, message: Message) -> bool:
        # Contents and markups are replaced, never changed in place.
        return (
            self.content is message.content
            and self.reply_markup is message.reply_markup
            and self.changing == _changing(message)
            and self.reactions == message.reactions
        )


def _changing(message: Message) -> tuple[Any, ...]:
    return message.edit_date, message.thread_id, message.deleted


def write_message(message: Message) -> WrittenMessage:
    """The message with its line."""
    return WrittenMessage(
        message.content,
        message.reply_markup,
        dict(message.reactions),
        _changing(message),
        line(message_record(message)),
    )


def message_record(message: Message) -> Record:
    record = plain(message, MESSAGE)
    if message.sender is not None:
        record["sender"] = message.sender.id
    if message.sender_chat is not None:
        record["sender_chat"] = message.sender_chat.key
    if message.reply_to is not None:
        record["reply_to"] = [message.reply_to.chat.key, message.reply_to.id]
    if message.reactions:
        record["reactions"] = [list(given) for given in message.reactions.items()]
    return record


def chat_line(chat: Chat) -> bytes:
    """The chat without its messages, its record left open for them."""
    record = {"key": chat.key, **plain(chat, CHAT)}
    if chat.members:
        record["members"] = [[member.user.id, member.status] for member in chat.members.values()]
    if chat.topics:
        record["topics"] = [_topic_record(topic) for topic in chat.topics.values()]
    if chat.migrated_to is not None:
        record["migrated_to"] = chat.migrated_to.key
    return line(record)[:-1] + b","


def _topic_record(topic: Topic) -> Record:
    return {**plain(topic, TOPIC), "creator": topic.creator.id, "created": topic.created.id}


def bot_lines(bot: Bot) -> list[bytes]:
    """The bot and, as they will be sent, the updates that wait for it."""
    queue = bot.updates
    record = {
        **plain(bot, BOT),
        "id": bot.id,
        "known": sorted(bot.known),
        "commands": [[*key, commands] for key, commands in bot.commands.items()],
        "texts": [[*key, text] for key, text in bot.texts.items()],
        "menu_buttons": [[chat_id, button] for chat_id, button in bot.menu_buttons.items()],
        "next_update": queue.next_id,
        "allowed": sorted(queue.allowed),
    }
    updates = [
        b",\n[%d,%s,%s]" % (update.id, encode(update.expires), update.body)
        for update in queue.events
    ]
    return [line(record)[:-1] + b",", *array(b"updates", updates), b"}"]
