"""`python -m bench`: measures, prints the table and writes it to docs/benchmarks.md.

`--quick` shows only that every part works: tiny databases, a run each, nothing written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from bench import (
    browsing,
    document,
    durability,
    latency,
    machine,
    making,
    outbox_rates,
    slot,
    start,
    throughput,
)
from bench.filler import Filled, Shape, fill
from bench.table import Row, as_markdown
from demo.story.telling import CHAPTERS

Part = Callable[[], list[Row]]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    tasks: tuple[int, ...]
    runs: int
    bursts: int
    burst: int
    rounds: int
    members: int
    asked_seconds: float
    rates: tuple[tuple[int, int], ...]
    """Messages a second, and how many of the 10,000 are waited for."""
    alone: int
    file_tasks: int
    plan_rows: int
    messages: int
    """In the chat that is scrolled."""
    chapters: int
    """Of the story, before its days are measured."""
    days: int


WHOLE = Size(
    tasks=(1_000, 10_000, 100_000, 1_000_000),
    runs=5,
    bursts=11,
    burst=2_000,
    rounds=500,
    members=10_000,
    asked_seconds=20.0,
    rates=((30, 900), (1_000, 10_000)),
    alone=50,
    file_tasks=1_000,
    plan_rows=5_000,
    messages=1_000,
    chapters=len(CHAPTERS),
    days=5,
)
QUICK = Size(
    tasks=(400, 1_000),
    runs=1,
    bursts=1,
    burst=100,
    rounds=3,
    members=60,
    asked_seconds=5.0,
    rates=((1_000, 200),),
    alone=3,
    file_tasks=30,
    plan_rows=50,
    messages=150,
    chapters=5,
    days=1,
)


def _parts(size: Size, folder: Path) -> Iterator[tuple[str, Part]]:
    sizes: dict[int, Filled] = {}

    def databases() -> list[Row]:
        for tasks in size.tasks:
            sizes[tasks] = fill(folder / f"{tasks}.db", Shape(tasks, deputies=20))
        return []

    yield "throughput", partial(throughput.measure, folder, runs=size.bursts, updates=size.burst)
    yield "filling databases", databases
    yield "latency", partial(latency.measure, sizes, rounds=size.rounds)
    yield "start", lambda: start.measure(sizes[size.tasks[-1]], size.tasks[-1], runs=size.runs)
    yield (
        "slot",
        partial(
            slot.measure,
            folder,
            members=size.members,
            per_second=30,
            seconds=size.asked_seconds,
        ),
    )
    for per_second, sample in size.rates:
        runs = max(1, size.runs * 3 // 5)
        yield (
            f"outbox, {per_second}/s",
            partial(outbox_rates.measure, folder, per_second=per_second, sample=sample, runs=runs),
        )
    yield (
        "files",
        partial(
            making.measure,
            folder,
            tasks=size.file_tasks,
            plan_rows=size.plan_rows,
            runs=size.runs,
            seconds=size.asked_seconds,
        ),
    )
    yield (
        "the page",
        partial(
            browsing.measure,
            folder,
            messages=size.messages,
            chapters=size.chapters,
            days=size.days,
            runs=size.runs,
        ),
    )
    yield "durability", partial(durability.measure, folder, alone=size.alone, burst=size.burst)


def run(size: Size) -> list[Row]:
    """All parts, one after another; progress goes to standard error."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name, part in _parts(size, Path(folder)):
            began = perf_counter()
            rows += part()
            print(f"{name}: {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


def main() -> int:
    """Measures; 0 whatever comes of it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only whether every part works")
    quick = parser.parse_args().quick
    rows = run(QUICK if quick else WHOLE)
    print(f"{machine.described()}\n\n{as_markdown(rows)}")
    if not quick:
        document.write(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
