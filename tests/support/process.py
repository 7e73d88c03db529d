"""The bot as an operator starts it: a process of its own, watched through its log."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings
from sandbox import Bot, Sandbox

ROOT = Path(__file__).parents[2]
NO_LIMIT = 1001  # messages a second; above 1000 there is none
LONGEST_START = 60.0  # seconds; only a guard against waiting for ever
SETTINGS = frozenset(name.upper() for name in Settings.model_fields)


class BotProcess:
    """A child process; whatever it writes is kept, and must never hold its token."""

    def __init__(self, child: asyncio.subprocess.Process, token: str) -> None:
        self._child = child
        self._token = token
        self._news = asyncio.Event()
        self._open_streams = 2
        self._reading = asyncio.gather(self._read(child.stderr), self._read(child.stdout))
        self.lines: list[str] = []

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        folder: Path,
        *words: str,
        settings: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> AsyncIterator[BotProcess]:
        """``python -m bot run`` (or other words) in `folder`; killed when the block ends.

        Of the settings only those given are in its environment. `prefix` are the words of a
        command to start it under.
        """
        own = settings or {}
        inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        child = await asyncio.create_subprocess_exec(
            *prefix,
            *(sys.executable, "-m", "bot"),
            *(words or ("run",)),
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(ROOT), **own},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        process = cls(child, own.get("BOT_TOKEN", ""))
        try:
            yield process
        finally:
            if child.returncode is None:
                child.kill()
            await process.ended()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    async def says(self, words: str, within: float = LONGEST_START) -> str:
        """The first line with these words; raises AssertionError when the process ends before."""
        async with asyncio.timeout(within):
            while True:
                self._news.clear()
                for line in self.lines:
                    if words in line:
                        return line
                assert self._open_streams, f"no {words!r} in:\n{self.output}"
                await self._news.wait()

    async def ready(self) -> str:
        return await self.says("ready: @")

    def kill(self) -> None:
        """As the machine's power switch does it."""
        self._child.kill()

    def terminate(self) -> None:
        self._child.send_signal(signal.SIGTERM)

    async def ended(self, within: float = LONGEST_START) -> int:
        """The exit code; raises TimeoutError, and AssertionError where the token was written."""
        async with asyncio.timeout(within):
            code = await self._child.wait()
            await self._reading
        assert not self._token or self._token not in self.output
        return code

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream is not None
        while line := await stream.readline():
            self.lines.append(line.decode().rstrip())
            self._news.set()
        self._open_streams -= 1
        self._news.set()


def settings_for(sandbox: Sandbox, bot: Bot, database: Path, **more: str) -> dict[str, str]:
    """A usual `.env` for a bot on the local Telegram."""
    return {
        "BOT_TOKEN": bot.token,
        "BOT_API_URL": sandbox.url,
        "DATABASE_PATH": str(database),
        "ADMIN_IDS": "1",
        "MESSAGES_PER_SECOND": str(NO_LIMIT),
        **more,
    }
