"""Invitations as those read them who were sent the link."""

import re
from typing import Protocol

_LINK = re.compile(r"https://t\.me/tieuban_bot\?start=([A-Za-z0-9_-]{22})(?:\s|\Z)")


class Written(Protocol):
    """A message of the local Telegram, or of a test's own reckoning."""

    @property
    def text(self) -> str: ...


def code_in(*messages: Written) -> str:
    """The code of the newest invitation among the messages, which are in order."""
    found = _LINK.findall("\n".join(message.text for message in messages))
    assert found, [message.text for message in messages]
    return str(found[-1])
