"""A page's view of the sandbox: its control API over real HTTP, each answer held to its schema."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox import Bot, Person
from sandbox.control.schema import check

PATIENCE = aiohttp.ClientTimeout(total=30)


class Events:
    """A stream of events that is being read."""

    def __init__(self, response: aiohttp.ClientResponse, schemas: Mapping[str, Any]) -> None:
        self.response = response
        self.schemas = schemas
        self.last_id = 0

    async def batch(self) -> list[dict[str, Any]]:
        """The next batch."""
        while True:
            block = (await self.response.content.readuntil(b"\n\n")).decode()
            # Not splitlines: an event's text may hold other ends of lines.
            lines = [line for line in block.split("\n") if line and not line.startswith(":")]
            fields = dict(line.split(": ", 1) for line in lines)
            if "data" in fields:
                self.last_id = int(fields["id"])
                batch: list[dict[str, Any]] = json.loads(fields["data"])
                check(batch, self.schemas["Events"], self.schemas)
                return batch

    async def until(self, kind: str) -> dict[str, Any]:
        """The next event of this type; what comes before it is passed over."""
        while True:
            for event in await self.batch():
                if event["type"] == kind:
                    return event


class ControlClient:
    """Asks the control API; every answer must be as the API describes it."""

    def __init__(self, session: aiohttp.ClientSession, description: dict[str, Any]) -> None:
        self.session = session
        self.description = description
        self.schemas = description["components"]["schemas"]

    async def get(self, path: str, **query: Any) -> Any:
        """What is answered; fails the test when it is refused."""
        return await self._done("GET", path, params=query)

    async def post(self, path: str, **body: Any) -> Any:
        return await self._done("POST", path, json=body)

    async def patch(self, path: str, **body: Any) -> Any:
        return await self._done("PATCH", path, json=body)

    async def delete(self, path: str, **query: Any) -> Any:
        return await self._done("DELETE", path, params=query)

    async def upload(
        self, path: str, files: list[tuple[str, bytes, str]], **fields: Any
    ) -> list[dict[str, Any]]:
        """Sends files (name, content, type) and gives the messages."""
        form = aiohttp.FormData()
        for name, data, mime_type in files:
            form.add_field("file", data, filename=name, content_type=mime_type)
        for name, value in fields.items():
            form.add_field(name, str(value))
        messages: list[dict[str, Any]] = (await self._done("POST", path, data=form))["messages"]
        return messages

    async def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Status and sentence of a refusal; fails the test when there is none."""
        async with self.session.request(method, path, **options) as response:
            answer = await response.json()
            assert response.status >= 400, answer
            check(answer, self.schemas["Error"], self.schemas)
            return response.status, answer["error"]

    async def _done(self, method: str, path: str, **options: Any) -> Any:
        async with self.session.request(method, path, **options) as response:
            answers = self._operation(method, path)["responses"]
            if response.status == 204:
                assert "204" in answers
                return None
            answer = await response.json()
            assert response.status == 200, answer
            check(answer, answers["200"]["content"]["application/json"]["schema"], self.schemas)
            return answer

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        for described, operations in self.description["paths"].items():
            pattern = re.sub(r"{\w+}", "[^/]+", described)
            if re.fullmatch(pattern, path):
                operation: dict[str, Any] = operations[method.lower()]
                return operation
        raise LookupError(f"{path} is not described")

    @asynccontextmanager
    async def events(self, after: int | None = None, **headers: str) -> AsyncIterator[Events]:
        """The events after a number, or from now on."""
        query = {} if after is None else {"after": after}
        async with self.session.get(
            "/control/events",
            params=query,
            headers={k.replace("_", "-"): v for k, v in headers.items()},
        ) as response:
            assert response.status == 200
            assert response.content_type == "text/event-stream"
            assert await response.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
            yield Events(response, self.schemas)


@asynccontextmanager
async def control_client(url: str) -> AsyncIterator[ControlClient]:
    """A client of its own, closed in the end."""
    async with aiohttp.ClientSession(url, timeout=PATIENCE) as session:
        async with session.get("/control/openapi.json") as response:
            description = await response.json()
        yield ControlClient(session, description)


def key_of(bot: Bot, person: Person) -> str:
    """The key of their private chat."""
    return f"p:{bot.id}:{person.id}"
