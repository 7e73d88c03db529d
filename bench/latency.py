"""What a command costs while the database grows: one question after another, from the update
being queued at the server to the answer's request being read there.

The bots of all sizes run side by side and are asked in turn, so that whatever else the machine
does strikes all alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack

from bench.figures import median, milliseconds, percentile, times
from bench.filler import CODE, Filled
from bench.processes import Telegram, TheBot, token_of
from bench.table import Row

TARGET = 1.5
BEGINNINGS = {
    "/mine": "",
    "/task": CODE,
    "/tasks": CODE,
    "/report": CODE,
    "/summary": "Tổng hợp",
}
WARM_UP = 10  # rounds not counted


def measure(sizes: dict[int, Filled], *, rounds: int) -> list[Row]:
    """Rows of p50 and p99; `sizes`: databases by their number of tasks."""
    tokens = {tasks: token_of(10 + place) for place, tasks in enumerate(sizes)}
    spent: dict[tuple[str, int], list[float]] = defaultdict(list)
    with ExitStack() as open_, Telegram() as telegram:
        for tasks, filled in sizes.items():
            telegram.order("bot", token=tokens[tasks])
            telegram.order("people", token=tokens[tasks], **filled.people_of_telegram)
            bot = open_.enter_context(TheBot(telegram, tokens[tasks], filled.path))
            bot.wait_ready()
        for round_ in range(-WARM_UP, rounds):
            keys, questions = _round(sizes, tokens, round_)
            answers = telegram.order("ask", questions=questions)
            for (command, tasks), (spent_ms, head) in zip(keys, answers, strict=True):
                _check(command, head)
                if round_ >= 0:
                    spent[command, tasks].append(spent_ms)
    return [row for command in BEGINNINGS for row in _rows(command, list(sizes), spent)]


def _round(
    sizes: dict[int, Filled], tokens: dict[int, str], number: int
) -> tuple[list[tuple[str, int]], list[tuple[str, int, str]]]:
    """Each command once of each size, by other persons each time."""
    keys, questions = [], []
    for command in BEGINNINGS:
        for tasks, filled in sizes.items():
            # In turn, for nobody may give more than 30 commands in 10 seconds.
            member, reference = filled.in_progress[number % len(filled.in_progress)]
            deputy = filled.deputies[number % len(filled.deputies)]
            asked = {
                "/mine": (member, "/mine"),
                "/task": (member, f"/task {reference}"),
                "/tasks": (deputy, f"/tasks {CODE}"),
                "/report": (member, f"/report {reference} {40 + number % 50}% lần {number}"),
                "/summary": (deputy, f"/summary {CODE}"),
            }[command]
            keys.append((command, tasks))
            questions.append((tokens[tasks], *asked))
    return keys, questions


def _check(command: str, head: str) -> None:
    """A refusal is quick too, and no answer."""
    if BEGINNINGS[command] not in head:
        raise AssertionError(f"{command} was answered with {head!r}")


def _rows(
    command: str, sizes: Sequence[int], spent: dict[tuple[str, int], list[float]]
) -> list[Row]:
    def figures(tasks: int) -> str:
        values = spent[command, tasks]
        return f"{milliseconds(median(values))} / {milliseconds(percentile(values, 99))}"

    name = f"`{command} {CODE}`" if command in ("/tasks", "/summary") else f"`{command}`"
    first, last = sizes[0], sizes[-1]
    rows = [Row(f"{name}, p50 / p99, {tasks:,} tasks", figures(tasks)) for tasks in sizes]
    ratio = median(spent[command, last]) / median(spent[command, first])
    tail = percentile(spent[command, last], 99) / percentile(spent[command, first], 99)
    rows.append(
        Row(
            f"{name}, {last:,} beside {first:,} tasks, p50 / p99",
            f"{times(ratio)} / {times(tail)}",
            f"at most {TARGET:g} times",
            max(ratio, tail) <= TARGET,
        )
    )
    return rows
