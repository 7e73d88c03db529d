"""People, roles and invitations as `/role`, `/remove` and `/invite` state them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import Refusal
from domain.fields import unit_field
from domain.keywords import ROLES, find_name, parse_role
from domain.roles import Role
from domain.text import clean, shorten

MOST_USES = 1_000

_USES = re.compile("[xX×](?P<uses>[0-9]{1,9})")
_USERNAME = re.compile("@(?P<username>[A-Za-z][A-Za-z0-9_]{3,31})")
_NUMBER = re.compile("#?(?P<number>[0-9]{1,18})")


@dataclass(frozen=True)
class PersonWords:
    """A person as said; exactly one of the two is set."""

    number: int | None = None
    """Their number in /members, or their Telegram id."""
    username: str | None = None
    """Lower case, without the @."""


@dataclass(frozen=True)
class RoleChange:
    person: PersonWords
    role: Role
    unit: str | None = None


@dataclass(frozen=True)
class NewInvitation:
    unit: str | None = None
    role: Role | None = None
    uses: int = 1


def parse_person(text: str) -> PersonWords:
    """A number in /members, an @username or a Telegram id; raises `Refusal("bad_person")`."""
    said = clean(text)
    if match := _NUMBER.fullmatch(said):
        return PersonWords(number=int(match["number"]))
    if match := _USERNAME.fullmatch(said):
        return PersonWords(username=match["username"].lower())
    raise Refusal("bad_person", text=shorten(said, 60))


def parse_role_change(text: str) -> RoleChange:
    """A person, a role and perhaps a unit, in this order.

    Raises `Refusal`: "missing_field", "bad_person", "bad_role", "bad_code".
    """
    pieces = text.split()
    if not pieces:
        raise Refusal("missing_field", field="person")
    person = parse_person(pieces[0])
    if len(pieces) == 1:
        raise Refusal("missing_field", field="role")
    role, rest = _take_role(pieces[1:])
    if role is None:
        raise Refusal("bad_role", text=shorten(clean(" ".join(pieces[1:])), 60))
    return RoleChange(person, role, _unit(rest))


def parse_invitation(text: str) -> NewInvitation:
    """Reads "[UNIT] [role] [xN]", in any order.

    Raises `Refusal`: "bad_count" with the limit (N is 1 to 1,000), "bad_role", "bad_code".
    """
    pieces = text.split()
    counts = [match for piece in pieces if (match := _USES.fullmatch(piece))]
    rest = [piece for piece in pieces if not _USES.fullmatch(piece)]
    if len(counts) > 1 or any(not 1 <= int(match["uses"]) <= MOST_USES for match in counts):
        raise Refusal("bad_count", text=clean(text), limit=MOST_USES)
    role, rest = _take_role(rest)
    return NewInvitation(_unit(rest), role, int(counts[0]["uses"]) if counts else 1)


def _take_role(pieces: list[str]) -> tuple[Role | None, list[str]]:
    """The longest role at the beginning or the end of the words, and the words without it."""
    for length in range(min(4, len(pieces)), 0, -1):
        for said, rest in (
            (pieces[:length], pieces[length:]),
            (pieces[-length:], pieces[:-length]),
        ):
            if find_name(" ".join(said), ROLES):
                return parse_role(" ".join(said)), rest
    return None, pieces


def _unit(pieces: list[str]) -> str | None:
    return unit_field(" ".join(pieces)) if pieces else None
