"""How fast may be sent: Telegram's published limits, kept beforehand, on the monotonic clock.

Overall so many a second, evenly; in each chat bursts of 3 refilled at one a second; in groups
besides 20 a minute. Moments are seconds of the clock that the caller reads, chats any hashable ids.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

FREE_PER_SECOND = 30
NO_LIMIT_ABOVE = 1000
# Evenly at this share of what is allowed: the way to the server squeezes some messages together.
SHARE = 0.995
# What a late wake-up may make up for at once, in seconds.
CATCH_UP = 0.1
# What it missed beyond that is made up for little by little: by so much above the even stream,
# and never more than so many seconds' worth. A longer silence is no lateness: nothing was to go.
CATCH_UP_SHARE = 0.05
MOST_MISSED = 0.5
# For how many seconds' worth of messages a turn is taken.
TOGETHER = 0.01
CHAT_BURST = 3
CHAT_SECONDS = 1.0
GROUP_MESSAGES = 20
GROUP_SECONDS = 60.0
# Two chats that are told to wait within so many seconds: it is the bot that is too fast.
TWO_FLOODS_SECONDS = 10.0


class Pace:
    """An even stream of so many a second, that may make up for a short delay."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / (per_second * SHARE)
        # At high rates it saves much work to let a few go together.
        self._worth_waiting = max(0.0, TOGETHER - self._interval)
        self._next: float | None = None  # nothing went yet, and nothing is to be made up for
        self._missed = 0.0  # seconds

    def room(self, moment: float) -> int:
        """How many may go now."""
        due = self._due(moment)
        return max(0, math.floor((moment - due) / self._interval + 1e-9) + 1)

    def take(self, moment: float) -> None:
        """One goes now."""
        due = self._due(moment)
        late = due - (due if self._next is None else self._next)
        self._missed = min(self._missed + late, MOST_MISSED) if late <= MOST_MISSED else 0.0
        made_up = min(self._missed, self._interval * CATCH_UP_SHARE)
        self._missed -= made_up
        self._next = due + self._interval - made_up

    def next_moment(self, moment: float) -> float:
        """When the next may go."""
        return max(self._due(moment) + self._worth_waiting, moment)

    def _due(self, moment: float) -> float:
        return moment if self._next is None else max(self._next, moment - CATCH_UP)


@dataclass(slots=True)
class _Chat:
    """A bucket as one number: the moment at which it is full again; and a group's last minute."""

    full_at: float = -math.inf
    group: bool = False
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MESSAGES))

    def take(self, moment: float) -> None:
        self.full_at = max(self.full_at, moment) + CHAT_SECONDS
        if self.group:
            self.recent.append(moment)

    def ready_at(self) -> float:
        ready = self.full_at - (CHAT_BURST - 1) * CHAT_SECONDS
        if len(self.recent) == GROUP_MESSAGES:
            ready = max(ready, self.recent[0] + GROUP_SECONDS)
        return ready

    def is_fresh(self, moment: float) -> bool:
        """Whether the chat might as well never have been written to."""
        silent = not self.recent or self.recent[-1] + GROUP_SECONDS <= moment
        return self.full_at <= moment and silent


class Limits:
    """Decides which chats may be written to now, and how many messages may go.

    No server of Telegram's takes more than 1000 a second; who sets more has one of their own, and
    then nothing is held back beforehand, in no chat. What a server refuses is obeyed always.
    """

    def __init__(self, per_second: int) -> None:
        self.paid = per_second > FREE_PER_SECOND
        self._unlimited = per_second > NO_LIMIT_ABOVE
        self._pace = None if self._unlimited else Pace(per_second)
        # What cannot be paid for (edits) keeps the free rate beside the paid one.
        self._free_pace = Pace(FREE_PER_SECOND) if self.paid and not self._unlimited else None
        self._chats: defaultdict[int, _Chat] = defaultdict(_Chat)
        self._waits: dict[int, float] = {}
        self._blocked: dict[int, float] = {}
        self._all_wait_until = -math.inf
        self._last_flood: tuple[int, float] | None = None
        self._taken = 0

    @property
    def known_chats(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def room(self, moment: float, most: int) -> int:
        """How many messages may go now, at most ``most``."""
        if moment < self._all_wait_until:
            return 0
        return most if self._pace is None else min(most, self._pace.room(moment))

    def take(self, chat: int, moment: float, *, group: bool) -> None:
        """A message to the chat is about to go."""
        if self._pace is None:
            return
        self._pace.take(moment)
        state = self._chats[chat]
        state.group = group
        state.take(moment)
        self._block(chat, state, moment)
        self._forget_fresh(moment)

    def took(self, chat: int, started: float, moment: float) -> None:
        """The call that started then has ended: the server may have counted it as late as now."""
        if self._unlimited:
            return
        state = self._chats[chat]
        state.full_at += moment - started
        if state.recent:
            state.recent[-1] = moment
        self._block(chat, state, moment)

    def free_delay(self, moment: float) -> float:
        """Take a place among the calls that cannot be paid for; seconds to wait for it."""
        if self._free_pace is None:
            return 0.0
        delay = self._free_pace.next_moment(moment) - moment
        self._free_pace.take(moment)
        return delay

    def remember(self, sends: Iterable[tuple[int, float]]) -> None:
        """Messages that went to groups before this process started: chats and moments, in order."""
        for chat, moment in () if self._unlimited else sends:
            state = self._chats[chat]
            state.group = True
            state.take(moment)
            self._block(chat, state, moment)

    def wait(self, chat: int, until: float) -> None:
        """Nothing goes to the chat before that moment."""
        self._waits[chat] = max(until, self._waits.get(chat, until))

    def wait_all(self, until: float) -> None:
        """Nothing goes to anybody before that moment."""
        self._all_wait_until = max(until, self._all_wait_until)

    def flood(self, chat: int, seconds: float, moment: float) -> None:
        """Telegram told the chat to wait; a second chat within 10 s makes all wait."""
        self.wait(chat, moment + seconds)
        last, self._last_flood = self._last_flood, (chat, moment)
        if last and last[0] != chat and moment - last[1] <= TWO_FLOODS_SECONDS:
            self.wait_all(moment + seconds)

    def busy_chats(self, moment: float) -> set[int]:
        """The chats that may not be written to now."""
        self._blocked = {chat: until for chat, until in self._blocked.items() if until > moment}
        return set(self._blocked) | {chat for chat, until in self._waits.items() if until > moment}

    def ended_waits(self, moment: float) -> list[int]:
        """The chats whose told wait has just ended; each is named once."""
        ended = [chat for chat, until in self._waits.items() if until <= moment]
        for chat in ended:
            del self._waits[chat]
        return ended

    def next_moment(self, moment: float) -> float:
        """When more may go than now: infinity when nothing is held back."""
        moments = [until for until in self._blocked.values() if until > moment]
        moments += [until for until in self._waits.values() if until > moment]
        if self._all_wait_until > moment:
            return self._all_wait_until
        if self._pace is not None and self._pace.room(moment) == 0:
            moments.append(self._pace.next_moment(moment))
        return min(moments, default=math.inf)

    def _block(self, chat: int, state: _Chat, moment: float) -> None:
        ready = state.ready_at()
        if ready > moment:
            self._blocked[chat] = ready

    def _forget_fresh(self, moment: float) -> None:
        self._taken += 1
        if self._taken % 10_000 == 0:
            for chat in [chat for chat, state in self._chats.items() if state.is_fresh(moment)]:
                del self._chats[chat]
