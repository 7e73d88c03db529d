from __future__ import annotations

from typing import Any

import pytest

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api
from tests.support.clock import ManualClock

REFUSED = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n\t"}, "text must be non-empty"),
    ({"text": "a" * 4097}, "message is too long"),
    ({"text": "a" * 32769}, "text is too long"),
    ({"text": "a", "parse_mode": "bbcode"}, "unsupported parse_mode"),
    (
        {"text": "<x>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    ),
    ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    (
        {"text": "a", "entities": [{"type": "bold", "offset": -1, "length": 1}]},
        "receive an entity with incorrect offset -1",
    ),
    (
        {"text": "a", "entities": [{"type": "date_time", "offset": 0, "length": 1,
                                    "unix_time": 0}]},
        "invalid date specified",
    ),
    ({"text": "a", "colour": "red"}, 'unknown parameter "colour" for sendMessage'),
    (
        {"text": "a", "link_preview_options": {"disabled": True}},
        'unknown field "disabled" in link_preview_options',
    ),
    ({"text": "a", "message_thread_id": 5}, "message thread not found"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "message"), REFUSED)
async def test_a_wrong_message_is_refused_and_not_shown(
    api: Api, chair: Person, sandbox: Sandbox, params: dict[str, Any], message: str
) -> None:
    assert await api.error("sendMessage", chat_id=chair.id, **params) == f"Bad Request: {message}"
    assert sandbox.replies(chair) == []


async def test_the_length_counts_after_parsing(api: Api, chair: Person) -> None:
    text = "<b>" + "đ" * 4096 + "</b>"
    message = await api.call("sendMessage", chat_id=chair.id, text=text, parse_mode="HTML")
    assert len(message["text"]) == 4096


async def test_a_message_is_shown_with_all_it_has(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    question = chair.says("/viec")
    answer = await api.call(
        "sendMessage",
        chat_id=chair.id,
        text="Việc <b>của tôi</b>: https://vd.vn/a #dbp70 /viec",
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": question.id},
        reply_markup={"inline_keyboard": [[{"text": "Nhận", "callback_data": "1"}]]},
    )
    shown = sandbox.messages(chair)[-1]
    assert answer == shown.to_json()
    assert shown.text == "Việc của tôi: https://vd.vn/a #dbp70 /viec"
    assert [entity["type"] for entity in shown.entities] == [
        "bold", "url", "hashtag", "bot_command"
    ]  # fmt: skip
    assert shown.buttons == ["Nhận"]
    assert shown.silent
    assert shown.reply_to is question
    assert answer["reply_to_message"]["text"] == "/viec"
    assert answer["from"]["id"] == bot.id


async def test_an_edit_stands_in_place(
    api: Api, chair: Person, sandbox: Sandbox, clock: ManualClock
) -> None:
    sent = await api.call("sendMessage", chat_id=chair.id, text="cũ")
    await clock.advance(60)
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    edited = await api.call("editMessageText", text="mới", **where)
    assert edited["edit_date"] == sent["date"] + 60
    assert [message.text for message in sandbox.replies(chair)] == ["mới"]


async def test_an_edit_that_changes_nothing_is_refused(api: Api, chair: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    sent = await api.call(
        "sendMessage", chat_id=chair.id, text="<b>a</b>", parse_mode="HTML", reply_markup=markup
    )
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    error = await api.error(
        "editMessageText", text="<b>a</b> ", parse_mode="HTML", reply_markup=markup, **where
    )
    assert error.startswith("Bad Request: message is not modified: specified new message content")
    assert await api.error("editMessageReplyMarkup", reply_markup=markup, **where) == error
    assert await api.call("editMessageReplyMarkup", **where)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"message_id": 999, "text": "a"}, "message to edit not found"),
        ({"text": "a"}, "message identifier is not specified"),
        ({"message_id": 2, "text": "a" * 4097}, "MESSAGE_TOO_LONG"),
    ],
)
async def test_a_wrong_edit_is_refused(
    api: Api, chair: Person, params: dict[str, Any], message: str
) -> None:
    error = await api.error("editMessageText", chat_id=chair.id, **params)
    assert error == f"Bad Request: {message}"


async def test_only_own_messages_can_be_edited(api: Api, chair: Person) -> None:
    where = {"chat_id": chair.id, "message_id": chair.says("a").id}
    assert await api.error("editMessageText", text="b", **where) == (
        "Bad Request: message can't be edited"
    )


async def test_a_deleted_message_is_gone(
    api: Api, chair: Person, sandbox: Sandbox, clock: ManualClock
) -> None:
    sent = await api.call("sendMessage", chat_id=chair.id, text="a")
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    assert await api.call("deleteMessage", **where) is True
    assert sandbox.replies(chair) == []
    assert await api.error("deleteMessage", **where) == ("Bad Request: message to delete not found")
    old = await api.call("sendMessage", chat_id=chair.id, text="a")
    await clock.advance(48 * 3600)
    assert await api.error("deleteMessage", chat_id=chair.id, message_id=old["message_id"]) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_several_messages_are_deleted_at_once(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    numbers = [
        (await api.call("sendMessage", chat_id=chair.id, text="a"))["message_id"] for _ in range(3)
    ]
    assert await api.call("deleteMessages", chat_id=chair.id, message_ids=[*numbers, 999])
    assert sandbox.replies(chair) == []
    error = await api.error("deleteMessages", chat_id=chair.id, message_ids=list(range(1, 102)))
    assert error == "Bad Request: too many message identifiers specified"


async def test_forwards_say_where_they_come_from_and_copies_do_not(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    source = {"from_chat_id": chair.id, "message_id": chair.says("bằng chứng").id}
    forwarded = await api.call("forwardMessage", chat_id=chair.id, **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == chair.id
    await api.call("copyMessage", chat_id=chair.id, **source)
    copy = sandbox.replies(chair)[-1]
    assert copy.text == "bằng chứng"
    assert "forward_origin" not in copy.to_json()


async def test_methods_have_any_case_and_unknown_ones_do_not_exist(api: Api) -> None:
    assert (await api.call("GETME"))["username"] == "tieuban_bot"
    answer = await api.ask("sendEverything")
    assert (answer.status, answer.error) == (404, "Not Found: method not found")


async def test_parameters_come_as_query_form_or_json(api: Api, chair: Person) -> None:
    params = {"chat_id": str(chair.id), "text": "đồng chí"}
    url = f"{api.base}/sendMessage"
    for request in (
        api.session.get(url, params=params),
        api.session.post(url, data=params),
        api.session.post(url, json=params),
        api.session.post(url, params={"text": "đồng chí"}, json={"chat_id": chair.id}),
    ):
        async with request as response:
            assert (await response.json())["result"]["text"] == "đồng chí"


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("nonsense", "Unauthorized: invalid token specified"),
        ("0123:AAAA", "Unauthorized: invalid token specified"),
        ("123456:AAAAAAAAAAAAAAAA", "Unauthorized"),
    ],
)
async def test_a_wrong_token_is_unauthorized(
    api: Api, sandbox: Sandbox, token: str, message: str
) -> None:
    async with api.session.get(f"{sandbox.url}/bot{token}/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == message


async def test_other_paths_are_not_found(api: Api, sandbox: Sandbox) -> None:
    async with api.session.get(f"{sandbox.url}/somewhere") as response:
        assert response.status == 404
        assert (await response.json())["description"] == "Not Found"


async def test_reactions_are_remembered(api: Api, chair: Person, bot: Bot) -> None:
    message = chair.says("a")
    where = {"chat_id": chair.id, "message_id": message.id}
    await api.call("setMessageReaction", reaction=[{"type": "emoji", "emoji": "👍"}], **where)
    assert message.reactions[bot.id] == [{"type": "emoji", "emoji": "👍"}]
    assert await api.error("setMessageReaction", reaction=[{"type": "paid"}], **where) == (
        "Bad Request: invalid reaction type specified"
    )


async def test_chat_actions_are_checked(api: Api, chair: Person) -> None:
    assert await api.call("sendChatAction", chat_id=chair.id, action="typing")
    assert await api.error("sendChatAction", chat_id=chair.id, action="thinking") == (
        "Bad Request: wrong parameter action in request"
    )
