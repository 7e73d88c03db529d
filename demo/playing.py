"""The demo put together: the local Telegram, the bot on it, their clock, and what is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from demo.clock import MovingClock, SharedTime
from demo.director import ZONE, DemoDirector
from demo.folder import DemoFolder
from demo.ports import free_port
from sandbox import Bot, Person, Sandbox

BOT_NAME, BOT_USERNAME = "Tiểu ban", "tieuban_bot"
OPERATOR_NAME, OPERATOR_USERNAME = "Người vận hành", "nguoi_van_hanh"
KEPT_CALLS = 2_000
SETTLED_SECONDS = 60.0  # only a guard against waiting for ever

Story = Callable[["Demo"], Awaitable[None]]


class Demo:
    """One demo in a folder that was taken.

    ``now``: the present of a demo that begins anew; the machine's own unless given.
    """

    def __init__(
        self, folder: DemoFolder, *, port: int = 8090, now: datetime | None = None
    ) -> None:
        self.folder = folder
        self.is_new = not folder.told
        if self.is_new:
            folder.begin_anew()
        folder.trim_log()
        self.shared = SharedTime(folder.clock)
        if self.is_new and now is not None:
            self.shared.set_present((now - datetime.now(UTC)).total_seconds())
            self.shared.set_ahead(self.shared.present)
        self.clock = MovingClock(self.shared)
        self.director = DemoDirector(self.clock, folder.clock, folder.log)
        self.sandbox = Sandbox(
            clock=self.clock,
            port=free_port(port),
            keep=folder.world,
            director=self.director,
            kept_calls=KEPT_CALLS,
        )
        self.bot = self._bot()
        self.operator = self._operator()
        self.director.end_poll = self.bot.updates.wake
        self.director.changed = self.sandbox.feed_director

    @classmethod
    @asynccontextmanager
    async def running(
        cls, folder: DemoFolder, *, port: int = 8090, now: datetime | None = None
    ) -> AsyncIterator[Demo]:
        """The demo, served and with its bot running; ended in order when the block ends."""
        demo = cls(folder, port=port, now=now)
        try:
            await demo.open()
            yield demo
        finally:
            await demo.close()

    async def open(self) -> None:
        """Serves the page. The bot is started by `play`."""
        await self.sandbox.open()
        self.director.process.settings = self._settings()
        self.folder.announce(self.sandbox.url)

    async def close(self) -> None:
        """The bot ends while Telegram is still there; then the world is kept."""
        await self.director.process.stop()
        await self.sandbox.close()
        self.shared.close()

    async def settle(self) -> None:
        """Until the bot has dealt with all that was said to it and all that is due."""
        calls = -1
        while calls != self.sandbox.calls.total or self.bot.updates.events:
            calls = self.sandbox.calls.total
            await self.sandbox.until(lambda: not self.bot.updates.events, within=SETTLED_SECONDS)
            await self.director.process.ask("settle")

    def _bot(self) -> Bot:
        for bot in self.sandbox.world.bots.values():
            if bot.username == BOT_USERNAME:
                return bot
        return self.sandbox.bot(BOT_NAME, BOT_USERNAME)

    def _operator(self) -> Person:
        for user in self.sandbox.world.users.values():
            if user.username == OPERATOR_USERNAME:
                return Person(self.sandbox.world, user)
        return self.sandbox.person(OPERATOR_NAME, OPERATOR_USERNAME)

    def _settings(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": self.bot.token,
            "BOT_API_URL": self.sandbox.url,
            "DATABASE_PATH": str(self.folder.database),
            "ADMIN_IDS": str(self.operator.id),
            "TIMEZONE": ZONE,
            "LOCALE": "vi",
            "MESSAGES_PER_SECOND": "30",
            "LOG_LEVEL": "info",
            "LOG_FORMAT": "console",
        }


async def play(demo: Demo, story: Story) -> None:
    """Starts the bot; where the demo is new, the story does, which is told then."""
    if not demo.is_new:
        await demo.director.start()
        return
    await story(demo)
    demo.folder.mark_told()
