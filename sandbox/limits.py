"""Flood limits by token buckets, one per bot overall and one per chat.

Telegram publishes no exact thresholds; these follow the documented figures (about 30 messages a
second overall, one a second in a private chat with short bursts, 20 a minute in a group).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from sandbox.clock import Clock
from sandbox.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` messages at once, refilled at `amount_per_second`."""

    amount: float
    amount_per_second: float


OVERALL = Rate(30, 30)
OVERALL_PAID = Rate(1000, 1000)
PRIVATE = Rate(3, 1)
GROUP = Rate(20, 20 / 60)


@dataclass(slots=True)
class Bucket:
    """Tokens left at a moment of the monotonic clock."""

    level: float
    at: float

    def refill(self, rate: Rate, now: float) -> None:
        if now > self.at:
            grown = self.level + (now - self.at) * rate.amount_per_second
            self.level = min(rate.amount, grown)
        self.at = now


@dataclass
class FloodLimits:
    """What a bot may send. Every rate can be set; `enabled` switches all of them.

    `slack` (seconds) forgives the jitter of the way: as much may be overdrawn as the bucket
    would gain in that time. `refusals` counts the 429 given.
    """

    clock: Clock
    enabled: bool = True
    overall: Rate = OVERALL
    overall_paid: Rate = OVERALL_PAID
    private: Rate = PRIVATE
    group: Rate = GROUP
    slack: float = 0.25
    refusals: int = 0
    _buckets: dict[tuple[int, int], Bucket] = field(default_factory=dict)

    def _bucket(self, key: tuple[int, int], rate: Rate, now: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(rate.amount, now)
        else:
            bucket.refill(rate, now)
        return bucket

    def charge(
        self,
        bot_id: int,
        chat_id: int,
        kind: Literal["private", "group"],
        *,
        cost: int = 1,
        paid: bool = False,
    ) -> None:
        """Takes `cost` messages out of both buckets, or raises 429 and takes nothing."""
        if not self.enabled:
            return
        now = self.clock.monotonic()
        overall_rate = self.overall_paid if paid else self.overall
        chat_rate = self.private if kind == "private" else self.group
        # Paid messages have a bucket of their own: chat id 1 is nobody's.
        overall = self._bucket((bot_id, 1 if paid else 0), overall_rate, now)
        chat = self._bucket((bot_id, chat_id), chat_rate, now)
        wait = max(self._wait(overall, overall_rate, cost), self._wait(chat, chat_rate, cost))
        if wait > 0:
            self.refusals += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        overall.level -= cost
        chat.level -= cost

    def _wait(self, bucket: Bucket, rate: Rate, cost: int) -> float:
        # An album larger than the bucket passes when the bucket is full.
        needed = min(float(cost), rate.amount)
        missing = needed - bucket.level - self.slack * rate.amount_per_second
        if missing <= 1e-9:
            return 0.0
        return (needed - bucket.level) / rate.amount_per_second

    def reset(self) -> None:
        """Fills all buckets."""
        self._buckets.clear()
