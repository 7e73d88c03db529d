"""parse_mode=MarkdownV2, with Telegram's error texts.

The rules were read from the public source of tdlib (MessageEntity.cpp, parse_markdown_v2). Byte
offsets count UTF-8 bytes of the text as it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

from sandbox.markdown_reader import MarkdownReader, fail
from sandbox.text import Entity, Formatted

_MARKS = {
    "Bold": "*",
    "Italic": "_",
    "Underline": "__",
    "Strikethrough": "~",
    "Spoiler": "||",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "TextUrl": "]",
    "CustomEmoji": "]",
}
_STARTS = (
    ("__", "Underline"),
    ("_", "Italic"),
    ("*", "Bold"),
    ("~", "Strikethrough"),
    ("||", "Spoiler"),
    ("[", "TextUrl"),
    ("![", "CustomEmoji"),
    ("```", "Pre"),
    ("`", "Code"),
)
_NAMES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_CODE = frozenset({"Code", "Pre", "PreCode"})


@dataclass(slots=True)
class _Open:
    kind: str
    argument: str
    offset: int
    begin: int
    position: int


class _Version2(MarkdownReader):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.open: list[_Open] = []
        self.quoted = False
        self.line_start = True

    def run(self) -> Formatted:
        while self.at < len(self.source):
            self.step(self.source[self.at])
        self.finish_quote()
        if self.open:
            self.unfinished(self.open[-1])
        return self.result()

    def unfinished(self, last: _Open) -> NoReturn:
        fail(f"Can't find end of {last.kind} entity at byte offset {self.byte(last.begin)}")

    def step(self, character: str) -> None:
        following = self.source[self.at + 1 : self.at + 2]
        if character == "\\" and following and 0 < ord(following) <= 126:
            self.put(following)
            self.line_start = following == "\n"
            self.at += 2
        elif not self.reserved(character):
            self.put(character)
            self.line_start = self.line_start and character == "\r"
            self.at += 1
        elif self.ends(character):
            self.close(character)
        else:
            self.begin(character)

    def reserved(self, character: str) -> bool:
        if self.open and self.open[-1].kind in _CODE:
            return character == "`"
        return character in _RESERVED

    def ends(self, character: str) -> bool:
        if not self.open:
            return False
        if self.quoted and character == "\n" and not self.source.startswith("\n>", self.at):
            return True
        kind = self.open[-1].kind
        if kind == "Italic":
            return character == "_" and not self.source.startswith("__", self.at)
        return kind in _MARKS and self.source.startswith(_MARKS[kind], self.at)

    def begin(self, character: str) -> None:
        if character == "\n":
            self.put("\n")
            self.line_start = True
            self.at += 1
        elif character == ">" and self.line_start:
            if not self.quoted:
                self.open.append(self.opened("BlockQuote"))
                self.quoted = True
            self.at += 1
        else:
            self.begin_entity(character)

    def opened(self, kind: str, argument: str = "") -> _Open:
        return _Open(kind, argument, self.offset, self.at, len(self.pieces))

    def begin_entity(self, character: str) -> None:
        for mark, kind in _STARTS:
            if self.source.startswith(mark, self.at):
                entry = self.opened(kind)
                self.at += len(mark)
                if kind == "Pre":
                    entry.argument = self.language()
                    entry.kind = "PreCode" if entry.argument else "Pre"
                self.open.append(entry)
                return
        fail(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")

    def close(self, character: str) -> None:
        if character == "\n":
            self.close_quote()
            return
        entry = self.open.pop()
        self.at += len(_MARKS[entry.kind])
        entity: Entity = {"offset": entry.offset, "length": self.offset - entry.offset}
        if entry.kind == "TextUrl":
            url = self.address() if self.source.startswith("(", self.at) else None
            if entity["length"]:
                text = "".join(self.pieces[entry.position :])
                self.link(entity, text if url is None else url)
        elif entry.kind == "CustomEmoji":
            self.special(entity)
        elif entity["length"]:
            entity["type"] = _NAMES[entry.kind]
            if entry.argument:
                entity["language"] = entry.argument
            self.entities.append(entity)

    def address(self) -> str:
        """The address in parentheses at this place."""
        begin = self.at + 1
        self.at = begin
        url = ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            escaped = self.source[self.at] == "\\" and self.at + 1 < len(self.source)
            self.at += escaped
            url += self.source[self.at]
            self.at += 1
        if self.at >= len(self.source):
            fail(f"Can't find end of a URL at byte offset {self.byte(begin)}")
        self.at += 1
        return url

    def special(self, entity: Entity) -> None:
        """A custom emoji or a time, which look like a picture."""
        if not self.source.startswith("(", self.at):
            fail("The entity must contain a tg://emoji or tg://time URL")
        parts = urlsplit(self.address())
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.scheme == "tg" and parts.netloc == "emoji" and query.get("id", "").isdigit():
            entity.update(type="custom_emoji", custom_emoji_id=query["id"])
        elif parts.scheme == "tg" and parts.netloc == "time" and query.get("unix", "").isdigit():
            entity.update(type="date_time", unix_time=int(query["unix"]))
            if query.get("format"):
                entity["date_time_format"] = query["format"]
        else:
            fail("Invalid tg://emoji or tg://time URL specified")
        if entity["length"]:
            self.entities.append(entity)

    def quote_kind(self) -> str:
        """Takes the marks of the quote off the stack; two bars at its end make it expandable."""
        last = self.open.pop()
        if last.kind == "BlockQuote":
            return "BlockQuote"
        ends_here = last.kind == "Spoiler" and self.source[last.begin + 2 : self.at].strip() == ""
        if not ends_here or not self.open or self.open[-1].kind != "BlockQuote":
            self.unfinished(self.open[-1] if ends_here and self.open else last)
        self.open.pop()
        return "ExpandableBlockQuote"

    def close_quote(self) -> None:
        start = next(entry.offset for entry in self.open if entry.kind == "BlockQuote")
        kind = self.quote_kind()
        self.put("\n")
        self.at += 1
        self.quoted, self.line_start = False, True
        length = self.offset - start
        self.entities.append({"type": _NAMES[kind], "offset": start, "length": length})

    def finish_quote(self) -> None:
        if not self.quoted:
            return
        start = next(entry.offset for entry in self.open if entry.kind == "BlockQuote")
        kind = self.quote_kind()
        if self.offset > start:
            length = self.offset - start
            self.entities.append({"type": _NAMES[kind], "offset": start, "length": length})


def parse_markdown_v2(source: str) -> Formatted:
    """Text and entities; raises 400 `can't parse entities: …`."""
    return _Version2(source).run()
