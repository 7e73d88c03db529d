"""How a subcommittee's documents are laid out, and what stands at their head and foot."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from domain.text import clean

LONGEST_SYMBOL = 12
_STROKE = re.compile(r"(?<!\b[TKtk])/")


class Layout(StrEnum):
    """By whose rules a document is laid out."""

    STATE = "state"
    """Decree 30/2020/NĐ-CP, Appendix I."""
    PARTY = "party"
    """Guidance 36-HD/VPTW of 2018."""
    PLAIN = "plain"


def initials(name: str) -> str:
    """The abbreviation of a body as it is used in symbols: "Tiểu ban An ninh" gives "TBAN".

    Accents go, but Đ stays a letter of its own. What has no letters has no abbreviation.
    """
    words = re.findall(r"[^\W\d_]+", clean(name))
    return "".join(_bare(word[0]) for word in words)[:LONGEST_SYMBOL]


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.upper())[0]


def signature_lines(title: str) -> tuple[str, ...]:
    """The lines of a signer's title, which are parted by "/": "KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN".

    The strokes of the party's T/M, K/T and T/L part nothing.
    """
    return tuple(part.upper() for part in map(clean, _STROKE.split(title)) if part)


def recipient_lines(text: str) -> tuple[str, ...]:
    """The recipients as typed, parted by ";"."""
    return tuple(part for part in (clean(piece).strip("-– ") for piece in text.split(";")) if part)
