"""The rates that are kept beforehand."""

import math

import pytest

from bot.limits import Limits


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
