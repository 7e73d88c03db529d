"""A saved document becomes a world again: the same things, and the same one where it was one."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat, Member, Topic
from sandbox.files import StoredFile
from sandbox.messages import Message
from sandbox.saving.errors import SavedWorldError
from sandbox.saving.fields import BOT, CHAT, FILE, MESSAGE, TOPIC, USER, Fields
from sandbox.saving.folder import WORLD, file_path
from sandbox.saving.writing import VERSION
from sandbox.updates import Update, UpdateQueue
from sandbox.users import ANONYMOUS_ADMIN, CHANNEL_SENDER, SERVICE, User
from sandbox.wire import decode, encode
from sandbox.world import World

# More than can happen between two savings. Bots remember the ids they saw, and the file may be
# older than that; an id must not be given twice.
GAP = 10_000

Record = dict[str, Any]


def load(folder: Path, world: World) -> datetime | None:
    """Fills an empty world with the saved one; every counter goes on behind a gap.

    Returns the moment of the world's clock at which it was saved, None when the folder holds no
    world. Raises SavedWorldError for what this version cannot read.
    """
    path = folder / WORLD
    try:
        document = _document(path)
        if document is None:
            return None
        _Reader(world, folder).read(document)
        saved_at = datetime.fromisoformat(document["at"])
    except SavedWorldError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, OSError) as error:
        why = f"{type(error).__name__}: {error}"
        raise SavedWorldError(f"{path} cannot be read as a saved world: {why}") from error
    _pass_gap(world)
    return saved_at


def _document(path: Path) -> Record | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    document = decode(data)
    if not isinstance(document, dict) or not isinstance(document.get("version"), int):
        raise ValueError("it has no version")
    if document["version"] != VERSION:
        raise SavedWorldError(
            f"{path} was saved by another version of the sandbox:"
            f" its form is {document['version']}, this version reads {VERSION}"
        )
    return document


def _plain(record: Record, fields: Fields) -> Record:
    """The plain fields of a record; raises TypeError for one of the wrong type."""
    values = {name: record[name] for name in fields if name in record}
    for name, value in values.items():
        if type(value) is not fields[name]:
            raise TypeError(f"{name} is {value!r}")
    return values


class _Reader:
    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.chats: dict[str, Chat] = {}
        self.messages: dict[tuple[str, int], Message] = {}
        self.users = {user.id: user for user in (ANONYMOUS_ADMIN, CHANNEL_SENDER, SERVICE)}

    def read(self, document: Record) -> None:
        for name, counter in self.world.counters.each().items():
            counter.next = int(document["counters"][name])
        for record in document["users"]:
            user = User(**_plain({"first_name": "", **record}, USER))
            self.world.users[user.id] = self.users[user.id] = user
        for record in document["bots"]:
            self.world.keep_bot(self._bot(record))
        for record in document["chats"]:
            self._chat(record)
        for record in document["chats"]:
            self._messages(record)
        for record in document["gone"]:
            self._message(record["chat"], record)
        for record in document["chats"]:
            self._references(record)
        for record in document["gone"]:
            self._answer(record["chat"], record)
        for record in document["files"]:
            self.world.files.keep(self._file(record))

    def _bot(self, record: Record) -> Bot:
        updates = [
            Update(number, math.inf if expires is None else expires, encode(content), content)
            for number, expires, content in record["updates"]
        ]
        queue = UpdateQueue(int(record["next_update"]), frozenset(record["allowed"]))
        queue.events.extend(updates)
        return Bot(
            self.users[record["id"]],
            updates=queue,
            known=set(record["known"]),
            commands={(scope, code): commands for scope, code, commands in record["commands"]},
            texts={(name, code): text for name, code, text in record["texts"]},
            menu_buttons=dict(record["menu_buttons"]),
            **_plain(record, BOT),
        )

    def _chat(self, record: Record) -> None:
        chat = self.chats[record["key"]] = Chat(**_plain(record, CHAT))
        if chat.kind == "private":
            chat.person = self.users[chat.id]
            self.world.private[chat.bot_id, chat.id] = chat
        else:
            self.world.chats[chat.id] = chat
        for user_id, status in record.get("members", ()):
            chat.members[user_id] = Member(self.users[user_id], status)

    def _messages(self, record: Record) -> None:
        chat = self.chats[record["key"]]
        for written in record["messages"]:
            message = self._message(record["key"], written)
            chat.messages[message.id] = message

    def _message(self, key: str, written: Record) -> Message:
        message = Message(
            chat=self.chats[key],
            sender=self.users[written["sender"]] if "sender" in written else None,
            **_plain({"content": {}, "date": 0, **written}, MESSAGE),
        )
        self.messages[key, message.id] = message
        if "sender_chat" in written:
            message.sender_chat = self.chats[written["sender_chat"]]
        message.reactions = dict(written.get("reactions", ()))
        return message

    def _references(self, record: Record) -> None:
        key, chat = record["key"], self.chats[record["key"]]
        if "migrated_to" in record:
            chat.migrated_to = self.chats[record["migrated_to"]]
        for written in record["messages"]:
            self._answer(key, written)
        for written in record.get("topics", ()):
            creator = self.users[written["creator"]]
            created = self.messages[key, written["created"]]
            topic = Topic(
                creator=creator, created=created, **_plain({"name": "", **written}, TOPIC)
            )
            chat.topics[topic.id] = topic

    def _answer(self, key: str, written: Record) -> None:
        if "reply_to" in written:
            place, number = written["reply_to"]
            self.messages[key, written["id"]].reply_to = self.messages[place, number]

    def _file(self, record: Record) -> StoredFile:
        data = file_path(self.folder, record["sha256"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != record["sha256"]:
            raise ValueError(f"the bytes of file {record['id']} were changed")
        empty = {"size": 0, "name": "", "mime_type": ""}
        return StoredFile(data=data, **_plain({**empty, **record}, FILE))


def _pass_gap(world: World) -> None:
    for counter in world.counters.each().values():
        counter.skip(GAP)
    for bot in world.bots.values():
        bot.updates.next_id += GAP
    for chat in world.chats.values():
        chat.last_message_id += GAP
