"""Where the process of the bot is tried: the sandbox, the settings, and an admin to ask it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Self

from sandbox import Message, Person, Sandbox
from tests.support.invitations import code_in
from tests.support.process import BotProcess, settings_for

LONGEST = 60.0  # seconds; only a guard against waiting for ever


class Office:
    """The operator, and who becomes the admin of a new subcommittee by `found`."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.database = folder / "tieuban.db"
        self.operator = sandbox.person("Người vận hành")
        self.admin: Person = sandbox.person("Tổ giúp việc")
        bot = sandbox.bot("Tiểu ban", "tieuban_bot")
        self.settings = settings_for(sandbox, bot, self.database, ADMIN_IDS=str(self.operator.id))

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path) -> AsyncIterator[Self]:
        """On a sandbox of its own."""
        async with Sandbox.running(limits=False, slow_repeated_polls=False) as sandbox:
            yield cls(sandbox, folder)

    def process(self) -> AbstractAsyncContextManager[BotProcess]:
        """The bot in a process; killed when the block ends."""
        return BotProcess.running(self.database.parent, settings=self.settings)

    async def found(self) -> None:
        invited = await self.says(self.operator, "/laptieuban Tiểu ban An ninh", 2)
        self.admin.start(payload=code_in(invited))
        await self.answered(self.admin, 1)

    async def says(self, person: Person, text: str, answers: int = 1) -> Message:
        """Writes it; the newest message once there are so many more than before."""
        before = len(self.sandbox.replies(person))
        person.says(text)
        return await self.answered(person, before + answers)

    async def answered(self, person: Person, count: int) -> Message:
        """The newest message once the person has been sent so many."""
        said: list[Message] = await self.sandbox.until(
            lambda: len(found := self.sandbox.replies(person)) >= count and found, LONGEST
        )
        return said[-1]

    def documents(self) -> list[Message]:
        """Those that the admin was sent."""
        return [each for each in self.sandbox.replies(self.admin) if "document" in each.content]
