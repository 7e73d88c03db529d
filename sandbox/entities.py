"""The `entities` parameter: what a bot may say about the formatting of its own text."""

from __future__ import annotations

from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.text import Entity, Formatted, utf16_length

_PLAIN = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
)
# Telegram finds these itself and passes over what a bot says about them.
_FOUND_BY_SERVER = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)


def _problem(message: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {message}")


def _text_link(given: dict[str, Any]) -> Entity | None:
    if not isinstance(given.get("url"), str):
        raise _problem('Can\'t find field "url"')
    return {"url": given["url"]}


def _text_mention(given: dict[str, Any]) -> Entity | None:
    user = given.get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), int):
        raise _problem('Can\'t find field "user"')
    return {"user": {"id": user["id"]}}


def _custom_emoji(given: dict[str, Any]) -> Entity | None:
    if not str(given.get("custom_emoji_id", "")).isdigit():
        raise bad_request("Invalid custom emoji identifier specified")
    return {"custom_emoji_id": str(given["custom_emoji_id"])}


def _date_time(given: dict[str, Any]) -> Entity | None:
    moment = given.get("unix_time")
    if not isinstance(moment, int):
        raise _problem('Can\'t find field "unix_time"')
    if moment <= 0:
        raise bad_request("Invalid date specified")
    style = str(given.get("date_time_format") or "")
    if style not in ("r", "R") and set(style) - set("tTdDwW"):
        raise bad_request("Invalid date-time format specified")
    return {"unix_time": moment, **({"date_time_format": style} if style else {})}


_WITH_FIELDS = {
    "text_link": _text_link,
    "text_mention": _text_mention,
    "custom_emoji": _custom_emoji,
    "date_time": _date_time,
}


def _one(given: Any) -> Entity | None:
    if not isinstance(given, dict):
        raise _problem("expected an Object")
    for name in ("offset", "length"):
        if not isinstance(given.get(name), int):
            raise _problem(f'Can\'t find field "{name}"')
        if not 0 <= given[name] <= 1000000:
            raise bad_request(f"receive an entity with incorrect {name} {given[name]}")
    kind = str(given.get("type"))
    entity: Entity = {"type": kind, "offset": given["offset"], "length": given["length"]}
    if kind in _FOUND_BY_SERVER:
        return None
    if kind in _WITH_FIELDS:
        return {**entity, **(_WITH_FIELDS[kind](given) or {})}
    if kind not in _PLAIN:
        raise _problem(f'Unsupported type "{kind}"')
    if kind == "pre" and given.get("language"):
        entity["language"] = str(given["language"])
    return entity


def _check_borders(text: str, entity: Entity) -> None:
    """Refuses an entity beyond the text or in the middle of a surrogate pair."""
    offset, end = entity["offset"], entity["offset"] + entity["length"]
    total = utf16_length(text)
    if offset > total:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {offset}")
    if end > total:
        raise bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends after the end of the text"
            f" at UTF-16 offset {end}"
        )
    if _splits_a_pair(text, offset):
        raise bad_request(
            f"Entity begins in a middle of a UTF-16 symbol at byte offset {_byte(text, offset + 1)}"
        )
    if _splits_a_pair(text, end):
        raise bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
            f" at byte offset {_byte(text, end + 1)}"
        )


def _splits_a_pair(text: str, position: int) -> bool:
    """Whether the UTF-16 unit at this position is the second half of a character."""
    units = text.encode("utf-16-le")[2 * position : 2 * position + 2]
    return len(units) == 2 and 0xDC <= units[1] <= 0xDF


def _byte(text: str, position: int) -> int:
    return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le").encode())


def given_entities(text: str, given: Any) -> Formatted:
    """The text with the entities a bot named; raises 400 for a wrong one.

    What is no array is passed over, as Telegram's server does.
    """
    if not isinstance(given, list):
        return Formatted(text)
    entities = [entity for entity in map(_one, given) if entity is not None and entity["length"]]
    for entity in entities:
        _check_borders(text, entity)
    return Formatted(text, entities)
