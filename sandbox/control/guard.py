"""Who may ask: this page alone, and programs on this machine; and the headers of every answer.

Any page that the same browser shows could send requests to this port. A browser names the page in
`Origin` and `Sec-Fetch-Site`; a name that somebody else's server resolves to 127.0.0.1 shows in
`Host`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from sandbox.control.errors import ControlError

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
STRICT_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_OWN_SITES = frozenset({"same-origin", "none"})
_NAMES = ("127.0.0.1", "localhost", "[::1]")


def check_host(scope: Scope) -> None:
    """Raises 403 where the request does not name this machine and port."""
    host = Headers(scope=scope).get("host", "")
    port = scope["server"][1]
    if host.lower() not in {f"{name}:{port}" for name in _NAMES}:
        raise ControlError(403, "this address is not served here")


def check_origin(scope: Scope) -> None:
    """Raises 403 for what another page sends."""
    headers = Headers(scope=scope)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower() != f"http://{headers.get('host', '').lower()}":
        raise ControlError(403, "requests of other pages are refused")
    if site is not None and site not in _OWN_SITES:
        raise ControlError(403, "requests of other pages are refused")


def with_strict_headers(send: Send) -> Send:
    """Adds the strict headers to the answer, save those that it brings itself."""

    async def strict(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _completed(message.get("headers", []), STRICT_HEADERS)
        await send(message)

    return strict


def _completed(given: Any, more: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    headers = list(given)
    present = {name for name, _ in headers}
    headers += [
        (name.encode(), value.encode())
        for name, value in more.items()
        if name.encode() not in present
    ]
    return headers


async def drain(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
