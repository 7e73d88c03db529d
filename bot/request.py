"""The way to Telegram over HTTP: python-telegram-bot's request interface on aiohttp.

Every failure is raised as a `telegram.error` whose ``__cause__`` says whether the request can have
arrived: `NotSent` or `InDoubt`. The address, and with it the token, is in none of their texts, and
the original exception, which may hold it, is not kept.
"""

from __future__ import annotations

import urllib.request
import warnings
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram._utils.defaultvalue import DefaultValue
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.fast_json import dumps, loads
from bot.logging import redact

try:
    import aiohttp
    from yarl import URL
except ImportError:  # not built for every platform; HTTPXRequest does the same, more slowly
    FAST = False
else:
    FAST = True

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
DEFAULT_RETRY_SECONDS = 5
# These python-telegram-bot understands by itself; any other 4xx it takes for a network failure.
KNOWN_REFUSALS = (400, 401, 403, 404, 409)


class NotSent(Exception):  # noqa: N818
    """Telegram certainly has not got the request."""


class InDoubt(Exception):  # noqa: N818
    """Telegram may have got the request; nobody knows."""


def build_request(pool_size: int = 256, read_seconds: float = READ_SECONDS) -> BaseRequest:
    """The fastest implementation that can be had here."""
    if FAST:
        return AiohttpRequest(pool_size, read_seconds)
    return HTTPXRequest(
        connection_pool_size=pool_size,
        read_timeout=read_seconds,
        write_timeout=WRITE_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
        media_write_timeout=UPLOAD_SECONDS,
    )


class AiohttpRequest(BaseRequest):
    """Keeps up to ``pool_size`` connections; times are seconds."""

    def __init__(
        self,
        pool_size: int = 256,
        read_seconds: float = READ_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
        pool_seconds: float = POOL_SECONDS,
    ) -> None:
        self._pool_size = pool_size
        self._read_seconds = read_seconds
        self._connect_seconds = connect_seconds
        self._pool_seconds = pool_seconds
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

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

    async def shutdown(self) -> None:
        """Close all connections; harmless when they are closed."""
        if self._session is not None:
            session, self._session = self._session, None
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
        limits = self._limits(
            _seconds(read_timeout, self._read_seconds),
            _seconds(write_timeout, UPLOAD_SECONDS if upload else WRITE_SECONDS),
            _seconds(connect_timeout, self._connect_seconds),
            _seconds(pool_timeout, self._pool_seconds),
            bounded=method != "GET",
        )
        try:
            return await self._exchange(url, method, request_data, limits)
        except TelegramError:
            raise
        except Exception as error:
            failure = _failure(error, url, upload)
        # Raised here and not above, else the original would hang on it as its context.
        raise failure

    async def copy(self, url: str, write: Callable[[bytes], object], most: int) -> None:
        """Hand a file on piece by piece, holding none of it.

        Raises BadRequest where it is not there or longer than `most` bytes, else NetworkError.
        """
        if self._session is None:
            raise NetworkError("the connection pool is closed") from NotSent("closed")
        limits = self._limits(
            self._read_seconds, None, self._connect_seconds, self._pool_seconds, bounded=False
        )
        try:
            async with self._session.get(
                _address(url), timeout=limits, proxy=self._proxy(url), allow_redirects=False
            ) as response:
                await _hand_on(response, write, most)
            return
        except TelegramError:
            raise
        except OSError as error:
            if not isinstance(error, aiohttp.ClientError | TimeoutError | ConnectionError):
                raise  # of whoever writes
            failure = _failure(error, url, upload=False)
        except Exception as error:
            failure = _failure(error, url, upload=False)
        raise failure

    async def _exchange(
        self, url: str, method: str, request_data: RequestData | None, limits: Any
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the connection pool is closed") from NotSent("closed")
        body, headers = _body(request_data)
        async with self._session.request(
            method,
            _address(url),
            data=body,
            headers=headers,
            timeout=limits,
            proxy=self._proxy(url),
            allow_redirects=False,
        ) as response:
            payload = await response.read()
            _refuse_oddities(response.status, payload, response.headers.get("Retry-After"))
            return response.status, payload

    def _limits(
        self,
        read: float | None,
        write: float | None,
        connect: float | None,
        pool: float | None,
        *,
        bounded: bool,
    ) -> Any:
        wait = None if connect is None or pool is None else connect + pool
        # A download may take long as long as it gets on; a call has an end.
        whole = None
        if bounded and wait is not None and read is not None and write is not None:
            whole = wait + write + read
        return aiohttp.ClientTimeout(
            total=whole, connect=wait, sock_connect=connect, sock_read=read
        )

    def _proxy(self, url: str) -> str | None:
        """The proxy of the environment for this host, looked up once."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host not in self._proxies:
            bypassed = bool(urllib.request.proxy_bypass(host))
            proxies = urllib.request.getproxies()
            self._proxies[host] = None if bypassed else proxies.get(parts.scheme)
        return self._proxies[host]


def _seconds(given: Timeout, default: float | None) -> float | None:
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


def _refuse_oddities(status: int, payload: bytes, retry_after: str | None) -> None:
    """Raise for answers that the base class would take for failures of the network."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _flood(_retry_seconds(payload, retry_after))
    if 400 <= status < 500 and status not in KNOWN_REFUSALS:
        raise BadRequest(f"{HTTPStatus(status).phrase if status in set(HTTPStatus) else status}")


def _flood(seconds: int) -> RetryAfter:
    with warnings.catch_warnings():
        # Its own constructor warns that an attribute of it will be of another type one day.
        warnings.simplefilter("ignore")
        return RetryAfter(seconds)


def _retry_seconds(payload: bytes, header: str | None) -> int:
    """As told in the body, else in the header; at least one second."""
    try:
        told = loads(payload)["parameters"]["retry_after"]
    except (ValueError, KeyError, TypeError):
        told = header
    try:
        return max(1, int(told))
    except (ValueError, TypeError):
        return DEFAULT_RETRY_SECONDS


def _failure(error: BaseException, url: str, upload: bool) -> NetworkError:
    text = redact(f"{type(error).__name__}: {error}".replace(url, "the Bot API"))
    failure = (TimedOut if isinstance(error, TimeoutError) else NetworkError)(text)
    not_sent = _before_any_byte(error) or (not upload and _met_a_closing_connection(error))
    failure.__cause__ = (NotSent if not_sent else InDoubt)(text)
    return failure


def _before_any_byte(error: BaseException) -> bool:
    kinds = (
        aiohttp.ClientConnectorError,  # refused, no DNS, no TLS
        aiohttp.ConnectionTimeoutError,  # not connected in time, or no connection free
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
        aiohttp.NonHttpUrlClientError,
    )
    return isinstance(error, kinds)


def _met_a_closing_connection(error: BaseException | None) -> bool:
    # A pooled connection that was being closed: small bodies are written in one piece with their
    # head, and aiohttp raises this in place of that one write.
    while error is not None:
        if isinstance(error, ConnectionResetError) and "closing transport" in str(error):
            return True
        error = error.__cause__
    return False
