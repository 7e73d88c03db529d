"""A bot of a few lines on the real intake: it writes down each text it gets, and says nothing.

The texts `raise`, `die` and `wait` do as they say inside the handler.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler
from telegram.request import BaseRequest, HTTPXRequest

from bot.clock import Clock
from bot.intake import Intake
from bot.pump import AnyApplication
from bot.request import build_request
from bot.updates import UpdatesSource
from storage import facts, inbox
from storage.connection import connect
from storage.database import Database
from storage.inbox import InboxRow
from storage.times import to_text
from tests.support.update_server import TOKEN


class Listener:
    """``async with Listener(path, base_url, clock) as listener`` runs it until the block ends."""

    def __init__(
        self,
        path: Path,
        base_url: str,
        clock: Clock,
        poll_seconds: int = 50,
        token: str = TOKEN,
    ) -> None:
        self.token = token
        self.path = path
        self.clock = clock
        self.base_url = base_url
        self.poll_seconds = poll_seconds
        self.pauses: list[float] = []
        self.released = asyncio.Event()
        self.failing: Callable[[sqlite3.Connection], None] | None = None

    async def __aenter__(self) -> "Listener":
        self.database = await Database.open(self.path)
        await self.database.write(_make_table)
        self.request = build_request()  # as the bot itself has it
        self.application: AnyApplication = (
            Application.builder()
            .token(self.token)
            .base_url(self.base_url)
            .request(_request())
            .get_updates_request(_request())
            .updater(None)
            .job_queue(None)
            .build()
        )
        self.application.add_handler(TypeHandler(Update, self._heard))
        await self.application.initialize()
        await self.request.initialize()
        source = UpdatesSource(self.request, self.application.bot.base_url, self.poll_seconds)
        numbers = count(1)
        self.intake = Intake(
            self.application,
            self.database,
            self.clock,
            source,
            apologise=_apologise,
            pause=self.pauses.append,
            random=Random(0),
            make_error_id=lambda: f"E{next(numbers)}",
        )
        self.running = asyncio.create_task(self.intake.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.intake.stop()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.request.shutdown()
        await self.application.shutdown()
        await self.database.close()

    async def _heard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        text = update.message.text if update.message else None
        await self.database.write(
            partial(_write_down, update=update, now=self.clock.now(), failing=self.failing)
        )
        if text == "wait":
            await self.released.wait()
        if text == "raise after":
            raise ValueError("raised after the effects")

    async def has_heard(self, texts: int) -> None:
        """Return once so many texts were written down."""
        changed = asyncio.Event()
        self.database.on_change(changed.set)
        while len(await self.heard()) < texts:
            changed.clear()
            await changed.wait()

    async def heard(self) -> list[str]:
        """The texts whose effects stand, in the order of their effects."""
        return await self.database.read(heard)

    async def dead(self) -> tuple[InboxRow, ...]:
        """The rows given up."""
        return await self.database.read(inbox.dead)


def heard(connection: sqlite3.Connection) -> list[str]:
    """The texts that were written down, in order."""
    return [row["text"] for row in connection.execute("SELECT text FROM heard ORDER BY id")]


def heard_in(path: Path) -> list[str]:
    """The texts written down in a database that nobody has open."""
    connection = connect(path, query_only=False)
    try:
        return heard(connection)
    finally:
        connection.close()


def _request() -> BaseRequest:
    # Plain HTTP on loopback needs none of the certificates that take long to load.
    return HTTPXRequest(httpx_kwargs={"verify": False})


def _make_table(connection: sqlite3.Connection) -> None:
    # Not unique: an effect that is doubled is to be seen, not refused.
    connection.execute(
        "CREATE TABLE IF NOT EXISTS heard (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT) STRICT"
    )


def _write_down(
    connection: sqlite3.Connection,
    update: Update,
    now: datetime,
    failing: Callable[[sqlite3.Connection], None] | None,
) -> None:
    text = update.message.text if update.message else None
    connection.execute("INSERT INTO heard (text) VALUES (?)", (text,))
    if text == "raise":
        raise ValueError("raised in the unit")
    if text == "die":
        os._exit(9)
    if failing is not None:
        failing(connection)
    if text != "forget":
        inbox.mark_done(connection, update.update_id, now)


def _apologise(connection: sqlite3.Connection, row: InboxRow, error_id: str, now: datetime) -> None:
    if row.payload is not None and "no apology" in row.payload:
        raise LookupError("no way to apologise")
    facts.put(connection, f"apology {row.update_id}", f"{row.chat_telegram_id} {error_id}")
    facts.put(connection, "apologised", to_text(now))


async def listen_for_ever(path: str, base_url: str) -> None:
    """What the child process of the tests runs."""
    from bot.clock import SystemClock

    async with Listener(Path(path), base_url, SystemClock()) as listener:
        await listener.running


def fact(name: str) -> Callable[[sqlite3.Connection], Any]:
    """The unit that reads a fact."""
    return lambda connection: facts.find(connection, name)
