"""The sandbox in a thread of its own, for programs without an event loop and for benchmarks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, TypeVar

from sandbox.local import Sandbox
from sandbox.saving import SavedWorldError

Result = TypeVar("Result")


class SandboxThread:
    """`with SandboxThread(limits=False) as sandbox:`; options as `Sandbox`'s.

    The world belongs to the thread's loop: change and read it by `call(lambda sandbox: …)`.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._ready: Future[Sandbox] = Future()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def __enter__(self) -> SandboxThread:
        self._thread.start()
        self._sandbox = self._ready.result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def url(self) -> str:
        return self._sandbox.url

    def call(self, function: Callable[[Sandbox], Result]) -> Result:
        """Runs a plain function in the sandbox's thread and returns what it returns."""

        async def run() -> Result:
            return function(self._sandbox)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def until(self, condition: Callable[[Sandbox], Any], within: float = 5.0) -> Any:
        """Waits until the condition, looked at in the sandbox's thread, is true."""
        waiting = self._sandbox.until(lambda: condition(self._sandbox), within)
        return asyncio.run_coroutine_threadsafe(waiting, self._loop).result()

    def _run(self) -> None:
        try:
            import uvloop
        except ImportError:  # Windows, PyPy
            asyncio.run(self._serve())
        else:
            uvloop.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            sandbox = Sandbox(**self._options)
            await sandbox.open()
        except (OSError, SavedWorldError) as error:
            self._ready.set_exception(error)
            return
        self._ready.set_result(sandbox)
        await self._stop.wait()
        await sandbox.close()
