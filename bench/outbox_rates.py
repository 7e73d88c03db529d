"""10,000 messages that wait, against a server that counts: how near to the allowed rate they go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bench.figures import median
from bench.filler import Filled, Shape, fill
from bench.processes import Telegram, TheBot, token_of
from bench.table import Row
from storage import outbox
from storage.connection import connect
from storage.outbox import Outgoing, Priority

TARGET = 0.98
MESSAGES = 10_000


def measure(folder: Path, *, per_second: int, sample: int, runs: int) -> list[Row]:
    """`sample`: of the 10,000 as many are measured, from the first."""
    results = [_run(folder, per_second, sample, run) for run in range(runs)]
    rate = median([(count - 1) / seconds for count, seconds, _ in results])
    refused = sum(refused for *_, refused in results)
    return [
        Row(
            f"{MESSAGES:,} messages in the outbox at {per_second:,}/s, the first {sample:,}",
            f"{rate:,.1f}/s, {rate / per_second:.1%} of what is allowed, {refused} refused (429)",
            f"at least {TARGET:.0%}, none refused",
            rate / per_second >= TARGET and refused == 0,
        )
    ]


def _run(folder: Path, per_second: int, sample: int, run: int) -> tuple[int, float, int]:
    shape = Shape(1000, units=30, people_per_unit=MESSAGES // 30 + 1)
    filled = fill(folder / f"outbox-{per_second}-{run}.db", shape)
    _put_messages(filled)
    token = token_of(40)
    with Telegram(limits=True) as telegram:
        telegram.order("bot", token=token)
        telegram.order("people", token=token, **filled.people_of_telegram)
        with TheBot(telegram, token, filled.path, per_second=per_second) as bot:
            bot.wait_ready()
            within = 30.0 + 2 * sample / per_second
            came = telegram.order("await", token=token, count=sample, within=within)
    return came["count"], came["seconds"], came["refused"]


def _put_messages(filled: Filled) -> None:
    """One to each of 10,000 persons."""
    connection = connect(filled.path, query_only=False)
    connection.execute("BEGIN")
    for chat_id in range(1, MESSAGES + 1):
        text = f"Nhắc việc số <b>{chat_id}</b>: còn 3 ngày đến hạn."
        params = {"text": text, "parse_mode": "HTML"}
        outgoing = Outgoing(
            chat_id=chat_id,
            payload={"method": "sendMessage", "params": params},
            priority=Priority.BULK,
        )
        outbox.put(connection, outgoing, datetime.now(UTC))
    connection.execute("COMMIT")
    connection.close()
