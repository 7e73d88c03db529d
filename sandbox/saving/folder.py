"""The folder of a saved world: its names, atomic writing, and who may use it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sandbox.saving.errors import SavedWorldError

try:
    import fcntl
except ImportError:  # Windows: nothing keeps a second process out
    LOCKS = False
else:
    LOCKS = True

WORLD = "world.json"
FILES = "files"


def file_path(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are."""
    return folder / FILES / digest[:2] / digest


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Writes the file so that it is either the old one or the new one, even after a power cut.

    Only its owner may read it: it may hold a real token.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class FolderLock:
    """Keeps a second process from the folder; free as soon as its holder is dead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor: int | None = None

    def take(self) -> None:
        """Takes the lock unless it is held already; raises SavedWorldError when another has it."""
        if self._descriptor is not None or not LOCKS:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise SavedWorldError(f"{self.folder} is in use by another sandbox") from None
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Lets others have the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
