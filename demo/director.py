"""What the page can do beside the chats: move the clock, stop, kill and start the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demo.clock import MovingClock
from demo.process import BotProcess, ProgramGone
from sandbox.control.director import BusyError, Moment, Program, Progress

ZONE = "Asia/Ho_Chi_Minh"
MORNING = time(6, 0)
# Whoever asks for the moment that it is means no past; it passes while the question is on its way.
JUST_NOW = timedelta(seconds=1)
LABELS = {
    "slot": {"vi": "Khung giờ kế tiếp", "en": "Next slot"},
    "exact": {"vi": "Lần nhắc trước giờ hẹn kế tiếp", "en": "Next reminder of a set hour"},
    "morning": {"vi": "Sáng tới, 6 giờ", "en": "Next morning, 06:00"},
    "countdown": {"vi": "Còn 3 ngày đến cao điểm", "en": "Next D-3 of a peak"},
    "peak": {"vi": "Ngày đầu cao điểm", "en": "Next first day of a peak"},
}


class DemoDirector:
    """Leads one bot's process and its clock; fits `sandbox.control.director.Director`.

    `end_poll` and `changed` are set by whoever puts the demo together: the first ends the poll
    under way, the second is told of every change of clock, program and progress.
    """

    def __init__(self, clock: MovingClock, clock_file: Path, log: Path, zone: str = ZONE) -> None:
        self.clock = clock
        self.process = BotProcess(clock_file, log, heard=self._hear, news=self._news)
        self.end_poll: Callable[[], None] = lambda: None
        self.changed: Callable[[], None] = lambda: None
        self._zone = ZoneInfo(zone)
        self._moments: dict[str, datetime] = {}
        self._progress: Progress | None = None
        self._busy = ""

    # what there is to see

    @property
    def zone(self) -> str:
        """The zone in which people read the clock."""
        return self._zone.key

    def moments(self) -> Sequence[Moment]:
        """Those that lie ahead, the nearest first, then those that there are none of now."""
        now = self.clock.now()
        ahead = {name: at for name, at in self._moments.items() if at > now}
        ahead["morning"] = self._morning(now)
        return [
            *(
                Moment(name, ahead[name], LABELS[name])
                for name in sorted(ahead, key=ahead.__getitem__)
            ),
            *(Moment(name, None, LABELS[name]) for name in LABELS if name not in ahead),
        ]

    def _morning(self, now: datetime) -> datetime:
        local = now.astimezone(self._zone)
        day = local.date() + timedelta(days=local.time() >= MORNING)
        return datetime.combine(day, MORNING, self._zone).astimezone(now.tzinfo)

    def program(self) -> Program:
        """How the bot's process is."""
        pid = self.process.pid
        return Program(pid is not None, max(self.process.starts - 1, 0), pid)

    def progress(self) -> Progress | None:
        """How far the story is told; None when it is not being told."""
        return self._progress

    # what can be done

    async def move(self, to: datetime) -> None:
        """Through every moment on the way; a bot that does not run misses them.

        Raises ValueError into the past, BusyError while something else is done.
        """
        with self._alone("move"):
            self._check_ahead(to)
            await self.walk_to(to)

    async def jump(self, to: datetime) -> None:
        """The bot is stopped, time leaps, the bot starts again; raises as `move`."""
        with self._alone("jump"):
            self._check_ahead(to)
            await self.process.stop()
            self._leap(to)
            await self.process.start()
            with suppress(ProgramGone):
                await self.process.ask("settle")

    async def kill(self) -> None:
        """Ends the bot's process at once; what it had in hand is left as it was."""
        self._check_may_end()
        await self.process.kill()

    async def stop(self) -> None:
        """Ends the bot's process as an operator does."""
        self._check_may_end()
        await self.process.stop()

    async def start(self) -> None:
        """Starts the bot's process where none runs, and waits until it is ready."""
        self._check_may_end()
        await self.process.start()

    # for the story

    async def walk_to(self, to: datetime) -> None:
        """As `move`, whatever else is done; a bot that ends on the way leaves the clock there."""
        if not self.process.is_ready:
            self._leap(to)
            return
        with suppress(ProgramGone):
            await self.process.ask("move", to=to.isoformat())
        self.changed()

    @contextmanager
    def telling(self) -> Iterator[Callable[[Progress], None]]:
        """While the story is told; gives what shows how far it is."""
        with self._alone("story"):
            try:
                yield self._show
            finally:
                self._progress = None
                self.changed()

    def _show(self, progress: Progress) -> None:
        self._progress = progress
        self.changed()

    # the bot's process

    def _hear(self, message: dict[str, Any]) -> None:
        if "leap" in message:
            self.end_poll()
        if "moments" in message:
            told = message["moments"].items()
            self._moments = {name: datetime.fromisoformat(at) for name, at in told}
        self.changed()

    def _news(self) -> None:
        self.changed()

    # order

    @contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        self._check_free()
        self._busy = what
        try:
            yield
        finally:
            self._busy = ""

    def _check_free(self) -> None:
        if self._busy == "story":
            raise BusyError("the story is being told")
        if self._busy:
            raise BusyError("the clock is being moved")

    def _check_may_end(self) -> None:
        # Whoever moves the clock may well see what a crash on the way does.
        if self._busy != "move":
            self._check_free()

    def _check_ahead(self, to: datetime) -> None:
        if to < self.clock.now() - JUST_NOW:
            raise ValueError("the clock can only be moved forward")

    def _leap(self, to: datetime) -> None:
        self.clock.pass_on(max((to - self.clock.now()).total_seconds(), 0.0))
        self.changed()
