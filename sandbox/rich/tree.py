"""Rich HTML as a tree of elements, refused where it is not well-formed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from sandbox.errors import ApiError, bad_request

LEVELS = 16


def _names(text: str) -> list[str]:
    return text.split()


VOID = frozenset({"br", "hr", "input"})
# What a tag may have; every other attribute is an error, for silence would hide a slip.
TAGS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        _names(
            "b strong i em u ins s strike del mark sub sup tg-spoiler tg-math tg-math-block p"
            " h1 h2 h3 h4 h5 h6 pre footer hr br ul cite aside caption tr summary"
        ),
        frozenset(),
    ),
    "a": frozenset({"href", "name"}),
    "blockquote": frozenset({"collapsed"}),
    "code": frozenset({"class"}),
    "details": frozenset({"open"}),
    "input": frozenset({"type", "checked"}),
    "li": frozenset({"value", "type"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "table": frozenset({"bordered", "striped", "compact"}),
    "td": frozenset({"colspan", "rowspan", "align", "valign"}),
    "th": frozenset({"colspan", "rowspan", "align", "valign"}),
    "tg-emoji": frozenset({"emoji-id"}),
    "tg-reference": frozenset({"name"}),
    "tg-time": frozenset({"unix", "format"}),
}
NOT_BUILT = frozenset(
    _names(
        "img video audio figure figcaption tg-map tg-collage tg-slideshow tg-document tg-button"
        " tg-button-row tg-thinking"
    )
)
_NAMED = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]*));")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[A-Za-z][A-Za-z0-9-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=`/]+))?)*)"
    r"\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[^\s\"'<>=`/]+)))?"
)


@dataclass(slots=True)
class Element:
    """A tag with what stands in it; `at` is its byte offset."""

    name: str
    attributes: dict[str, str]
    at: int
    children: list[Node] = field(default_factory=list)

    def number(self, name: str, default: int) -> int:
        """A whole number; raises 400 for anything else."""
        value = self.attributes.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise problem(f'Attribute "{name}" of "{self.name}" must be a number', self.at)
        return int(value)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words, the first where none is given; raises 400 for others."""
        value = self.attributes.get(name, allowed[0])
        if value not in allowed:
            raise problem(f'Attribute "{name}" of "{self.name}" can\'t be "{value}"', self.at)
        return value


Node: TypeAlias = Element | str


def problem(message: str, at: int | None = None) -> ApiError:
    """The refusal of HTML that cannot be read, with the byte offset where there is one."""
    place = "" if at is None else f" at byte offset {at}"
    return bad_request(f"can't parse entities: {message}{place}")


def _decode(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name is None:
            number = int(hexadecimal, 16) if hexadecimal else int(decimal)
            if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
                raise problem(f"Invalid character {match.group()}")
            return chr(number)
        if name not in _NAMED:
            raise problem(f"Unsupported HTML entity {match.group()}")
        return _NAMED[name]

    return _REFERENCE.sub(replace, text) if "&" in text else text


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Element("", {}, 0)
        self.open = [self.root]

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())

    def fail(self, message: str, at: int) -> NoReturn:
        raise problem(message, self.offset(at))

    def read(self) -> Element:
        at = 0
        while (begin := self.source.find("<", at)) >= 0:
            self.text(self.source[at:begin])
            match = _TAG.match(self.source, begin)
            if match is None:
                self.fail("Unclosed or malformed tag", begin)
            if match["end"]:
                self.end(match)
            else:
                self.start(match)
            at = match.end()
        self.text(self.source[at:])
        if len(self.open) > 1:
            raise problem(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self.root

    def text(self, text: str) -> None:
        if text:
            self.open[-1].children.append(_decode(text))

    def start(self, match: re.Match[str]) -> None:
        name, at = match["name"].lower(), match.start()
        if name in NOT_BUILT:
            self.fail(f'The sandbox does not build "{name}" in rich messages', at)
        if name not in TAGS:
            self.fail(f'Unsupported start tag "{name}"', at)
        element = Element(name, self.attributes(name, match), self.offset(at))
        self.open[-1].children.append(element)
        if name in VOID or (match["closed"] and name == "a"):
            return
        if match["closed"]:
            self.fail(f'Tag "{name}" can\'t be empty', at)
        self.open.append(element)
        if len(self.open) - 1 > LEVELS:
            raise bad_request(f"rich message has more than {LEVELS} levels of nesting")

    def attributes(self, name: str, match: re.Match[str]) -> dict[str, str]:
        given: dict[str, str] = {}
        for found in _ATTRIBUTE.finditer(match["attributes"]):
            attribute = found["name"].lower()
            if attribute not in TAGS[name]:
                self.fail(f'Unsupported attribute "{attribute}" in the tag "{name}"', match.start())
            given[attribute] = _decode(found["double"] or found["single"] or found["bare"] or "")
        return given

    def end(self, match: re.Match[str]) -> None:
        name, at = match["name"].lower(), match.start()
        if len(self.open) == 1:
            self.fail("Unexpected end tag", at)
        expected = self.open.pop().name
        if name != expected:
            self.fail(f'Unmatched end tag, expected "</{expected}>", found "</{name}>"', at)


def read_tree(source: str) -> Element:
    """The root over all; raises 400 `can't parse entities: …`."""
    return _Reader(source).read()


def elements(root: Element) -> list[Element]:
    """All elements below the root."""
    found: list[Element] = []
    for child in root.children:
        if isinstance(child, Element):
            found += [child, *elements(child)]
    return found
