"""What a member says of a task in a line: percent, done, blocked, and a note."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from domain.codes import Reference, find_leading_reference
from domain.errors import Refusal
from domain.lines import at_most_lines
from domain.text import NOTE_LIMIT, clean, clean_note, limited

_SIGNED_PERCENT = re.compile(r"(?P<number>[+-]?[0-9]+(?:[.,][0-9]+)?)[ \t]?[%％]")
# Without its sign a number must end here: "60-70", "2/3" and "17h" are words of the note.
_BARE_NUMBER = re.compile(r"(?P<number>[0-9]+)(?P<after>[ \t]+|[:,.;](?![0-9])|\n|$)")
_DONE = "(?:xong|done)"
_BLOCKED = "(?:vướng|vuong|blocked)"
_KEYWORD = re.compile(
    rf"(?:(?P<done>{_DONE})|(?P<blocked>{_BLOCKED}))[ \t]*(?:[:,]|\.(?!\w)|\n|$)", re.IGNORECASE
)
# "Chưa xong" and "not done" say the contrary.
_SOUNDS_DONE = re.compile(
    r"(?<!chưa )(?<!chua )(?<!không )(?<!not )\b(?:xong|done|hoàn thành|hoan thanh)\b",
    re.IGNORECASE,
)
_SOUNDS_BLOCKED = re.compile(rf"\b{_BLOCKED}\b", re.IGNORECASE)
_BETWEEN = " \t\n:,.;-–"


@dataclass(frozen=True)
class ReportWords:
    """A report as said, not yet judged against the task."""

    percent: int | None = None
    """0 to 100."""
    done: bool = False
    """Said by the keyword, or by 100 %; never together with `blocked`."""
    blocked: bool = False
    """The note is then the reason, and may be empty."""
    note: str = ""
    bare_percent: bool = False
    """The percent was a number before words, without its sign: the answer says how it was read."""
    suggests_submit: bool = False
    """The note sounds done though the keyword does not count."""
    suggests_block: bool = False
    """The note sounds blocked though the keyword does not count."""


@dataclass(frozen=True)
class ReportLine:
    """One report of several, with what was wrong with it, if anything."""

    text: str
    """Cleaned, with the lines that continue it: ready to copy."""
    reference: Reference | None = None
    words: ReportWords | None = None
    refusal: Refusal | None = None
    """Set when the line cannot be carried out; `words` is then None."""


def parse_report_line(text: str) -> ReportWords:
    """What is said after the reference; further lines belong to the note.

    A percent and then a keyword may stand at the beginning: "60%", "60 %", "60"; "xong", "done",
    "vướng", "blocked", if alone or before ":", ",", "." or the end of the line. A bare number
    before words counts from 1 to 99 only: "100 đại biểu" must not submit, "0 vướng" not undo.
    Raises `Refusal`: "bad_percent" (not a whole number from 0 to 100), "too_long" (the note).
    """
    said = clean_note(text)
    percent, bare, rest = _take_percent(said)
    keyword = _KEYWORD.match(rest)
    note = rest[keyword.end() :].lstrip(_BETWEEN) if keyword else rest
    blocked = bool(keyword and keyword["blocked"])
    done = not blocked and (bool(keyword) or percent == 100)
    counted = done or blocked
    return ReportWords(
        percent=percent,
        done=done,
        blocked=blocked,
        note=limited(note, "note", NOTE_LIMIT),
        bare_percent=bare,
        suggests_submit=not counted and bool(_SOUNDS_DONE.search(note)),
        suggests_block=not counted and bool(_SOUNDS_BLOCKED.search(note)),
    )


def _take_percent(said: str) -> tuple[int | None, bool, str]:
    """The percent at the beginning, whether it stood bare before words, and the rest."""
    if match := _SIGNED_PERCENT.match(said):
        return _percent(match["number"]), False, said[match.end() :].lstrip(_BETWEEN)
    match = _BARE_NUMBER.match(said)
    if match is None:
        return None, False, said
    digits = match["number"]
    rest = said[match.end() :].lstrip(_BETWEEN)
    before_words = bool(rest) and match["after"][:1] in (" ", "\t")
    if before_words and (_too_large(digits) or int(digits) in (0, 100)):
        return None, False, said
    return _percent(digits), before_words, rest


def _too_large(digits: str) -> bool:
    return len(digits) > 3 or int(digits) > 100


def _percent(text: str) -> int:
    if text.isdigit() and not _too_large(text):
        return int(text)
    raise Refusal("bad_percent", text=text[:20])


def parse_reports(text: str, known: Collection[str] | None = None) -> list[ReportLine]:
    """Each line that begins with a reference is a report; the lines without one continue its note.

    `known`: codes of the events the person can mean, see `find_leading_reference`. A beginning
    without a reference is a line refused with "reference_missing". What is wrong with one line
    is kept on it and harms no other. Raises `Refusal("too_many_lines")` beyond 100 lines.
    """
    lines = text.splitlines()
    at_most_lines(lines)
    blocks: list[list[str]] = []
    for line in lines:
        if not blocks or _begins_report(line, known):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    joined = ("\n".join(block).strip() for block in blocks)
    return [_report(block, known) for block in joined if clean_note(block)]


def _begins_report(line: str, known: Collection[str] | None) -> bool:
    try:
        return find_leading_reference(line, known) is not None
    except Refusal:
        return True


def _report(block: str, known: Collection[str] | None) -> ReportLine:
    shown = clean_note(block)
    reference: Reference | None = None
    try:
        found = find_leading_reference(block, known)
        if found is None:
            raise Refusal("reference_missing", text=clean(block.splitlines()[0]))
        reference, rest = found
        return ReportLine(shown, reference, parse_report_line(rest))
    except Refusal as refusal:
        return ReportLine(shown, reference, refusal=refusal)
