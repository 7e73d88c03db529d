"""Files that must be whole after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Return once the file, or the names in the folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(whole: Path, target: Path) -> None:
    """Give a finished file its name, in place of what had it, in one step that survives."""
    sync(whole)
    os.replace(whole, target)
    sync(target.parent)


def remove(database: Path) -> None:
    """Remove a database file, where it is there, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
