"""What a recipe makes, and what it is made from: plain values, that a process can hand to another.

Light: handlers and the bot import it, and nothing heavy comes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["document", "photo"]


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be sent.

    `caption` is HTML, at most 1,024 letters as shown; empty, it is the message's own, if that has
    one. A file too large to be held in memory lies at `path` and has no `content`; whoever sent it
    for good removes it.
    """

    name: str
    content: bytes
    kind: Kind = "document"
    caption: str = ""
    path: str = ""
