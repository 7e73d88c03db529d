"""The queue of units of work, and one round of the writer over it: a group commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from storage.connection import TransactionLost

T = TypeVar("T")
Unit = Callable[[sqlite3.Connection], T]

GROUP_UNITS = 256  # at most so many units in one transaction
GROUP_SECONDS = 0.05  # and none begun after the transaction is so old

logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Queued(Generic[T]):
    """A unit of work that waits for the writer, and then what came of it."""

    unit: Unit[T]
    future: asyncio.Future[T]
    result: T | None = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Give the outcome to whoever awaits it; to the log when nobody does any more."""
        if self.future.done():
            if self.error is not None:
                logger.error("a unit nobody awaits any more failed", exc_info=self.error)
        elif self.error is None:
            self.future.set_result(self.result)  # type: ignore[arg-type]
        elif isinstance(self.error, StopIteration):
            # A future refuses StopIteration, and would leave its waiter without any answer.
            failure = RuntimeError("a unit raised StopIteration")
            failure.__cause__ = self.error
            self.future.set_exception(failure)
        else:
            self.future.set_exception(self.error)


class _TransactionGone(Exception):  # noqa: N818
    """SQLite itself has rolled back the whole transaction during a unit."""


@dataclass(slots=True, eq=False)
class Group:
    """The queue, and one round of the writer over it; ``run`` is for the writer's thread."""

    timer: Callable[[], float]
    slow_seconds: float
    waiting: deque[Queued[Any]] = field(default_factory=deque)

    def run(self, connection: sqlite3.Connection, group: list[Queued[Any]]) -> bool:
        """Run what waits in one transaction, moved into ``group``; whether any row was changed."""
        changes = connection.total_changes
        try:
            connection.execute("BEGIN IMMEDIATE")
            self._run_units(connection, group)
            connection.execute("COMMIT")
        except BaseException as error:
            self._lose(connection, group, error)
            return False
        return connection.total_changes != changes

    def _run_units(self, connection: sqlite3.Connection, group: list[Queued[Any]]) -> None:
        started = self.timer()
        # What arrives meanwhile waits for the next round: those here are to be answered soon.
        for _ in range(min(len(self.waiting), GROUP_UNITS)):
            queued = self.waiting.popleft()
            group.append(queued)
            before = self.timer()
            _run_unit(connection, queued)
            after = self.timer()
            if after - before > self.slow_seconds:
                took = (after - before) * 1000
                logger.warning("slow unit %s took %.0f ms", _name(queued.unit), took)
            if after - started > GROUP_SECONDS:
                return

    def _lose(
        self, connection: sqlite3.Connection, group: list[Queued[Any]], error: BaseException
    ) -> None:
        """The whole transaction is lost: every unit of it is told so, none is silently undone."""
        if not group:  # BEGIN failed: whoever waits would have been in it
            group.extend(self.waiting.popleft() for _ in range(min(len(self.waiting), GROUP_UNITS)))
        cause = error.__cause__ if isinstance(error, _TransactionGone) else None
        for queued in group:
            if queued.error is None:
                queued.error = TransactionLost(cause or error)
        if connection.in_transaction:
            try:
                connection.execute("ROLLBACK")
            except sqlite3.Error:
                logger.exception("could not roll back")


def _name(unit: object) -> str:
    """The function's own name; never its arguments, which are what people wrote."""
    while isinstance(unit, partial):
        unit = unit.func
    return str(getattr(unit, "__qualname__", type(unit).__qualname__))


def _run_unit(connection: sqlite3.Connection, queued: Queued[Any]) -> None:
    connection.execute("SAVEPOINT unit")
    try:
        queued.result = queued.unit(connection)
        connection.execute("RELEASE unit")
    except BaseException as error:
        queued.error = error
        if not connection.in_transaction:
            raise _TransactionGone from error
        connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
