"""A small bot over plain HTTP, for the page to talk to."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp


class Answering:
    """Polls, answers every press with `toast` and every text in private with itself."""

    def __init__(self, url: str, token: str) -> None:
        self.address = f"{url}/bot{token}/"
        self.toast: dict[str, Any] = {"text": "Done."}
        self.pressed: list[str] = []

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._session.close()

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call; raises AssertionError with the server's words where it fails."""
        async with self._session.post(self.address + method, json=parameters) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def _run(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self._answer(update)

    async def _answer(self, update: dict[str, Any]) -> None:
        query, message = update.get("callback_query"), update.get("message", {})
        if query is not None:
            self.pressed.append(query["data"])
            await self.call("answerCallbackQuery", callback_query_id=query["id"], **self.toast)
        elif "text" in message and message["chat"]["type"] == "private":
            text = f"Heard: {message['text']}"
            await self.call("sendMessage", chat_id=message["chat"]["id"], text=text)
