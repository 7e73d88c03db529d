from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox import Message, Person, Sandbox, Toast
from tests.support.api import Api
from tests.support.clock import ManualClock

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
ROW = [
    {"text": "Nhận", "callback_data": "accept:1", "style": "success"},
    {"text": "Mở", "url": "https://vd.vn/a"},
    {"text": "Chép", "copy_text": {"text": "/mine"}},
]


@pytest.fixture
async def card(api: Api, chair: Person, sandbox: Sandbox) -> Message:
    markup = {"inline_keyboard": [ROW]}
    await api.call("sendMessage", chat_id=chair.id, text="thẻ", reply_markup=markup)
    return sandbox.replies(chair)[0]


async def press(api: Api, chair: Person, card: Message) -> dict[str, Any]:
    chair.press(card, "Nhận")
    update = (await api.call("getUpdates"))[-1]
    query: dict[str, Any] = update["callback_query"]
    return query


async def test_a_press_arrives_with_its_message(api: Api, chair: Person, card: Message) -> None:
    query = await press(api, chair, card)
    assert query["data"] == "accept:1"
    assert query["from"]["id"] == chair.id
    assert query["message"]["reply_markup"]["inline_keyboard"] == [ROW]


async def test_the_person_sees_the_toast(api: Api, chair: Person, card: Message) -> None:
    pressing = asyncio.create_task(chair.presses(card, "accept:1"))
    updates = await api.call("getUpdates", timeout=30)
    await api.call(
        "answerCallbackQuery",
        callback_query_id=updates[0]["callback_query"]["id"],
        text="Đã nhận",
        show_alert=True,
    )
    assert await pressing == Toast("Đã nhận", alert=True)


async def test_a_query_is_answered_once(api: Api, chair: Person, card: Message) -> None:
    query = await press(api, chair, card)
    assert await api.call("answerCallbackQuery", callback_query_id=query["id"]) is True
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    assert await api.error("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_an_old_query_cannot_be_answered(
    api: Api, chair: Person, card: Message, clock: ManualClock
) -> None:
    query = await press(api, chair, card)
    await clock.advance(16)
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_a_toast_has_200_letters(api: Api, chair: Person, card: Message) -> None:
    query = await press(api, chair, card)
    params = {"callback_query_id": query["id"]}
    assert await api.error("answerCallbackQuery", text="a" * 201, **params) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await api.call("answerCallbackQuery", text="a" * 200, **params)


async def test_links_and_copies_stay_with_the_person(
    api: Api, chair: Person, card: Message
) -> None:
    assert chair.press(card, "Mở") == "https://vd.vn/a"
    assert chair.press(card, "Chép") == "/mine"
    with pytest.raises(LookupError, match="no button 'Trả'"):
        chair.press(card, "Trả")


async def test_a_press_on_a_deleted_message_shows_it_inaccessible(
    api: Api, chair: Person, card: Message
) -> None:
    await api.call("deleteMessage", chat_id=chair.id, message_id=card.id)
    query = await press(api, chair, card)
    assert query["message"]["date"] == 0


async def test_forged_data_arrives_as_it_is(api: Api, chair: Person, card: Message) -> None:
    chair.press_data(card, "accept:999")
    assert (await api.call("getUpdates"))[-1]["callback_query"]["data"] == "accept:999"
