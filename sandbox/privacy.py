"""Privacy mode: which messages of a group a bot gets to see."""

from __future__ import annotations

from sandbox.bots import Bot
from sandbox.messages import Message


def sees(bot: Bot, message: Message) -> bool:
    """Whether privacy mode lets the bot see a message of a group."""
    chat = message.chat
    if chat.kind in ("private", "channel") or bot.reads_all or message.is_service:
        return True
    member = chat.member(bot.id)
    if member is not None and member.administers:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot.user:
        return True
    return _is_command_for(bot, message)


def _is_command_for(bot: Bot, message: Message) -> bool:
    """General commands go to the bot that wrote last, named ones to the one named."""
    if not message.text.startswith("/"):
        return False
    _, named, name = message.text.split(maxsplit=1)[0].partition("@")
    if named:
        return name.lower() == bot.username.lower()
    others = sum(1 for _ in message.chat.present_bots())
    return others == 1 or message.chat.last_bot in (0, bot.id)
