"""Texts as they come in: cleaned, shortened, folded for search."""

from __future__ import annotations

import re
import unicodedata

from domain.errors import Refusal

NAME_LIMIT = 200
TITLE_LIMIT = 300
NOTE_LIMIT = 2000

_JOINER = "\u200d"
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_TAGS = "\U000e0020-\U000e007f"
# Besides the controls and the bidirectional marks: what Unicode calls "default ignorable",
# because a reader cannot see it either, and the noncharacters.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
# The Hangul fillers and the empty Braille cell take room but show nothing.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"

_EMOJI_PART = (
    f"(?<=[{_EMOJI}])[\ufe0e\ufe0f]"  # text or picture form
    "|(?<=[0-9#*])\ufe0f(?=\u20e3)"  # keycaps
    f"|(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f)){_JOINER}(?=[{_EMOJI}])"
    f"|(?<=\U0001f3f4)[{_TAGS}]{{2,}}(?<=\U000e007f)"  # flags of regions
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_UNSEEN_OR_EMOJI_PART = re.compile(f"(?P<kept>{_EMOJI_PART})|[{_INVISIBLE}]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Of what is to be cleaned that alone counts as printable.
_UNSEEN_PRINTABLE = re.compile(
    f"[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef{_BLANKS}]"
)
_MANY_BLANKS = re.compile(rf"[\s{_BLANKS}]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAG_RANGE = range(0xE0020, 0xE0080)
_REGION_LETTERS = range(0x1F1E6, 0x1F200)


def has_invisible(text: str) -> bool:
    """Whether the text holds a control, bidirectional, zero-width or otherwise unseen character."""
    return bool(_UNSEEN.search(text))


def clean(text: str) -> str:
    """The text as one line: NFC, without what cannot be seen, blanks collapsed, ends trimmed.

    Emoji stay whole (with their joiners); lone surrogates go. Cleaning twice changes nothing more.
    """
    if _is_clean(text):
        return text
    return _MANY_BLANKS.sub(" ", _without_unseen(text)).strip()


def clean_note(text: str) -> str:
    """Like `clean`, but line breaks stay, with at most one empty line between two others."""
    if _is_clean(text):
        return text
    lines = (clean(line) for line in _LINE_BREAK.split(text))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _is_clean(text: str) -> bool:
    """Whether it is one clean line already, as nearly all that people send is; not always seen."""
    return (
        text.isprintable()
        and text == text.strip()
        and "  " not in text
        and unicodedata.is_normalized("NFC", text)
        and not _UNSEEN_PRINTABLE.search(text)
    )


def _without_unseen(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    # Composed before, so that neighbours of joiners are what they will be; and after, because
    # what was removed may have stood between a letter and its accent.
    composed = unicodedata.normalize("NFC", text)
    if not _UNSEEN.search(composed):
        return composed
    seen = _UNSEEN_OR_EMOJI_PART.sub(lambda match: match["kept"] or "", composed)
    return unicodedata.normalize("NFC", seen)


def limited(text: str, field: str, limit: int) -> str:
    """The text itself; beyond the limit `Refusal("too_long")` with field, limit and length."""
    if len(text) > limit:
        raise Refusal("too_long", field=field, limit=limit, length=len(text))
    return text


def fold(text: str) -> str:
    """The text for comparison: one line, no case, no accents, Đ as D (which NFD leaves)."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Letters in disguise (𝑨) have no case until they are decomposed.
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    bare = without_accents(unicodedata.normalize("NFKD", plain))
    return " ".join(bare.split())


def without_accents(text: str) -> str:
    """The text in NFD without its combining marks, with đ and Đ as d and D; the case stays."""
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def shorten(text: str, width: int) -> str:
    """At most `width` (1 or more) characters; what is cut off is shown by a final "…".

    It is cut between words where that leaves at least half of the width, else between two
    characters as a reader sees them: never within an emoji or between a letter and its accent.
    """
    if len(text) <= width:
        return text
    end = width - 1
    while end > 0 and _belongs_to_previous(text, end):
        end -= 1
    blank = end if text[end : end + 1].isspace() else text.rfind(" ", 0, end)
    if blank >= width // 2:
        end = blank
    return text[:end].rstrip(" ,;:.-–(") + "…"


def _belongs_to_previous(text: str, index: int) -> bool:
    """Whether the character at the index is seen as part of the one before it."""
    character, code = text[index], ord(text[index])
    if text[index - 1] == _JOINER or character == _JOINER:
        return True
    if code in _REGION_LETTERS:
        return _odd_region_letters_before(text, index)
    joined = code in _SKIN_TONES or code in _TAG_RANGE
    return joined or unicodedata.category(character).startswith("M")


def _odd_region_letters_before(text: str, index: int) -> bool:
    """A flag is a pair of region letters: whether an open pair stands before the index."""
    start = index
    while start > 0 and ord(text[start - 1]) in _REGION_LETTERS:
        start -= 1
    return (index - start) % 2 == 1
