"""`/report`, handled to its answer, beside the echo bot: bursts, alternating, on one server."""

from __future__ import annotations

from pathlib import Path

from bench.figures import median, times
from bench.filler import CODE, Filled, Shape, fill
from bench.processes import EchoBot, Telegram, TheBot, token_of
from bench.table import Row

TARGET = 3.0


def measure(folder: Path, *, runs: int, updates: int) -> list[Row]:
    """Rows of updates per second; `updates` in each burst."""
    # Forty people a unit: in a burst hardly anybody reports twice.
    filled = fill(folder / "throughput.db", Shape(1000, people_per_unit=40))
    ours, theirs = token_of(1), token_of(2)
    with Telegram() as telegram:
        for token in (ours, theirs):
            telegram.order("bot", token=token)
            telegram.order("people", token=token, **filled.people_of_telegram)
        with TheBot(telegram, ours, filled.path) as bot, EchoBot(telegram, theirs) as echo:
            bot.wait_ready()
            echo.wait_ready()
            _warm_up(telegram, ours, theirs, filled)
            rates = [
                (
                    updates / telegram.order("burst", token=ours, says=reports, answer=CODE),
                    updates
                    / telegram.order("burst", token=theirs, says=_words(reports), answer=CODE),
                )
                for reports in (_reports(filled, updates, run) for run in range(runs))
            ]
    return _rows(rates, updates)


def _warm_up(telegram: Telegram, ours: str, theirs: str, filled: Filled) -> None:
    person, reference = filled.in_progress[0]
    said = telegram.order("ask", questions=[(ours, person, f"/report {reference} 60%")])
    if reference not in said[0][1]:
        raise AssertionError(f"/report was not carried out: {said}")
    reports = _reports(filled, 50, -1)
    telegram.order("burst", token=ours, says=reports, answer=CODE)
    telegram.order("burst", token=theirs, says=_words(reports), answer=CODE)


def _reports(filled: Filled, count: int, run: int) -> list[tuple[int, str]]:
    pairs = filled.in_progress * (count // len(filled.in_progress) + 1)
    return [
        (person, f"/report {reference} {50 + (run + number) % 40}% đã kiểm tra lần {number}")
        for number, (person, reference) in enumerate(pairs[:count])
    ]


def _words(reports: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The same without the slash, which the echo bot leaves to other handlers."""
    return [(person, text.lstrip("/")) for person, text in reports]


def _rows(rates: list[tuple[float, float]], updates: int) -> list[Row]:
    ours = median([rate for rate, _ in rates])
    theirs = median([rate for _, rate in rates])
    ratios = [own / echo for own, echo in rates]
    ratio = median(ratios)
    reached = f"at least {TARGET:g} times"
    return [
        Row(
            f"`/report` to its answer, {updates:,} at once from 1,200 chats",
            f"{ours:,.0f} updates/s",
        ),
        Row("python-telegram-bot's echo bot, the same", f"{theirs:,.0f} updates/s"),
        Row(
            f"`/report` beside the echo bot, {len(ratios)} pairs of bursts",
            f"{times(ratio)} ({min(ratios):.1f} to {max(ratios):.1f})",
            reached,
            ratio >= TARGET,
        ),
    ]
