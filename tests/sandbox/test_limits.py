from __future__ import annotations

import pytest

from sandbox import Bot, FloodLimits, Person, Rate, Sandbox
from sandbox.errors import ApiError
from tests.support.api import Api
from tests.support.clock import ManualClock


@pytest.fixture
def limits(clock: ManualClock) -> FloodLimits:
    return FloodLimits(clock)


def sent(limits: FloodLimits, chat_id: int, wanted: int, *, paid: bool = False) -> int:
    """How many of the wanted messages pass at once."""
    for count in range(wanted):
        try:
            limits.charge(1, chat_id, "private" if chat_id > 0 else "group", paid=paid)
        except ApiError:
            return count
    return wanted


async def test_a_private_chat_takes_three_at_once_then_one_a_second(
    limits: FloodLimits, clock: ManualClock
) -> None:
    assert sent(limits, 10, 5) == 3
    for _ in range(3):
        await clock.advance(1)
        assert sent(limits, 10, 5) == 1
    await clock.advance(60)
    assert sent(limits, 10, 5) == 3


async def test_a_group_takes_twenty_then_one_every_three_seconds(
    limits: FloodLimits, clock: ManualClock
) -> None:
    assert sent(limits, -10, 30) == 20
    await clock.advance(2)
    assert sent(limits, -10, 5) == 0
    await clock.advance(1)
    assert sent(limits, -10, 5) == 1


async def test_all_chats_together_take_thirty_a_second(
    limits: FloodLimits, clock: ManualClock
) -> None:
    limits.slack = 0
    assert sum(sent(limits, chat, 1) for chat in range(2, 100)) == 30
    await clock.advance(1)
    assert sum(sent(limits, chat, 1) for chat in range(200, 300)) == 30


async def test_paid_messages_may_be_a_thousand_a_second(limits: FloodLimits) -> None:
    limits.slack = 0
    assert sum(sent(limits, chat, 1, paid=True) for chat in range(2, 2000)) == 1000


async def test_a_refusal_costs_nothing_and_says_how_long_to_wait(
    limits: FloodLimits, clock: ManualClock
) -> None:
    sent(limits, 10, 3)
    for _ in range(5):
        with pytest.raises(ApiError) as caught:
            limits.charge(1, 10, "private")
    assert caught.value.parameters == {"retry_after": 1}
    await clock.advance(1)
    assert sent(limits, 10, 1) == 1
    assert limits.refusals == 5


async def test_an_album_counts_as_its_messages(limits: FloodLimits) -> None:
    limits.charge(1, -10, "group", cost=10)
    assert sent(limits, -10, 20) == 10


async def test_a_flood_is_refused_with_a_header(api: Api, chair: Person, sandbox: Sandbox) -> None:
    sandbox.limits.enabled = True
    sandbox.limits.private = Rate(1, 0.2)
    sandbox.limits.reset()
    sent = await api.call("sendMessage", chat_id=chair.id, text="a")
    refused = await api.ask("sendMessage", chat_id=chair.id, text="a")
    assert refused.status == 429
    assert refused.error == "Too Many Requests: retry after 5"
    assert refused.body["parameters"] == {"retry_after": 5}
    assert refused.headers["Retry-After"] == "5"
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    assert (await api.ask("editMessageText", text="b", **where)).status == 429
    assert len(sandbox.replies(chair)) == 1


async def test_answers_to_presses_are_not_limited(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=markup)
    sandbox.limits.enabled = True
    for _ in range(40):
        query = sandbox.world.press(bot, chair.user, sandbox.replies(chair)[0], "a")
        assert await api.call("answerCallbackQuery", callback_query_id=query.id)
