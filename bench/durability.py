"""What one update costs in transactions and in syncs to disk: alone, and in a burst.

The whole bot runs in this process, on the local Telegram in its own. The COMMITs are counted by
the trace callback of the writing connection, the syncs by `bench.syncs`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bench.filler import CODE, Filled, Shape, fill
from bench.processes import Telegram, token_of
from bench.syncs import SyncCounter
from bench.table import Row
from bot.application import Tieuban, build
from bot.clock import SystemClock
from bot.settings import Settings

QUIET_SECONDS = 0.3  # after the answer its row is still to be marked sent


class _Counter:
    """COMMITs and syncs of one connection."""

    def __init__(self) -> None:
        self.commits = 0
        self.syncs = SyncCounter()
        self.counts_syncs = False

    def attach(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self._note)
        self.counts_syncs = self.syncs.attach(connection)

    def _note(self, statement: str) -> None:
        self.commits += statement == "COMMIT"


def measure(folder: Path, *, alone: int, burst: int) -> list[Row]:
    """`alone`: updates sent one after another; `burst`: updates sent at once."""
    filled = fill(folder / "durability.db", Shape(1000, people_per_unit=40))
    token = token_of(60)
    with Telegram() as telegram:
        telegram.order("bot", token=token)
        telegram.order("people", token=token, **filled.people_of_telegram)
        return asyncio.run(_measure(telegram, token, filled, alone, burst))


async def _measure(
    telegram: Telegram, token: str, filled: Filled, alone: int, burst: int
) -> list[Row]:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        bot_token=SecretStr(token),
        bot_api_url=telegram.url,
        database_path=filled.path,
        admin_ids=(1,),
        messages_per_second=1001,
    )
    tieuban = await build(settings, SystemClock())
    stop = asyncio.Event()
    running = asyncio.create_task(tieuban.run(stop))
    try:
        return await _count(tieuban, telegram, token, filled, alone, burst)
    finally:
        stop.set()
        await running
        await tieuban.close()


async def _count(
    tieuban: Tieuban, telegram: Telegram, token: str, filled: Filled, alone: int, burst: int
) -> list[Row]:
    reports = [
        (token, person, f"/report {reference} 70% lần {number}")
        for number, (person, reference) in enumerate(filled.in_progress)
    ]

    burst = min(burst, len(reports))

    def one_by_one(count: int) -> None:
        for report in reports[:count]:
            [(_, head)] = telegram.order("ask", questions=[report])
            if CODE not in head:
                raise AssertionError(f"/report was answered with {head!r}")

    def at_once() -> None:
        says = [report[1:] for report in reports[:burst]]
        telegram.order("burst", token=token, says=says, answer=CODE)

    await asyncio.to_thread(one_by_one, 2)
    counter = _Counter()
    await tieuban.database.write(counter.attach)
    return [
        await _row(f"one `/report`, of {alone} sent alone", alone, counter, one_by_one, alone),
        await _row(f"one `/report`, of {burst:,} sent at once", burst, counter, at_once),
    ]


async def _row(
    what: str, updates: int, counter: _Counter, send: Callable[..., None], *arguments: int
) -> Row:
    commits, syncs = counter.commits, counter.syncs.count
    await asyncio.to_thread(send, *arguments)
    await asyncio.sleep(QUIET_SECONDS)
    measured = f"{(counter.commits - commits) / updates:.2f} transactions"
    if counter.counts_syncs:
        measured += f", {(counter.syncs.count - syncs) / updates:.2f} syncs to disk"
    return Row(what, measured, "said")
