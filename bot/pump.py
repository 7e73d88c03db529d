"""Takes stored updates in order through the handlers, and sees what became of each."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application, CallbackContext

from bot.backoff import Backoff
from bot.clock import Clock
from bot.logging import redact
from storage import fast_json, inbox
from storage.database import Database, Unit, is_transient
from storage.inbox import InboxRow

logger = logging.getLogger(__name__)

T = TypeVar("T")
Read = Callable[[dict[str, Any]], object]
Apologise = Callable[[sqlite3.Connection, InboxRow, str, datetime], None]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

AT_ONCE = 64  # rows claimed in one transaction
# More than that, so that handlers that wait for the network after their unit hold up nobody.
MOST_RUNNING = 256
LONGEST_ERROR = 4000  # characters kept of an error


class NotHandled(Exception):  # noqa: N818
    """No handler took the update, or none of them marked it done."""


class ProcessDied(Exception):  # noqa: N818
    """The process ended each time the update was being handled."""


class Pump:
    """Runs ``application.process_update`` for the open rows of the inbox, in their order.

    Each handler reaches ``database.write`` without awaiting anything before, so the units are
    queued in the order of the rows; they mark their row done themselves (``inbox.mark_done``).
    ``apologise`` is called in the transaction that gives a row up. ``read`` makes of an update's
    JSON what the handlers are registered for, with its ``update_id``; the library's own object
    where it is not given.
    """

    def __init__(
        self,
        application: AnyApplication,
        database: Database,
        clock: Clock,
        backoff: Backoff,
        *,
        apologise: Apologise,
        new_error_id: Callable[[], str],
        read: Read | None = None,
    ) -> None:
        self._application = application
        self._database = database
        self._clock = clock
        self._backoff = backoff
        self._apologise = apologise
        self._new_error_id = new_error_id
        self._read = read or self._as_library_object
        self._after = 0
        self._more = True
        self._backlog = 0
        self._suspect = False  # the row in hand may be one that ends the process
        self._stopping = False
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._running: dict[int, asyncio.Task[None]] = {}  # by update id
        self._errors: dict[int, Exception] = {}  # by update id
        self._finished: list[tuple[InboxRow, Exception | None]] = []
        self._again: list[InboxRow] = []
        # process_update returns normally when a handler raised; this is how it is learned.
        application.add_error_handler(self._note_error)

    @property
    def backlog(self) -> int:
        """How many stored updates are not handled yet."""
        return self._backlog

    def arrived(self, count: int) -> None:
        """So many new updates are in the inbox."""
        self._backlog += count
        if count:
            self._more = True
            self._idle.clear()
            self._wake.set()

    async def prepare(self) -> None:
        """Count what an earlier run left open; to be awaited before anything arrives."""
        self._backlog = await self._patiently(inbox.count_open)

    async def wait_idle(self) -> None:
        """Return once every stored update was handled or given up."""
        await self._idle.wait()

    async def run(self) -> None:
        """Handle what is open and what arrives, until `stop`."""
        while not self._stopping:
            self._wake.clear()
            if self._again and not self._running and not self._finished:
                await self._try_again()
            elif self._finished or self._can_claim():
                await self._turn()
            else:
                self._tell_if_idle()
                await self._wake.wait()

    async def stop(self, seconds: float) -> None:
        """Begin nothing new; what runs has so many seconds, then it is left for the next start."""
        self._stopping = True
        self._wake.set()
        running = set(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _can_claim(self) -> bool:
        if self._again or (self._suspect and self._running):
            return False
        return self._more and len(self._running) + AT_ONCE <= MOST_RUNNING

    def _tell_if_idle(self) -> None:
        if not (self._running or self._again or self._more):
            self._idle.set()

    async def _turn(self) -> None:
        """One transaction: what became of those that finished, and which come next."""
        finished, self._finished = self._finished, []
        limit = AT_ONCE if self._can_claim() else 0
        if limit:
            self._more = False
        alone = not self._running
        claim = partial(
            _look_and_claim,
            finished=tuple(row.id for row, _ in finished),
            after=self._after,
            limit=limit,
            alone=alone,
        )
        still_open, rows = await self._patiently(claim)
        for row, error in finished:
            await self._settle(row, error, row.id in still_open)
        # Nothing while others run may mean that the next row is to be handled alone.
        self._more = self._more or bool(limit and (rows or not alone))
        for row in rows:
            await self._begin(row)

    async def _begin(self, row: InboxRow) -> None:
        self._after = row.id
        if row.attempts >= inbox.MOST_ATTEMPTS:
            error = ProcessDied(f"the process ended in it {row.attempts} times")
            await self._bury(row, error)
        else:
            self._suspect = row.attempts > 0
            self._start(row)

    def _start(self, row: InboxRow) -> None:
        self._running[row.update_id] = asyncio.create_task(self._handle(row))

    async def _handle(self, row: InboxRow) -> None:
        error: Exception | None = None
        try:
            await self._application.process_update(self._read(fast_json.loads(row.payload or "")))
        except Exception as raised:
            error = raised
        error = self._errors.pop(row.update_id, None) or error
        del self._running[row.update_id]
        self._finished.append((row, error))
        self._wake.set()

    def _as_library_object(self, raw: dict[str, Any]) -> Update | None:
        return Update.de_json(raw, self._application.bot)

    async def _note_error(
        self, update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        number = getattr(update, "update_id", None)
        if number in self._running and isinstance(context.error, Exception):
            self._errors.setdefault(number, context.error)

    async def _settle(self, row: InboxRow, error: Exception | None, still_open: bool) -> None:
        if not still_open:
            self._backlog -= 1
            self._backoff.reset()
            if error is not None and not isinstance(error, inbox.NotOpen):
                logger.error("update %d failed after it was done", row.update_id, exc_info=error)
        elif error is not None and is_transient(error):
            self._again.append(row)
        else:
            await self._bury(row, error or NotHandled("no handler marked the update done"))

    async def _try_again(self) -> None:
        """After a full disk or a locked database, which are no fault of the rows."""
        seconds = self._backoff.next()
        logger.warning("%d updates wait for the database, %.0f s", len(self._again), seconds)
        await self._clock.sleep(seconds)
        rows, self._again = sorted(self._again, key=lambda row: row.id), []
        for row in rows:
            self._start(row)

    async def _bury(self, row: InboxRow, error: Exception) -> None:
        error_id = self._new_error_id()
        logger.error("update %d is dead, error %s", row.update_id, error_id, exc_info=error)
        bury = partial(
            inbox.mark_dead,
            row_id=row.id,
            error=_text_of(error),
            error_id=error_id,
            now=self._clock.now(),
        )
        try:
            await self._patiently(partial(self._bury_with_apology, bury, row, error_id))
        except Exception:
            logger.exception("no apology for update %d could be made", row.update_id)
            await self._patiently(bury)
        self._backlog -= 1

    def _bury_with_apology(
        self, bury: Unit[bool], row: InboxRow, error_id: str, connection: sqlite3.Connection
    ) -> None:
        if bury(connection):
            self._apologise(connection, row, error_id, self._clock.now())

    async def _patiently(self, unit: Unit[T]) -> T:
        while True:
            try:
                result = await self._database.write(unit)
            except sqlite3.Error as error:
                if not is_transient(error):
                    raise
                seconds = self._backoff.next()
                logger.warning("the database cannot be used, again in %.0f s: %s", seconds, error)
                await self._clock.sleep(seconds)
            else:
                return result


def _look_and_claim(
    connection: sqlite3.Connection, finished: tuple[int, ...], after: int, limit: int, alone: bool
) -> tuple[frozenset[int], tuple[InboxRow, ...]]:
    still_open = inbox.still_open(connection, finished)
    rows = inbox.claim(connection, after, limit, alone=alone) if limit else ()
    return still_open, rows


def _text_of(error: Exception) -> str:
    """The error as kept with its row: without tokens, and storable whatever it quotes."""
    text = redact("".join(traceback.format_exception(error)))[-LONGEST_ERROR:]
    # SQLite takes no lone surrogates, which an update may well contain.
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")
