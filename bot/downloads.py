"""Files that people sent, fetched from Telegram piece by piece, never longer than wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.outgoing_call import Call, send
from bot.request import FastRequest

MOST_BYTES = 20 * 1024 * 1024
"""Bots are given nothing larger."""
_TOO_BIG = "file is too big"
"""As Telegram says it."""
_UNFINISHED = "unfinished-"


async def fetch(bot: Bot, file_id: str, folder: Path, stem: str, most: int = MOST_BYTES) -> Path:
    """The file as `stem` with its own ending, in the folder; whole or not there at all.

    It is held on the disk alone. Raises TelegramError as `send` does; BadRequest where Telegram
    has it no more, or it is larger.
    """
    file_path = await _path_of(bot, file_id, most)
    path = folder / (stem + Path(file_path).suffix[:10])
    # Beside it by its beginning: the ending is whatever the sender chose.
    beside = path.with_name(_UNFINISHED + path.name)
    try:
        with beside.open("wb") as file:
            await _copy(bot, file_path, file.write, most)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def is_too_large(error: TelegramError) -> bool:
    """Whether that is why a file was not fetched."""
    return _TOO_BIG in str(error).lower()


async def _path_of(bot: Bot, file_id: str, most: int) -> str:
    found = await send(bot, Call("getFile", {"file_id": file_id}))
    if int(found.get("file_size") or 0) > most:
        raise BadRequest(_TOO_BIG)
    file_path = str(found.get("file_path") or "")
    if not file_path:
        raise BadRequest("the file has no path")
    return file_path


async def _copy(bot: Bot, file_path: str, write: Callable[[bytes], object], most: int) -> None:
    request, url = bot.request, f"{bot.base_file_url}/{file_path}"
    if isinstance(request, FastRequest):
        await request.copy(url, write, most)
    else:
        write(await request.retrieve(url))
