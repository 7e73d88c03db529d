"""A bot written with python-telegram-bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update, error
from telegram.ext import Application, ContextTypes, TypeHandler

from tests.sandbox.clients.base import Client, Heard, Moved, Pressed, Refused, Rows, TooMany

_CODES = {error.Forbidden: 403, error.BadRequest: 400}


def _event(update: Update) -> Heard | Pressed | None:
    query, message = update.callback_query, update.message
    if query is not None and query.message is not None:
        where = query.message.chat.id, query.message.message_id
        return Pressed(update.update_id, *where, query.id, query.data or "")
    if message is None:
        return None
    return Heard(
        update.update_id,
        message.chat_id,
        message.message_id,
        message.text or "",
        message.message_thread_id,
        message.photo[-1].file_id if message.photo else None,
        message.migrate_to_chat_id,
    )


@asynccontextmanager
async def _errors() -> AsyncIterator[None]:
    try:
        yield
    except error.RetryAfter as refusal:
        wait = refusal.retry_after
        raise TooMany(wait if isinstance(wait, int) else round(wait.total_seconds())) from None
    except error.ChatMigrated as refusal:
        raise Moved(refusal.new_chat_id) from None
    except (error.BadRequest, error.Forbidden) as refusal:
        text = refusal.message.removeprefix("Forbidden: ")
        raise Refused(_CODES[type(refusal)], text) from None


class PythonTelegramBot(Client):
    application: Any

    async def start(self) -> None:
        self.application = (
            Application.builder()
            .token(self.token)
            .base_url(f"{self.url}/bot")
            .base_file_url(f"{self.url}/file/bot")
            .job_queue(None)
            .build()
        )
        self.application.add_handler(TypeHandler(Update, self._update))
        await self.application.initialize()
        await self.application.start()
        await self.application.updater.start_polling(error_callback=self._failed)

    async def stop(self) -> None:
        await self.application.updater.stop()
        await self.application.stop()
        await self.application.shutdown()

    async def _update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        event = _event(update)
        if event is not None:
            self.got(event)

    def _failed(self, failure: error.TelegramError) -> None:
        assert isinstance(failure, error.Conflict)
        self.conflicts += 1
        self.wake()

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
        keyboard = rows and InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(shown, callback_data=data) for shown, data in row]
                for row in rows
            ]
        )
        async with _errors():
            sent = await self.application.bot.send_message(
                chat_id,
                text,
                parse_mode="HTML" if html else None,
                reply_markup=keyboard,
                message_thread_id=thread,
                reply_to_message_id=reply_to,
            )
        return int(sent.message_id)

    async def edit(self, chat_id: int, message_id: int, text: str) -> None:
        async with _errors():
            await self.application.bot.edit_message_text(text, chat_id, message_id)

    async def answer(self, query_id: str, text: str, *, alert: bool = False) -> None:
        async with _errors():
            await self.application.bot.answer_callback_query(query_id, text, alert)

    async def send_document(self, chat_id: int, data: bytes, name: str) -> str:
        sent = await self.application.bot.send_document(chat_id, data, filename=name)
        return str(sent.document.file_id)

    async def send_album(self, chat_id: int, photos: list[bytes]) -> int:
        album = [InputMediaPhoto(photo) for photo in photos]
        return len(await self.application.bot.send_media_group(chat_id, album))

    async def download(self, file_id: str) -> bytes:
        file = await self.application.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    async def send_rich(self, chat_id: int, html: str) -> list[str]:
        arguments = {"chat_id": chat_id, "rich_message": {"html": html}}
        async with _errors():
            sent = await self.application.bot.do_api_request(
                "sendRichMessage", api_kwargs=arguments
            )
        return [block["type"] for block in sent["rich_message"]["blocks"]]

    async def create_topic(self, chat_id: int, name: str) -> int:
        made = await self.application.bot.create_forum_topic(chat_id, name)
        return int(made.message_thread_id)

    async def set_commands(self, commands: dict[str, str], language: str) -> dict[str, str]:
        given = list(commands.items())
        await self.application.bot.set_my_commands(given, language_code=language)
        shown = await self.application.bot.get_my_commands(language_code=language)
        return {entry.command: entry.description for entry in shown}
