"""A bot by plain HTTP, without a library for bots."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp

from tests.sandbox.clients.base import Client, Heard, Moved, Pressed, Refused, Rows, TooMany

Json = dict[str, Any]


def _event(update: Json) -> Heard | Pressed | None:
    number = update["update_id"]
    if "callback_query" in update:
        query = update["callback_query"]
        message = query["message"]
        where = message["chat"]["id"], message["message_id"]
        return Pressed(number, *where, query["id"], query["data"])
    message = update.get("message")
    if message is None:
        return None
    photo = message["photo"][-1]["file_id"] if "photo" in message else None
    return Heard(
        number,
        message["chat"]["id"],
        message["message_id"],
        message.get("text", ""),
        message.get("message_thread_id"),
        photo,
        message.get("migrate_to_chat_id"),
    )


class PlainHttp(Client):
    session: aiohttp.ClientSession
    polling: asyncio.Task[None]

    async def start(self) -> None:
        self.session = aiohttp.ClientSession()
        await self.call("getMe")
        self.polling = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        self.polling.cancel()
        with suppress(asyncio.CancelledError):
            await self.polling
        await self.session.close()

    async def _poll(self) -> None:
        offset = 0
        while True:
            try:
                updates = await self.call("getUpdates", offset=offset, timeout=10)
            except Refused as refused:
                if refused.code != 409:
                    raise
                self.conflicts += 1
                self.wake()
                continue
            for update in updates:
                offset = update["update_id"] + 1
                event = _event(update)
                if event is not None:
                    self.got(event)

    async def call(self, method: str, **params: Any) -> Any:
        sent = {name: value for name, value in params.items() if value is not None}
        return await self._post(method, json=sent)

    async def _post(self, method: str, **body: Any) -> Any:
        address = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(address, **body) as response:
            answer = await response.json()
        if answer["ok"]:
            return answer["result"]
        parameters = answer.get("parameters", {})
        if "retry_after" in parameters:
            assert response.headers["Retry-After"] == str(parameters["retry_after"])
            raise TooMany(parameters["retry_after"])
        if "migrate_to_chat_id" in parameters:
            raise Moved(parameters["migrate_to_chat_id"])
        assert response.status == answer["error_code"]
        raise Refused(response.status, answer["description"].partition(": ")[2])

    async def send(
        self,
        chat_id: int,
        text: str,
        *,
        html: bool = False,
        rows: Rows | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        keyboard = rows and {
            "inline_keyboard": [
                [{"text": shown, "callback_data": data} for shown, data in row] for row in rows
            ]
        }
        sent = await self.call(
            "sendMessage",
            chat_id=chat_id,
            text=text,
            parse_mode="HTML" if html else None,
            reply_markup=keyboard,
            message_thread_id=thread,
            reply_parameters={"message_id": reply_to} if reply_to else None,
        )
        return int(sent["message_id"])

    async def edit(self, chat_id: int, message_id: int, text: str) -> None:
        await self.call("editMessageText", chat_id=chat_id, message_id=message_id, text=text)

    async def answer(self, query_id: str, text: str, *, alert: bool = False) -> None:
        await self.call(
            "answerCallbackQuery", callback_query_id=query_id, text=text, show_alert=alert
        )

    async def send_document(self, chat_id: int, data: bytes, name: str) -> str:
        form = aiohttp.FormData({"chat_id": str(chat_id)}, quote_fields=False)
        form.add_field("document", data, filename=name)
        sent = await self._post("sendDocument", data=form)
        return str(sent["document"]["file_id"])

    async def send_album(self, chat_id: int, photos: list[bytes]) -> int:
        form = aiohttp.FormData({"chat_id": str(chat_id)}, quote_fields=False)
        media = []
        for number, photo in enumerate(photos):
            form.add_field(f"p{number}", photo, filename=f"{number}.jpg")
            media.append(f'{{"type": "photo", "media": "attach://p{number}"}}')
        form.add_field("media", f"[{','.join(media)}]")
        return len(await self._post("sendMediaGroup", data=form))

    async def download(self, file_id: str) -> bytes:
        path = (await self.call("getFile", file_id=file_id))["file_path"]
        async with self.session.get(f"{self.url}/file/bot{self.token}/{path}") as response:
            assert response.status == 200
            return await response.read()

    async def send_rich(self, chat_id: int, html: str) -> list[str]:
        sent = await self.call("sendRichMessage", chat_id=chat_id, rich_message={"html": html})
        return [block["type"] for block in sent["rich_message"]["blocks"]]

    async def create_topic(self, chat_id: int, name: str) -> int:
        made = await self.call("createForumTopic", chat_id=chat_id, name=name)
        return int(made["message_thread_id"])

    async def set_commands(self, commands: dict[str, str], language: str) -> dict[str, str]:
        given = [{"command": name, "description": text} for name, text in commands.items()]
        await self.call("setMyCommands", commands=given, language_code=language)
        shown = await self.call("getMyCommands", language_code=language)
        return {entry["command"]: entry["description"] for entry in shown}
