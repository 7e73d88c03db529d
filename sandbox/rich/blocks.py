"""The blocks of a rich message, from the tree of its HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from sandbox.errors import bad_request
from sandbox.rich.inline import INLINE, Inline, UserOf, source_of
from sandbox.rich.limits import check_columns, check_size
from sandbox.rich.lists import BULLET, TYPES, label
from sandbox.rich.tree import Element, Node, elements, problem, read_tree

Block: TypeAlias = dict[str, Any]


def _blank(node: Node) -> bool:
    return isinstance(node, str) and not node.strip(" \t\n\r\f")


def _parts(element: Element, *names: str) -> list[Element]:
    """The children of an element that holds such tags alone; raises 400 for anything else."""
    parts: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.name in names:
            parts.append(child)
        elif isinstance(child, Element):
            raise problem(f'Tag "{child.name}" can\'t be in "{element.name}"', child.at)
        elif not _blank(child):
            raise problem(f'Text can\'t be directly in "{element.name}"', element.at)
    return parts


class _Builder:
    def __init__(self, inline: Inline) -> None:
        self.inline = inline

    def body(self, nodes: list[Node]) -> list[Block]:
        """Blocks; text between them makes paragraphs of its own."""
        blocks: list[Block] = []
        run: list[Node] = []
        for node in nodes:
            if isinstance(node, Element) and node.name not in INLINE:
                blocks += self.paragraph(run)
                run = []
                blocks.append(self.block(node))
            else:
                run.append(node)
        return blocks + self.paragraph(run)

    def required_body(self, nodes: list[Node]) -> list[Block]:
        blocks = self.body(nodes)
        if not blocks:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        return blocks

    def paragraph(self, run: list[Node]) -> list[Block]:
        text = self.inline.text(run)
        if not text:
            return []
        if isinstance(text, dict) and text["type"] == "anchor":
            return [text]
        return [{"type": "paragraph", "text": text}]

    def block(self, element: Element) -> Block:
        build = _BUILDERS.get(element.name)
        if build is None:
            raise problem(f'Tag "{element.name}" can\'t be here', element.at)
        return build(self, element)

    def simple(self, element: Element) -> Block:
        kind = "footer" if element.name == "footer" else "paragraph"
        return {"type": kind, "text": self.inline.required(element)}

    def heading(self, element: Element) -> Block:
        text = self.inline.required(element)
        return {"type": "heading", "text": text, "size": int(element.name[1])}

    def pre(self, element: Element) -> Block:
        inner = element.children[0] if len(element.children) == 1 else None
        if not isinstance(inner, Element) or inner.name != "code":
            return {"type": "pre", "text": self.inline.required(element)}
        block = {"type": "pre", "text": self.inline.required(element, inner.children)}
        language = inner.attributes.get("class", "").removeprefix("language-")
        return {**block, "language": language} if language else block

    def divider(self, element: Element) -> Block:
        return {"type": "divider"}

    def formula(self, element: Element) -> Block:
        return {"type": "mathematical_expression", "expression": source_of(element)}

    def credited(self, element: Element) -> tuple[list[Node], Block]:
        """What stands in a quotation, and its credit."""
        cites = [c for c in element.children if isinstance(c, Element) and c.name == "cite"]
        if len(cites) > 1:
            raise problem(f'There can be one "cite" in "{element.name}"', cites[1].at)
        rest = [child for child in element.children if child not in cites]
        return rest, {"credit": self.inline.required(cites[0])} if cites else {}

    def quotation(self, element: Element) -> Block:
        rest, credit = self.credited(element)
        if "collapsed" in element.attributes:
            text = self.inline.required(element, rest)
            return {"type": "expandable_blockquote", "text": text, **credit}
        return {"type": "blockquote", "blocks": self.required_body(rest), **credit}

    def pull_quotation(self, element: Element) -> Block:
        rest, credit = self.credited(element)
        return {"type": "pullquote", "text": self.inline.required(element, rest), **credit}

    def details(self, element: Element) -> Block:
        rest = [child for child in element.children if not _blank(child)]
        first = rest[0] if rest else None
        if not isinstance(first, Element) or first.name != "summary":
            raise problem('Tag "details" must begin with "summary"', element.at)
        block = {
            "type": "details",
            "summary": self.inline.required(first),
            "blocks": self.required_body(rest[1:]),
        }
        return {**block, "is_open": True} if "open" in element.attributes else block

    def bullets(self, element: Element) -> Block:
        return self.listed([self.item(part, BULLET) for part in _parts(element, "li")])

    def numbers(self, element: Element) -> Block:
        parts = _parts(element, "li")
        step = -1 if "reversed" in element.attributes else 1
        number = element.number("start", len(parts) if step < 0 else 1)
        usual = element.choice("type", TYPES)
        items = []
        for part in parts:
            number = part.number("value", number)
            kind = part.choice("type", (usual, *TYPES))
            item = self.item(part, label(number, kind))
            items.append({**item, "value": number, "type": kind})
            number += step
        return self.listed(items)

    def listed(self, items: list[Block]) -> Block:
        if not items:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        return {"type": "list", "items": items}

    def item(self, element: Element, label: str) -> Block:
        rest = [child for child in element.children if not _blank(child)]
        box = rest[0] if rest else None
        if not isinstance(box, Element) or box.name != "input":
            return {"label": label, "blocks": self.required_body(element.children)}
        if box.attributes.get("type") != "checkbox":
            raise problem('Tag "input" must have type "checkbox"', box.at)
        inner = element.children[element.children.index(box) + 1 :]
        item = {"label": label, "blocks": self.required_body(inner), "has_checkbox": True}
        return {**item, "is_checked": True} if "checked" in box.attributes else item

    def table(self, element: Element) -> Block:
        parts = _parts(element, "caption", "tr")
        captions = [part for part in parts if part.name == "caption"]
        if len(captions) > 1 or (captions and parts[0] is not captions[0]):
            raise problem('Tag "caption" must come first in "table"', captions[-1].at)
        rows = [
            [self.cell(cell) for cell in _parts(part, "td", "th")]
            for part in parts
            if part.name == "tr"
        ]
        if not rows or not all(rows):
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        check_columns(rows)
        block: Block = {"type": "table", "cells": rows}
        for name in ("bordered", "striped", "compact"):
            if name in element.attributes:
                block[f"is_{name}"] = True
        if captions:
            block["caption"] = self.inline.required(captions[0])
        return block

    def cell(self, element: Element) -> Block:
        cell: Block = {
            "align": element.choice("align", ("left", "center", "right")),
            "valign": element.choice("valign", ("top", "middle", "bottom")),
        }
        text = self.inline.text(element.children)
        if text:
            cell["text"] = text
        if element.name == "th":
            cell["is_header"] = True
        for name in ("colspan", "rowspan"):
            span = element.number(name, 1)
            if span < 1:
                raise problem(f'Attribute "{name}" must be positive', element.at)
            if span > 1:
                cell[name] = span
        return cell


_BUILDERS: dict[str, Callable[[_Builder, Element], Block]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Builder.heading),
    "p": _Builder.simple,
    "footer": _Builder.simple,
    "pre": _Builder.pre,
    "hr": _Builder.divider,
    "tg-math-block": _Builder.formula,
    "blockquote": _Builder.quotation,
    "aside": _Builder.pull_quotation,
    "details": _Builder.details,
    "ul": _Builder.bullets,
    "ol": _Builder.numbers,
    "table": _Builder.table,
}


def parse_rich_html(source: str, user_of: UserOf, *, detect: bool = True) -> list[Block]:
    """The blocks of a rich message; raises 400 for what is malformed, empty or too large.

    `user_of` gives the User of an id, None for one whom the bot has not met; with `detect` links,
    addresses, mentions, hashtags and commands in plain text are found.
    """
    root = read_tree(source)
    references = {
        element.attributes.get("name", "")
        for element in elements(root)
        if element.name == "tg-reference"
    }
    blocks = _Builder(Inline(references, user_of, detect=detect)).body(root.children)
    check_size(blocks)
    return blocks
