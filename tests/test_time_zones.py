"""The machine's own zone means nothing: what has to do with time is tried again in others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HANDLERS = (
    "editing_tasks",
    "events",
    "every_promise_once",
    "exact_reminders",
    "giving_tasks",
    "ledger",
    "lists",
    "notices",
    "rates",
    "reachability",
    "settings",
    "slots",
    "summary",
)
OF_TIME = (
    "tests/domain",
    "tests/storage",
    "tests/bot/test_delivery.py",
    "tests/bot/test_health.py",
    *(f"tests/handlers/test_{name}.py" for name in HANDLERS),
)


@pytest.mark.long
@pytest.mark.parametrize(
    ("zone", "tests"), [("America/New_York", OF_TIME), ("Pacific/Kiritimati", OF_TIME[:1])]
)
def test_what_has_to_do_with_time_passes_in_another_zone(zone: str, tests: tuple[str, ...]) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--tb=line",
            "-m",
            "not long",
            *tests,
        ],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
