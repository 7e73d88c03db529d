"""Requests over real HTTP on loopback: what each failure means, and that the token stays secret."""

import asyncio
import io
import logging
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.failures import Failure, Verdict, classify
from bot.outgoing_call import Call, send
from bot.request import FastRequest, build_request
from tests.support.telegram_server import (
    TOKEN,
    Answer,
    TelegramServer,
    cut,
    cut_answer,
    hang,
    ok,
    raw,
    refuse,
)

MakeRequest = Callable[..., BaseRequest]


def _fast(*, lean: bool = True, **seconds: float) -> BaseRequest:
    return FastRequest(
        pool_size=int(seconds.get("pool", 8)),
        read_seconds=seconds.get("read", 10),
        connect_seconds=seconds.get("connect", 10),
        pool_seconds=seconds.get("pool_wait", 10),
        lean=lean,
    )


def _aiohttp(**seconds: float) -> BaseRequest:
    return _fast(lean=False, **seconds)


def _httpx(**seconds: float) -> BaseRequest:
    return HTTPXRequest(
        connection_pool_size=int(seconds.get("pool", 8)),
        read_timeout=seconds.get("read", 10),
        connect_timeout=seconds.get("connect", 10),
        pool_timeout=seconds.get("pool_wait", 10),
    )


@pytest.fixture(params=[_fast, _aiohttp, _httpx], ids=["lean", "aiohttp", "httpx"])
def make_request(request: pytest.FixtureRequest) -> MakeRequest:
    made: MakeRequest = request.param
    return made


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    server = TelegramServer()
    await server.start()
    yield server
    await server.close()


@asynccontextmanager
async def _bot(url: str, request: BaseRequest) -> AsyncIterator[Bot]:
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=_aiohttp())
    async with request:
        yield bot


@contextmanager
def _full_server() -> Iterator[str]:
    """The address of a server that takes no more connections."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}"


async def _fail(url: str, request: BaseRequest) -> tuple[TelegramError, Verdict]:
    async with _bot(url, request) as bot:
        with pytest.raises(TelegramError) as raised:
            await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"}))
    return raised.value, classify(raised.value)


ANSWERS: list[tuple[str, Answer, Failure, str | None]] = [
    ("closed after reading", cut(), Failure.IN_DOUBT, None),
    ("answer cut", cut_answer(), Failure.IN_DOUBT, None),
    ("500", refuse(500, "Internal Server Error: restart"), Failure.IN_DOUBT, None),
    ("502", raw(502, "<html>Bad Gateway</html>"), Failure.IN_DOUBT, None),
    ("504", raw(504, ""), Failure.IN_DOUBT, None),
    ("200 with bad JSON", raw(200, "{"), Failure.IN_DOUBT, None),
    ("200 without a result", raw(200, '{"ok": true}'), Failure.IN_DOUBT, None),
    (
        "429",
        refuse(429, "Too Many Requests: retry after 5", retry_after=5),
        Failure.FLOOD,
        None,
    ),
    (
        "moved",
        refuse(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=-1001,
        ),
        Failure.MIGRATED,
        None,
    ),
    (
        "not modified",
        refuse(400, "Bad Request: message is not modified: specified new message content"),
        Failure.NOT_MODIFIED,
        None,
    ),
    (
        "entities",
        refuse(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x"'),
        Failure.BAD_ENTITIES,
        None,
    ),
    ("topic", refuse(400, "Bad Request: message thread not found"), Failure.TOPIC_GONE, None),
    ("topic closed", refuse(400, "Bad Request: TOPIC_CLOSED"), Failure.TOPIC_GONE, None),
    (
        "edit gone",
        refuse(400, "Bad Request: message to edit not found"),
        Failure.MESSAGE_GONE,
        None,
    ),
    ("any other 400", refuse(400, "Bad Request: message is too long"), Failure.REFUSED, None),
    ("no chat", refuse(400, "Bad Request: chat not found"), Failure.UNREACHABLE, "not_found"),
    (
        "no rights",
        refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
        Failure.UNREACHABLE,
        "no_rights",
    ),
    (
        "blocked",
        refuse(403, "Forbidden: bot was blocked by the user"),
        Failure.UNREACHABLE,
        "blocked",
    ),
    (
        "never started",
        refuse(403, "Forbidden: bot can't initiate conversation with a user"),
        Failure.UNREACHABLE,
        "never_started",
    ),
    (
        "deactivated",
        refuse(403, "Forbidden: user is deactivated"),
        Failure.UNREACHABLE,
        "deactivated",
    ),
    (
        "kicked",
        refuse(403, "Forbidden: bot was kicked from the supergroup chat"),
        Failure.UNREACHABLE,
        "kicked",
    ),
    (
        "not a member",
        refuse(403, "Forbidden: bot is not a member of the group chat"),
        Failure.UNREACHABLE,
        "kicked",
    ),
    (
        "group deleted",
        refuse(403, "Forbidden: the group chat was deleted"),
        Failure.UNREACHABLE,
        "not_found",
    ),
    (
        "another 403",
        refuse(403, "Forbidden: something new"),
        Failure.UNREACHABLE,
        "no_rights",
    ),
    ("401", refuse(401, "Unauthorized"), Failure.TOKEN_REFUSED, None),
    ("404", refuse(404, "Not Found"), Failure.TOKEN_REFUSED, None),
    ("no such method", refuse(404, "Not Found: method not found"), Failure.REFUSED, None),
    (
        "409",
        refuse(409, "Conflict: terminated by other getUpdates request"),
        Failure.CONFLICT,
        None,
    ),
    ("403 of a proxy", raw(403, "<html>Log in first</html>"), Failure.NOT_SENT, None),
    ("404 of a proxy", raw(404, "<html>Nothing here</html>"), Failure.NOT_SENT, None),
]


@pytest.mark.parametrize(
    ("answer", "failure", "reason"),
    [row[1:] for row in ANSWERS],
    ids=[row[0] for row in ANSWERS],
)
async def test_each_answer_means_one_thing(
    server: TelegramServer,
    make_request: MakeRequest,
    answer: Answer,
    failure: Failure,
    reason: str | None,
) -> None:
    server.script("sendMessage", answer)
    _, verdict = await _fail(server.url, make_request())
    assert (verdict.failure, verdict.unreachable) == (failure, reason)
    assert len(server.calls) == 1


async def test_the_seconds_and_the_new_id_are_told(
    server: TelegramServer, make_request: MakeRequest
) -> None:
    server.script(
        "sendMessage",
        refuse(429, "Too Many Requests: retry after 7", retry_after=7),
        refuse(400, "Bad Request: upgraded", migrate_to_chat_id=-100123),
    )
    assert (await _fail(server.url, make_request()))[1].retry_after == 7
    assert (await _fail(server.url, make_request()))[1].new_chat_id == -100123


async def test_a_refused_connection_was_not_sent(make_request: MakeRequest) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    assert (await _fail(url, make_request()))[1].failure is Failure.NOT_SENT


async def test_a_name_that_cannot_be_resolved_was_not_sent(make_request: MakeRequest) -> None:
    # Too long to be asked for: the resolver refuses it without asking anybody.
    name = ".".join(["a" * 60] * 5)
    assert (await _fail(f"http://{name}", make_request()))[1].failure is Failure.NOT_SENT


async def test_a_connect_time_out_was_not_sent(make_request: MakeRequest) -> None:
    with _full_server() as url:
        _, verdict = await _fail(url, make_request(connect=0.1, pool_wait=0.1))
    assert verdict.failure is Failure.NOT_SENT


async def test_a_full_pool_was_not_sent(server: TelegramServer, make_request: MakeRequest) -> None:
    server.script("sendMessage", hang())
    arrived = asyncio.Event()
    server.on_call = lambda _: arrived.set()
    async with _bot(server.url, make_request(pool=1, connect=0.1, pool_wait=0.1)) as bot:
        first = asyncio.create_task(send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"})))
        await arrived.wait()
        with pytest.raises(TelegramError) as raised:
            await send(bot, Call("sendMessage", {"chat_id": 2, "text": "y"}))
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert classify(raised.value).failure is Failure.NOT_SENT


async def test_no_answer_in_time_is_in_doubt(
    server: TelegramServer, make_request: MakeRequest
) -> None:
    server.script("sendMessage", hang())
    _, verdict = await _fail(server.url, make_request(read=0.1))
    assert verdict.failure is Failure.IN_DOUBT


async def test_a_reset_before_reading_is_in_doubt(make_request: MakeRequest) -> None:
    def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        _, verdict = await _fail(url, make_request())
    assert verdict.failure is Failure.IN_DOUBT


async def test_a_closed_pool_was_not_sent(server: TelegramServer) -> None:
    request = FastRequest()
    bot = Bot(TOKEN, base_url=f"{server.url}/bot", request=request, get_updates_request=_fast())
    with pytest.raises(TelegramError) as raised:
        await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"}))
    assert classify(raised.value).failure is Failure.NOT_SENT


class _KeepAlive:
    """Answers the first request of each connection, then does what it is told with it."""

    def __init__(self, then: Callable[[asyncio.StreamWriter], None]) -> None:
        self._then = then
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await self._answer(reader, writer)
        self._then(writer)
        if not writer.is_closing():
            await reader.readuntil(b"\r\n\r\n")
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n" + b'{"ok":true,"result":  1}')
        await writer.drain()


async def test_a_pooled_connection_closed_meanwhile_is_replaced_without_doubt(
    make_request: MakeRequest,
) -> None:
    service = _KeepAlive(lambda writer: writer.close())
    async with await asyncio.start_server(service.serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with _bot(url, make_request()) as bot:
            for _ in range(3):
                assert await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"})) == 1
                # The end of the connection is on its way over loopback: let it arrive.
                for _ in range(20):
                    await asyncio.sleep(0)
                await asyncio.get_running_loop().run_in_executor(None, lambda: None)
    assert service.connections == 3


async def test_a_pooled_connection_closed_under_the_request_is_in_doubt(
    make_request: MakeRequest,
) -> None:
    service = _KeepAlive(lambda _: None)
    async with await asyncio.start_server(service.serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with _bot(url, make_request()) as bot:
            await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"}))
            with pytest.raises(TelegramError) as raised:
                await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"}))
    assert classify(raised.value).failure is Failure.IN_DOUBT
    assert service.connections == 1


async def test_an_answer_that_is_no_object_is_in_doubt(server: TelegramServer) -> None:
    server.script("sendMessage", raw(200, "[]"))
    assert (await _fail(server.url, _fast()))[1].failure is Failure.IN_DOUBT


async def test_a_429_of_a_proxy_still_says_how_long(server: TelegramServer) -> None:
    server.script("sendMessage", raw(429, "<html>slow down</html>"))
    error, verdict = await _fail(server.url, _fast())
    assert isinstance(error, RetryAfter)
    assert verdict.retry_after == 5


async def test_a_body_too_large_is_refused_for_good(server: TelegramServer) -> None:
    server.script("sendDocument", raw(413, "<html>too large</html>"))
    async with _bot(server.url, _fast()) as bot:
        with pytest.raises(BadRequest) as raised:
            await send(bot, Call("sendDocument", {"chat_id": 1}))
    assert classify(raised.value).failure is Failure.REFUSED


async def test_parameters_arrive_as_they_were(server: TelegramServer) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "a:1"}]]}
    params: dict[str, Any] = {
        "chat_id": -100,
        "text": "Tiểu ban <b>Hậu cần</b>",
        "disable_notification": True,
        "reply_markup": keyboard,
        "left_out": None,
    }
    async with _bot(server.url, _fast()) as bot:
        result = await send(bot, Call("sendMessage", params))
    assert result == {"message_id": 1}
    del params["left_out"]
    assert server.calls[0].params == params


async def test_files_arrive_with_their_names(server: TelegramServer) -> None:
    document = InputFile(io.BytesIO(b"\x00data"), filename='Báo "cáo".docx')
    async with _bot(server.url, _fast()) as bot:
        await send(
            bot, Call("sendDocument", {"chat_id": 5, "caption": "Kế hoạch", "document": document})
        )
    seen = server.calls[0].params
    assert (seen["chat_id"], seen["caption"]) == ("5", "Kế hoạch")
    name, kind, content = seen["document"]
    assert name.replace("\\", "") == 'Báo "cáo".docx'
    assert kind.startswith("application/")
    assert content == b"\x00data"


async def test_a_lone_surrogate_in_an_answer_is_decoded(server: TelegramServer) -> None:
    server.script(
        "getMe", raw(200, '{"ok":true,"result":{"first_name":"\\ud800"}}', "application/json")
    )
    async with _bot(server.url, _fast()) as bot:
        assert await send(bot, Call("getMe", {})) == {"first_name": "\ud800"}


@pytest.mark.parametrize("make", [_fast, _aiohttp], ids=["lean", "aiohttp"])
async def test_the_token_is_in_no_log_no_text_and_no_traceback(
    server: TelegramServer, caplog: pytest.LogCaptureFixture, make: MakeRequest
) -> None:
    caplog.set_level(logging.DEBUG)
    # The library writes the address of a new bot at DEBUG; the log itself takes tokens out.
    caplog.set_level(logging.INFO, "telegram.Bot")
    errors = []
    for _, answer, _, _ in ANSWERS:
        server.script("sendMessage", answer)
        errors.append((await _fail(server.url, make()))[0])
    server.script("sendMessage", hang())
    errors.append((await _fail(server.url, make(read=0.1)))[0])
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    errors.append((await _fail(url, make()))[0])
    errors.append((await _fail("http://[not-an-address", make()))[0])
    with _full_server() as url:
        errors.append((await _fail(url, make(connect=0.1, pool_wait=0.1)))[0])
    texts = [caplog.text]
    for error in errors:
        texts += [str(error), repr(error), *traceback.format_exception(error)]
        assert error.__context__ is None or error.__context__ is error.__cause__
    assert not [text for text in texts if "secret" in text]


def test_without_aiohttp_the_library_s_own_request_is_used() -> None:
    program = (
        "import sys; sys.modules['aiohttp'] = None; sys.modules['orjson'] = None\n"
        "from bot.request import build_request; from storage.fast_json import dumps, loads\n"
        "print(type(build_request()).__name__, loads(dumps({'a': 1})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["HTTPXRequest", "{'a':", "1}"]


def test_with_aiohttp_the_fast_request_is_used() -> None:
    assert isinstance(build_request(), FastRequest)


async def test_a_good_answer_after_all_that(server: TelegramServer) -> None:
    server.script("sendMessage", ok({"message_id": 77}))
    async with _bot(server.url, build_request()) as bot:
        result = await send(bot, Call("sendMessage", {"chat_id": 1, "text": "x"}))
    assert result == {"message_id": 77}
