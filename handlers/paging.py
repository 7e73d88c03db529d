"""Lists longer than a phone's screen: a page of them, and the buttons that turn it in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import Refusal
from handlers.keyboards import Button

T = TypeVar("T")

PAGE_SIZE = 8


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. Pages are counted from 0."""

    items: Sequence[T]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[T], page: int = 0, size: int = PAGE_SIZE) -> Page[T]:
    """The page with this number, or the nearest there is: the list may have become shorter."""
    pages = pages_of(len(items), size)
    number = min(max(page, 0), pages - 1)
    return Page(items[number * size : (number + 1) * size], number, pages, len(items))


def pages_of(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages hold so many; at least 1."""
    return max(1, -(-total // size))


def pager_rows(verb_prefix: str, page: int, pages: int) -> list[list[Button]]:
    """The row `‹ 1/3 ›`, or nothing where there is but one page.

    Pressed, the buttons send `<verb_prefix>:<page>`; a press brings the page counted from 0. The
    number in the middle shows its own page anew.
    """
    if pages <= 1:
        return []
    row = [Button(f"{page + 1}/{pages}", f"{verb_prefix}:{page}")]
    if page > 0:
        row.insert(0, Button("‹", f"{verb_prefix}:{page - 1}"))
    if page < pages - 1:
        row.append(Button("›", f"{verb_prefix}:{page + 1}"))
    return [row]


def number_of(text: str) -> int:
    """A number from a button's data. Raises Refusal("button_unknown") for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise Refusal("button_unknown")
    return int(text)
