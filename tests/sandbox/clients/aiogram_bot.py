"""A bot written with aiogram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputRichMessage,
    Message,
    ReplyParameters,
    Update,
)
from aiogram.utils.backoff import BackoffConfig

from tests.sandbox.clients.base import Client, Heard, Moved, Pressed, Refused, Rows, TooMany

_AT_ONCE = BackoffConfig(min_delay=0.001, max_delay=0.01, factor=1.5, jitter=0.0)


@asynccontextmanager
async def _errors() -> AsyncIterator[None]:
    try:
        yield
    except TelegramRetryAfter as refusal:
        raise TooMany(refusal.retry_after) from None
    except TelegramMigrateToChat as refusal:
        raise Moved(refusal.migrate_to_chat_id) from None
    except (TelegramBadRequest, TelegramForbiddenError) as refusal:
        code = 403 if isinstance(refusal, TelegramForbiddenError) else 400
        raise Refused(code, refusal.message.partition(": ")[2]) from None


class Aiogram(Client):
    bot: Bot
    dispatcher: Dispatcher
    polling: asyncio.Task[None]

    async def start(self) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(self.url))
        session.middleware(self._watched)
        self.bot = Bot(self.token, session=session)
        self.dispatcher = Dispatcher()
        self.dispatcher.message()(self._message)
        self.dispatcher.callback_query()(self._query)
        started = asyncio.get_running_loop().create_future()
        self.dispatcher.startup()(lambda: started.set_result(None))
        self.polling = asyncio.create_task(
            self.dispatcher.start_polling(
                self.bot, handle_signals=False, backoff_config=_AT_ONCE, polling_timeout=10
            )
        )
        await started

    async def stop(self) -> None:
        await self.dispatcher.stop_polling()
        await self.polling

    async def _watched(self, make_request: Any, bot: Bot, method: Any) -> Any:
        try:
            return await make_request(bot, method)
        except TelegramConflictError:
            self.conflicts += 1
            self.wake()
            raise

    async def _message(self, message: Message, event_update: Update) -> None:
        self.got(
            Heard(
                event_update.update_id,
                message.chat.id,
                message.message_id,
                message.text or "",
                message.message_thread_id,
                message.photo[-1].file_id if message.photo else None,
                message.migrate_to_chat_id,
            )
        )

    async def _query(self, query: CallbackQuery, event_update: Update) -> None:
        assert query.message is not None
        where = query.message.chat.id, query.message.message_id
        self.got(Pressed(event_update.update_id, *where, query.id, query.data or ""))

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
        buttons = [
            [InlineKeyboardButton(text=shown, callback_data=data) for shown, data in row]
            for row in rows or []
        ]
        async with _errors():
            sent = await self.bot.send_message(
                chat_id,
                text,
                parse_mode="HTML" if html else None,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons) if rows else None,
                message_thread_id=thread,
                reply_parameters=ReplyParameters(message_id=reply_to) if reply_to else None,
            )
        return sent.message_id

    async def edit(self, chat_id: int, message_id: int, text: str) -> None:
        async with _errors():
            await self.bot.edit_message_text(text=text, chat_id=chat_id, message_id=message_id)

    async def answer(self, query_id: str, text: str, *, alert: bool = False) -> None:
        async with _errors():
            await self.bot.answer_callback_query(query_id, text, show_alert=alert)

    async def send_document(self, chat_id: int, data: bytes, name: str) -> str:
        sent = await self.bot.send_document(chat_id, BufferedInputFile(data, name))
        assert sent.document is not None
        return sent.document.file_id

    async def send_album(self, chat_id: int, photos: list[bytes]) -> int:
        album = [InputMediaPhoto(media=BufferedInputFile(photo, "p.jpg")) for photo in photos]
        return len(await self.bot.send_media_group(chat_id, list(album)))

    async def download(self, file_id: str) -> bytes:
        data = await self.bot.download(file_id)
        assert data is not None
        return data.read()

    async def send_rich(self, chat_id: int, html: str) -> list[str]:
        async with _errors():
            sent = await self.bot.send_rich_message(chat_id, InputRichMessage(html=html))
        assert sent.rich_message is not None
        return [block.type for block in sent.rich_message.blocks]

    async def create_topic(self, chat_id: int, name: str) -> int:
        return (await self.bot.create_forum_topic(chat_id, name)).message_thread_id

    async def set_commands(self, commands: dict[str, str], language: str) -> dict[str, str]:
        given = [BotCommand(command=name, description=text) for name, text in commands.items()]
        await self.bot.set_my_commands(given, language_code=language)
        shown = await self.bot.get_my_commands(language_code=language)
        return {entry.command: entry.description for entry in shown}
