"""Where the world's numbers come from; none is given twice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Counter:
    """Ascending numbers; `next` is the one to be given next."""

    next: int
    step: int = 1

    def take(self) -> int:
        """A number that was not given before."""
        number = self.next
        self.next += self.step
        return number

    def skip(self, numbers: int) -> None:
        """Passes over that many numbers."""
        self.next += numbers * self.step


class Counters:
    """All counters of a world but those that a chat or a bot keeps for itself."""

    def __init__(self) -> None:
        self.users = Counter(7100000001)
        self.bots = Counter(6200000001)
        self.groups = Counter(4300000001)
        self.supergroups = Counter(2400000001)
        self.queries = Counter(4382190731000000001, 7919)
        self.albums = Counter(13570246801357001)
        self.messages = Counter(1)

    def each(self) -> dict[str, Counter]:
        """The counters by name."""
        return vars(self)
