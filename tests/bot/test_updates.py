"""What a raw update is stored as, and how long is waited between tries."""

from random import Random
from typing import Any

import pytest

from bot.backoff import Backoff
from bot.updates import batch_of, chat_of


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5),
        ({"update_id": 1, "edited_message": {"chat": {"id": -100}}}, -100),
        (
            {"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}},
            5,
        ),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "data": "x"}}, 6),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}, "from": {"id": 6}}}, 7),
        ({"update_id": 1}, None),
        ({"update_id": 1, "message": "text"}, None),
        ({"update_id": 1, "message": {"chat": {"id": "5"}}}, None),
        ({"update_id": 1, "message": {"chat": {"id": 2**70}}}, None),
        ({"update_id": 1, "message": {"chat": None, "message": None, "from": None}}, None),
    ],
)
def test_the_chat_of_an_update_is_found(update: dict[str, Any], chat: int | None) -> None:
    assert chat_of(update) == chat


def test_a_batch_confirms_its_last_update_and_not_its_highest() -> None:
    batch = batch_of([{"update_id": 700}, {"update_id": 117}])
    assert batch.next_offset == 118


def test_an_empty_batch_confirms_nothing() -> None:
    assert batch_of([]).next_offset is None


@pytest.mark.parametrize("odd", [None, "text", {}, {"update_id": "7"}, {"update_id": 2**70}])
def test_what_has_no_usable_number_does_not_hold_up_the_rest(odd: Any) -> None:
    batch = batch_of([{"update_id": 1}, odd, {"update_id": 3}])
    assert [arrival.update_id for arrival in batch.arrivals] == [1, 3]


def test_an_update_is_stored_in_ascii() -> None:
    (arrival,) = batch_of([{"update_id": 1, "message": {"text": "đã xong \ud83d"}}]).arrivals
    assert arrival.payload == r'{"update_id":1,"message":{"text":"\u0111\u00e3 xong \ud83d"}}'


def test_waits_double_up_to_their_bound_and_never_overflow() -> None:
    backoff = Backoff(Random(1), first=1.0, most=30.0)
    waits = [backoff.next() for _ in range(5000)]
    assert all(
        top / 2 <= wait <= top for wait, top in zip(waits, [1, 2, 4, 8, 16, 30], strict=False)
    )
    assert min(waits[5:]) >= 15
    assert max(waits) <= 30
    backoff.reset()
    assert backoff.next() <= 1
