"""A slot for 10,000 members: planned, sent at Telegram's rate, and `/mine` asked meanwhile."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import rows
from bench.figures import median, milliseconds, percentile
from bench.filler import Filled, Shape, fill
from bench.processes import Telegram, TheBot, token_of
from bench.table import Row
from storage.times import to_text

TARGET_MS = 250.0
EVERY_SECONDS = 0.05
BEGINS_AFTER = timedelta(seconds=4)  # after the bot's start


def measure(folder: Path, *, members: int, per_second: int, seconds: float) -> list[Row]:
    """`seconds`: how long `/mine` is asked, from before the slot on."""
    units = max(3, members // 20)
    shape = Shape(units * 3, units=units, people_per_unit=20, event_tasks=units * 3)
    filled = fill(folder / f"slot-{per_second}.db", shape)
    token = token_of(30)
    with Telegram() as telegram:
        telegram.order("bot", token=token)
        telegram.order("people", token=token, **filled.people_of_telegram)
        _put_slot(filled.path, datetime.now(UTC) + BEGINS_AFTER)
        with TheBot(telegram, token, filled.path, per_second=per_second) as bot:
            bot.wait_ready()
            beginning = _beginning_of_answer(telegram, token, filled)
            asked = [(person, "/mine") for person, _ in filled.in_progress]
            questions = (asked * 20)[: int(seconds / EVERY_SECONDS)]
            spent = telegram.order(
                "paced",
                token=token,
                questions=questions,
                every=EVERY_SECONDS,
                answer=beginning,
            )
        planned, took = _planned(filled.path)
    return _rows(spent, planned, took, per_second)


def _put_slot(path: Path, act_at: datetime) -> None:
    """The slot of this very minute, to be acted on at a moment a little later."""
    local = datetime.now(rows.ZONE).replace(second=0, microsecond=0)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "UPDATE agenda SET nominal_at = ?, act_at = ? WHERE kind = 'slot'",
            (to_text(local), to_text(act_at)),
        )
        connection.execute(
            "UPDATE subcommittees SET settings = json_object('slots', json_array(?))",
            (f"{local:%H:%M}",),
        )
    connection.close()


def _beginning_of_answer(telegram: Telegram, token: str, filled: Filled) -> str:
    """By which the answer to `/mine` is told from a digest: its first letters."""
    person = filled.in_progress[-1][0]
    [(_, head)] = telegram.order("ask", questions=[(token, person, "/mine")])
    return str(head)[:8]


def _planned(path: Path) -> tuple[int, float]:
    """How many messages the slot made, and the seconds from the first to the last."""
    connection = sqlite3.connect(path)
    count, first, last = connection.execute(
        """
        SELECT COUNT(*), julianday(MIN(created_at)), julianday(MAX(created_at))
        FROM outbox
        WHERE about = 'slot'
        """
    ).fetchone()
    connection.close()
    return count, ((last or 0) - (first or 0)) * 86400


def _rows(spent: list[float | None], planned: int, took: float, per_second: int) -> list[Row]:
    answered = [value for value in spent if value is not None]
    worst = percentile(answered, 99)
    limit = f"{per_second} messages/s"
    return [
        Row(f"slot of {planned:,} digests and summaries planned, {limit}", f"{took:.1f} s"),
        Row(
            f"`/mine` 20 times a second meanwhile, p50 / p99 of {len(spent)}, {limit}",
            f"{milliseconds(median(answered))} / {milliseconds(worst)}",
            f"p99 under {TARGET_MS:.0f} ms",
            worst < TARGET_MS and len(answered) == len(spent),
        ),
    ]
