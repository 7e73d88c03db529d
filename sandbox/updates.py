"""A bot's queue of updates, with the confirm semantics of getUpdates.

Read from the public Bot API server (Client.cpp, do_get_updates; td TQueue.cpp).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.wire import encode

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "purchased_paid_media",
    }
)
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
MESSAGE_LIFE = 24 * 3600
CALLBACK_LIFE = 150
QUEUE_LIMIT = 100_000
ANSWER_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Update:
    """One update as it will be sent; `expires` is a Unix time."""

    id: int
    expires: float
    body: bytes
    content: dict[str, Any]


@dataclass
class UpdateQueue:
    """Updates waiting for one bot, oldest first."""

    next_id: int
    allowed: frozenset[str] = DEFAULT_KINDS
    events: deque[Update] = field(default_factory=deque)
    poll: asyncio.Future[None] | None = None
    previous_offset: int = 0
    previous_start: float = float("-inf")
    next_conflict: float = float("-inf")

    def add(self, kind: str, payload: Any, expires: float) -> bool:
        """Queues an update unless the bot did not ask for its kind."""
        if kind not in self.allowed or len(self.events) >= QUEUE_LIMIT:
            return False
        self.add_raw({kind: payload}, expires)
        return True

    def add_raw(self, content: dict[str, Any], expires: float) -> int:
        """Queues any content under the next id, unchecked, and wakes the long poll."""
        update = {"update_id": self.next_id, **content}
        self.events.append(Update(self.next_id, expires, encode(update), update))
        self.next_id += 1
        self.wake()
        return self.next_id - 1

    def restart_at(self, update_id: int) -> None:
        """The next update gets this id, as after a quiet week; what waited is gone by then."""
        self.events.clear()
        self.next_id = update_id

    def wake(self) -> None:
        """Lets the long poll look again, once what happens now has been queued entirely."""
        if self.poll is not None and not self.poll.done():
            self.poll.get_loop().call_soon(_finish, self.poll)

    def forget(self, offset: int) -> None:
        """Confirms what lies before the offset; a negative one keeps the last `-offset`."""
        if offset < 0:
            while len(self.events) > -offset:
                self.events.popleft()
        elif self.next_id - 2 * QUEUE_LIMIT <= offset <= self.next_id + 10:
            while self.events and self.events[0].id < offset:
                self.events.popleft()

    def take(self, offset: int, limit: int, now: float) -> list[Update]:
        """Confirms by `offset`, then gives up to `limit` updates that live, up to 4 MiB."""
        if offset:
            self.forget(offset)
        taken: list[Update] = []
        left = ANSWER_BYTES
        for event in self.events:
            if event.expires <= now:
                continue
            left -= 50 + len(event.body)
            if left <= 0 or len(taken) == limit:
                break
            taken.append(event)
        return taken

    def pending(self, now: float) -> int:
        """How many updates live and wait."""
        return sum(event.expires > now for event in self.events)

    def allow(self, kinds: Iterable[str]) -> None:
        """Remembers the wanted kinds; none at all means the default."""
        wanted = KINDS.intersection(kinds)
        self.allowed = frozenset(wanted) if wanted else DEFAULT_KINDS


def _finish(poll: asyncio.Future[None]) -> None:
    if not poll.done():
        poll.set_result(None)
