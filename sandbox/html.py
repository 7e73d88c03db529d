"""parse_mode=HTML: Telegram's own dialect, with Telegram's own error texts.

Byte offsets in the errors count UTF-8 bytes of the text as it was sent. The rules were read from
the public source of tdlib (MessageEntity.cpp, parse_html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from sandbox.errors import bad_request
from sandbox.links import checked_link
from sandbox.text import Entity, Formatted, sort_key, utf16_length

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
}
"""The tags of a style, in messages and in rich ones alike."""
_STYLES = {**STYLES, "span": "spoiler"}
_OTHERS = {"a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
_TAGS = _OTHERS | set(_STYLES)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]+))(;?)")
_BLANKS = " \t\n\r\0\v"
_BLANK_RUN = re.compile(r"[ \t\n\r\0\x0b]*")
_TAG_END = re.compile(r"[ \t\n\r\0\x0b>]")
_NAME_END = re.compile(r"[ \t\n\r\0\x0b=>/\"']")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    name: str
    attributes: dict[str, str]
    offset: int
    position: int


def _code_point(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name, semicolon = match.groups()
    if name is not None:
        return _NAMED.get(name)
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    number = int(digits, base) if digits else 0
    if number == 0 or number >= 0x10FFFF or len(match.group()) - len(semicolon) >= 10:
        return None
    return chr(number)


def _decode(text: str) -> str:
    """Replaces the four named and the numeric references; any other `&` stays."""

    def replace(match: re.Match[str]) -> str:
        decoded = _code_point(match)
        return match.group() if decoded is None else decoded

    return _REFERENCE.sub(replace, text) if "&" in text else text


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        place = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        raise bad_request(f"can't parse entities: {message}{place}")

    def run(self) -> Formatted:
        while self.at < len(self.source):
            begin = self.source.find("<", self.at)
            self.take_text(begin if begin >= 0 else len(self.source))
            if begin < 0:
                break
            if self.source.startswith("</", begin):
                self.end_tag(begin)
            else:
                self.start_tag(begin)
        if self.open:
            name = self.open[-1].name
            self.fail(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self.result()

    def result(self) -> Formatted:
        for entity in self.entities:
            entity.pop("class", None)
        text = "".join(self.pieces)
        if any("\ud800" <= piece <= "\udfff" for piece in text):
            # Two numeric references may spell the halves of one character.
            joined = text.encode("utf-16-le", "surrogatepass")
            try:
                text = joined.decode("utf-16-le")
            except UnicodeDecodeError:
                self.fail(
                    "Text contains invalid Unicode characters after decoding HTML entities, "
                    "check for unmatched surrogate code units"
                )
        return Formatted(text, sorted(self.entities, key=sort_key))

    def take_text(self, end: int) -> None:
        piece = _decode(self.source[self.at : end])
        self.pieces.append(piece)
        self.offset += utf16_length(piece)
        self.at = end

    def skip_blanks(self) -> None:
        match = _BLANK_RUN.match(self.source, self.at)
        self.at = match.end() if match else self.at

    def ended(self) -> bool:
        return self.at >= len(self.source)

    def start_tag(self, begin: int) -> None:
        match = _TAG_END.search(self.source, begin + 1)
        if match is None:
            self.fail("Unclosed start tag", begin)
        self.at = match.start()
        name = self.source[begin + 1 : self.at].lower()
        if name not in _TAGS:
            self.fail(f'Unsupported start tag "{name}"', begin)
        attributes = self.read_attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(name, attributes, self.offset, len(self.pieces)))

    def read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self.skip_blanks()
            if self.source[self.at : self.at + 1] == ">":
                self.at += 1
                return attributes
            start = self.at
            match = _NAME_END.search(self.source, self.at)
            self.at = match.start() if match else len(self.source)
            name = self.source[start : self.at]
            if not name:
                self.fail(f'Empty attribute name in the tag "{tag}"', begin)
            attributes[name] = self.read_value(tag, begin)

    def read_value(self, tag: str, begin: int) -> str:
        self.skip_blanks()
        if self.ended():
            self.fail(f'Unclosed start tag "{tag}"', begin)
        if self.source[self.at] != "=":
            return ""
        self.at += 1
        self.skip_blanks()
        if self.ended():
            self.fail(f'Unclosed start tag "{tag}"', begin)
        quote = self.source[self.at]
        value = self.quoted(quote) if quote in "\"'" else self.name_token()
        if self.ended():
            self.fail("Unclosed start tag", begin)
        return value

    def quoted(self, quote: str) -> str:
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            value, self.at = self.source[self.at + 1 :], len(self.source)
        else:
            value, self.at = self.source[self.at + 1 : end], end + 1
        return _decode(value)

    def name_token(self) -> str:
        start = self.at
        match = _TOKEN.match(self.source, self.at)
        self.at = match.end() if match else self.at
        if self.ended() or self.source[self.at] not in _BLANKS + ">":
            self.fail("Unexpected end of name token", start)
        return self.source[start : self.at].lower()

    def end_tag(self, begin: int) -> None:
        if not self.open:
            self.fail("Unexpected end tag", begin)
        match = _TAG_END.search(self.source, begin + 2)
        self.at = match.start() if match else len(self.source)
        found = self.source[begin + 2 : self.at].lower()
        self.skip_blanks()
        if self.source[self.at : self.at + 1] != ">":
            self.fail("Unclosed end tag", begin)
        self.at += 1
        expected = self.open[-1].name
        if found and found != expected:
            self.fail(
                f"Unmatched end tag at byte offset {len(self.source[:begin].encode())},"
                f' expected "</{expected}>", found "</{found}>"'
            )
        self.close(self.open.pop())

    def close(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        if not length:
            return
        entity: Entity = {"type": _STYLES.get(tag.name, tag.name), "offset": tag.offset}
        entity["length"] = length
        special = _CLOSERS.get(tag.name)
        if special is None or special(self, tag, entity):
            self.entities.append(entity)

    def link(self, tag: _Open, entity: Entity) -> bool:
        url = tag.attributes.get("href") or "".join(self.pieces[tag.position :])
        mention = re.fullmatch(r"tg:(?://)?user\?id=(\d+)", url, re.IGNORECASE)
        if mention:
            entity.update(type="text_mention", user={"id": int(mention[1])})
            return True
        checked = checked_link(url)
        entity.update(type="text_link", url=checked)
        return bool(checked)

    def emoji(self, tag: _Open, entity: Entity) -> bool:
        number = tag.attributes.get("emoji-id", "")
        if not re.fullmatch(r"-?\d{1,19}", number) or int(number) == 0:
            self.fail("Invalid custom emoji identifier specified")
        entity.update(type="custom_emoji", custom_emoji_id=number)
        return True

    def time(self, tag: _Open, entity: Entity) -> bool:
        style = tag.attributes.get("format", "")
        if style not in ("r", "R") and set(style) - set("tTdDwW"):
            self.fail("Invalid date format used")
        digits = re.match(r"-?\d+", tag.attributes.get("unix", ""))
        moment = int(digits.group()) if digits else 0
        entity.update(type="date_time", unix_time=moment)
        if style:
            entity["date_time_format"] = style
        return 0 < moment < 2**31

    def pre(self, tag: _Open, entity: Entity) -> bool:
        inner = self.same_place(entity, "code")
        if inner is not None and inner.get("class"):
            inner.update(type="pre", language=inner.pop("class"))
            return False
        return True

    def code(self, tag: _Open, entity: Entity) -> bool:
        value = tag.attributes.get("class", "")
        language = value.removeprefix("language-") if value.startswith("language-") else ""
        inner = self.same_place(entity, "pre")
        if inner is not None and language:
            inner["language"] = language
            return False
        if language:
            entity["class"] = language
        return True

    def same_place(self, entity: Entity, kind: str) -> Entity | None:
        last = self.entities[-1] if self.entities else None
        if last is not None and all(
            last[name] == value for name, value in {**entity, "type": kind}.items()
        ):
            return last
        return None

    def blockquote(self, tag: _Open, entity: Entity) -> bool:
        if "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        return True


_CLOSERS = {
    "a": _Parser.link,
    "tg-emoji": _Parser.emoji,
    "tg-time": _Parser.time,
    "pre": _Parser.pre,
    "code": _Parser.code,
    "blockquote": _Parser.blockquote,
}


def parse_html(source: str) -> Formatted:
    """Text and entities; raises 400 `can't parse entities: …`."""
    if "<" not in source and "&" not in source:
        return Formatted(source)
    return _Parser(source).run()
