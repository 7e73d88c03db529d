"""The measure to compare with: a bot that says every text again, with the library's defaults.

Handlers, logging and polling are those of the library's own example of that name (`echobot.py`,
version 22): its poller, its HTTP client, nothing stored, no settings but the address.
"""

import logging
import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters


async def greet(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer /start and /help, which the benchmark never sends: they are looked for first."""
    if update.message is not None:
        await update.message.reply_text("Say something.")


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def say_ready(_: Any) -> None:
    """Polling begins right after this."""
    print("ready", file=sys.stderr, flush=True)


def main() -> None:
    """Polls until SIGTERM."""
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .post_init(say_ready)
        .build()
    )
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(CommandHandler("help", greet))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
