"""The measure to compare with: a bot that says every text again, with the library's defaults.

One handler, the library's own poller and HTTP client, nothing stored, no settings but the address.
"""

import logging
import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def say_ready(_: Any) -> None:
    """Polling begins right after this."""
    print("ready", file=sys.stderr, flush=True)


def main() -> None:
    """Polls until SIGTERM."""
    logging.basicConfig(level=logging.WARNING)
    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .post_init(say_ready)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
