"""What was called, and what became of it; and waiting for it without sleeping."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sandbox.parameters import readable


@dataclass(eq=False)
class Call:
    """One API call.

    `result` is what was answered (None while it runs), `error` the description of a refusal or
    the kind of fault. `happened` says whether the call had its effect, whatever the bot was told.
    `number` counts the calls from 1.
    """

    bot_id: int
    method: str
    raw: dict[str, Any]
    at: datetime
    result: Any = None
    error: str | None = None
    code: int = 0
    happened: bool = False
    done: bool = False
    number: int = 0

    @cached_property
    def params(self) -> dict[str, Any]:
        """The parameters with numbers and JSON decoded."""
        return readable(self.raw)

    @property
    def ok(self) -> bool:
        return self.done and self.error is None

    def __repr__(self) -> str:
        return f"<Call {self.method} {self.params} -> {self.error or self.result}>"


@dataclass
class Transcript:
    """The calls, oldest first; all of them, unless `keep_newest` says how many."""

    calls: deque[Call] = field(default_factory=deque)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    recording: bool = True
    total: int = 0

    def add(self, call: Call) -> None:
        self.total += 1
        if self.recording:
            self.calls.append(call)

    def keep_newest(self, count: int | None) -> None:
        """Keeps that many calls from now on, all where it is None."""
        self.calls = deque(self.calls, maxlen=count)

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self.calls))

    def __len__(self) -> int:
        return len(self.calls)

    def __getitem__(self, index: int) -> Call:
        return self.calls[index]

    def of(self, *methods: str, chat: Any = None) -> list[Call]:
        """The calls of these methods (any case), to this chat where one is given."""
        wanted = {method.lower() for method in methods}
        chat_id = chat if chat is None or isinstance(chat, int) else chat.id
        return [
            call
            for call in self.calls
            if (not wanted or call.method.lower() in wanted)
            and (chat_id is None or call.params.get("chat_id") == chat_id)
        ]

    def clear(self) -> None:
        self.calls.clear()

    def wake(self) -> None:
        """Lets everybody who waits look again."""
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    def change(self) -> asyncio.Future[None]:
        """Done after the next call or change of the world."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        return future

    async def until(self, condition: Callable[[], Any], within: float = 5.0) -> Any:
        """Waits until the condition is true and returns its value.

        Looks after every call and every change of the world; raises TimeoutError with the last
        calls after `within` real seconds.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not (value := condition()):
            future = self.change()
            left = end - loop.time()
            if left <= 0 or not (await asyncio.wait([future], timeout=left))[0]:
                if value := condition():
                    return value
                raise TimeoutError(self._last_calls(within))
        return value

    def _last_calls(self, seconds: float) -> str:
        last = "\n".join(f"  {call!r}" for call in list(self.calls)[-10:])
        return f"the condition did not come true within {seconds} s; last calls:\n{last}"
