"""The whole bot on the local Telegram, over real HTTP, with one clock that a test moves.

async with Stage.running(tmp_path) as stage:
    admin = stage.person("Tổ giúp việc")
    await stage.says(admin, "/events")
    await stage.move_to("2024-03-16 07:00")      # wall time in Việt Nam
    print(stage.messages(admin)[-1].text)
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.application import Tieuban, build
from bot.settings import Settings
from demo.walk import Walk
from sandbox import Bot, Message, Person, Sandbox
from sandbox.files import StoredFile
from sandbox.local import Place
from tests.support.clock import ManualClock
from tests.support.invitations import code_in

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2024, 3, 15, 8, 0, tzinfo=ZONE)
OPERATOR = "Người vận hành"
SUBCOMMITTEE = "Tiểu ban An ninh, trật tự"
WORK = (
    "/themdonvi CATDB | Công an tỉnh Điện Biên",
    "/themsukien DBP70 | Lễ kỷ niệm 70 năm | Điện Biên | 7/5/2024",
    "/giaoviec DBP70 | Khảo sát sân vận động | CATDB | 25/3/2024",
)
"""One unit with one task of one event, for `Stage.founded`."""
NO_LIMIT = 1001
LONGEST_POLL = 60.0  # real seconds; only a guard against waiting for ever


class LeapingClock(ManualClock):
    """Goes to a moment at once: whoever should have woken on the way wakes there."""

    async def wake_all(self) -> None:
        """Wakes whoever should have woken by now."""
        self._wake()
        await self._quiet()


class Stage:
    """A sandbox and one bot on it; the bot can be switched off and on again."""

    def __init__(self, folder: Path, sandbox: Sandbox, clock: LeapingClock) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.operator = sandbox.person(OPERATOR, "operator")
        self.bot: Bot = sandbox.bot("Tiểu ban", "tieuban_bot")
        self.settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            bot_token=SecretStr(self.bot.token),
            bot_api_url=sandbox.url,
            database_path=folder / "stage.db",
            admin_ids=(self.operator.id,),
            messages_per_second=NO_LIMIT,
        )
        self.tieuban: Tieuban | None = None
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def running(cls, folder: Path, start: datetime = START) -> AsyncIterator["Stage"]:
        clock = LeapingClock(start)
        async with Sandbox.running(clock=clock, limits=False, slow_repeated_polls=False) as sandbox:
            stage = cls(folder, sandbox, clock)
            await stage.switch_on()
            try:
                yield stage
            finally:
                await stage.switch_off()

    async def switch_on(self) -> None:
        self._stop = asyncio.Event()
        self.tieuban = await build(self.settings, self.clock)
        self._running = asyncio.create_task(self.tieuban.run(self._stop))
        await self.settle()

    async def switch_off(self) -> None:
        """Stops the bot as SIGTERM does; whatever it raised is raised here."""
        if self.tieuban is None or self._running is None:
            return
        self._stop.set()
        try:
            await self._running
        finally:
            await self.tieuban.close()
            self.tieuban, self._running = None, None

    # -- speaking ----------------------------------------------------------------------------

    def person(self, name: str, username: str = "", language_code: str = "vi") -> Person:
        return self.sandbox.person(name, username, language_code)

    async def founded(self, *commands: str) -> Person:
        """The admin of a new subcommittee, who has given these commands."""
        await self.says(self.operator, f"/laptieuban {SUBCOMMITTEE}")
        admin = await self.joined("Tổ giúp việc", self.operator)
        for command in commands:
            await self.says(admin, command)
        return admin

    async def joined(self, name: str, inviter: Person) -> Person:
        """Somebody new who has opened the link in the inviter's newest message."""
        person = self.person(name)
        person.start(payload=code_in(self.last(inviter)))
        await self.settle()
        return person

    async def says(self, who: Person, text: str, **more: object) -> Message:
        """What the person writes; returns their newest message once the bot is done with it."""
        said = who.says(text, **more)  # type: ignore[arg-type]
        await self.settle()
        return said

    async def sends_photo(
        self, who: Person, caption: str = "", reply_to: Message | None = None
    ) -> None:
        who.sends_photo(caption=caption, reply_to=reply_to)
        await self.settle()

    async def presses(self, who: Person, message: Message, label: str) -> None:
        who.press(message, label)
        await self.settle()

    def messages(self, place: Place) -> list[Message]:
        """What the bot wrote there, oldest first, edits in place."""
        return self.sandbox.replies(place)

    def last(self, place: Place) -> Message:
        return self.messages(place)[-1]

    def document(self, message: Message) -> StoredFile:
        """The file that the message brought."""
        return self.sandbox.world.files.get(message.content["document"]["file_id"])

    # -- time --------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Until the bot has dealt with all that has come in and all that is due."""
        if self.tieuban is not None:
            await self._unless_it_ends(self._settle())

    async def _unless_it_ends(self, doing: Coroutine[None, None, None]) -> None:
        """Whatever the bot dies of is raised here."""
        assert self._running is not None
        task = asyncio.create_task(doing)
        await asyncio.wait({task, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            task.cancel()
            await self._running
        await task

    async def _settle(self) -> None:
        calls = -1
        while calls != self.sandbox.calls.total or self.bot.updates.events:
            calls = self.sandbox.calls.total
            await self._updates_taken()
            await self._walk().settle()

    async def _updates_taken(self) -> None:
        """The long poll is answered, and the next one has confirmed what it brought."""
        await self.sandbox.until(lambda: not self.bot.updates.events, LONGEST_POLL)

    async def move_to(self, moment: str | datetime) -> None:
        """Through every moment at which something is due, up to this one.

        A text is wall time in Việt Nam: "2024-03-16 07:00".
        """
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        target = moment.astimezone(UTC)
        if self.tieuban is None:
            await self._leap(target)
        else:
            await self._unless_it_ends(self._walk().move_to(target))
            await self.settle()

    async def jump_to(self, moment: str) -> None:
        """With the bot switched off: time passes and nobody notices."""
        await self._leap(datetime.fromisoformat(moment).replace(tzinfo=ZONE))

    async def _leap(self, moment: datetime) -> None:
        self.clock.pass_on(max((moment - self.clock.now()).total_seconds(), 0.0))
        await self.clock.wake_all()

    def _walk(self) -> Walk:
        assert self.tieuban is not None
        return Walk(self.tieuban, self.clock, self.bot.updates.wake)
