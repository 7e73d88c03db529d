"""A delivery at work: a real database, real HTTP to a scripted server, a clock that is moved."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from telegram import Bot

from bot.claiming import Render
from bot.delivery import Delivery
from bot.limits import Limits
from bot.request import FastRequest
from bot.settlement import Listeners
from bot.workshop import Workshop
from storage import outbox
from storage.database import Database
from storage.outbox import OutboxRow, Outgoing, Rendered
from tests.support.clock import ManualClock
from tests.support.telegram_server import TOKEN, TelegramServer


def add_chat(connection: sqlite3.Connection, telegram_id: int, kind: str = "private") -> int:
    """A chat of its own; our id of it."""
    row = connection.execute(
        "INSERT INTO chats (telegram_id, kind) VALUES (?, ?) RETURNING id", (telegram_id, kind)
    ).fetchone()
    return int(row["id"])


def message(chat_id: int, text: str, **other: Any) -> Outgoing:
    """A call of sendMessage."""
    payload = {"method": "sendMessage", "params": {"text": text, "parse_mode": "HTML"}}
    payload |= other.pop("payload", {})
    return Outgoing(chat_id=chat_id, payload=payload, **other)


def say_text(_: sqlite3.Connection, row: OutboxRow, __: datetime) -> Rendered | None:
    """The renderer of these tests: the payload's text, None when it is empty."""
    text = row.content["text"]
    return Rendered("sendMessage", {"text": text}) if text else None


@dataclass
class Heard:
    """What the listeners were told."""

    unreachable: list[tuple[int, str]] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    dead: list[tuple[int, str]] = field(default_factory=list)
    migrated: list[tuple[int, int | None]] = field(default_factory=list)
    sent: list[tuple[int, int | None]] = field(default_factory=list)
    on_unreachable: Callable[[sqlite3.Connection], object] | None = None

    def listeners(self) -> Listeners:
        return Listeners(
            on_unreachable=self._unreachable,
            on_topic_gone=lambda _, row, __: self.topics.append(row.id),
            on_dead=lambda _, row, error, __: self.dead.append((row.id, error)),
            on_migrated=lambda _, moved, __: self.migrated.append(
                (moved.chat_id, moved.absorbed_chat_id)
            ),
            on_sent=lambda _, row, message_id, __: self.sent.append((row.id, message_id)),
        )

    def _unreachable(
        self, connection: sqlite3.Connection, chat: int, reason: str, _: datetime
    ) -> None:
        self.unreachable.append((chat, reason))
        if self.on_unreachable is not None:
            self.on_unreachable(connection)


@dataclass
class Bench:
    """Everything about one delivery under test."""

    database: Database
    server: TelegramServer
    clock: ManualClock
    heard: Heard
    bot: Bot
    render: Render = say_text
    per_second: int = 1_001  # no limits
    most_under_way: int = 128
    workshop: Workshop = field(default_factory=Workshop)
    delivery: Delivery = field(init=False)
    task: asyncio.Task[None] | None = None

    def build(self) -> Delivery:
        self.delivery = Delivery(
            self.database,
            self.bot,
            self.clock,
            Limits(self.per_second),
            self.render,
            self.heard.listeners(),
            random=Random(1),
            most_under_way=self.most_under_way,
            workshop=self.workshop,
        )
        self.clock.settle = self.delivery.wait_idle
        return self.delivery

    async def start(self) -> None:
        """Run the delivery until nothing can be done before the clock moves."""
        self.task = asyncio.create_task(self.build().run())
        await self.delivery.wait_idle()

    async def end(self) -> None:
        if self.task is not None and not self.task.done():
            await asyncio.gather(self.delivery.stop(), self.workshop.close())
            await self.task
        await self.workshop.close()

    async def chat(self, telegram_id: int, kind: str = "private") -> int:
        return await self.database.write(lambda c: add_chat(c, telegram_id, kind))

    async def put(self, *messages: Outgoing) -> list[int | None]:
        """Put them in one unit, and let the delivery do what it can."""
        now = self.clock.now()
        ids = await self.database.write(lambda c: [outbox.put(c, each, now) for each in messages])
        if self.task is not None:
            self.delivery.wake()
            await self.delivery.wait_idle()
        return ids

    async def write(self, unit: Callable[[sqlite3.Connection], Any]) -> Any:
        return await self.database.write(unit)

    async def rows(self, columns: str = "state") -> list[Any]:
        """The columns of all rows of the outbox, in their order; one column without a tuple."""
        found = await self.database.read(
            lambda c: c.execute(f"SELECT {columns} FROM outbox ORDER BY id").fetchall()
        )
        return [row[0] if len(row) == 1 else tuple(row) for row in found]

    def texts(self) -> list[str]:
        """What was sent or tried, in order."""
        return [call.text for call in self.server.sent()]


@asynccontextmanager
async def bench(path: Path) -> AsyncIterator[Bench]:
    """A bench whose delivery is not started yet."""
    database = await Database.open(path)
    server = TelegramServer()
    await server.start()
    request = FastRequest(pool_size=64, read_seconds=10)
    await request.initialize()
    bot = Bot(
        TOKEN,
        base_url=f"{server.url}/bot",
        request=request,
        get_updates_request=FastRequest(),
    )
    made = Bench(database, server, ManualClock(), Heard(), bot)
    try:
        yield made
    finally:
        await made.end()
        await server.close()
        await request.shutdown()
        await database.close()
