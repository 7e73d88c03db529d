"""HTTP/1.1 for small calls: one request and its whole answer at a time, on connections kept open.

A call of the Bot API needs little of what a general client can do, and what such a client does for
each call was a third of the work of an update. Here it is known besides whether a byte has left:
`NotConnected` says that none has, every other error that the request may have arrived.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import httptools
from aiohappyeyeballs import start_connection

from bot.arrival import NotConnected, NotConnectedInTime

PORTS = {"http": 80, "https": 443}
ADDRESSES_SECONDS = 10.0  # an address found is asked for again only then
# Before the next of several addresses is tried beside the first, as RFC 8305 advises.
NEXT_ADDRESS_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Origin:
    """Where connections lead to."""

    host: str
    port: int
    encrypted: bool

    @classmethod
    def of(cls, url: str) -> Origin:
        """Raises NotConnected for what is no address over HTTP."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS[parts.scheme]
        except (ValueError, KeyError) as error:
            raise NotConnected("no address over HTTP") from error
        if not parts.hostname:
            raise NotConnected("no address over HTTP")
        return cls(parts.hostname, port, parts.scheme == "https")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``retry_after`` is the header of that name."""

    status: int
    payload: bytes
    retry_after: str | None


class Connection(asyncio.Protocol):
    """One connection; `ended` is called once it is closed, by whichever side."""

    def __init__(self, origin: Origin, ended: Callable[[Connection], None]) -> None:
        self.origin = origin
        self._ended = ended
        self._parser: Any = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._body: list[bytes] = []
        self._retry_after: str | None = None
        self._measured = False  # whether the answer says how long it is
        self._ends_with_connection = False
        self.idle_since: float | None = None  # of the loop's time; None while it is used

    @property
    def is_open(self) -> bool:
        """Whether another request may be written."""
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        """What is under way then fails."""
        if self._transport is not None:
            self._transport.abort()

    async def exchange(self, request: bytes, seconds: float | None) -> Answer:
        """Write it, and wait so long for the whole answer.

        Raises TimeoutError, ConnectionError, httptools.HttpParserError; the connection is then of
        no more use, as it is when the waiting is cancelled: what still comes is nobody's.
        """
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        limit = None if seconds is None else loop.call_later(seconds, self._late)
        try:
            self._transport.write(request)
            return await self._answer
        except BaseException:
            self.close()
            raise
        finally:
            self._answer = None
            if limit is not None:
                limit.cancel()

    def _late(self) -> None:
        self._fail(TimeoutError("no answer in time"))

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    # What the loop calls ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer, or something nobody asked for."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(error)
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is closed; an answer that did not say its length is whole by that."""
        if exc is None and self._ends_with_connection:
            self._succeed()
        self._fail(exc or ConnectionResetError("closed before the whole answer was there"))
        # It may be remembered in its place for long; what belongs to it need not be.
        self._transport = self._parser = None
        self._ended(self)

    # What the parser calls --------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """An answer begins; one that was not asked for ends the connection."""
        self._body.clear()
        self._retry_after = None
        self._measured = False
        if self._answer is None or self._answer.done():
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        name = name.lower()
        if name == b"retry-after":
            self._retry_after = value.decode("latin-1")
        elif name in (b"content-length", b"transfer-encoding"):
            self._measured = True

    def on_headers_complete(self) -> None:
        """Only the body is missing, where there is one."""
        self._ends_with_connection = not self._measured

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """An answer is whole; one below 200 only says that the real one will come."""
        self._ends_with_connection = False
        if self._parser.get_status_code() < 200:
            return
        if not self._parser.should_keep_alive():
            self.close()
        self._succeed()

    def _succeed(self) -> None:
        if self._answer is not None and not self._answer.done():
            status = self._parser.get_status_code()
            self._answer.set_result(Answer(status, b"".join(self._body), self._retry_after))


class Connections:
    """At most so many at a time; one that was idle for ``keep_seconds`` is not used again."""

    def __init__(self, most: int, keep_seconds: float) -> None:
        self._keep_seconds = keep_seconds
        # A place each, with the connection that was left in it; the one used last comes first.
        self._places: asyncio.LifoQueue[Connection | None] = asyncio.LifoQueue()
        for _ in range(most):
            self._places.put_nowait(None)
        self._open: set[Connection] = set()
        self._all_ended = asyncio.Event()
        self._looking_up = asyncio.Lock()
        self._addresses: dict[Origin, tuple[float, list[Any]]] = {}
        self._certificates: ssl.SSLContext | None = None
        self._closed = False
        self._tidying: asyncio.TimerHandle | None = None

    async def call(
        self,
        origin: Origin,
        request: bytes,
        *,
        answer_seconds: float | None,
        place_seconds: float | None,
        connect_seconds: float | None,
    ) -> Answer:
        """Write the request on a connection that nobody else has meanwhile.

        Raises NotConnected, and what `Connection.exchange` raises.
        """
        left = await self._take_place(place_seconds)
        connection: Connection | None = None
        try:
            connection = self._usable(left, origin)
            if connection is None:
                connection = await self._connect_in_time(origin, connect_seconds)
            return await connection.exchange(request, answer_seconds)
        finally:
            self._give_back(connection)

    async def close(self) -> None:
        """What is under way fails; return once all are closed."""
        self._closed = True
        if self._tidying is not None:
            self._tidying.cancel()
        for connection in tuple(self._open):
            connection.close()
        if self._open:
            await self._all_ended.wait()

    async def _take_place(self, seconds: float | None) -> Connection | None:
        try:
            return self._places.get_nowait()
        except asyncio.QueueEmpty:
            pass
        try:
            async with asyncio.timeout(seconds):
                return await self._places.get()
        except TimeoutError:
            raise NotConnectedInTime("all connections are taken") from None

    def _usable(self, left: Connection | None, origin: Origin) -> Connection | None:
        if left is None:
            return None
        if left.is_open and not self._is_old(left) and left.origin == origin:
            left.idle_since = None
            return left
        left.close()
        return None

    def _is_old(self, connection: Connection) -> bool:
        since = connection.idle_since
        now = asyncio.get_running_loop().time()
        return since is not None and since <= now - self._keep_seconds

    def _give_back(self, connection: Connection | None) -> None:
        if connection is not None and connection.is_open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._places.put_nowait(connection)
            self._tidy_later()
        else:
            self._places.put_nowait(None)

    def _tidy_later(self) -> None:
        if self._tidying is None and not self._closed:
            loop = asyncio.get_running_loop()
            self._tidying = loop.call_later(self._keep_seconds, self._close_old)

    def _close_old(self) -> None:
        """A burst may have left many that nobody needs after it."""
        self._tidying = None
        idle = [one for one in self._open if one.idle_since is not None]
        for connection in idle:
            if self._is_old(connection):
                connection.close()
        if idle:
            self._tidy_later()

    def _forget(self, connection: Connection) -> None:
        self._open.discard(connection)
        if self._closed and not self._open:
            self._all_ended.set()

    async def _connect_in_time(self, origin: Origin, seconds: float | None) -> Connection:
        try:
            async with asyncio.timeout(seconds):
                connection = await self._connect(origin)
        except TimeoutError:
            raise NotConnectedInTime("no connection in time") from None
        except (OSError, UnicodeError) as error:  # refused, no route, no such name, no trust
            raise NotConnected(f"{type(error).__name__}: {error}") from None
        if self._closed:
            connection.close()
            raise NotConnected("the connections are closed")
        return connection

    async def _connect(self, origin: Origin) -> Connection:
        loop = asyncio.get_running_loop()
        met = await start_connection(
            await self._look_up(origin), happy_eyeballs_delay=NEXT_ADDRESS_SECONDS, loop=loop
        )
        try:
            _, connection = await loop.create_connection(
                lambda: Connection(origin, self._forget),
                sock=met,
                ssl=self._trusted() if origin.encrypted else None,
                server_hostname=origin.host if origin.encrypted else None,
            )
        except BaseException:
            met.close()
            raise
        self._open.add(connection)
        return connection

    async def _look_up(self, origin: Origin) -> list[Any]:
        """Its addresses; many who begin at once ask only once."""
        loop = asyncio.get_running_loop()
        async with self._looking_up:
            until, found = self._addresses.get(origin, (0.0, []))
            if not found or until < loop.time():
                found = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
                self._addresses[origin] = loop.time() + ADDRESSES_SECONDS, found
        return found

    def _trusted(self) -> ssl.SSLContext:
        if self._certificates is None:
            self._certificates = ssl.create_default_context()
        return self._certificates
