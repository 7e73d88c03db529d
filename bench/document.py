"""docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.table import Row, as_markdown

FILE = Path(__file__).parent.parent / "docs" / "benchmarks.md"

TEMPLATE = Path(__file__).parent / "page.md"


def write(rows: Sequence[Row]) -> None:
    """Replaces the page."""
    text = TEMPLATE.read_text(encoding="utf-8")
    page = text.format(machine=machine.described(), table=as_markdown(rows))
    FILE.write_text(page, encoding="utf-8")
