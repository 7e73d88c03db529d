"""A Bot API server that knows only how to hand out updates, to say wrong things at will."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
ME = {"id": 123456789, "is_bot": True, "first_name": "Tiểu ban", "username": "tieuban_bot"}


def message(update_id: int, text: str, chat: int = 1001) -> dict[str, Any]:
    """A text that a person wrote in private."""
    person = {"id": chat, "is_bot": False, "first_name": "Đầu mối"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id % 100_000,
            "date": 1_800_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Đầu mối"},
            "from": person,
            "text": text,
        },
    }


@dataclass
class UpdateServer:
    """``async with UpdateServer() as server``; ``answers`` are said once each before all else."""

    largest_batch: int = 100
    answers: deque[tuple[int, bytes]] = field(default_factory=deque)
    polls: list[dict[str, Any]] = field(default_factory=list)
    base_url: str = ""
    _waiting: list[dict[str, Any]] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _closing: bool = False

    async def __aenter__(self) -> "UpdateServer":
        application = web.Application()
        application.router.add_route("*", "/bot{token}/getMe", self._get_me)
        application.router.add_route("*", "/bot{token}/getUpdates", self._get_updates)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        async with self._changed:
            self._closing = True
            self._changed.notify_all()
        await self._runner.cleanup()

    async def send(self, *updates: dict[str, Any]) -> None:
        """Have these updates waiting, after those that wait already."""
        async with self._changed:
            self._waiting.extend(updates)
            self._changed.notify_all()

    async def all_confirmed(self) -> None:
        """Return once the bot has confirmed every update."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._waiting and not self.answers)

    async def polled(self, times: int) -> None:
        """Return once the bot has polled so often."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.polls) >= times)

    def fails(self, code: int, description: str, **parameters: Any) -> None:
        """The next call is answered with this error."""
        answer = {"ok": False, "error_code": code, "description": description}
        if parameters:
            answer["parameters"] = parameters
        self.answers.append((code, json.dumps(answer).encode()))

    async def _get_me(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": ME})

    async def _get_updates(self, request: web.Request) -> web.Response:
        async with self._changed:
            asked = await request.json()
            self.polls.append(asked)
            self._changed.notify_all()
            if self.answers:
                status, body = self.answers.popleft()
                return web.Response(status=status, body=body, content_type="application/json")
            if "offset" in asked:
                self._confirm(asked["offset"])
            await self._changed.wait_for(lambda: self._waiting or self.answers or self._closing)
            if self.answers:
                status, body = self.answers.popleft()
                return web.Response(status=status, body=body, content_type="application/json")
            result = self._waiting[: self.largest_batch]
        return web.json_response({"ok": True, "result": result})

    def _confirm(self, offset: int) -> None:
        # As Telegram does after a quiet week: an offset far above what is there confirms nothing.
        while self._waiting and self._waiting[0]["update_id"] < offset <= self._newest() + 10:
            self._waiting.pop(0)
        self._changed.notify_all()

    def _newest(self) -> int:
        return int(self._waiting[-1]["update_id"])
