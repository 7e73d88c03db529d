"""What all property tests share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.text import without_accents

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as shown": str,
    "without accents": lambda text: unicodedata.normalize("NFC", without_accents(text)),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "blanks around": lambda text: f"  {text.replace(' ', '  ')}\n",
}

any_text = st.text(st.characters(codec=None, categories=None), max_size=60)


def pieces_of(words: str) -> st.SearchStrategy[str]:
    """Phrases of the given words (and single characters) in any order: near-misses."""
    return st.lists(st.sampled_from(words.split()), max_size=7).map(" ".join)


def refusal(parse: Callable[..., object], *arguments: object) -> Refusal:
    """The refusal that the parser raises; anything else fails the test."""
    with pytest.raises(Refusal) as caught:
        parse(*arguments)
    return caught.value
