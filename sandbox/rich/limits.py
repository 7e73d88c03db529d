"""How large a rich message may be, as documented. The nesting is checked while it is read."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request

CHARACTERS = 32_768
BLOCKS = 500
COLUMNS = 20

_TEXTS = ("text", "summary", "caption", "credit", "expression", "alternative_text")
_PARTS = ("blocks", "items", "cells")


def text_length(value: Any) -> int:
    """The characters of all texts, those of formulas and emoji included."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(map(text_length, value))
    return sum(text_length(value[name]) for name in (*_TEXTS, *_PARTS) if name in value)


def block_count(blocks: list[dict[str, Any]]) -> int:
    """The blocks with those in them, the items of lists and the rows of tables."""
    count = len(blocks)
    for block in blocks:
        items = block.get("items", [])
        count += len(items) + sum(block_count(item["blocks"]) for item in items)
        count += len(block.get("cells", [])) + block_count(block.get("blocks", []))
    return count


def check_columns(rows: list[list[dict[str, Any]]]) -> None:
    """Raises 400 for a table that is too wide; cells that span rows take room below them."""
    reaching: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        reaching = [(end, width) for end, width in reaching if end > number]
        cells = [(number + cell.get("rowspan", 1), cell.get("colspan", 1)) for cell in row]
        reaching += cells
        if sum(width for _, width in reaching) > COLUMNS:
            raise bad_request(f"rich message table has more than {COLUMNS} columns")


def check_size(blocks: list[dict[str, Any]]) -> None:
    """Raises 400 for a message that is empty or too large."""
    if not blocks:
        raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    if text_length(blocks) > CHARACTERS:
        raise bad_request("RICH_MESSAGE_TEXT_TOO_LONG")
    if block_count(blocks) > BLOCKS:
        raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MANY")
