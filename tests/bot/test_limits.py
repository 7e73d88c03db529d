"""The rates that are kept beforehand."""

import heapq
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from bot.limits import Limits
from sandbox.limits import FloodLimits


def _send_all(limits: Limits, seconds: float, step: float, chats: int) -> list[float]:
    """Send whenever there is room, looking at every step; the moments of the messages."""
    moments: list[float] = []
    for look in range(round(seconds / step)):
        moment = look * step
        for _ in range(limits.room(moment, 1_000)):
            limits.take(len(moments) % chats, moment, group=False)
            moments.append(moment)
    return moments


@pytest.mark.parametrize("per_second", [1, 30, 1_000])
def test_the_overall_rate_is_used_to_98_percent_and_never_exceeded(per_second: int) -> None:
    moments = _send_all(Limits(per_second), 60, 0.001, chats=100_000)
    assert 0.98 * per_second * 60 <= len(moments) <= per_second * 60
    for first, last in zip(moments, moments[per_second + 1 :], strict=False):
        assert last - first >= 1 - 1e-9


def test_a_late_wake_up_is_made_up_for_but_not_a_long_one() -> None:
    limits = Limits(30)
    limits.take(1, 0.0, group=False)
    assert limits.room(0.11, 1_000) == 3
    assert limits.room(10.0, 1_000) == 3


def test_what_was_idle_time_is_not_made_up_for() -> None:
    limits = Limits(30)
    limits.take(1, 0.0, group=False)
    for number in range(3):
        limits.take(2 + number, 10.0, group=False)
    moments = _send_all(limits, 70, 0.001, chats=100_000)
    assert len(moments) <= 30 * 60


def test_above_1000_nothing_is_held_back() -> None:
    limits = Limits(1_001)
    for _ in range(100):
        limits.take(1, 0.0, group=True)
    assert limits.room(0.0, 64) == 64
    assert limits.busy_chats(0.0) == set()
    assert limits.paid


def test_a_chat_takes_three_at_once_and_then_one_a_second() -> None:
    limits = Limits(30)
    for _ in range(3):
        assert limits.busy_chats(0.0) == set()
        limits.take(1, 0.0, group=False)
    assert limits.busy_chats(0.9) == {1}
    assert limits.next_moment(0.9) == 1.0
    assert limits.busy_chats(1.0) == set()
    limits.take(1, 1.0, group=False)
    assert limits.busy_chats(1.9) == {1}


def test_a_slow_call_counts_from_its_end() -> None:
    limits = Limits(30)
    for _ in range(3):
        limits.take(1, 0.0, group=False)
    limits.took(1, 0.0, 0.5)
    assert limits.busy_chats(1.4) == {1}
    assert limits.busy_chats(1.5) == set()


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits(30)
    sent = []
    for look in range(3_000):
        moment = look * 0.1
        if not limits.busy_chats(moment):
            limits.take(1, moment, group=True)
            sent.append(moment)
    for first, last in zip(sent, sent[20:], strict=False):
        assert last - first >= 60
    assert len(sent) == 100


def test_what_a_group_got_before_a_restart_counts() -> None:
    limits = Limits(30)
    limits.remember([(1, -50.0 + second) for second in range(20)])
    assert limits.busy_chats(9.9) == {1}
    assert limits.busy_chats(10.0) == set()


def test_a_flood_holds_its_chat_as_long_as_told() -> None:
    limits = Limits(30)
    limits.flood(1, 7.0, 100.0)
    assert limits.busy_chats(106.9) == {1}
    assert limits.room(100.0, 10) > 0
    assert limits.ended_waits(106.9) == []
    assert limits.ended_waits(107.0) == [1]
    assert limits.ended_waits(108.0) == []


def test_a_second_chat_in_flood_within_ten_seconds_makes_all_wait() -> None:
    limits = Limits(30)
    limits.flood(1, 5.0, 100.0)
    limits.flood(1, 5.0, 101.0)
    assert limits.room(101.0, 10) > 0
    limits.flood(2, 9.0, 111.0)
    assert limits.room(119.9, 10) == 0
    assert limits.next_moment(111.0) == 120.0
    assert limits.room(120.0, 10) > 0


def test_a_second_chat_in_flood_much_later_holds_itself_alone() -> None:
    limits = Limits(30)
    limits.flood(1, 5.0, 100.0)
    limits.flood(2, 5.0, 110.1)
    assert limits.room(110.1, 10) > 0


def test_what_cannot_be_paid_for_keeps_the_free_rate() -> None:
    limits = Limits(1_000)
    delays = [limits.free_delay(0.0) for _ in range(31)]
    assert delays[0] == 0
    assert delays[-1] >= 0.9
    assert Limits(30).free_delay(0.0) == 0


def test_nothing_held_back_has_no_next_moment() -> None:
    assert Limits(30).next_moment(5.0) == math.inf


def test_chats_left_alone_for_long_are_forgotten() -> None:
    limits = Limits(1_000)
    for number in range(20_000):
        limits.take(number, number / 1_000, group=False)
    assert limits.known_chats < 15_000


@dataclass
class _At:
    """A clock that shows what it is told."""

    moment: float = 0.0

    def monotonic(self) -> float:
        return self.moment

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.moment, UTC)


def _deliver(
    limits: Limits, chats: list[int], random: Random, late: float = 0.0
) -> list[tuple[float, int]]:
    """Send one message for each entry, negative chats being groups; when each reached the server.

    One is under way for a chat; the way there and the way back each take up to 0.15 s. Every other
    second the sender wakes up ``late`` by so many seconds.
    """
    waiting = dict.fromkeys(range(len(chats)))
    under_way: set[int] = set()
    arrivals: list[tuple[float, int]] = []
    ends: list[tuple[float, int, float]] = []
    moment = 0.0
    look = 0
    while waiting:
        look += 1
        moment += 0.004 if look % 500 else 0.004 + late
        while ends and ends[0][0] <= moment:
            end, chat, started = heapq.heappop(ends)
            under_way.discard(chat)
            limits.took(chat, started, end)
        room = limits.room(moment, 256 - len(under_way))
        closed = limits.busy_chats(moment) | under_way if room else set()
        for index in list(waiting) if room else ():
            chat = chats[index]
            if chat in closed:
                continue
            del waiting[index]
            closed.add(chat)
            under_way.add(chat)
            limits.take(chat, moment, group=chat < 0)
            arrival = moment + random.uniform(0.0, 0.15)
            heapq.heappush(arrivals, (arrival, chat))
            heapq.heappush(ends, (arrival + random.uniform(0.0, 0.15), chat, moment))
            room -= 1
            if not room:
                break
    return [heapq.heappop(arrivals) for _ in range(len(arrivals))]


@pytest.mark.parametrize("late", [0.0, 0.19])
@pytest.mark.parametrize(("per_second", "rows"), [(30, 1_500), (1_000, 10_000)])
def test_the_sandbox_refuses_nothing_and_98_percent_of_the_rate_is_used(
    per_second: int, rows: int, late: float
) -> None:
    limits = Limits(per_second)
    # First bursts of four, and a group among them; then one message to each chat.
    bursts = [1 + number // 4 for number in range(rows // 2)]
    bursts[100:110] = [-7] * 10
    chats = bursts + [rows + number for number in range(rows - len(bursts))]
    arrivals = _deliver(limits, chats, Random(3), late)
    clock = _At()
    server = FloodLimits(clock, slack=0.0)
    for moment, chat in arrivals:
        clock.moment = moment
        server.charge(1, chat, "group" if chat < 0 else "private", paid=limits.paid)
    assert server.refusals == 0
    assert rows / arrivals[-1][0] >= 0.98 * per_second


def test_a_group_is_never_refused_either() -> None:
    arrivals = _deliver(Limits(30), [-7] * 60, Random(5))
    clock = _At()
    server = FloodLimits(clock, slack=0.0)
    for moment, chat in arrivals:
        clock.moment = moment
        server.charge(1, chat, "group")
    assert server.refusals == 0
