"""A bot that speaks plain HTTP, for tests of the sandbox and of what talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True)
class Answer:
    """An answer as it came over the wire."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def result(self) -> Any:
        assert self.body.get("ok") is True, self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        """The description; fails the test when the call was carried out."""
        assert self.body["ok"] is False, self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class Api:
    """Calls methods of one bot by JSON."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self.session = session
        self.base = f"{url}/bot{token}"

    async def ask(self, method: str, **params: Any) -> Answer:
        """The answer, whatever it is; raises aiohttp.ClientError when there is none."""
        async with self.session.post(f"{self.base}/{method}", json=params) as response:
            return Answer(response.status, await response.json(), response.headers)

    async def call(self, method: str, **params: Any) -> Any:
        """The result; fails the test on any error."""
        return (await self.ask(method, **params)).result

    async def error(self, method: str, **params: Any) -> str:
        """The description of the error; fails the test when there is none."""
        return (await self.ask(method, **params)).error


@asynccontextmanager
async def plain_api(url: str, token: str) -> AsyncIterator[Api]:
    """A client of its own, closed in the end."""
    async with aiohttp.ClientSession() as session:
        yield Api(session, url, token)
