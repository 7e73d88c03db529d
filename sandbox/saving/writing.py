"""The world as a document: one JSON object, a record a line.

A snapshot is taken at once, so it shows one moment; what a message was written as is remembered, so
that only changed messages cost anything. The rest, hashing and writing, may happen in a thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat, Topic
from sandbox.files import StoredFile
from sandbox.messages import Message
from sandbox.saving.fields import BOT, CHAT, FILE, MESSAGE, TOPIC, USER, plain
from sandbox.saving.folder import WORLD, file_path, write_whole
from sandbox.wire import encode
from sandbox.world import World

VERSION = 1
Record = dict[str, Any]


@dataclass(slots=True)
class _Written:
    """A message as it was written, and all of it that can change."""

    content: dict[str, Any]
    reply_markup: dict[str, Any] | None
    reactions: dict[int, list[dict[str, Any]]]
    changing: tuple[Any, ...]
    record: bytes

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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world of one moment, immutable: its records without the files, and the files."""

    at: str
    lines: list[bytes]
    files: tuple[StoredFile, ...]

    def same_as(self, other: Snapshot | None) -> bool:
        """Whether both show the same world, whatever the time."""
        return other is not None and self.lines == other.lines and self.files == other.files

    def write(self, folder: Path) -> None:
        """Writes the folder: the bytes of new files first, then the world that names them.

        Raises OSError.
        """
        records = [_kept_file(folder, stored) for stored in self.files]
        write_whole(folder / WORLD, self._document(records))

    def _document(self, files: list[Record]) -> Iterator[bytes]:
        yield b'{"version":%d,"at":%s,\n' % (VERSION, encode(self.at))
        yield from self.lines
        yield from _array(b"files", [_line(record) for record in files])
        yield b"}\n"


def _kept_file(folder: Path, stored: StoredFile) -> Record:
    digest = hashlib.sha256(stored.data).hexdigest()
    path = file_path(folder, digest)
    if not path.exists():
        write_whole(path, [stored.data])
    return {**plain(stored, FILE), "sha256": digest}


def _array(name: bytes, records: list[bytes]) -> list[bytes]:
    """The lines of an array; each record begins with the comma that parts it from the one before.

    So a record is the same object from snapshot to snapshot, which makes comparing them cheap.
    """
    if not records:
        return [b'"%s":[]' % name]
    return [b'"%s":[' % name, records[0][1:], *records[1:], b"\n]"]


def _line(record: Record) -> bytes:
    return b",\n" + encode(record)


@dataclass
class Writer:
    """Takes snapshots of one world."""

    world: World
    _written: dict[Message, _Written] = field(default_factory=dict)

    def snapshot(self) -> Snapshot:
        """The world as it is now."""
        world, before = self.world, self._written
        self._written = {}
        counters = {name: counter.next for name, counter in world.counters.each().items()}
        lines = [b'"counters":%s,\n' % encode(counters)]
        for name, records in (
            (b"users", [plain(user, USER) for user in world.users.values()]),
            (b"bots", [_bot(bot) for bot in world.bots.values()]),
        ):
            lines += [*_array(name, [_line(record) for record in records]), b",\n"]
        gone = _gone(world)
        chats = []
        for chat in (*world.private.values(), *world.chats.values()):
            messages = [*chat.messages.values(), *gone.get(chat, ())]
            chats.append(_line(_chat(chat))[:-1] + b",")
            chats += [*_array(b"messages", self._messages(messages, before)), b"}"]
        lines += [*_array(b"chats", chats), b",\n"]
        files = tuple(world.files.by_id.values())
        return Snapshot(world.clock.now().isoformat(), lines, files)

    def _messages(self, messages: list[Message], before: dict[Message, _Written]) -> list[bytes]:
        records = []
        for message in messages:
            written = before.get(message)
            if written is None or not written.still_shows(message):
                written = _write(message)
            self._written[message] = written
            records.append(written.record)
        return records


def _chat(chat: Chat) -> Record:
    record = {"key": chat.key, **plain(chat, CHAT)}
    if chat.members:
        record["members"] = [[member.user.id, member.status] for member in chat.members.values()]
    if chat.topics:
        record["topics"] = [_topic(topic) for topic in chat.topics.values()]
    if chat.migrated_to is not None:
        record["migrated_to"] = chat.migrated_to.key
    return record


def _write(message: Message) -> _Written:
    record = plain(message, MESSAGE)
    if message.sender is not None:
        record["sender"] = message.sender.id
    if message.sender_chat is not None:
        record["sender_chat"] = message.sender_chat.key
    if message.reply_to is not None:
        record["reply_to"] = [message.reply_to.chat.key, message.reply_to.id]
    if message.reactions:
        record["reactions"] = [list(given) for given in message.reactions.items()]
    if message.chat.messages.get(message.id) is not message:
        record["gone"] = True
    return _Written(
        message.content,
        message.reply_markup,
        dict(message.reactions),
        _changing(message),
        _line(record),
    )


def _gone(world: World) -> dict[Chat, list[Message]]:
    """Messages that no chat shows any more, but that others answer and topics began with."""
    gone: dict[Message, None] = {}
    waiting: list[Message] = []
    for chat in (*world.private.values(), *world.chats.values()):
        waiting += [message.reply_to for message in chat.messages.values() if message.reply_to]
        waiting += [topic.created for topic in chat.topics.values()]
    while waiting:
        message = waiting.pop()
        if message in gone or message.chat.messages.get(message.id) is message:
            continue
        gone[message] = None
        if message.reply_to is not None:
            waiting.append(message.reply_to)
    by_chat: dict[Chat, list[Message]] = {}
    for message in gone:
        by_chat.setdefault(message.chat, []).append(message)
    return by_chat


def _topic(topic: Topic) -> Record:
    return {**plain(topic, TOPIC), "creator": topic.creator.id, "created": topic.created.id}


def _bot(bot: Bot) -> Record:
    queue = bot.updates
    return {
        **plain(bot, BOT),
        "id": bot.id,
        "known": sorted(bot.known),
        "commands": [[*key, commands] for key, commands in bot.commands.items()],
        "texts": [[*key, text] for key, text in bot.texts.items()],
        "menu_buttons": [[chat_id, button] for chat_id, button in bot.menu_buttons.items()],
        "next_update": queue.next_id,
        "allowed": sorted(queue.allowed),
        "updates": [[update.id, update.expires, update.content] for update in queue.events],
    }


def save(world: World, folder: Path) -> None:
    """Writes the world into the folder, all or nothing; raises OSError."""
    Writer(world).snapshot().write(folder)
