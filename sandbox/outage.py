"""The Bot API out of reach, while everything else is served on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.faults import CutError
from sandbox.world import World


class Outage:
    """Cuts the bots off and lets them come again; `cut_connections` ends what is connected now.

    Seconds are counted in real time, whatever the world's clock does.
    """

    def __init__(self, world: World, cut_connections: Callable[[], None]) -> None:
        self._world = world
        self._cut_connections = cut_connections
        self._end: asyncio.TimerHandle | None = None
        self.until: datetime | None = None

    @property
    def lasts(self) -> bool:
        return self._world.offline

    def begin(self, seconds: float | None = None) -> None:
        """Every connection of a bot is reset, now and from now on; for `seconds`, if given."""
        self._forget_end()
        self._world.offline = True
        if seconds is not None:
            self.until = datetime.now(UTC) + timedelta(seconds=seconds)
            self._end = asyncio.get_running_loop().call_later(seconds, self.end)
        for bot in self._world.bots.values():
            poll = bot.updates.poll
            if poll is not None and not poll.done():
                poll.set_exception(CutError(reset=True))
        self._cut_connections()
        self._world.feed.note("trouble")

    def end(self) -> None:
        """The bots are let in again."""
        self._forget_end()
        self._world.offline = False
        self._world.feed.note("trouble")

    def _forget_end(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end, self.until = None, None
