"""How long to wait before trying again: doubling, with jitter, up to a bound."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from random import Random


class Backoff:
    """Waits that double from ``first`` to ``most`` seconds, each cut by chance, by half at most."""

    def __init__(self, random: Random, first: float = 1.0, most: float = 30.0) -> None:
        self._random = random
        self._first = first
        self._most = most
        self._failures = 0

    def next(self) -> float:
        """Seconds to wait after one more failure."""
        # The exponent is bounded: an outage of days must not overflow.
        whole: float = min(self._first * 2 ** min(self._failures, 30), self._most)
        self._failures += 1
        return whole * self._random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It worked: the next failure waits the shortest time again."""
        self._failures = 0


@dataclass(slots=True)
class Wait:
    """Until when one of several things that failed is left alone, so that it holds up no other."""

    backoff: Backoff
    until: float = -inf
    """Of the steady clock."""
