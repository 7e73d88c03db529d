"""The sandbox as its users hold it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.clock import Clock, SystemClock
from sandbox.control.api import control_routes
from sandbox.control.director import Director
from sandbox.control.operations import Control
from sandbox.faults import Faults
from sandbox.feed import Kind
from sandbox.files import FileStore
from sandbox.groups import Channel, Group
from sandbox.limits import FloodLimits
from sandbox.listener import Listener
from sandbox.messages import Message
from sandbox.outage import Outage
from sandbox.people import Person
from sandbox.saving import Keeper
from sandbox.server import build_app
from sandbox.transcript import Transcript
from sandbox.world import World

DIRECTED: tuple[Kind, ...] = ("clock", "program", "progress")

Place: TypeAlias = Person | Group | Channel | Chat


class Sandbox:
    """A local Telegram: persons, groups and bots around one Bot API server.

    It belongs to the event loop it was opened in; only that loop's thread may touch it.

    With `keep` the world is loaded from that folder, and saved there a second after it changed and
    in `close`; raises `saving.SavedWorldError` for a folder that is in use or cannot be read.

    The `director` moves clock and program for the page. For long runs: the newest `kept_calls`
    calls are kept, `kept_messages` messages of each chat and `kept_bytes` of files (all, where it
    is None).
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        limits: bool = True,
        accept_any_token: bool = False,
        slow_repeated_polls: bool = True,
        port: int = 0,
        keep: Path | None = None,
        director: Director | None = None,
        kept_calls: int | None = None,
        kept_messages: int | None = None,
        kept_bytes: int | None = None,
    ) -> None:
        used = clock or SystemClock()
        self.world = World(
            clock=used,
            limits=FloodLimits(used, enabled=limits),
            accept_any_token=accept_any_token,
            slow_repeated_polls=slow_repeated_polls,
            kept_messages=kept_messages,
            files=FileStore(limit=kept_bytes),
        )
        self._keeper = Keeper(self.world, keep) if keep is not None else None
        self.world.transcript.keep_newest(kept_calls)
        self.outage = Outage(self.world, self._cut_bots)
        self.control = Control(self.world, self.outage, director)
        self.app = build_app(self.world, control_routes(self.control))
        self._listener = Listener(self.app, port)

    @classmethod
    @asynccontextmanager
    async def running(cls, **options: Any) -> AsyncIterator[Sandbox]:
        """The sandbox, serving on 127.0.0.1 until the block ends; options as the constructor's."""
        sandbox = cls(**options)
        try:
            await sandbox.open()
            yield sandbox
        finally:
            await sandbox.close()

    async def open(self) -> None:
        """Starts serving; raises OSError when the port is taken."""
        await self._listener.open()
        if self._keeper is not None:
            self._keeper.start()

    async def close(self) -> None:
        """Stops serving, cuts all connections and saves a kept world."""
        self.world.faults.clear()
        self.outage.end()
        await self._listener.close()
        if self._keeper is not None:
            await self._keeper.close()

    async def go_offline(self) -> None:
        """All connections are cut and refused until `go_online`, the page's too.

        The world goes on. `outage.begin()` cuts off the bots alone.
        """
        await self._listener.close()

    async def go_online(self) -> None:
        """Serves again, on the same port."""
        await self._listener.open()

    # keeping

    @property
    def saved_at(self) -> datetime | None:
        """The clock's moment at which the loaded world was saved; None for a new world."""
        return self._keeper.saved_at if self._keeper is not None else None

    async def save(self) -> None:
        """Saves a kept world now, without waiting for the second after a change."""
        if self._keeper is not None:
            await self._keeper.save()

    # what is beside the Bot API

    def _cut_bots(self) -> None:
        self._listener.cut("/bot", "/file/bot")

    def feed_director(self) -> None:
        """Tells the pages that clock, program or progress changed."""
        for kind in DIRECTED:
            self.world.feed.note(kind)

    # addresses

    @property
    def port(self) -> int:
        return self._listener.port

    @property
    def url(self) -> str:
        """The address of the server, without `/bot`."""
        return f"http://127.0.0.1:{self.port}"

    # parts

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def limits(self) -> FloodLimits:
        return self.world.limits

    @property
    def calls(self) -> Transcript:
        """Every call of the Bot API, oldest first."""
        return self.world.transcript

    async def until(self, condition: Callable[[], Any], within: float = 5.0) -> Any:
        """Waits for a condition; see `Transcript.until`."""
        return await self.world.transcript.until(condition, within)

    # inhabitants

    def bot(
        self,
        name: str = "Test bot",
        username: str = "sandbox_test_bot",
        token: str | None = None,
        *,
        reads_all: bool = False,
    ) -> Bot:
        """A new bot; `reads_all` switches its privacy mode off."""
        bot = self.world.add_bot(name, username, token)
        bot.reads_all = reads_all
        return bot

    def person(
        self,
        first_name: str,
        username: str = "",
        language_code: str = "vi",
        *,
        last_name: str = "",
        id: int | None = None,
    ) -> Person:
        """A new person, who has not started any bot yet."""
        user = self.world.add_user(
            first_name,
            username=username,
            language_code=language_code,
            last_name=last_name,
            id=id,
        )
        return Person(self.world, user)

    def group(
        self,
        title: str,
        owner: Person | None = None,
        *,
        forum: bool = False,
        supergroup: bool = False,
    ) -> Group:
        """A new group with only its owner in it (a new person unless given)."""
        owner = owner or self.person("Owner")
        return Group.founded(self.world, title, owner, forum=forum, supergroup=supergroup)

    def channel(self, title: str, username: str = "") -> Channel:
        """A new channel."""
        return Channel(self.world, self.world.add_group(title, "channel", username=username))

    # who is there already

    @property
    def people(self) -> list[Person]:
        """All persons of the world, also those of a loaded one."""
        return [Person(self.world, user) for user in self.world.users.values() if not user.is_bot]

    @property
    def groups(self) -> list[Group]:
        """All groups and supergroups that still take messages, with their owners."""
        return [
            Group(self.world, chat, Person(self.world, member.user))
            for chat in self.world.chats.values()
            if chat.kind != "channel" and chat.migrated_to is None and not chat.deleted
            for member in chat.members.values()
            if member.status == "creator"
        ]

    # what is shown

    def chat(self, place: Place, bot: Bot | None = None) -> Chat:
        """The chat of a person (with the sole bot or the given one), of a group, of a channel."""
        if isinstance(place, Chat):
            return place
        if isinstance(place, Person):
            return place.chat_with(bot)
        return place.chat

    def messages(
        self, place: Place, *, bot: Bot | None = None, thread: int | None = None
    ) -> list[Message]:
        """What a chat (or one topic of it) shows now, oldest first, edits in place."""
        return [
            message
            for message in self.chat(place, bot).messages.values()
            if thread is None or message.thread_id == thread
        ]

    def replies(self, place: Place, *, bot: Bot | None = None) -> list[Message]:
        """Of these only what bots wrote."""
        return [message for message in self.messages(place, bot=bot) if message.from_bot]
