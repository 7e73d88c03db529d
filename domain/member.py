"""A member: a person in a subcommittee, with one role and at most one unit."""

from dataclasses import dataclass

from domain.roles import Role


@dataclass(frozen=True)
class Member:
    id: int
    subcommittee_id: int
    person_id: int
    number: int
    """As shown in /members; never given twice."""
    role: Role
    unit_id: int | None
    name: str
    username: str | None
    telegram_id: int
    chat_id: int
    """Our own id of the private chat."""
    language: str | None = None
    unreachable: str | None = None
