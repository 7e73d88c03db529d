"""The wall clock of a live process, set while it runs; its monotonic clock goes on untouched."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest


class FakedClock:
    """What `environment` makes of a child's wall clock, moved by `set_to`.

    Skips the test where faketime is not installed; with CI=true that is a failure.
    """

    def __init__(self, folder: Path) -> None:
        self._offset = folder / "clock"
        self._library = _library()

    @property
    def environment(self) -> dict[str, str]:
        """To be added to the child's."""
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._offset),
            "FAKETIME_NO_CACHE": "1",
            # The name of older releases and that of newer ones.
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set_to(self, moment: datetime) -> None:
        """The child's clock shows this moment now and goes on from there."""
        seconds = (moment - datetime.now(UTC)).total_seconds()
        fresh = self._offset.with_suffix(".new")
        fresh.write_text(f"{seconds:+.0f}\n")
        os.replace(fresh, self._offset)


def _library() -> str:
    """The library that faketime would load, None of it being in a fixed place."""
    if shutil.which("faketime") is None:
        missing = "faketime is not installed: the wall clock of a live process cannot be set"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    shown = subprocess.run(
        ["faketime", "-f", "+0", "env"], capture_output=True, text=True, check=True
    ).stdout
    for line in shown.splitlines():
        if line.startswith("LD_PRELOAD="):
            return line.partition("=")[2]
    raise AssertionError(f"faketime sets no LD_PRELOAD:\n{shown}")
