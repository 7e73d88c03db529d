"""A scripted Bot API server on loopback: says what a test tells it to, and keeps a transcript."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456:" + "secret" * 6

Answer = Callable[["TelegramServer", web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Seen:
    """One call as it arrived: the method and its decoded parameters."""

    method: str
    params: dict[str, Any]

    @property
    def chat(self) -> Any:
        return self.params.get("chat_id")

    @property
    def text(self) -> Any:
        return self.params.get("text")


@dataclass
class TelegramServer:
    """Answers each method with what stands in its script, then as if all were well."""

    calls: list[Seen] = field(default_factory=list)
    url: str = ""
    messages: int = 0
    on_call: Callable[[Seen], object] | None = None
    _scripts: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    _runner: web.AppRunner | None = None
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def script(self, method: str, *answers: Answer) -> None:
        """The next calls of the method are answered so, in this order."""
        self._scripts[method].extend(answers)

    def sent(self) -> list[Seen]:
        """The calls that were for a chat."""
        return [call for call in self.calls if "chat_id" in call.params]

    async def start(self, port: int = 0) -> None:
        application = web.Application(client_max_size=64 * 1024**2)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, access_log=None, shutdown_timeout=1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def close(self) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def closing(self) -> None:
        """Return when the server is about to end."""
        await self._closing.wait()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(request.match_info["method"], await _parameters(request))
        self.calls.append(seen)
        if self.on_call is not None:
            self.on_call(seen)
        script = self._scripts[seen.method]
        if script:
            return await script.popleft()(self, request)
        return await ok()(self, request)


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        decoded: dict[str, Any] = json.loads(await request.read())
        return decoded
    return {
        name: (value.filename, value.content_type, value.file.read())
        if isinstance(value, web.FileField)
        else value
        for name, value in (await request.post()).items()
    }


def ok(result: Any = None) -> Answer:
    """As if done: the result, by default a new message."""

    async def answer(server: TelegramServer, _: web.Request) -> web.StreamResponse:
        server.messages += 1
        made = {"message_id": server.messages} if result is None else result
        return web.json_response({"ok": True, "result": made})

    return answer


def refuse(code: int, description: str, **parameters: Any) -> Answer:
    """An error in Telegram's form."""

    async def answer(_: TelegramServer, __: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        return web.json_response(body, status=code)

    return answer


def raw(status: int, body: str, content_type: str = "text/html") -> Answer:
    """Any answer at all."""

    async def answer(_: TelegramServer, __: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type=content_type)

    return answer


def hang() -> Answer:
    """No answer before the server ends."""

    async def answer(server: TelegramServer, _: web.Request) -> web.StreamResponse:
        await server.closing()
        return web.Response(status=500)

    return answer


def cut() -> Answer:
    """The connection is closed after the request was read, without an answer."""

    async def answer(_: TelegramServer, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    return answer


def cut_answer() -> Answer:
    """The connection is closed in the middle of the answer."""

    async def answer(_: TelegramServer, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok": tr')
        assert request.transport is not None
        request.transport.close()
        return response

    return answer
