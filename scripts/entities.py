"""A text with Telegram's entities as HTML."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "url": "a",
    "bot_command": "a",
    "mention": "a",
}


def as_html(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The text escaped, with a tag around each entity whose type has one in `TAGS`.

    Offsets count UTF-16 code units, as Telegram's do; entities nest.
    """
    units = text.encode("utf-16-le")
    known = [entity for entity in entities if entity["type"] in TAGS]
    # At one place what ends closes before what begins opens; the longer opens first, closes last.
    marks = sorted(
        [(_end(e), 0, -e["offset"], f"</{TAGS[e['type']]}>") for e in known]
        + [(e["offset"], 1, -e["length"], f"<{TAGS[e['type']]}>") for e in known]
    )
    pieces, at = [], 0
    for place, _, _, tag in marks:
        pieces += [_words(units[2 * at : 2 * place]), tag]
        at = place
    return "".join([*pieces, _words(units[2 * at :])])


def _end(entity: Mapping[str, Any]) -> int:
    return int(entity["offset"] + entity["length"])


def _words(units: bytes) -> str:
    return escape(units.decode("utf-16-le"))
