from __future__ import annotations

import pytest
from hypothesis import given

from domain.arguments.people import (
    NewInvitation,
    PersonWords,
    RoleChange,
    parse_invitation,
    parse_person,
    parse_role_change,
)
from domain.errors import Refusal
from domain.roles import Role
from tests.domain.properties import any_text, pieces_of, refusal


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("3", PersonWords(number=3)),
        ("#3", PersonWords(number=3)),
        ("@Can_Bo_1", PersonWords(username="can_bo_1")),
        ("7123456789", PersonWords(number=7123456789)),
    ],
)
def test_a_person_is_a_number_or_a_username(text: str, person: PersonWords) -> None:
    assert parse_person(text) == person


@pytest.mark.parametrize("text", ["ai đó", "@ab", "@đẹp1", "", "-3"])
def test_what_names_no_person_is_refused(text: str) -> None:
    assert refusal(parse_person, text).key == "bad_person"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("3 phó", RoleChange(PersonWords(3), Role.DEPUTY)),
        ("3 Phó Trưởng Tiểu ban", RoleChange(PersonWords(3), Role.DEPUTY)),
        ("3 lead catphn", RoleChange(PersonWords(3), Role.LEAD, "CATPHN")),
        ("3 CATPHN đầu mối", RoleChange(PersonWords(3), Role.LEAD, "CATPHN")),
        ("@abcd thanh vien A1", RoleChange(PersonWords(None, "abcd"), Role.MEMBER, "A1")),
    ],
)
def test_a_role_is_given(text: str, change: RoleChange) -> None:
    assert parse_role_change(text) == change


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "missing_field"),
        ("3", "missing_field"),
        ("3 boss", "bad_role"),
        ("x lead", "bad_person"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(text: str, key: str) -> None:
    assert refusal(parse_role_change, text).key == key


@pytest.mark.parametrize(
    ("text", "invitation"),
    [
        ("", NewInvitation()),
        ("CATPHN", NewInvitation("CATPHN")),
        ("CATPHN lead x5", NewInvitation("CATPHN", Role.LEAD, 5)),
        ("x5 đầu mối catphn", NewInvitation("CATPHN", Role.LEAD, 5)),
        ("chair", NewInvitation(None, Role.CHAIR)),
        ("Công an tỉnh Điện Biên member", NewInvitation("Công an tỉnh Điện Biên", Role.MEMBER)),
        ("A1 ×20", NewInvitation("A1", None, 20)),
    ],
)
def test_an_invitation_is_read(text: str, invitation: NewInvitation) -> None:
    assert parse_invitation(text) == invitation


@pytest.mark.parametrize("text", ["x0", "x1001", "A1 x2 x3"])
def test_a_number_of_uses_out_of_range_is_refused(text: str) -> None:
    assert refusal(parse_invitation, text).key == "bad_count"


@given(any_text | pieces_of("3 @abcd lead phó trưởng tiểu ban A1 x5 x0 đầu mối 🎉"))
def test_any_text_is_understood_or_refused(text: str) -> None:
    for parse in (parse_person, parse_role_change, parse_invitation):
        try:
            parse(text)
        except Refusal:
            continue
