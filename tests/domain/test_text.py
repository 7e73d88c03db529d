from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.text import clean, clean_note, fold, has_invisible, limited, shorten
from tests.domain.properties import any_text, refusal

FAMILY = "👨\u200d👩\u200d👧"
PRIDE = "🏳\ufe0f\u200d🌈"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Kiểm   tra\t\nlễ đài ", "Kiểm tra lễ đài"),
        (unicodedata.normalize("NFD", "Điện Biên Phủ"), "Điện Biên Phủ"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("\u202eabc\u202c\u200f\u2066x\u2069", "abcx"),
        ("a\x00b\x07c\x7fd\x85e", "abcd e"),
        ("a\u200b\u0301", "á"),
        ("trước\ud800sau\udfff", "trướcsau"),
        ("không\u00a0gãy\u3000rộng", "không gãy rộng"),
        ("\u3164\u2800", ""),
        ("a\u200db", "ab"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_a_text_is_cleaned_to_one_line(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("emoji", [FAMILY, PRIDE, WALES, "❤\ufe0f", "1\ufe0f\u20e3", "👍🏽", "🇻🇳"])
def test_an_emoji_stays_whole(emoji: str) -> None:
    assert clean(f"xong {emoji} rồi") == f"xong {emoji} rồi"


@pytest.mark.parametrize(
    "loose", ["👍\u200d", "\u200d👍", "👍\u200d x", "👍\u200b\u200d\u200d", "x\ufe0f"]
)
def test_a_joiner_that_joins_no_emoji_goes(loose: str) -> None:
    assert not has_invisible(clean(loose))


def test_a_note_keeps_its_lines_and_one_empty_line_at_most() -> None:
    assert clean_note(" a \r\n\n\n\n  b  c\u2028d\n\n") == "a\n\nb c\nd"


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_note(clean_note(text)) == clean_note(text)
    assert clean(text).encode() == clean(clean_note(text)).encode()


@given(st.lists(st.sampled_from([*FAMILY, *PRIDE, *WALES, "\u20e3", "1", "a", "\u200b", "\u0301"])))
def test_cleaning_pieces_of_emoji_twice_changes_nothing_more(pieces: list[str]) -> None:
    once = clean("".join(pieces))
    assert clean(once) == once


def test_every_character_that_cannot_be_seen_goes_from_between_letters() -> None:
    unseen = [letter for letter in map(chr, range(0x110000)) if has_invisible(letter)]
    assert len(unseen) > 4000
    kept = [letter for letter in unseen if letter in clean(f"a{letter}b")]
    assert not [f"U+{ord(letter):04X}" for letter in kept]


def test_every_blank_becomes_one_plain_blank() -> None:
    blanks = [letter for letter in map(chr, range(0x3200)) if letter.isspace()]
    assert {clean(f"a{blank}b") for blank in [*blanks, *"\u115f\u1160\u2800\uffa0", "  "]} == {
        "a b"
    }


@given(any_text)
def test_a_cleaned_text_is_composed_trimmed_and_has_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cleaned)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đột  XUẤT", "dot xuat"),
        ("đường Đ", "duong d"),
        ("Trưởng Tiểu ban", "truong tieu ban"),
        ("ABC", "abc"),
        ("Straße", "strasse"),
        ("𝑨ＢＣ", "abc"),
    ],
)
def test_folding_takes_off_case_accents_and_the_stroke_of_d(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(any_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_text_that_fits_is_not_shortened() -> None:
    assert shorten("vừa khít", 8) == "vừa khít"


def test_a_long_text_is_cut_between_words() -> None:
    assert shorten("Kiểm tra an ninh khu vực lễ đài", 16) == "Kiểm tra an…"
    assert shorten("Kiểm tra an ninh khu vực", 9) == "Kiểm tra…"


def test_a_long_word_is_cut_within() -> None:
    assert shorten("a" * 30, 10) == "a" * 9 + "…"


@pytest.mark.parametrize("cluster", [FAMILY, PRIDE, WALES, "👍🏽", "🇻🇳", "e\u0323\u0302"])
def test_nothing_is_cut_within_what_is_read_as_one_character(cluster: str) -> None:
    text = cluster * 5
    for width in range(1, len(text)):
        kept = shorten(text, width).removesuffix("…")
        assert kept == cluster * (len(kept) // len(cluster))


@given(any_text, st.integers(1, 60))
def test_a_shortened_text_fits_and_shows_that_it_was_cut(text: str, width: int) -> None:
    shortened = shorten(text, width)
    assert len(shortened) <= width
    assert shortened == text or shortened.endswith("…")


def test_a_text_beyond_its_limit_is_refused_with_the_limit() -> None:
    assert limited("a" * 200, "name", 200) == "a" * 200
    caught = refusal(limited, "a" * 5000, "name", 200)
    assert (caught.key, caught.data) == (
        "too_long",
        {"field": "name", "limit": 200, "length": 5000},
    )


def test_a_refusal_says_its_key_and_data() -> None:
    assert str(Refusal("bad_code", text="x")) == "bad_code {'text': 'x'}"
    assert str(Refusal("bad_code")) == "bad_code"
