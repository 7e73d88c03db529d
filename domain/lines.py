"""Several lines in one message, each carried out for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import Refusal
from domain.text import clean

LINE_LIMIT = 100

T = TypeVar("T")


@dataclass(frozen=True)
class Line(Generic[T]):
    """One line of several: what it means, or why it cannot be carried out."""

    text: str
    """Cleaned, ready to copy."""
    value: T | None = None
    refusal: Refusal | None = None


def split_lines(text: str) -> list[str]:
    """The lines that are not blank. Raises `Refusal("too_many_lines")` beyond 100."""
    lines = [line for line in text.splitlines() if clean(line)]
    at_most_lines(lines)
    return lines


def at_most_lines(lines: list[str]) -> None:
    """Raises `Refusal("too_many_lines")` with limit and count beyond 100 lines."""
    if len(lines) > LINE_LIMIT:
        raise Refusal("too_many_lines", limit=LINE_LIMIT, count=len(lines))


def read_lines(lines: list[str], parse: Callable[[str], T]) -> list[Line[T]]:
    """Each line parsed for itself: one that is refused keeps its refusal and harms no other."""
    return [_line(line, parse) for line in lines]


def _line(text: str, parse: Callable[[str], T]) -> Line[T]:
    try:
        return Line(clean(text), parse(text))
    except Refusal as refusal:
        return Line(clean(text), refusal=refusal)
