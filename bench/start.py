"""From the start of the process to the line that says `ready`, and the memory then."""

from __future__ import annotations

from bench.figures import median
from bench.filler import Filled
from bench.processes import Telegram, TheBot, token_of
from bench.table import Row

TARGET_SECONDS = 1.5
TARGET_MEGABYTES = 100


def measure(filled: Filled, tasks: int, *, runs: int) -> list[Row]:
    """Of one database with so many tasks."""
    seconds: list[float] = []
    megabytes: list[float] = []
    token = token_of(50)
    with Telegram() as telegram:
        telegram.order("bot", token=token)
        for _ in range(runs):
            with TheBot(telegram, token, filled.path) as bot:
                bot.wait_ready()
                seconds.append(bot.ready_after)
                if (memory := bot.resident_bytes()) is not None:
                    megabytes.append(memory / 1e6)
    took = median(seconds)
    rows = [
        Row(
            f"start of the process to `ready`, {tasks:,} tasks",
            f"{took:.2f} s",
            f"under {TARGET_SECONDS} s",
            took < TARGET_SECONDS,
        )
    ]
    if megabytes:
        used = median(megabytes)
        rows.append(
            Row(
                "resident memory then",
                f"{used:.0f} MB",
                f"under {TARGET_MEGABYTES} MB",
                used < TARGET_MEGABYTES,
            )
        )
    return rows
