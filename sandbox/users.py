"""Users as the API shows them: persons and bots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    deactivated: bool = False

    def to_json(self) -> dict[str, Any]:
        user: dict[str, Any] = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


ANONYMOUS_ADMIN = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_SENDER = User(136817688, "Channel", is_bot=True, username="Channel_Bot")
SERVICE = User(777000, "Telegram")
