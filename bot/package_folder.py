"""The folder in which a package is put together: what was fetched, and what cannot be had.

A file that was fetched is named by the number of its evidence, with whatever ending its sender
chose; all else in the folder is told from it by how its name begins.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

_MISSING = "missing-"


def fetched(folder: Path) -> dict[int, Path]:
    """What is there in whole, by the id of the evidence."""
    return {int(path.stem): path for path in folder.iterdir() if path.stem.isdecimal()}


def missing(folder: Path) -> dict[int, str]:
    """Why each of the others cannot be had, as far as that is known."""
    noted = {path.name: path.read_text() for path in folder.glob(f"{_MISSING}*")}
    # Empty where the process ended while it was written.
    return {int(name.removeprefix(_MISSING)): reason for name, reason in noted.items() if reason}


def note_missing(folder: Path, number: int, reason: str) -> None:
    """`reason` as the text `packages.missing` knows it."""
    (folder / f"{_MISSING}{number}").write_text(reason)


def size_of(paths: Iterable[Path]) -> int:
    """Bytes."""
    return sum(path.stat().st_size for path in paths)


def remove_others(folder: Path, wanted: set[str]) -> None:
    """Removes the folders of all packages but these."""
    for left in folder.iterdir() if folder.exists() else ():
        if left.name not in wanted:
            shutil.rmtree(left, ignore_errors=True)
