"""Message text: cleaning, lengths, entities given by the bot and found by the server.

Offsets and lengths of entities count UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request

Entity = dict[str, Any]

MESSAGE_LENGTH = 4096
CAPTION_LENGTH = 1024
RAW_BYTES = 32768
ENTITY_LIMIT = 100

_CONTROLS = {code: " " for code in range(32) if code not in (10, 13)}
_REMOVED = dict.fromkeys([13, *range(0x2028, 0x202F), 0x333, 0x33F, 0x30A])
_CLEANING: dict[int, str | None] = {**_CONTROLS, **_REMOVED}
_DIRTY = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")

_FOUND = re.compile(
    r"(?P<url>\b(?:https?://|www\.|t\.me/)[^\s<>\"]*[^\s<>\".,:;!?)'\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<hashtag>(?<![\w&#])#(?=\w*[^\W\d_])\w{1,256})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
)

_TYPE_ORDER = (
    "expandable_blockquote",
    "blockquote",
    "text_link",
    "text_mention",
    "pre",
    "code",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
    "date_time",
)
_RANK = {name: rank for rank, name in enumerate(_TYPE_ORDER)}
_MERGED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_EXCLUSIVE = frozenset({"pre", "code"})


@dataclass(slots=True)
class Formatted:
    """A text with its entities."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """The number of UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_unicode(text: str) -> None:
    """Raises when the text has a lone surrogate, which is no UTF-8."""
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _keeps(character: str) -> bool:
    return _CLEANING.get(ord(character), "") is not None


def _clean_with_entities(formatted: Formatted) -> Formatted:
    """Cleans the text and moves the entities by what was removed before them."""
    positions = [0]
    for character in formatted.text:
        kept = utf16_length(character) if _keeps(character) else 0
        positions.extend([positions[-1] + kept] * utf16_length(character))
    entities = []
    for entity in formatted.entities:
        start = positions[entity["offset"]]
        end = positions[entity["offset"] + entity["length"]]
        entities.append({**entity, "offset": start, "length": end - start})
    return Formatted(formatted.text.translate(_CLEANING), entities)


def _trim(formatted: Formatted) -> Formatted:
    """Blanks go at the end, and at the start up to where the first entity begins."""
    text = formatted.text.rstrip(" \n")
    end = utf16_length(text)
    entities = []
    for entity in formatted.entities:
        length = min(entity["offset"] + entity["length"], end) - entity["offset"]
        if length > 0:
            entities.append({**entity, "length": length})
    blanks = len(text) - len(text.lstrip(" \n"))
    if entities:
        blanks = min(blanks, min(entity["offset"] for entity in entities))
    if blanks:
        entities = [{**entity, "offset": entity["offset"] - blanks} for entity in entities]
    return Formatted(text[blanks:], entities)


def sort_key(entity: Entity) -> tuple[int, int, int]:
    """Outer entities come before inner ones."""
    return entity["offset"], -entity["length"], _RANK.get(entity["type"], 50)


def _merge(entities: list[Entity]) -> list[Entity]:
    """Joins touching entities of one style and drops styles within code and pre."""
    fenced = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in _EXCLUSIVE
    ]
    last: dict[str, Entity] = {}
    result: list[Entity] = []
    for entity in sorted(entities, key=sort_key):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] in _MERGED:
            if any(start >= low and end <= high for low, high in fenced):
                continue
            before = last.get(entity["type"])
            if before is not None and start <= before["offset"] + before["length"]:
                before["length"] = max(end, before["offset"] + before["length"]) - before["offset"]
                continue
            entity = dict(entity)
            last[entity["type"]] = entity
        result.append(entity)
    return sorted(result, key=sort_key)


def find_entities(text: str) -> list[Entity]:
    """What the server finds by itself: links, addresses, mentions, hashtags, commands."""
    if not ("/" in text or "@" in text or "#" in text or "www." in text):
        return []
    found = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        kind = match.lastgroup or ""
        found.append({"type": kind, "offset": offset, "length": utf16_length(match.group())})
    return found


def parts_found(text: str) -> list[tuple[str | None, str]]:
    """The text in pieces, each with the kind of what the server finds there, None for the rest."""
    pieces: list[tuple[str | None, str]] = []
    end = 0
    for match in _FOUND.finditer(text):
        pieces += [(None, text[end : match.start()]), (match.lastgroup, match.group())]
        end = match.end()
    return [*pieces, (None, text[end:])]


def _without_overlap(given: list[Entity], found: list[Entity]) -> list[Entity]:
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in given
        if entity["type"] in ("text_link", "text_mention", "pre", "code", "custom_emoji")
    ]
    return [
        entity
        for entity in found
        if all(
            entity["offset"] >= end or entity["offset"] + entity["length"] <= start
            for start, end in taken
        )
    ]


def finish(formatted: Formatted, *, allow_empty: bool = False) -> Formatted:
    """Cleans, trims and completes a text as the server does before it stores it.

    Raises 400 `text must be non-empty` when nothing is left and `allow_empty` is false.
    """
    check_unicode(formatted.text)
    if _DIRTY.search(formatted.text):
        formatted = _clean_with_entities(formatted)
    formatted = _trim(formatted)
    if not formatted.text.strip(" \n\u200b\u200c\u200e\u200f\u2060"):
        if allow_empty:
            return Formatted("")
        raise bad_request("text must be non-empty")
    given = _merge(formatted.entities)[:ENTITY_LIMIT] if formatted.entities else []
    found = _without_overlap(given, find_entities(formatted.text))
    return Formatted(formatted.text, sorted([*given, *found], key=sort_key) if found else given)


def check_length(text: str, limit: int, message: str) -> None:
    """Raises 400 with `message` when the text has more than `limit` code points."""
    if len(text) > limit:
        raise bad_request(message)
