"""All methods of the Bot API that the sandbox serves."""

from __future__ import annotations

from sandbox.methods import (
    answering,
    chats,
    editing,
    forum,
    identity,
    media,
    polling,
    relaying,
    rich,
    sending,
)
from sandbox.methods.base import Method

METHODS: dict[str, Method] = {
    entry.name.lower(): entry
    for module in (
        polling,
        sending,
        rich,
        media,
        relaying,
        editing,
        answering,
        chats,
        forum,
        identity,
    )
    for entry in module.TABLE
}
