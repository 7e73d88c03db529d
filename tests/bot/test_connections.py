"""Connections over real HTTP on loopback: when one is used again, and when never."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httptools
import pytest
from telegram.error import NetworkError

from bot.arrival import InDoubt, NotConnected, NotSent
from bot.connections import Answer, Connections, Origin
from bot.request import FastRequest, as_json

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
REQUEST = b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"


class Service:
    """Says the same bytes to every request; counts connections."""

    def __init__(self, answer: bytes = GOOD) -> None:
        self.answer = answer
        self.connections = 0
        self.heads: list[bytes] = []
        self.asked = asyncio.Event()
        self.serving: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        try:
            while True:
                await self.answer_one(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append(await reader.readuntil(b"\r\n\r\n"))
        await reader.readexactly(2)
        self.asked.set()
        writer.write(self.answer)
        await writer.drain()


@asynccontextmanager
async def _serving(service: Service) -> AsyncIterator[Origin]:
    """To be left once all connections are closed."""
    async with await asyncio.start_server(service.serve, "127.0.0.1", 0) as server:
        yield Origin("127.0.0.1", server.sockets[0].getsockname()[1], encrypted=False)
    await asyncio.gather(*service.serving)


@asynccontextmanager
async def _open(most: int = 4, keep_seconds: float = 60.0) -> AsyncIterator[Connections]:
    connections = Connections(most, keep_seconds)
    try:
        yield connections
    finally:
        await connections.close()


async def _call(connections: Connections, origin: Origin, seconds: float = 10.0) -> Answer:
    return await connections.call(
        origin, REQUEST, answer_seconds=seconds, place_seconds=10.0, connect_seconds=10.0
    )


async def test_one_connection_serves_one_call_after_the_other() -> None:
    service = Service()
    async with _serving(service) as origin, _open() as connections:
        for _ in range(3):
            assert (await _call(connections, origin)).payload == b"{}"
    assert service.connections == 1


async def test_calls_at_once_have_a_connection_each() -> None:
    service = Service()
    async with _serving(service) as origin, _open() as connections:
        await asyncio.gather(*(_call(connections, origin) for _ in range(9)))
    assert 1 < service.connections <= 4
    assert len(service.heads) == 9


async def test_what_was_idle_too_long_is_not_used_again() -> None:
    service = Service()
    async with _serving(service) as origin, _open(keep_seconds=0.0) as connections:
        await _call(connections, origin)
        await _call(connections, origin)
    assert service.connections == 2


async def test_another_server_is_not_written_to_on_the_connection_of_the_first() -> None:
    first, second = Service(), Service(GOOD.replace(b"{}", b"[]"))
    async with _serving(first) as one, _serving(second) as other, _open(most=1) as connections:
        assert (await _call(connections, one)).payload == b"{}"
        assert (await _call(connections, other)).payload == b"[]"


async def test_an_answer_in_small_pieces_is_put_together() -> None:
    class Slow(Service):
        async def answer_one(
            self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await reader.readuntil(b"{}")
            for piece in (b"HTTP/1.1 429 Slow\r\nRetry-", b"After: 7\r\n", b"Transfer-Encoding"):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            writer.write(b": chunked\r\n\r\n2\r\n{}\r\n3\r\nabc\r\n0\r\n\r\n")

    async with _serving(Slow()) as origin, _open() as connections:
        assert await _call(connections, origin) == Answer(429, b"{}abc", "7")


async def test_an_answer_that_only_announces_the_real_one_is_passed_over() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n"
    async with _serving(Service(early + GOOD)) as origin, _open() as connections:
        assert await _call(connections, origin) == Answer(200, b"{}", None)


async def test_a_server_that_closes_is_connected_to_anew() -> None:
    service = Service(GOOD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    async with _serving(service) as origin, _open() as connections:
        await _call(connections, origin)
        await _call(connections, origin)
    assert service.connections == 2


@pytest.mark.parametrize("head", [b"HTTP/1.1 429 Slow\r\nRetry-After: 9", b"HTTP/1.0 502 Bad"])
async def test_an_answer_that_does_not_say_its_length_ends_with_the_connection(head: bytes) -> None:
    class Ending(Service):
        async def answer_one(
            self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await reader.readuntil(b"{}")
            writer.write(head + b"\r\n\r\n<p>later")
            await writer.drain()
            raise ConnectionError

    async with _serving(Ending()) as origin, _open() as connections:
        answer = await _call(connections, origin)
    assert (answer.status, answer.payload) == (int(head.split()[1]), b"<p>later")
    assert answer.retry_after == ("9" if b"Retry" in head else None)


async def test_what_a_burst_left_is_closed_after_a_while() -> None:
    service = Service()
    async with _serving(service) as origin, _open(keep_seconds=0.05) as connections:
        await asyncio.gather(*(_call(connections, origin) for _ in range(4)))
        assert len(service.serving) > 1
        # The other side hears the end of each; without that this waits for ever.
        await asyncio.wait_for(asyncio.gather(*service.serving), 10)


async def test_a_switch_to_another_protocol_is_no_answer() -> None:
    switch = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
    async with _serving(Service(switch)) as origin, _open() as connections:
        with pytest.raises(httptools.HttpParserUpgrade):
            await _call(connections, origin)


async def test_what_nobody_asked_for_is_no_answer_to_the_next_call() -> None:
    service = Service(GOOD + GOOD.replace(b"{}", b"no"))
    async with _serving(service) as origin, _open() as connections:
        assert (await _call(connections, origin)).payload == b"{}"
        assert (await _call(connections, origin)).payload == b"{}"
    assert service.connections == 2


async def test_an_answer_that_comes_after_its_time_is_no_answer_to_the_next_call() -> None:
    service = Service(b"")
    async with _serving(service) as origin, _open(most=1) as connections:
        with pytest.raises(TimeoutError):
            await _call(connections, origin, seconds=0.05)
        waiting = asyncio.create_task(_call(connections, origin))
        service.asked.clear()
        await service.asked.wait()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        service.answer = GOOD
        assert (await _call(connections, origin)).payload == b"{}"
    assert service.connections == 3


async def test_what_is_no_http_is_said_to_be_so() -> None:
    async with _serving(Service(b"SSH-2.0-server\r\n\r\n")) as origin, _open() as connections:
        with pytest.raises(httptools.HttpParserError):
            await _call(connections, origin)


async def test_closing_ends_what_is_under_way_and_takes_nothing_more() -> None:
    service = Service(b"")
    async with _serving(service) as origin:
        connections = Connections(4, 60.0)
        waiting = asyncio.create_task(_call(connections, origin))
        await service.asked.wait()
        await connections.close()
        with pytest.raises(ConnectionError):
            await waiting
        with pytest.raises(NotConnected):
            await _call(connections, origin)


async def test_a_server_without_encryption_where_it_is_wanted_gets_nothing() -> None:
    class Plain(Service):
        async def answer_one(
            self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            self.heads.append(await reader.readexactly(5))
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    service = Plain()
    async with _serving(service) as plain, _open() as connections:
        with pytest.raises(NotConnected):
            await _call(connections, Origin(plain.host, plain.port, encrypted=True))
    assert service.heads[0].startswith(b"\x16\x03")  # a greeting of TLS, and not a word more


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://api.telegram.org/bot1:a/getMe", Origin("api.telegram.org", 443, True)),
        ("http://127.0.0.1:8081/bot1:a/getMe", Origin("127.0.0.1", 8081, False)),
        ("http://[::1]/x", Origin("::1", 80, False)),
    ],
)
def test_an_address_says_where_to_connect(url: str, origin: Origin) -> None:
    assert Origin.of(url) == origin


@pytest.mark.parametrize("url", ["ftp://host/x", "http://", "http://host:port/", "nothing"])
def test_what_is_no_address_is_not_connected_to(url: str) -> None:
    with pytest.raises(NotConnected):
        Origin.of(url)


async def test_a_call_is_one_post_of_json() -> None:
    service = Service()
    async with _serving(service) as origin, FastRequest() as request:
        url = f"http://127.0.0.1:{origin.port}/bot1:a/getUpdates?offset=3"
        assert await request.do_request(url, "POST", as_json({})) == (200, b"{}")
    lines = service.heads[0].decode().split("\r\n")
    assert lines[0] == "POST /bot1:a/getUpdates?offset=3 HTTP/1.1"
    assert {f"Host: 127.0.0.1:{origin.port}", "Content-Type: application/json"} <= set(lines)


async def test_a_proxy_is_passed_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Service()
    async with _serving(proxy) as origin, FastRequest() as request:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{origin.port}")
        monkeypatch.setenv("no_proxy", "")
        status, _ = await request.do_request(
            "http://telegram.invalid/bot1:a/x", "POST", as_json({})
        )
    assert status == 200
    assert proxy.heads[0].startswith(b"POST http://telegram.invalid/bot1:a/x HTTP/1.1")


async def test_who_cannot_be_found_was_sent_nothing() -> None:
    async with FastRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.do_request("http://127.0.0.1:1/x", "POST", as_json({}))
    assert isinstance(raised.value.__cause__, NotSent)
    assert not isinstance(raised.value.__cause__, InDoubt)


def test_without_its_parser_calls_go_by_aiohttp() -> None:
    program = (
        "import sys; sys.modules['httptools'] = None\n"
        "from bot.request import LEAN, build_request\n"
        "print(type(build_request()).__name__, LEAN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.split() == ["FastRequest", "False"]
