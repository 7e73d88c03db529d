"""The whole bot on the local Telegram, over real HTTP, with one clock that a test moves.

async with Stage.running(tmp_path) as stage:
    admin = stage.person("Tổ giúp việc")
    await stage.says(admin, "/events")
    await stage.move_to("2024-03-16 07:00")      # wall time in Việt Nam
    print(stage.messages(admin)[-1].text)
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.application import Tieuban, build
from bot.settings import Settings
from sandbox import Bot, Message, Person, Sandbox
from sandbox.local import Place
from storage.times import from_text, to_text
from tests.support.clock import ManualClock

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2024, 3, 15, 8, 0, tzinfo=ZONE)
OPERATOR = "Người vận hành"
NO_LIMIT = 1001


class LeapingClock(ManualClock):
    """Goes to a moment at once: whoever should have woken on the way wakes there."""

    async def wake_all(self) -> None:
        """Wakes whoever should have woken by now."""
        self._wake()
        await self._quiet()

    async def leap_to_next_alarm(self, within: float) -> bool:
        """To the next sleeper's moment when it is at most so many seconds away."""
        alarm = self.next_alarm()
        if alarm is None or alarm - self._monotonic > within:
            return False
        self.pass_on(max(alarm - self._monotonic, 0.0))
        self._wake()
        await self._quiet()
        return True


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

    # -- time --------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Until the bot has dealt with all that has come in and all that is due."""
        if self._running is None or self.tieuban is None:
            return
        settling = asyncio.create_task(self._settle())
        await asyncio.wait({settling, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            settling.cancel()
            await self._running
        await settling

    async def _settle(self) -> None:
        assert self.tieuban is not None
        calls = -1
        while calls != self.sandbox.calls.total or self.bot.updates.events:
            calls = self.sandbox.calls.total
            await self._updates_taken()
            await self.tieuban.intake.wait_idle()
            self.tieuban.scheduler.wake()
            await self.tieuban.scheduler.wait_idle()
            await self.tieuban.gateway.drain()
            await self._outbox_empty()

    async def _updates_taken(self) -> None:
        """The long poll is answered, and the next one has confirmed what it brought."""
        while self.bot.updates.events:  # noqa: ASYNC110
            await asyncio.sleep(0)

    async def _outbox_empty(self) -> None:
        """Small waits of the delivery are passed over; long ones are left to the test."""
        assert self.tieuban is not None
        self.tieuban.delivery.wake()
        await self.tieuban.delivery.wait_idle()
        while await self._due_now():
            if not await self.clock.leap_to_next_alarm(within=30.0):
                return
            self.tieuban.delivery.wake()
            await self.tieuban.delivery.wait_idle()

    async def _due_now(self) -> bool:
        assert self.tieuban is not None
        now = to_text(self.clock.now())
        return await self.tieuban.database.read(
            lambda connection: (
                connection.execute(
                    """
                    SELECT 1
                    FROM outbox
                    JOIN chats ON chats.id = outbox.chat_id
                    WHERE outbox.state IN ('waiting', 'sending')
                      AND outbox.not_before <= ?
                      AND chats.unreachable IS NULL
                    """,
                    (now,),
                ).fetchone()
                is not None
            )
        )

    async def move_to(self, moment: str | datetime) -> None:
        """Through every moment at which something is due, up to this one.

        A text is wall time in Việt Nam: "2024-03-16 07:00".
        """
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        target = moment.astimezone(UTC)
        while (due := await self._next_due()) is not None and due < target:
            await self._leap(due)
            await self.settle()
            if await self._next_due() == due:
                break
        await self._leap(target)
        await self.settle()

    async def _leap(self, moment: datetime) -> None:
        """Straight to the moment; the poll that lasted till then ends before anybody wakes."""
        self.clock.pass_on(max((moment - self.clock.now()).total_seconds(), 0.0))
        if self.tieuban is not None:
            self.bot.updates.wake()
            last_poll = self.tieuban.intake.last_poll
            while last_poll is not None and last_poll < self.clock.now():
                await asyncio.sleep(0)
                last_poll = self.tieuban.intake.last_poll
        await self.clock.wake_all()

    async def jump_to(self, moment: str) -> None:
        """With the bot switched off: time passes and nobody notices."""
        target = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        await self._leap(target.astimezone(UTC))

    async def _next_due(self) -> datetime | None:
        if self.tieuban is None:
            return None
        text = await self.tieuban.database.read(
            lambda connection: connection.execute(
                """
                SELECT MIN(moment) AS moment
                FROM (
                    SELECT act_at AS moment FROM agenda
                    UNION ALL
                    SELECT not_before FROM outbox
                    JOIN chats ON chats.id = outbox.chat_id
                    WHERE state = 'waiting' AND chats.unreachable IS NULL
                )
                """
            ).fetchone()["moment"]
        )
        return from_text(text) if text else None
