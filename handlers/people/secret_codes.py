"""Codes that open a door: random, shown once, kept only as their hash."""

import hashlib
import secrets

from handlers.links import start_link
from handlers.work import Work

BYTES = 16


def new_code() -> str:
    """128 random bits as Telegram's deep links take them: letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(BYTES)


def hashed(code: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()


def link(work: Work, code: str) -> str:
    """The deep link that starts the bot with this code."""
    return start_link(work.config.bot_username, code)
