"""What changed, numbered, for whoever looks on."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "message",
    "deleted",
    "chat",
    "person",
    "bot",
    "toast",
    "typing",
    "call",
    "clock",
    "program",
    "progress",
    "trouble",
]

RING = 5000


class Event(NamedTuple):
    """One change: of what, and its number. What `subject` looks like is asked when it is sent."""

    sequence: int
    kind: Kind
    subject: Any


class Feed:
    """The newest changes: of each subject that it came, and once more its latest change.

    So whoever reads in order hears of a chat before its messages, and of messages in their order.
    It keeps nothing until somebody looked for the first time (`start`), so that it costs nothing
    where nobody ever does. Numbers rise over restarts of the program too, so that whoever asks by
    the number of an earlier run is told to begin anew. The `listeners` are told of every change
    at once, looked at or not.
    """

    def __init__(self, size: int = RING) -> None:
        self.size = size
        self.recording = False
        self.sequence = time.time_ns() // 1_000_000
        self._horizon = self.sequence
        self._events: OrderedDict[tuple[Kind, int, bool], Event] = OrderedDict()
        self._waiting: list[asyncio.Future[None]] = []
        self.listeners: list[Callable[[Kind, Any], None]] = []

    def start(self) -> None:
        """Keeps what changes from now on."""
        if not self.recording:
            self.recording = True
            self._horizon = self.sequence

    def note(self, kind: Kind, subject: Any = None, *, new: bool = False) -> None:
        """Something changed, or came when it is `new`; an earlier change of it is forgotten."""
        for listener in self.listeners:
            listener(kind, subject)
        if not self.recording:
            return
        self.sequence += 1
        # The event holds its subject, so that no other can have this id while it is kept.
        key = (kind, id(subject), new)
        self._events[key] = Event(self.sequence, kind, subject)
        self._events.move_to_end(key)
        if len(self._events) > self.size:
            self._horizon = self._events.popitem(last=False)[1].sequence
        if self._waiting:
            self._wake()

    def since(self, after: int) -> list[Event] | None:
        """The changes after this number, oldest first; None when they are no longer all kept."""
        if not self._horizon <= after <= self.sequence:
            return None
        newer: list[Event] = []
        for event in reversed(self._events.values()):
            if event.sequence <= after:
                break
            newer.append(event)
        newer.reverse()
        return newer

    async def changed(self, after: int) -> None:
        """Waits until there is another newest number than this."""
        while self.sequence == after:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
