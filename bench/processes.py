"""The processes that are measured, each by itself: the local Telegram, the bot, the echo bot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parent.parent
STOP_SECONDS = 8.0
START_SECONDS = 60.0


def token_of(number: int) -> str:
    """A well-formed token that is nobody's."""
    return f"{6100000000 + number}:bench-{'A' * 29}"


class Ended(Exception):  # noqa: N818
    """A process that is measured ended or said nothing; its last lines are the text."""


class _Process:
    """A child that ends with the block it was made in."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
        self.started = perf_counter()
        self.child = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT), **environment},
        )
        self.last = deque[str](maxlen=20)
        self._ready = Event()
        self.ready_after = 0.0  # seconds
        self._reader = Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """SIGTERM, and where that does not help SIGKILL."""
        if self.child.poll() is None:
            self.child.terminate()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self._reader.join()
        for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
            if pipe is not None:
                pipe.close()

    def wait_ready(self) -> None:
        """Until one of its lines on standard error says `ready`. Raises Ended."""
        if not self._ready.wait(START_SECONDS) or not self.ready_after:
            raise Ended("\n".join(self.last))

    def resident_bytes(self) -> int | None:
        """Its resident memory now; None where the system does not say."""
        try:
            lines = Path(f"/proc/{self.child.pid}/status").read_text().splitlines()
        except OSError:
            return None
        kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
        return int(kilobytes) * 1024

    def _read_errors(self) -> None:
        assert self.child.stderr is not None
        for line in self.child.stderr:
            if "ready" in line and not self.ready_after:
                self.ready_after = perf_counter() - self.started
                self._ready.set()
            self.last.append(line.rstrip())
        self._ready.set()


class Telegram(_Process):
    """The local Telegram; orders are those of `bench.telegram.Desk`."""

    def __init__(self, *, limits: bool = False) -> None:
        super().__init__("bench.telegram", *(["--limits"] if limits else []))
        self.url: str = self._answer()["url"]

    def order(self, do: str, **what: Any) -> Any:
        """Carries it out and gives the result. Raises Ended."""
        assert self.child.stdin is not None
        self.child.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self.child.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise Ended(answer["error"])
        return answer["result"]

    def _answer(self) -> dict[str, Any]:
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        if not line:
            self.child.wait()
            self._reader.join()
            raise Ended("\n".join(self.last))
        answer: dict[str, Any] = json.loads(line)
        return answer


class TheBot(_Process):
    """`python -m bot run`, as an operator starts it."""

    def __init__(
        self, telegram: Telegram, token: str, database: Path, *, per_second: int = 1001
    ) -> None:
        super().__init__(
            "bot",
            "run",
            BOT_TOKEN=token,
            BOT_API_URL=telegram.url,
            DATABASE_PATH=str(database),
            ADMIN_IDS="1",
            MESSAGES_PER_SECOND=str(per_second),
        )


class EchoBot(_Process):
    """python-telegram-bot's echo bot, with the library's defaults."""

    def __init__(self, telegram: Telegram, token: str) -> None:
        super().__init__("bench.echo_bot", BOT_TOKEN=token, BOT_API_URL=telegram.url)
