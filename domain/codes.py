"""Codes of events and units, and references to tasks, as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.errors import Refusal
from domain.text import clean, has_invisible

SHORTEST_CODE = 2

_CODE = re.compile(r"[A-Z0-9]{2,12}", re.ASCII)
_BLANK = "[ \t\u00a0\u202f]"
_HYPHEN = "[-\u2010-\u2015\u2212]"
# A combining mark or something unseen may stand in a code as typed; parse_code judges it.
_TYPED = r"(?:[^\W_]|[\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad])+"
_TYPED_REFERENCE = (
    rf"(?P<code>{_TYPED})(?P<before>{_BLANK}*){_HYPHEN}(?P<after>{_BLANK}*)(?P<number>[0-9]{{1,9}})"
)
_WHOLE_REFERENCE = re.compile(_TYPED_REFERENCE)
_LEADING_REFERENCE = re.compile(rf"\s*{_TYPED_REFERENCE}(?:[:,;.]?(?=\s|$)|:)")


@dataclass(frozen=True, order=True)
class Reference:
    """A task within a subcommittee: the code of its event and its number there (from 1)."""

    code: str
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"


def parse_code(text: str) -> str:
    """The code in its one form: 2 to 12 of A–Z, 0–9, after folding case, accents and Đ.

    Raises `Refusal("bad_code")` with the cleaned text and the reason: "invisible", "length"
    or "characters".
    """
    typed = text.strip()
    code = _folded(typed)
    if _CODE.fullmatch(code):
        return code
    raise Refusal("bad_code", text=clean(typed), reason=_fault(typed, code))


@lru_cache(maxsize=1024)  # a subcommittee has few codes, and all day they are typed
def _folded(text: str) -> str:
    # Only the accents proper: a keycap's frame or a picture selector is no accent.
    decomposed = unicodedata.normalize("NFD", text).translate(_D_WITHOUT_STROKE)
    letters = re.sub("[\u0300-\u034e\u0350-\u036f]", "", decomposed)
    # upper() would spell out letters that are none of A–Z (ß as SS).
    return "".join(letter.upper() if letter.isascii() else letter for letter in letters)


_D_WITHOUT_STROKE = {ord("đ"): "d", ord("Đ"): "D"}


def _fault(typed: str, code: str) -> str:
    if has_invisible(typed):
        return "invisible"
    if re.fullmatch(r"[A-Z0-9]*", code):
        return "length"
    return "characters"


def parse_reference(text: str) -> Reference:
    """The reference that the whole text is.

    Case, accents, blanks around the hyphen and a dash in its place do not matter. Raises
    `Refusal("bad_reference")` with the cleaned text, or what `parse_code` raises.
    """
    match = _WHOLE_REFERENCE.fullmatch(text.strip())
    if match is None:
        raise Refusal("bad_reference", text=clean(text))
    return _reference(match)


def _reference(match: re.Match[str]) -> Reference:
    code = parse_code(match["code"])
    if int(match["number"]) == 0:
        raise Refusal("bad_reference", text=f"{code}-0")
    return Reference(code, int(match["number"]))


def find_leading_reference(
    text: str, known: Collection[str] | None = None
) -> tuple[Reference, str] | None:
    """The reference with which the text begins, and the rest after it; None where there is none.

    With the `known` codes given, what might be plain words ("Tổ - 2 người", "10-15 xe") counts
    only if its code is known; a neatly typed reference always counts, so that a slip is answered.
    Without them, a code of digits alone does not count. Raises what `parse_code` raises where
    the code has characters in it that cannot be seen.
    """
    match = _LEADING_REFERENCE.match(text)
    if match is None or not _could_be_meant(match, known):
        return None
    return _reference(match), text[match.end() :].strip()


def _could_be_meant(match: re.Match[str], known: Collection[str] | None) -> bool:
    typed = match["code"]
    if has_invisible(typed):
        return True
    code = _folded(typed)
    if not _CODE.fullmatch(code) or int(match["number"]) == 0:
        return False
    neat = typed.isascii() and not match["before"] and not match["after"]
    if not code.isdigit() and (neat or known is None):
        return True
    return known is not None and code in known


def parse_references(text: str) -> tuple[Reference, ...]:
    """Several references, separated by blanks, commas or lines; each once, in their order.

    Raises `Refusal("bad_reference")` for the first piece that is none.
    """
    references: dict[Reference, None] = {}
    rest = text.strip(" \t\r\n,;")
    while rest:
        match = _WHOLE_REFERENCE.match(rest)
        if match is None or not re.match(r"[\s,;]|$", rest[match.end() :]):
            raise Refusal("bad_reference", text=clean(re.split(r"[\s,;]", rest, maxsplit=1)[0]))
        references[_reference(match)] = None
        rest = rest[match.end() :].strip(" \t\r\n,;")
    if not references:
        raise Refusal("missing_field", field="reference")
    return tuple(references)


def nearest(code: str, known: Iterable[str]) -> str | None:
    """The known code that was most likely meant, or None if none is near.

    Near is: one slip (a character missing, added, wrong, or two swapped), two in a code of five
    or more, or a beginning of the known code with at least two characters.
    """
    allowed = 2 if len(code) >= 5 else 1
    ranked = sorted(
        (distance, candidate)
        for candidate in known
        if (distance := _nearness(code, candidate, allowed)) <= allowed
    )
    return ranked[0][1] if ranked else None


def _nearness(code: str, candidate: str, allowed: int) -> float:
    if abs(len(code) - len(candidate)) <= allowed:
        distance = _edit_distance(code, candidate)
        if distance <= allowed:
            return distance
    if len(code) >= SHORTEST_CODE and candidate.startswith(code):
        return allowed  # behind a single slip
    return allowed + 1


def _edit_distance(left: str, right: str) -> int:
    """How many characters to insert, delete, replace or swap with their neighbour."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
