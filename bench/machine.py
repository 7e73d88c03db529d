"""On what is measured."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


def processor() -> str:
    """The model's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def described() -> str:
    """Processor, cores, Python, SQLite and the day, in one line."""
    return ", ".join(
        (
            processor(),
            f"{os.cpu_count()} cores",
            f"{platform.python_implementation()} {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"{datetime.now(UTC):%Y-%m-%d}",
        )
    )
