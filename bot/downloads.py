"""Files that people sent, fetched from Telegram to the disk without ever being held in memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from telegram import Bot
from telegram.error import BadRequest

from bot.outgoing_call import Call, send
from bot.request import AiohttpRequest

MOST_BYTES = 20 * 1024 * 1024
"""Bots are given nothing larger."""


async def fetch(bot: Bot, file_id: str, folder: Path, stem: str, most: int = MOST_BYTES) -> Path:
    """The file as `stem` with its own ending, in the folder; whole or not there at all.

    Raises TelegramError as `send` does; BadRequest where Telegram has it no more, or it is larger.
    """
    found = await send(bot, Call("getFile", {"file_id": file_id}))
    if int(found.get("file_size") or 0) > most:
        raise BadRequest("file is too big")
    file_path = str(found.get("file_path") or "")
    if not file_path:
        raise BadRequest("the file has no path")
    path = folder / (stem + Path(file_path).suffix[:10])
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            await _copy(bot, f"{bot.base_file_url}/{file_path}", file.write, most)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return path


async def _copy(bot: Bot, url: str, write: Callable[[bytes], object], most: int) -> None:
    request = bot.request
    if isinstance(request, AiohttpRequest):
        await request.copy(url, write, most)
    else:
        write(await request.retrieve(url))
