"""The table that all measurements end in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `good`: whether it reaches what is to be reached; None where nothing is."""

    what: str
    measured: str
    to_reach: str = ""
    good: bool | None = None


_VERDICT = {True: "yes", False: "no", None: "–"}


def as_markdown(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| what | measured | to reach | reached |", "|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.measured} | {row.to_reach or '–'} | {_VERDICT[row.good]} |"
        for row in rows
    ]
    return "\n".join(lines)
