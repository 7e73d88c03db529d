"""A unit: who does the work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    id: int
    subcommittee_id: int
    code: str
    name: str
    aliases: tuple[str, ...] = ()
