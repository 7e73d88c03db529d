"""Formatted text within blocks: RichText, with blanks as HTML has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandbox.errors import bad_request
from sandbox.html import STYLES
from sandbox.links import checked_link
from sandbox.rich.tree import Element, Node, problem
from sandbox.text import parts_found

RichText: TypeAlias = Any
UserOf: TypeAlias = Callable[[int], dict[str, Any] | None]

_STYLES = {
    **STYLES,
    "mark": "marked",
    "sub": "subscript",
    "sup": "superscript",
    "code": "code",
}
INLINE = frozenset(_STYLES) | {"a", "br", "tg-emoji", "tg-math", "tg-reference", "tg-time"}
# Stands for what is no text but takes room among it.
_OBJECT = "\ufffc"
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_DATE_FORMAT = re.compile(r"[rR]|[wW]?[dD]?[tT]?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d ()-]{3,20}")
# How the found kinds name what they found, and the sign that is not part of it.
_FOUND = {
    "url": ("url", "url", ""),
    "email": ("email_address", "email_address", ""),
    "mention": ("mention", "username", "@"),
    "hashtag": ("hashtag", "hashtag", "#"),
    "bot_command": ("bot_command", "bot_command", "/"),
}


@dataclass(slots=True)
class _Leaf:
    """A piece of plain text; what is fixed keeps its blanks."""

    text: str
    fixed: bool = False
    plain: bool = False


@dataclass(slots=True)
class _Span:
    """A formatted piece: `fields` besides its text."""

    fields: dict[str, Any]
    children: list[_Span | _Leaf] = field(default_factory=list)


class Inline:
    """Builds the texts of one message.

    `references` are the names of its `tg-reference` tags, `user_of` gives who a mention means.
    """

    def __init__(self, references: set[str], user_of: UserOf, *, detect: bool) -> None:
        self.references = references
        self.user_of = user_of
        self.detect = detect

    def text(self, nodes: list[Node], *, blanks: bool = False) -> RichText:
        """The text of these nodes, empty where they show nothing; `blanks` keeps all blanks."""
        leaves: list[_Leaf] = []
        spans = self._spans(nodes, leaves, fixed=blanks, plain=blanks)
        _tidy(leaves)
        return self._shown(spans)

    def required(self, element: Element, nodes: list[Node] | None = None) -> RichText:
        """As `text`, for what must not be empty; raises 400."""
        blanks = element.name == "pre"
        shown = self.text(element.children if nodes is None else nodes, blanks=blanks)
        if not shown:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        return shown

    def _spans(
        self, nodes: list[Node], leaves: list[_Leaf], *, fixed: bool, plain: bool
    ) -> list[_Span | _Leaf]:
        made: list[_Span | _Leaf] = []
        for node in nodes:
            if isinstance(node, str):
                leaves.append(_Leaf(node, fixed, plain))
                made.append(leaves[-1])
            elif node.name == "br":
                leaves.append(_Leaf("\n", fixed=True, plain=True))
                made.append(leaves[-1])
            else:
                made.append(self._span(node, leaves, fixed=fixed, plain=plain))
        return made

    def _span(self, element: Element, leaves: list[_Leaf], *, fixed: bool, plain: bool) -> _Span:
        if element.name not in INLINE:
            raise problem(f'Tag "{element.name}" can\'t be here', element.at)
        if element.name in _ATOMS:
            leaves.append(_Leaf(_OBJECT, fixed=True))
            return _Span(_ATOMS[element.name](element))
        fields = self._fields(element)
        # What is a link already, or code, is not looked through for more.
        plain = plain or element.name in ("a", "code")
        return _Span(fields, self._spans(element.children, leaves, fixed=fixed, plain=plain))

    def _fields(self, element: Element) -> dict[str, Any]:
        if element.name == "tg-time":
            return _date(element)
        if element.name == "tg-reference":
            return {"type": "reference", "name": _name(element)}
        if element.name == "a":
            return self._link(element)
        if element.name == "code" and "class" in element.attributes:
            raise problem("Programming language can't be specified outside of pre", element.at)
        return {"type": _STYLES[element.name]}

    def _link(self, element: Element) -> dict[str, Any]:
        if "name" in element.attributes:
            if element.children or "href" in element.attributes:
                raise problem('Tag "a" with a name must be empty', element.at)
            return {"type": "anchor", "name": _name(element)}
        href = element.attributes.get("href", "").strip()
        scheme, _, rest = href.partition(":")
        if href.startswith("#"):
            kind = "reference" if href[1:] in self.references else "anchor"
            return {"type": f"{kind}_link", f"{kind}_name": href[1:]}
        if scheme == "mailto":
            return {"type": "email_address", "email_address": _valid(_EMAIL, rest, "EMAIL")}
        if scheme == "tel":
            return {"type": "phone_number", "phone_number": _valid(_PHONE, rest, "PHONE")}
        mention = re.fullmatch(r"tg://user\?id=(\d{1,15})", href)
        if mention:
            user = self.user_of(int(mention[1]))
            return {"type": "text_mention", "user": user} if user else {}
        url = checked_link(href)
        if not url:
            raise bad_request("RICH_MESSAGE_URL_INVALID")
        return {"type": "url", "url": url}

    def _shown(self, parts: list[_Span | _Leaf]) -> RichText:
        shown: list[RichText] = []
        for part in parts:
            if isinstance(part, _Leaf):
                shown += self._found(part)
                continue
            inner = self._shown(part.children)
            if not part.fields:
                shown += inner if isinstance(inner, list) else [inner]
            elif part.children and inner:
                shown.append({**part.fields, "text": inner})
            elif not part.children and part.fields["type"] in _WITHOUT_TEXT:
                shown.append(part.fields)
        return _joined(shown)

    def _found(self, leaf: _Leaf) -> list[RichText]:
        if leaf.plain or not self.detect:
            return [leaf.text]
        found: list[RichText] = []
        for kind, piece in parts_found(leaf.text):
            if kind is None:
                found.append(piece)
            else:
                name, field_name, sign = _FOUND[kind]
                found.append({"type": name, "text": piece, field_name: piece.removeprefix(sign)})
        return found


_WITHOUT_TEXT = frozenset({"anchor", "custom_emoji", "mathematical_expression"})


def source_of(element: Element) -> str:
    """What stands in an element that takes plain text alone; raises 400 for none and for tags."""
    if not all(isinstance(child, str) for child in element.children):
        raise problem(f'Tag "{element.name}" can contain text only', element.at)
    source = "".join(map(str, element.children))
    if not source.strip():
        raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    return source


def _name(element: Element) -> str:
    name = element.attributes.get("name", "")
    if not name:
        raise problem(f'Tag "{element.name}" must have a name', element.at)
    return name


def _emoji(element: Element) -> dict[str, Any]:
    number = element.attributes.get("emoji-id", "")
    if not number.isdigit():
        raise problem("Invalid custom emoji identifier specified")
    alternative = source_of(element)
    return {"type": "custom_emoji", "custom_emoji_id": number, "alternative_text": alternative}


def _formula(element: Element) -> dict[str, Any]:
    return {"type": "mathematical_expression", "expression": source_of(element)}


_ATOMS = {"tg-math": _formula, "tg-emoji": _emoji}


def _date(element: Element) -> dict[str, Any]:
    unix, style = element.attributes.get("unix", ""), element.attributes.get("format", "")
    in_time = re.fullmatch(r"\d{1,10}", unix) and 0 < int(unix) < 2**31
    if not in_time or not _DATE_FORMAT.fullmatch(style):
        raise bad_request("RICH_MESSAGE_DATE_INVALID")
    return {"type": "date_time", "unix_time": int(unix), "date_time_format": style}


def _valid(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise bad_request(f"RICH_MESSAGE_{what}_INVALID")
    return value


def _tidy(leaves: list[_Leaf]) -> None:
    """Runs of blanks become one, none at the ends and none around a line's break."""
    last: _Leaf | None = None
    for leaf in leaves:
        if not leaf.fixed:
            leaf.text = _BLANKS.sub(" ", leaf.text)
            if last is None or last.text.endswith((" ", "\n")):
                leaf.text = leaf.text.lstrip(" ")
        elif leaf.text == "\n" and last is not None and not last.fixed:
            last.text = last.text.rstrip(" ")
        if leaf.text:
            last = leaf
    if last is not None and not last.fixed:
        last.text = last.text.rstrip(" ")


def _joined(parts: list[RichText]) -> RichText:
    """The parts with neighbouring strings joined: one of them, or an array."""
    joined: list[RichText] = []
    for part in parts:
        if part == "":
            continue
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if not joined:
        return ""
    return joined[0] if len(joined) == 1 else joined
