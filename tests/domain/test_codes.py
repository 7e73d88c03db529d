from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import (
    Reference,
    find_leading_reference,
    nearest,
    parse_code,
    parse_reference,
    parse_references,
)
from domain.errors import Refusal
from tests.domain.properties import SPELLINGS, any_text, refusal

codes = st.text("ABCDEGHIKLMNOPQRSTUVXY0123456789", min_size=2, max_size=12)
references = st.builds(Reference, codes, st.integers(1, 999_999_999))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DBP70", "DBP70"),
        ("dbp70", "DBP70"),
        ("đbp70", "DBP70"),
        ("Điện", "DIEN"),
        (" catphn ", "CATPHN"),
        ("e\u0302\u0301x", "EX"),
        ("A1", "A1"),
        ("ABCDEFGHIJ12", "ABCDEFGHIJ12"),
    ],
)
def test_a_code_is_folded_to_its_one_form(typed: str, code: str) -> None:
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("A", "length"),
        ("", "length"),
        ("ABCDEFGHIJ123", "length"),
        ("DBP 70", "characters"),
        ("DBP-70", "characters"),
        ("DBP🎉", "characters"),
        ("DBP\u200b70", "invisible"),
        ("\u200fDBP70", "invisible"),
        ("1\ufe0f\u20e32", "invisible"),
        ("AB\u034f", "invisible"),
        ("ＤＢＰ", "characters"),
        ("ßß", "characters"),
        ("٣٤", "characters"),
        ("DBP_70", "characters"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(typed: str, reason: str) -> None:
    caught = refusal(parse_code, typed)
    assert (caught.key, caught.data["reason"]) == ("bad_code", reason)


@pytest.mark.parametrize(
    "typed", ["DBP70-12", "dbp70-12", "ĐBP70 – 12", "dbp70 -12", "dbp70— 12", " DBP70-012 "]
)
def test_a_reference_is_read_tolerantly(typed: str) -> None:
    assert parse_reference(typed) == Reference("DBP70", 12)


@pytest.mark.parametrize("typed", ["DBP70", "DBP70-", "DBP70-0", "DBP70-12a", "DBP70 12", "", "-1"])
def test_what_is_no_reference_is_refused(typed: str) -> None:
    assert refusal(parse_reference, typed).key == "bad_reference"


def test_a_reference_with_unseen_characters_is_refused_for_its_code() -> None:
    assert refusal(parse_reference, "DBP\u200b70-1").data["reason"] == "invisible"
    assert refusal(find_leading_reference, "DBP\u200b70-1 xong").data["reason"] == "invisible"


@given(references, st.sampled_from(sorted(SPELLINGS)))
def test_a_shown_reference_is_read_back(reference: Reference, spelling: str) -> None:
    assert parse_reference(SPELLINGS[spelling](str(reference))) == reference


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("DBP70-12 xong", "xong"),
        ("dbp70-12: 60%", "60%"),
        ("ĐBP70 – 12, đã gửi", "đã gửi"),
        ("DBP70-12", ""),
        ("DBP70-12\nghi chú\nnữa", "ghi chú\nnữa"),
        ("DBP70-12:xong", "xong"),
    ],
)
def test_a_leading_reference_is_found_with_its_rest(text: str, rest: str) -> None:
    assert find_leading_reference(text) == (Reference("DBP70", 12), rest)


@pytest.mark.parametrize(
    "text",
    [
        "xong DBP70-12",
        "10-15 người",
        "20-4 họp",
        "DBP70-12x",
        "DBP70-1.5 m",
        "DBP70-0 x",
        "an toàn",
        "",
    ],
)
def test_where_there_is_no_leading_reference_none_is_found(text: str) -> None:
    assert find_leading_reference(text) is None


def test_with_known_codes_plain_words_are_no_reference() -> None:
    known = {"DBP70", "2024"}
    assert find_leading_reference("Tổ - 2 người", known) is None
    assert find_leading_reference("10-15 xe", known) is None
    assert find_leading_reference("2024-3 xong", known) == (Reference("2024", 3), "xong")
    assert find_leading_reference("đbp70 - 3 xong", known) == (Reference("DBP70", 3), "xong")


def test_a_neatly_typed_reference_counts_even_if_its_code_is_unknown() -> None:
    assert find_leading_reference("DBP71-3 xong", {"DBP70"}) == (Reference("DBP71", 3), "xong")


def test_several_references_are_read_each_once() -> None:
    found = parse_references("DBP70-1, dbp70 - 2;DN25-3\nDBP70-1")
    assert list(map(str, found)) == ["DBP70-1", "DBP70-2", "DN25-3"]


@pytest.mark.parametrize(("text", "fault"), [("DBP70-1 xong", "xong"), ("DBP70-1x", "DBP70-1x")])
def test_a_piece_that_is_no_reference_is_named(text: str, fault: str) -> None:
    caught = refusal(parse_references, text)
    assert (caught.key, caught.data["text"]) == ("bad_reference", fault)


def test_no_reference_at_all_is_a_missing_field() -> None:
    assert refusal(parse_references, " , ").key == "missing_field"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("DBP7", "DBP70"),
        ("DPB70", "DBP70"),
        ("DBP700", "DBP70"),
        ("DB", "DBP70"),
        ("DNANG", "DANANG"),
        ("DANNAG", "DANANG"),
        ("XYZ", None),
        ("", None),
        ("H", None),
    ],
)
def test_the_nearest_known_code_is_what_was_meant(code: str, found: str | None) -> None:
    assert nearest(code, ["DANANG", "DBP70", "HN2025"]) == found


def test_of_equally_near_codes_the_first_by_alphabet_counts() -> None:
    assert nearest("DBP7", ["DBP72", "DBP71"]) == "DBP71"


@given(any_text)
def test_any_text_is_a_code_and_a_reference_or_refused(text: str) -> None:
    for parse in (parse_code, parse_reference, parse_references, find_leading_reference):
        try:
            parse(text)
        except Refusal:
            continue
