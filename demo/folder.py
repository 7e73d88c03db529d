"""Where a demo keeps its state between runs, and who has it now."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

_STATE = ("world", "backups", "packages", "clock", "told", "tieuban.db*", "bot.log*")
LONGEST_LOG = 5_000_000  # bytes


class DemoRunning(Exception):  # noqa: N818
    """Another process has the folder; its text is the address of that demo, where it is known."""


class DemoFolder:
    """The names in it. From `take` until the process ends nobody else can take it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.world = path / "world"
        self.clock = path / "clock"
        self.database = path / "tieuban.db"
        self.log = path / "bot.log"
        self._told = path / "told"
        self._lock = path / "lock"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Makes it where it is missing; raises DemoRunning."""
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = os.read(descriptor, 100).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise DemoRunning(address) from None
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)

    def announce(self, address: str) -> None:
        """Has whoever else would take the folder know where the demo is."""
        assert self._descriptor is not None
        os.pwrite(self._descriptor, f"{address}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Lets others take it."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def told(self) -> bool:
        """Whether the story was told to its end."""
        return self._told.exists()

    def mark_told(self) -> None:
        self._told.touch()

    def begin_anew(self) -> None:
        """Forgets all that earlier runs left; nothing else in the folder is touched."""
        for pattern in _STATE:
            for path in self.path.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def trim_log(self) -> None:
        """Puts a log that has grown long aside, in the place of the one before."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
