"""The benchmarks run: nothing is asserted about time."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = (
    "`/report` to its answer",
    "echo bot",
    "`/mine`, p50 / p99",
    "`/task`, p50 / p99",
    "`/tasks DBP70`, p50 / p99",
    "`/report`, p50 / p99",
    "`/summary DBP70`, p50 / p99",
    "to `ready`",
    "resident memory",
    "digests and summaries planned",
    "`/mine` 20 times a second",
    "messages in the outbox",
    "document, 30 tasks",
    "picture of the progress",
    "import of 50 rows",
    "while files are made",
    "memory of the bot's process",
    "opening a chat of 150 messages",
    "frames while 150 messages are scrolled",
    "a day of the story",
    "sent alone",
    "sent at once",
)


@pytest.mark.long(minutes=1)
def test_every_part_of_the_benchmarks_runs_and_has_its_row() -> None:
    quick = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert quick.returncode == 0, quick.stderr
    rows = [line for line in quick.stdout.splitlines() if line.startswith("|")]
    missing = [part for part in PARTS if not any(part in row for row in rows)]
    assert missing == []
