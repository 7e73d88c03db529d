"""The HTTP side: routes, the way of one call, answers and faults."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.bots import TOKEN, Bot
from sandbox.errors import ApiError, bad_request
from sandbox.faults import BadAnswerError, CutError, Fault, Moment
from sandbox.intake import ClientGoneError, read_parameters
from sandbox.listener import reset
from sandbox.methods import METHODS
from sandbox.methods.base import Described, Encoded, Method, Request
from sandbox.transcript import Call
from sandbox.wire import encode
from sandbox.world import World

_JSON_HEADER = (b"content-type", b"application/json")


class Answer:
    """Sends one HTTP answer."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.receive = receive
        self.send = send

    async def body(
        self, status: int, body: bytes, *headers: tuple[bytes, bytes], kind: bytes | None = None
    ) -> None:
        await self.start(status, len(body), *headers, kind=kind)
        await self.send({"type": "http.response.body", "body": body})

    async def start(
        self, status: int, length: int, *headers: tuple[bytes, bytes], kind: bytes | None = None
    ) -> None:
        first = _JSON_HEADER if kind is None else (b"content-type", kind)
        await self.send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [first, (b"content-length", b"%d" % length), *headers],
            }
        )

    async def error(self, error: ApiError) -> None:
        headers = []
        if error.parameters and "retry_after" in error.parameters:
            headers.append((b"retry-after", b"%d" % error.parameters["retry_after"]))
        await self.body(error.code, encode(error.to_json()), *headers)

    async def cut(self, cut: CutError) -> None:
        """Cuts the connection; uvicorn's request object knows its transport."""
        transport: asyncio.Transport = cast(Any, self.receive).__self__.transport
        if transport.is_closing():
            return
        if cut.part:
            await self.start(200, 2 * len(cut.part))
            await self.send({"type": "http.response.body", "body": cut.part, "more_body": True})
        if cut.reset:
            reset(transport)
        else:
            transport.abort()
        while (await self.receive())["type"] != "http.disconnect":
            pass


def authorized(world: World, token: str) -> Bot:
    """The bot of the token; raises 401."""
    if not TOKEN.fullmatch(token):
        raise ApiError(401, "Unauthorized: invalid token specified")
    bot = world.bot_by_token(token)
    if bot is None and world.accept_any_token and int(token.partition(":")[0]) not in world.bots:
        number = token.partition(":")[0]
        bot = world.add_bot(f"Bot {number}", f"sandbox_{number}_bot", token)
    if bot is None or bot.revoked:
        raise ApiError(401, "Unauthorized")
    return bot


def result_body(result: Any) -> tuple[bytes, Any]:
    """The answer's bytes and the result as the transcript keeps it."""
    if isinstance(result, Encoded):
        return b'{"ok":true,"result":' + result.body + b"}", result.result
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
        return encode(body), result.result
    return b'{"ok":true,"result":' + encode(result) + b"}", result


class BotApi:
    """The ASGI endpoint of `/bot<token>/<method>`."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(receive, send)
        path = scope["path_params"]
        if self.world.offline:
            await answer.cut(CutError(reset=True))
            return
        try:
            bot = authorized(self.world, path["token"])
            request = Request(self.world, bot, await read_parameters(scope, receive))
        except ClientGoneError:
            return
        except ApiError as error:
            await answer.error(error)
            return
        try:
            await self.serve(request, path["method"], answer)
        except asyncio.CancelledError:
            # The server closes; the connection is gone already, so there is nobody to tell.
            return

    async def serve(self, request: Request, name: str, answer: Answer) -> None:
        entry = METHODS.get(name.lower())
        call = Call(
            request.bot.id,
            entry.name if entry is not None else name,
            dict(request.args.values),
            self.world.clock.now(),
        )
        self.world.transcript.add(call)
        call.number = self.world.transcript.total
        self.world.feed.note("call", call, new=True)
        try:
            body = await self.carry_out(request, entry, name, call)
        except ApiError as error:
            call.code, call.error = error.code, error.description
            await answer.error(error)
        except BadAnswerError as error:
            call.code, call.error = error.status, "bad answer"
            kind = b"application/json" if error.status == 200 else b"text/html"
            await answer.body(error.status, error.body, kind=kind)
        except CutError as error:
            call.error = "cut"
            await answer.cut(error)
        else:
            call.code = 200
            await answer.body(200, body)
        finally:
            call.done = True
            self.world.feed.note("call", call)
            self.world.transcript.wake()

    async def carry_out(
        self, request: Request, entry: Method | None, name: str, call: Call
    ) -> bytes:
        """Strikes the faults, has the effect, and gives the body of the answer."""
        fault = self._fault(request, name)
        if fault is not None and fault.moment is Moment.BEFORE:
            self.world.transcript.wake()
            await fault.strike()
        if entry is None:
            raise ApiError(404, "Not Found: method not found")
        _check_parameters(request, entry)
        if entry.serve is not None:
            result = entry.serve(request)
        else:
            assert entry.wait is not None
            result = await entry.wait(request)
        body, call.result = result_body(result)
        call.happened = True
        if fault is not None and fault.moment is Moment.AFTER:
            self.world.transcript.wake()
            await fault.strike()
        return body

    def _fault(self, request: Request, name: str) -> Fault | None:
        faults = self.world.faults
        if not faults.active:
            return None
        chat_id = request.args.integer("chat_id", 0, -(2**62), 2**62)
        return faults.take(name.lower(), chat_id or None)


def _check_parameters(request: Request, entry: Method) -> None:
    """A parameter nobody knows is an error: silence would hide a slip."""
    unknown = request.args.values.keys() - entry.parameters
    if unknown:
        raise bad_request(f'unknown parameter "{min(unknown)}" for {entry.name}')


class FileDownload:
    """The ASGI endpoint of `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(receive, send)
        path = scope["path_params"]
        if self.world.offline:
            await answer.cut(CutError(reset=True))
            return
        try:
            authorized(self.world, path["token"])
        except ApiError as error:
            await answer.error(error)
            return
        stored = self.world.files.by_path.get(path["path"])
        if stored is None or stored.size != len(stored.data):
            await answer.error(ApiError(404, "Not Found"))
        else:
            await answer.body(200, stored.data, kind=b"application/octet-stream")


async def not_found(scope: Scope, receive: Receive, send: Send) -> None:
    """Everything that is no Bot API path."""
    await Answer(receive, send).error(ApiError(404, "Not Found"))


def build_app(world: World, more: Sequence[Route] = ()) -> Starlette:
    """The application, with `more` routes beside those of the Bot API."""
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(world)),
            Route("/file/bot{token}/{path:path}", FileDownload(world)),
            *more,
        ]
    )
    app.router.default = not_found
    return app
