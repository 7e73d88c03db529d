"""The words of dates in both languages, as pieces of patterns.

A Vietnamese word matches with its accents or with none at all. A word with other accents is
another word: "thứ sáu tới" is a coming Friday, "thứ sáu tối" a Friday evening.
"""

from __future__ import annotations

import re

from domain.text import clean, without_accents

LONGEST_PHRASE = 120
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_ISO_MARK = re.compile("(?<=[0-9]-[0-9]{2}-[0-9]{2})t(?=[0-9])")


def normalized(text: str) -> str:
    """The phrase as the patterns want it: cleaned, lower case, one kind of dash, no commas; the
    day and the hour that a machine joined by a T apart."""
    phrase = _DASHES.sub("-", clean(text).lower()).replace(",", " ").replace(";", " ")
    phrase = _ISO_MARK.sub(" ", phrase)
    return " ".join(phrase.split()).rstrip(".!")


def spelled(phrase: str) -> str:
    """A pattern for the phrase, each word with its accents or with none."""
    return " ".join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    bare = without_accents(word)
    return word if bare == word else f"(?:{word}|{bare})"


def any_of(*phrases: str) -> str:
    """A pattern for any of the phrases; the longer ones are tried first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(spelled(phrase) for phrase in ordered) + ")"


def lookup(table: dict[str, int], word: str) -> int:
    """The number for a matched word, with or without its accents."""
    if word in table:
        return table[word]
    return next(number for name, number in table.items() if without_accents(name) == word)


_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ENGLISH_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTS = {word: number for number, word in enumerate(_ONES, 1)} | {
    word: number for number, word in enumerate(_ENGLISH_ONES, 1)
}
COUNT = rf"(?:[0-9]{{1,3}}|{any_of(*COUNTS)})"


def count(text: str) -> int:
    """The number written in digits or as a word."""
    return int(text) if text.isdigit() else lookup(COUNTS, text)


_WEEKDAY_WORDS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = (
    {f"thứ {word}": number for number, word in enumerate(_WEEKDAY_WORDS)}
    | {f"thứ {number + 2}": number for number in range(6)}
    | {f"t{number + 2}": number for number in range(6)}
    | {"thứ bẩy": 5, "chủ nhật": 6, "chúa nhật": 6, "cn": 6}
    | {name: number for number, name in enumerate(_ENGLISH_WEEKDAYS)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH_WEEKDAYS)}
    | {"tues": 1, "thur": 3, "thurs": 3}
)
WEEKDAY = any_of(*WEEKDAYS)


def weekday(text: str) -> int:
    """0 for Monday to 6 for Sunday."""
    if text not in WEEKDAYS and text.startswith("thứ "):
        # Half accented, as "thứ sau": the second word alone decides.
        text = without_accents(text)
    return lookup(WEEKDAYS, text)


_MONTH_WORDS = (*_ONES[:3], "tư", *_ONES[4:], "mười một", "mười hai")
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
ENGLISH_MONTHS = (
    {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    | {"sept": 9}
)
VIETNAMESE_MONTHS = {word: number for number, word in enumerate(_MONTH_WORDS, 1)} | {"bốn": 4}
ENGLISH_MONTH = any_of(*ENGLISH_MONTHS)
# After an accented "tháng" a bare "sau" is no June without its accent: it is the next month.
_JUNE = "(?:sáu|(?<=thang )sau)"
VIETNAMESE_MONTH = (
    rf"(?:[0-9]{{1,2}}|{any_of(*(word for word in VIETNAMESE_MONTHS if word != 'sáu'))}|{_JUNE})"
)


def month(text: str) -> int:
    """The month in digits or as a word of either language; digits are not checked."""
    if text.isdigit():
        return int(text)
    table = ENGLISH_MONTHS if text in ENGLISH_MONTHS else VIETNAMESE_MONTHS
    return lookup(table, text)


# Which part of the day, by its first and last hour as said on a 12-hour clock, and what to add.
_PARTS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "sáng": ((0, 11, 0),),
    "trưa": ((10, 13, 0), (1, 2, 12)),
    "chiều": ((12, 18, 0), (1, 6, 12)),
    "tối": ((17, 23, 0), (5, 11, 12)),
    "đêm": ((19, 23, 0), (8, 11, 12)),
    "morning": ((0, 11, 0),),
    "afternoon": ((12, 18, 0), (1, 6, 12)),
    "evening": ((17, 23, 0), (5, 11, 12)),
    "am": ((1, 11, 0), (12, 12, -12)),
    "pm": ((1, 11, 12), (12, 12, 0), (13, 23, 0)),
}
PART = any_of("sáng", "trưa", "chiều", "tối", "đêm", "morning", "afternoon", "evening")


def hour_in_part(hour: int, part: str) -> int | None:
    """The hour of 24 that "5 giờ chiều" means; None for what nobody says ("8 giờ trưa")."""
    name = next(name for name in _PARTS if part in (name, without_accents(name)))
    for first, last, added in _PARTS[name]:
        if first <= hour <= last:
            return hour + added
    return None
