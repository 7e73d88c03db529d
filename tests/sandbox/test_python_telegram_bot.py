"""The sandbox serves the real python-telegram-bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram import error as telegram_error
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox import Bot, Person, Sandbox

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Nhận", callback_data="accept")]])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    payload = " ".join(context.args or [])
    await update.message.reply_html(f"<b>Chào</b> {payload}", reply_markup=KEYBOARD)


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Đã nhận", show_alert=True)
    await update.callback_query.edit_message_text("Đã nhận việc")


async def photographed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    data = await (await update.message.photo[-1].get_file()).download_as_bytearray()
    await update.message.reply_document(bytes(data), filename="anh.jpg", caption="nhận")


@pytest.fixture
async def application(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Any]:
    built = (
        Application.builder()
        .token(bot.token)
        .base_url(f"{sandbox.url}/bot")
        .base_file_url(f"{sandbox.url}/file/bot")
        .job_queue(None)
        .build()
    )
    built.add_handler(CommandHandler("start", start))
    built.add_handler(CallbackQueryHandler(pressed))
    built.add_handler(MessageHandler(filters.PHOTO, photographed))
    await built.initialize()
    await built.start()
    assert built.updater is not None
    await built.updater.start_polling()
    yield built
    await built.updater.stop()
    await built.stop()
    await built.shutdown()


async def test_a_conversation_goes_on_with_its_own_updater(
    application: Any, sandbox: Sandbox, bot: Bot
) -> None:
    person = sandbox.person("Đầu mối")
    person.start(payload="moi-1")
    await sandbox.until(lambda: sandbox.replies(person))
    card = sandbox.replies(person)[0]
    assert card.text == "Chào moi-1"
    toast = await person.presses(card, "Nhận")
    assert (toast.text, toast.alert) == ("Đã nhận", True)
    await sandbox.until(lambda: card.text == "Đã nhận việc")
    person.sends_photo(b"jpeg")
    await sandbox.until(lambda: len(sandbox.replies(person)) == 2)
    document = sandbox.replies(person)[1].content["document"]
    assert sandbox.world.files.get(document["file_id"]).data == b"jpeg"


async def test_every_refusal_is_the_exception_that_telegram_causes(
    application: Any, sandbox: Sandbox, chair: Person, bot: Bot
) -> None:
    telegram = application.bot
    with pytest.raises(telegram_error.BadRequest, match="Chat not found"):
        await telegram.send_message(1, "a")
    with pytest.raises(telegram_error.BadRequest, match="Can't parse entities"):
        await telegram.send_message(chair.id, "<x>", parse_mode="HTML")
    sandbox.faults.too_many_requests(5)
    with pytest.raises(telegram_error.RetryAfter):
        await telegram.send_message(chair.id, "a")
    sandbox.faults.server_error(502)
    with pytest.raises(telegram_error.NetworkError):
        await telegram.send_message(chair.id, "a")
    chair.blocks()
    with pytest.raises(telegram_error.Forbidden):
        await telegram.send_message(chair.id, "a")
    group = sandbox.group("Tổ")
    group.add(bot)
    old = group.id
    group.upgrade()
    with pytest.raises(telegram_error.ChatMigrated) as moved:
        await telegram.send_message(old, "a")
    assert moved.value.new_chat_id == group.id


async def test_albums_and_commands_go_the_librarys_way(
    application: Any, sandbox: Sandbox, chair: Person
) -> None:
    album = [InputMediaPhoto(b"1", caption="a"), InputMediaPhoto(b"2")]
    sent = await application.bot.send_media_group(chair.id, album)
    assert len(sent) == 2
    await application.bot.set_my_commands([("mine", "Việc của tôi")], language_code="vi")
    commands = await application.bot.get_my_commands(language_code="vi")
    assert commands[0].description == "Việc của tôi"
