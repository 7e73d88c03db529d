"""What the two Markdown dialects share."""

from __future__ import annotations

import re
from typing import NoReturn

from sandbox.errors import bad_request
from sandbox.links import checked_link
from sandbox.text import Entity, Formatted, sort_key, utf16_length

_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_LINE_BREAK = re.compile(r"\r\n|\n\r|\n|\r")


def fail(message: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {message}")


class MarkdownReader:
    """The text read so far, and its entities."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.entities: list[Entity] = []

    def byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def put(self, piece: str) -> None:
        self.pieces.append(piece)
        self.offset += utf16_length(piece)

    def language(self) -> str:
        """Skips the language and one line break after an opening fence."""
        match = _LANGUAGE.match(self.source, self.at)
        if match:
            self.at = match.end()
        line_break = _LINE_BREAK.match(self.source, self.at)
        if line_break:
            self.at = line_break.end()
        return match[1] if match else ""

    def link(self, entity: Entity, url: str) -> None:
        mention = re.fullmatch(r"tg:(?://)?user\?id=(\d+)", url, re.IGNORECASE)
        checked = checked_link(url)
        if mention:
            entity.update(type="text_mention", user={"id": int(mention[1])})
        elif checked:
            entity.update(type="text_link", url=checked)
        else:
            return
        self.entities.append(entity)

    def result(self) -> Formatted:
        return Formatted("".join(self.pieces), sorted(self.entities, key=sort_key))
