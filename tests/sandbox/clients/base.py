"""What a bot is to the protocol tests, whatever library it is written with."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Rows = list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Heard:
    """A message as the library gave it to the bot."""

    update_id: int
    chat_id: int
    message_id: int
    text: str
    thread: int | None = None
    photo: str | None = None
    moved_to: int | None = None


@dataclass(frozen=True)
class Pressed:
    """A pressed button as the library gave it to the bot."""

    update_id: int
    chat_id: int
    message_id: int
    query_id: str
    data: str


class TooMany(Exception):  # noqa: N818
    """429: after so many seconds it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Moved(Exception):  # noqa: N818
    """The group has become a supergroup."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(chat_id)
        self.chat_id = chat_id


class Refused(Exception):  # noqa: N818
    """Any other refusal, with its code and Telegram's text (without its prefix)."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


class Client(ABC):
    """A bot. Between `start` and `stop` it polls; `heard` and `pressed` are what it got so far.

    `conflicts` counts how often it was told that another one polls. The methods that send raise
    TooMany, Moved or Refused.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token
        self.heard: list[Heard] = []
        self.pressed: list[Pressed] = []
        self.conflicts = 0
        self._look: list[asyncio.Future[None]] = []

    def got(self, event: Heard | Pressed) -> None:
        """Notes an event and wakes those who wait for it."""
        if isinstance(event, Heard):
            self.heard.append(event)
        else:
            self.pressed.append(event)
        self.wake()

    def wake(self) -> None:
        waiting, self._look = self._look, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], Any], within: float = 20.0) -> None:
        """Waits until the condition is true; raises TimeoutError after real seconds."""
        async with asyncio.timeout(within):
            while not condition():
                self._look.append(asyncio.get_running_loop().create_future())
                await self._look[-1]

    @abstractmethod
    async def start(self) -> None: ...

    @abstractmethod
    async def stop(self) -> None: ...

    @abstractmethod
    async def send(
        self,
        chat_id: int,
        text: str,
        *,
        html: bool = False,
        rows: Rows | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Sends a text; `rows` are buttons of text and data. Returns the message's id."""

    @abstractmethod
    async def edit(self, chat_id: int, message_id: int, text: str) -> None: ...

    @abstractmethod
    async def answer(self, query_id: str, text: str, *, alert: bool = False) -> None: ...

    @abstractmethod
    async def send_document(self, chat_id: int, data: bytes, name: str) -> str:
        """Returns the file_id."""

    @abstractmethod
    async def send_album(self, chat_id: int, photos: list[bytes]) -> int:
        """Returns how many messages it became."""

    @abstractmethod
    async def download(self, file_id: str) -> bytes: ...

    @abstractmethod
    async def send_rich(self, chat_id: int, html: str) -> list[str]:
        """Returns the kinds of the blocks."""

    @abstractmethod
    async def create_topic(self, chat_id: int, name: str) -> int:
        """Returns the topic's id."""

    @abstractmethod
    async def set_commands(self, commands: dict[str, str], language: str) -> dict[str, str]:
        """Sets them and returns what is set then."""
