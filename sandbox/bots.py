"""Bots as the server knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.updates import UpdateQueue
from sandbox.users import User

TOKEN = re.compile(r"[1-9]\d{0,17}:[A-Za-z0-9_-]{1,60}")


@dataclass(eq=False)
class Bot:
    """One bot: its token, its queue of updates and what it set about itself.

    `reads_all` is the opposite of privacy mode: true lets it see every message of its groups.
    `revoked` makes every call with its token fail with 401.
    """

    user: User
    token: str
    updates: UpdateQueue
    reads_all: bool = False
    revoked: bool = False
    known: set[int] = field(default_factory=set)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    next_webhook: float = float("-inf")

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def username(self) -> str:
        return self.user.username

    def revoke(self) -> None:
        """The token is void from now on."""
        self.revoked = True
        self.updates.wake()

    def __repr__(self) -> str:
        return f"<Bot @{self.username}>"
