"""The one way to the database: units of work, committed in groups by a single writer.

A unit of work is a plain function of a connection. Units wait in one queue; whenever the writer's
thread is free it runs all that wait in one transaction, each in a savepoint of its own, commits
once, and only then is anyone told a result. One sync to disk so serves many units.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite

from storage import migrations
from storage.connection import SqliteTooOld, TransactionLost, check_library, connect, is_transient
from storage.group import Group, Queued, Unit
from storage.migrations import DatabaseTooNew

__all__ = [
    "Database",
    "DatabaseTooNew",
    "SqliteTooOld",
    "TransactionLost",
    "Unit",
    "connect",
    "is_transient",
]

T = TypeVar("T")
P = ParamSpec("P")

SLOW_UNIT_SECONDS = 0.1
# Of the event loop between two rounds: whoever was told ends, is heard of, and queues what follows.
TURNS_BETWEEN = 3


class _Connection(aiosqlite.Connection):
    """Runs whole functions of the plain connection in aiosqlite's thread.

    ``_execute``, ``_conn`` and ``_thread`` are protected; this class alone uses them, aiosqlite is
    pinned, and a test guards what it relies on.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A failure that leaves the database open must end the process, not hang it.
        self._thread.daemon = True

    async def run(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **_: P.kwargs,
    ) -> T:
        result: T = await self._execute(function, self._conn, *args)  # type: ignore[no-untyped-call]
        return result


async def _start(path: Path, factory: type[sqlite3.Connection], query_only: bool) -> _Connection:
    connection = _Connection(partial(connect, path, factory=factory, query_only=query_only))
    await connection
    return connection


def _read_unit(connection: sqlite3.Connection, unit: Unit[T]) -> T:
    # One transaction, so that all statements of the unit see the same moment.
    connection.execute("BEGIN")
    try:
        return unit(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


class Database:
    """A SQLite file with one writing and one reading connection, each in its own thread."""

    def __init__(self, writer: _Connection, reader: _Connection, group: Group) -> None:
        self._writer = writer
        self._reader = reader
        self._group = group
        self._rounds: asyncio.Task[None] | None = None
        self._closed = False
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        folder: Path = migrations.FOLDER,
        factory: type[sqlite3.Connection] = sqlite3.Connection,
        timer: Callable[[], float] = time.monotonic,
        slow_seconds: float = SLOW_UNIT_SECONDS,
    ) -> Database:
        """Open the file, made if missing, and bring it to the present schema.

        ``timer`` counts seconds; a unit above ``slow_seconds`` is named in the log.
        Raises SqliteTooOld, DatabaseTooNew, and sqlite3.Error for a file that is no database.
        """
        check_library()
        writer = await _start(path, factory, query_only=False)
        try:
            await writer.run(migrations.migrate, folder)
            reader = await _start(path, sqlite3.Connection, query_only=True)
        except BaseException:
            await writer.close()
            raise
        return cls(writer, reader, Group(timer, slow_seconds))

    def on_change(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called, in the event loop, after each commit that changed any row."""
        self._listeners.append(listener)

    async def write(self, unit: Unit[T]) -> T:
        """Run the unit in the writer's transaction; its result once that is committed.

        Units run in the order in which ``write`` was reached. A unit that raises is undone alone
        and its exception raised here; TransactionLost when SQLite undid or refused the whole
        transaction. Whoever is cancelled while waiting stops waiting; the unit is carried out.
        """
        if self._closed:
            raise ValueError("the database is closed")
        queued = Queued(unit, asyncio.get_running_loop().create_future())
        self._group.waiting.append(queued)
        if self._rounds is None:
            self._rounds = asyncio.create_task(self._run_rounds())
        result: T = await queued.future
        return result

    async def read(self, unit: Unit[T]) -> T:
        """Run the unit on the reading connection, all of it at one moment; it cannot write."""
        return await self._reader.run(_read_unit, unit)

    async def close(self) -> None:
        """Carry out what waits, then close; the writer last, for it alone may checkpoint."""
        self._closed = True
        try:
            if self._rounds is not None:
                await asyncio.wait({self._rounds})
        finally:
            try:
                await self._reader.close()
            finally:
                await self._writer.close()

    async def _run_rounds(self) -> None:
        try:
            while self._group.waiting:
                await self._run_round()
                # What follows from this round so goes into the next one whole: fewer commits
                # under load, and nothing waits where there is none.
                for _ in range(TURNS_BETWEEN):
                    await asyncio.sleep(0)
        except BaseException:
            # Only the end of the event loop cancels this task; nobody may be left waiting.
            _give_up(self._group.waiting)
            self._group.waiting.clear()
            raise
        finally:
            self._rounds = None

    async def _run_round(self) -> None:
        group: list[Queued[Any]] = []
        try:
            changed = await self._writer.run(self._group.run, group)
        except BaseException:
            _give_up(group)
            raise
        for queued in group:
            queued.tell()
        if changed:
            for listener in self._listeners:
                listener()


def _give_up(units: Iterable[Queued[Any]]) -> None:
    for queued in units:
        queued.future.cancel()
