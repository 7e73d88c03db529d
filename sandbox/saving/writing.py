"""The world as a document: one JSON object, a record a line.

A snapshot is taken at once, so it shows one moment. Lines are remembered, and chats in which
nothing was noted since are not looked at again, so that it costs as much as has changed. The rest,
hashing and writing, may happen in a thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.chats import Chat
from sandbox.files import StoredFile
from sandbox.messages import Message
from sandbox.saving.fields import FILE, USER, plain
from sandbox.saving.folder import FILES, WORLD, file_path, write_whole
from sandbox.saving.records import (
    Record,
    WrittenMessage,
    array,
    bot_lines,
    chat_line,
    line,
    message_record,
    write_message,
)
from sandbox.wire import encode
from sandbox.world import World

VERSION = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world of one moment, immutable: its records without the files, and the files.

    `kept` are the records of files that are in the folder already; snapshots share it, and only
    the thread that writes them touches it.
    """

    folder: Path
    at: str
    lines: list[bytes]
    files: tuple[StoredFile, ...]
    kept: dict[str, Record]

    def same_as(self, other: Snapshot | None) -> bool:
        """Whether both show the same world, whatever the time."""
        return other is not None and self.lines == other.lines and self.files == other.files

    def write(self) -> None:
        """Writes the folder: the bytes of new files first, then the world that names them.

        Raises OSError.
        """
        for stored in self.files:
            if stored.id not in self.kept:
                self.kept[stored.id] = _kept_file(self.folder, stored)
        write_whole(self.folder / WORLD, self._document())

    def _document(self) -> Iterator[bytes]:
        yield b'{"version":%d,"at":%s,\n' % (VERSION, encode(self.at))
        yield from self.lines
        yield from array(b"files", [line(self.kept[stored.id]) for stored in self.files])
        yield b"}\n"


def _kept_file(folder: Path, stored: StoredFile) -> Record:
    digest = hashlib.sha256(stored.data).hexdigest()
    path = file_path(folder, digest)
    if not path.exists():
        write_whole(path, [stored.data])
    return {**plain(stored, FILE), "sha256": digest}


class _Page:
    """A chat as it was written."""

    def __init__(self, chat: Chat, before: _Page | None) -> None:
        known = before.written if before is not None else {}
        self.written: dict[Message, WrittenMessage] = {}
        for message in chat.messages.values():
            written = known.get(message)
            if written is None or not written.still_shows(message):
                written = write_message(message)
            self.written[message] = written
        messages = [written.line for written in self.written.values()]
        self.lines = [chat_line(chat), *array(b"messages", messages), b"}"]
        self.gone, self.elsewhere = _answered(chat)


def _answered(chat: Chat) -> tuple[list[Message], list[Message]]:
    """What is answered here and topics began with: own messages that are gone, others' messages."""
    gone: list[Message] = []
    elsewhere: list[Message] = []
    answered = [message.reply_to for message in chat.messages.values() if message.reply_to]
    for message in (*answered, *(topic.created for topic in chat.topics.values())):
        if message.chat is not chat:
            elsewhere.append(message)
        elif _is_gone(message):
            gone.append(message)
    return gone, elsewhere


def _is_gone(message: Message) -> bool:
    return message.chat.messages.get(message.id) is not message


def _all_gone(pages: Iterable[_Page]) -> list[Message]:
    """Messages that no chat shows any more, but that something refers to, directly or not."""
    found: dict[Message, None] = {}
    waiting = [
        message for page in pages for message in (*page.gone, *page.elsewhere) if _is_gone(message)
    ]
    while waiting:
        message = waiting.pop()
        if message not in found:
            found[message] = None
            if message.reply_to is not None and _is_gone(message.reply_to):
                waiting.append(message.reply_to)
    return list(found)


@dataclass
class Writer:
    """Takes snapshots of one world for one folder.

    Unless each is thorough, the world's feed must tell it what changes: `noted` is a listener.
    """

    world: World
    folder: Path
    _kept: dict[str, Record] = field(default_factory=dict)
    _pages: dict[Chat, _Page] = field(default_factory=dict)
    _changed: set[Chat] = field(default_factory=set)

    def noted(self, kind: str, subject: Any) -> None:
        """Remembers a change until the next snapshot."""
        if kind == "message":
            self._changed.add(subject.chat)
        elif kind == "chat":
            self._changed.add(subject)
        elif kind == "deleted":
            self._changed.add(subject[0])

    def snapshot(self, *, thorough: bool = False) -> Snapshot:
        """The world as it is now; a thorough one also looks where no change was noted."""
        world = self.world
        before = self._pages
        changed, self._changed = self._changed, set()
        self._pages = {
            chat: _Page(chat, before.get(chat))
            if thorough or chat in changed or chat not in before
            else before[chat]
            for chat in (*world.private.values(), *world.chats.values())
        }
        files = tuple(world.files.by_id.values())
        at = world.clock.now().isoformat()
        return Snapshot(self.folder, at, list(self._lines()), files, self._kept)

    def clear_files(self) -> None:
        """Removes from the folder the bytes of files that the written world does not have."""
        wanted = {record["sha256"] for record in self._kept.values()}
        for path in (self.folder / FILES).glob("??/*"):
            if path.name not in wanted:
                path.unlink()

    def _lines(self) -> Iterator[bytes]:
        world, pages = self.world, self._pages.values()
        counters = {name: counter.next for name, counter in world.counters.each().items()}
        yield b'"counters":%s,\n' % encode(counters)
        for name, lines in (
            (b"users", [line(plain(user, USER)) for user in world.users.values()]),
            (b"bots", [entry for bot in world.bots.values() for entry in bot_lines(bot)]),
            (b"chats", [entry for page in pages for entry in page.lines]),
            (b"gone", [_gone_line(message) for message in _all_gone(pages)]),
        ):
            yield from array(name, lines)
            yield b",\n"


def _gone_line(message: Message) -> bytes:
    return line({"chat": message.chat.key, **message_record(message)})


def save(world: World, folder: Path) -> None:
    """Writes the world into the folder, all or nothing; raises OSError."""
    Writer(world, folder).snapshot().write()
