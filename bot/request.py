"""The way to Telegram over HTTP: python-telegram-bot's request interface, with less work a call.

Calls go by `bot.connections`. Files, what must pass a proxy, and every call where the parser of
HTTP could not be installed, go by aiohttp. Failures are raised as `bot.arrival` says.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram._utils.defaultvalue import DefaultValue
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.arrival import NotConnected, failure, refuse_oddities
from storage.fast_json import dumps, loads

# Not built for every platform. Without aiohttp HTTPXRequest does the same, more slowly.
try:
    import aiohttp
    from yarl import URL
except ImportError:
    FAST = False
else:
    FAST = True
try:
    from bot.connections import Connections, Origin
except ImportError:
    LEAN = False
else:
    LEAN = True

Timeout = DefaultValue[float] | DefaultValue[None] | float | None

CONNECT_SECONDS = 5.0
POOL_SECONDS = 5.0
# Telegram waits out floods below 8 s before it answers: giving up earlier is doubt for nothing.
READ_SECONDS = 30.0
WRITE_SECONDS = 10.0
UPLOAD_SECONDS = 300.0
PIECE_BYTES = 64 * 1024
# Below what servers keep open, so that requests seldom meet a connection that is just being closed.
KEEP_ALIVE_SECONDS = 15.0


def build_request(pool_size: int = 256, read_seconds: float = READ_SECONDS) -> BaseRequest:
    """The fastest implementation that can be had here."""
    if FAST:
        return FastRequest(pool_size, read_seconds)
    return HTTPXRequest(
        connection_pool_size=pool_size,
        read_timeout=read_seconds,
        write_timeout=WRITE_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
        media_write_timeout=UPLOAD_SECONDS,
    )


async def post_json(request: BaseRequest, url: str, parameters: Mapping[str, Any]) -> Any:
    """The result of a method whose parameters are JSON already. Raises TelegramError."""
    try:
        if isinstance(request, FastRequest):
            return await request.post_json(url, parameters)
        return await request.post(url, as_json(parameters))
    except TelegramError:
        raise
    except Exception as error:
        failed = failure(error, url, upload=False)
    # Raised here and not above, else the original would hang on it as its context.
    raise failed


def as_json(parameters: Mapping[str, Any]) -> RequestData:
    """Parameters that are JSON already: the library need not look for files and times in them."""
    return RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])


@dataclass(frozen=True, slots=True)
class _Seconds:
    """How long each part of a request may take; None: for ever."""

    read: float | None
    write: float | None
    connect: float | None
    pool: float | None

    @property
    def waiting(self) -> float | None:
        """For a connection, in all."""
        return None if self.connect is None or self.pool is None else self.connect + self.pool

    @property
    def whole(self) -> float | None:
        """From the first wait to the end of the answer."""
        if self.waiting is None or self.read is None or self.write is None:
            return None
        return self.waiting + self.write + self.read


@dataclass(frozen=True, slots=True)
class _Route:
    """Where the calls of one method go, and what each of them begins with."""

    origin: Origin
    head: bytes

    def request(self, body: bytes) -> bytes:
        return b"%b%d\r\n\r\n%b" % (self.head, len(body), body)


class FastRequest(BaseRequest):
    """Keeps up to ``pool_size`` connections; times are seconds."""

    def __init__(
        self,
        pool_size: int = 256,
        read_seconds: float = READ_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
        pool_seconds: float = POOL_SECONDS,
        *,
        lean: bool = LEAN,
    ) -> None:
        self._pool_size = pool_size
        self._read_seconds = read_seconds
        self._connect_seconds = connect_seconds
        self._pool_seconds = pool_seconds
        self._lean = lean
        self._session: aiohttp.ClientSession | None = None
        self._connections: Connections | None = None
        self._proxies: dict[str, str | None] = {}
        self._usual = _Seconds(read_seconds, WRITE_SECONDS, connect_seconds, pool_seconds)

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool of connections; harmless when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._pool_size, keepalive_timeout=KEEP_ALIVE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
            if self._lean:
                self._connections = Connections(self._pool_size, KEEP_ALIVE_SECONDS)

    async def shutdown(self) -> None:
        """Close all connections; harmless when they are closed."""
        connections, self._connections = self._connections, None
        session, self._session = self._session, None
        if connections is not None:
            await connections.close()
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The decoded answer; TelegramError, caused by ValueError, when it is no JSON object."""
        try:
            answer = loads(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response") from ValueError("no JSON object")
        return answer

    async def post_json(self, url: str, parameters: Mapping[str, Any]) -> Any:
        """What `post` does for a small call, with less around it; raises what it meets."""
        if not self._is_lean(url):
            return await self.post(url, as_json(parameters))
        status, payload = await self._call(url, dumps(parameters), self._usual)
        if status != HTTPStatus.OK:
            return await _Answered(status, payload).post(url)
        return self.parse_json_payload(payload)["result"]

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of the answer; raises NetworkError, RetryAfter, BadRequest."""
        upload = request_data is not None and request_data.contains_files
        seconds = _Seconds(
            _given(read_timeout, self._read_seconds),
            _given(write_timeout, UPLOAD_SECONDS if upload else WRITE_SECONDS),
            _given(connect_timeout, self._connect_seconds),
            _given(pool_timeout, self._pool_seconds),
        )
        try:
            if method == "POST" and not upload and self._is_lean(url):
                body = dumps(request_data.parameters) if request_data is not None else b"{}"
                return await self._call(url, body, seconds)
            return await self._exchange(url, method, request_data, seconds)
        except TelegramError:
            raise
        except Exception as error:
            failed = failure(error, url, upload)
        raise failed  # as in `post_json`

    async def copy(self, url: str, write: Callable[[bytes], object], most: int) -> None:
        """Hand a file on piece by piece, holding none of it.

        Raises BadRequest where it is not there or longer than `most` bytes, else NetworkError.
        """
        # It may take long as long as it gets on.
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=self._connect_seconds + self._pool_seconds,
            sock_connect=self._connect_seconds,
            sock_read=self._read_seconds,
        )
        try:
            async with self._opened().get(
                _address(url), timeout=limits, proxy=self._proxy(url), allow_redirects=False
            ) as response:
                await _hand_on(response, write, most)
            return
        except TelegramError:
            raise
        except OSError as error:
            if not isinstance(error, aiohttp.ClientError | TimeoutError | ConnectionError):
                raise  # of whoever writes
            failed = failure(error, url, upload=False)
        except Exception as error:
            failed = failure(error, url, upload=False)
        raise failed

    def _is_lean(self, url: str) -> bool:
        return self._lean and self._proxy(url) is None

    async def _call(self, url: str, body: bytes, seconds: _Seconds) -> tuple[int, bytes]:
        if self._connections is None:
            raise NotConnected("the connection pool is closed")
        route = _route(url)
        answer = await self._connections.call(
            route.origin,
            route.request(body),
            answer_seconds=seconds.read,
            place_seconds=seconds.waiting,
            connect_seconds=seconds.connect,
        )
        refuse_oddities(answer.status, answer.payload, answer.retry_after)
        return answer.status, answer.payload

    async def _exchange(
        self, url: str, method: str, request_data: RequestData | None, seconds: _Seconds
    ) -> tuple[int, bytes]:
        body, headers = _body(request_data)
        limits = aiohttp.ClientTimeout(
            total=None if method == "GET" else seconds.whole,
            connect=seconds.waiting,
            sock_connect=seconds.connect,
            sock_read=seconds.read,
        )
        async with self._opened().request(
            method,
            _address(url),
            data=body,
            headers=headers,
            timeout=limits,
            proxy=self._proxy(url),
            allow_redirects=False,
        ) as response:
            payload = await response.read()
            refuse_oddities(response.status, payload, response.headers.get("Retry-After"))
            return response.status, payload

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotConnected("the connection pool is closed")
        return self._session

    def _proxy(self, url: str) -> str | None:
        """The proxy of the environment for this address, looked up once for each host."""
        parts = urlsplit(url)
        if parts.netloc not in self._proxies:
            bypassed = bool(urllib.request.proxy_bypass(parts.hostname or ""))
            proxies = urllib.request.getproxies()
            self._proxies[parts.netloc] = None if bypassed else proxies.get(parts.scheme)
        return self._proxies[parts.netloc]


class _Answered(FastRequest):
    """An answer that is there already, for the library to say what is wrong with it."""

    def __init__(self, status: int, payload: bytes) -> None:
        self._answer = status, payload

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self._answer


@lru_cache(maxsize=128)  # there are not that many methods
def _route(url: str) -> _Route:
    parts = urlsplit(url)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"User-Agent: {FastRequest.USER_AGENT}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    )
    return _Route(Origin.of(url), head.encode())


def _given(given: Timeout, default: float | None) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _address(url: str) -> Any:
    # Encoded already; a second time would spoil the paths of files.
    return URL(url, encoded=True)


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return dumps(request_data.parameters), {"Content-Type": "application/json"}
    # Names of files go out as UTF-8, not percent-encoded: people see them.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form, {}


async def _hand_on(response: Any, write: Callable[[bytes], object], most: int) -> None:
    if 400 <= response.status < 500:
        raise BadRequest(f"the file is not there: {response.status}")
    if response.status != HTTPStatus.OK:
        raise NetworkError(f"no file but {response.status}")
    taken = 0
    async for piece in response.content.iter_chunked(PIECE_BYTES):
        taken += len(piece)
        if taken > most:
            raise BadRequest("file is too big")
        write(piece)
