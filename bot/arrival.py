"""What went wrong with a request: a `telegram.error` that says whether it can have arrived.

Its ``__cause__`` is `NotSent` or `InDoubt`. The address, and with it the token, is in none of the
texts, and the original exception, which may hold it, is not kept.
"""

from __future__ import annotations

import warnings
from http import HTTPStatus

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.logging import redact
from storage.fast_json import loads

try:
    import aiohttp
except ImportError:
    BEFORE_ANY_BYTE: tuple[type[BaseException], ...] = ()
else:
    BEFORE_ANY_BYTE = (
        aiohttp.ClientConnectorError,  # refused, no DNS, no TLS
        aiohttp.ConnectionTimeoutError,  # not connected in time, or no connection free
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
        aiohttp.NonHttpUrlClientError,
    )

DEFAULT_RETRY_SECONDS = 5
# These python-telegram-bot understands by itself; any other 4xx it takes for a network failure.
KNOWN_REFUSALS = (400, 401, 403, 404, 409)


class NotSent(Exception):  # noqa: N818
    """Telegram certainly has not got the request."""


class InDoubt(Exception):  # noqa: N818
    """Telegram may have got the request; nobody knows."""


class NotConnected(Exception):  # noqa: N818
    """No byte of the request has left."""


class NotConnectedInTime(NotConnected, TimeoutError):  # noqa: N818
    """The same, because all connections were taken or none came about."""


def failure(error: BaseException, url: str, upload: bool) -> NetworkError:
    """What is to be raised for an error of the network; to be raised outside of its handler."""
    text = redact(f"{type(error).__name__}: {error}".replace(url, "the Bot API"))
    raised = (TimedOut if isinstance(error, TimeoutError) else NetworkError)(text)
    not_sent = isinstance(error, (NotConnected, *BEFORE_ANY_BYTE)) or (
        not upload and _met_a_closing_connection(error)
    )
    raised.__cause__ = (NotSent if not_sent else InDoubt)(text)
    return raised


def refuse_oddities(status: int, payload: bytes, retry_after: str | None) -> None:
    """Raise for answers that the library would take for failures of the network."""
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


def _met_a_closing_connection(error: BaseException | None) -> bool:
    # A pooled connection that was being closed: small bodies are written in one piece with their
    # head, and aiohttp raises this in place of that one write.
    while error is not None:
        if isinstance(error, ConnectionResetError) and "closing transport" in str(error):
            return True
        error = error.__cause__
    return False
