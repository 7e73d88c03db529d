"""What the methods refuse, as one table: each row is a slip a bot could make."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api

LONG = "a" * 200
PLACE = {"latitude": 21.4, "longitude": 103.0}

PRIVATE: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "a", "entities": [{"type": "text_link", "offset": 0, "length": 1}]},
     'can\'t parse MessageEntity: Can\'t find field "url"'),
    ("sendMessage", {"text": "a", "entities": [{"type": "text_mention", "offset": 0, "length": 1}]},
     'can\'t parse MessageEntity: Can\'t find field "user"'),
    ("sendMessage", {"text": "a", "entities": [{"type": "custom_emoji", "offset": 0, "length": 1}]},
     "invalid custom emoji identifier specified"),
    ("sendMessage", {"text": "a", "entities": [{"type": "date_time", "offset": 0, "length": 1}]},
     'can\'t parse MessageEntity: Can\'t find field "unix_time"'),
    ("sendMessage", {"text": "a", "entities": [
        {"type": "date_time", "offset": 0, "length": 1, "unix_time": 5, "date_time_format": "q"}]},
     "invalid date-time format specified"),
    ("sendMessage", {"text": "a", "link_preview_options": []},
     "object expected as link preview options"),
    ("sendMessage", {"text": "a", "reply_parameters": []}, "object expected as reply parameters"),
    ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 1, "chat_id": -5}},
     "message to be replied not found"),
    ("sendMessage", {"text": "a", "reply_parameters": {"message": 1}},
     'unknown field "message" in reply_parameters'),
    ("sendMessage", {"text": "a", "reply_to_message_id": 999}, "message to be replied not found"),
    ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [5]}},
     'field "keyboard" must be an Array of Arrays'),
    ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [[5]]}},
     "can't parse keyboard button: KeyboardButton must be a String or an Object"),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": 5}},
     'field "inline_keyboard" must be of type Array'),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[5]]}},
     "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"url": "a.vn"}]]}},
     'can\'t parse inline keyboard button: Can\'t find field "text"'),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": 5}]]}},
     'can\'t parse inline keyboard button: Field "text" must be of type String'),
    ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [["a" * 300]] * 40}},
     "reply markup is too long"),
    ("sendLocation", {"latitude": 1}, "longitude is empty"),
    ("sendLocation", {"latitude": 91, "longitude": 1}, "invalid location specified"),
    ("sendLocation", {"latitude": "north", "longitude": 1}, "invalid location specified"),
    ("editMessageCaption", {"message_id": 1, "caption": "a"}, "message can't be edited"),
    ("editMessageMedia", {"message_id": 1, "media": "{"}, "can't parse input media JSON object"),
    ("editMessageMedia", {"message_id": 1, "media": 5},
     "can't parse InputMedia: expected an Object"),
    ("sendMediaGroup", {"media": [5, 5]}, "can't parse InputMedia: expected an Object"),
    ("sendMediaGroup", {"media": [{"type": "text"}] * 2},
     "can't parse InputMedia: Unsupported type specified"),
    ("sendMediaGroup", {"media": [{"type": "photo"}] * 2},
     "can't parse InputMedia: media not found"),
    ("sendMediaGroup", {"media": [{}] * 11}, "too many messages to send as an album"),
    ("deleteMessage", {"message_id": 0}, "message identifier is not specified"),
    ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"message_ids": "all"}, "can't parse message_ids JSON array"),
    ("deleteMessages", {"message_ids": ["all"]}, "can't parse message_ids JSON array"),
    ("forwardMessage", {"from_chat_id": 5, "message_id": 1}, "chat not found"),
    ("forwardMessage", {"message_id": 1}, "from_chat_id is empty"),
    ("unpinChatMessage", {}, "message to unpin not found"),
    ("setMessageReaction", {"message_id": 1, "reaction": "{"},
     "can't parse reaction types JSON object"),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "a"}] * 2},
     "REACTIONS_TOO_MANY"),
    ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ("getChatMember", {"user_id": 5}, "PARTICIPANT_ID_INVALID"),
    ("createForumTopic", {"name": "a"}, "the chat is not a forum"),
    ("setChatMenuButton", {"menu_button": {"type": "door"}}, "menuButton has unsupported type"),
    ("setChatMenuButton", {"menu_button": "{"}, "can't parse menu button JSON object"),
]  # fmt: skip

ALONE: list[tuple[str, dict[str, Any], str]] = [
    ("setWebhook", {"url": "https://127.0.0.1/", "secret_token": "a" * 257},
     "secret token is too long"),
    ("setWebhook", {"url": "https://127.0.0.1/", "secret_token": "a b"},
     "secret token contains unallowed characters"),
    ("setWebhook", {"url": "https://127.0.0.1:81/"},
     "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ("setMyCommands", {"commands": [5]}, "can't parse BotCommand: expected an Object"),
    ("getMyCommands", {"scope": "{"}, "can't parse BotCommandScope JSON object"),
    ("getMyCommands", {"scope": 5},
     "can't parse BotCommandScope: BotCommandScope must be an Object"),
    ("getMyCommands", {"scope": {}}, 'can\'t parse BotCommandScope: Can\'t find field "type"'),
    ("editMessageText", {"text": "a"}, "message identifier is not specified"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "message"), PRIVATE)
async def test_a_slip_in_a_private_chat_is_refused(
    api: Api, chair: Person, method: str, params: dict[str, Any], message: str
) -> None:
    error = await api.error(method, chat_id=chair.id, **params)
    assert error == f"Bad Request: {message}"


@pytest.mark.parametrize(("method", "params", "message"), ALONE)
async def test_a_slip_without_a_chat_is_refused(
    api: Api, method: str, params: dict[str, Any], message: str
) -> None:
    assert await api.error(method, **params) == f"Bad Request: {message}"


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("createForumTopic", {"name": " "}, "TOPIC_TITLE_EMPTY"),
        ("createForumTopic", {"name": LONG}, "topic name is too long"),
        ("createForumTopic", {"name": "a", "icon_color": 5}, "invalid icon color specified"),
        ("editForumTopic", {"name": "b", "message_thread_id": 99}, "message thread not found"),
        ("closeForumTopic", {}, "message thread not found"),
        ("sendChatAction", {"action": "typing", "message_thread_id": 99},
         "message thread not found"),
    ],
)  # fmt: skip
async def test_a_slip_in_a_forum_is_refused(
    api: Api, sandbox: Sandbox, bot: Bot, method: str, params: dict[str, Any], message: str
) -> None:
    group = sandbox.group("Tổ", forum=True)
    group.add(bot, admin=True)
    assert await api.error(method, chat_id=group.id, **params) == f"Bad Request: {message}"


@pytest.mark.parametrize(
    ("headers", "body", "message"),
    [
        ("application/json", b"{", "can't parse JSON object"),
        ("application/json", b"[]", "object expected"),
        ("text/plain", b"a", "unsupported content type"),
        ("application/x-www-form-urlencoded", b"text=%ff", "strings must be encoded in UTF-8"),
        ("application/x-www-form-urlencoded", b"text=\xff", "strings must be encoded in UTF-8"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    api: Api, headers: str, body: bytes, message: str
) -> None:
    kind = {"Content-Type": headers}
    async with api.session.post(f"{api.base}/getMe", data=body, headers=kind) as response:
        assert response.status == 400
        assert (await response.json())["description"] == f"Bad Request: {message}"


async def test_several_messages_are_relayed_and_missing_ones_left_out(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    numbers = [chair.says(text).id for text in ("một", "hai")]
    source = {"chat_id": chair.id, "from_chat_id": chair.id}
    forwarded = await api.call("forwardMessages", message_ids=[*numbers, 999], **source)
    copied = await api.call("copyMessages", message_ids=numbers, **source)
    assert len(forwarded) == len(copied) == 2
    assert [message.text for message in sandbox.replies(chair)] == ["một", "hai"] * 2
    for ids, message in (
        ([999], "there are no messages to copy"),
        ([], "message identifiers are not specified"),
        (list(range(101)), "too many message identifiers specified"),
    ):
        error = await api.error("copyMessages", message_ids=ids, **source)
        assert error == f"Bad Request: {message}"


async def test_a_copy_may_get_another_caption(api: Api, chair: Person, sandbox: Sandbox) -> None:
    photo = chair.sends_photo(caption="cũ")
    source = {"chat_id": chair.id, "from_chat_id": chair.id, "message_id": photo.id}
    await api.call("copyMessage", caption="mới", **source)
    assert sandbox.replies(chair)[-1].text == "mới"


async def test_protected_messages_are_not_relayed(api: Api, chair: Person) -> None:
    sent = await api.call("sendMessage", chat_id=chair.id, text="a", protect_content=True)
    assert sent["has_protected_content"]
    source = {"chat_id": chair.id, "from_chat_id": chair.id, "message_id": sent["message_id"]}
    assert await api.error("forwardMessage", **source) == (
        "Bad Request: the message can't be forwarded"
    )
    assert await api.error("copyMessage", **source) == "Bad Request: the message can't be copied"


async def test_a_reply_keyboard_is_shown_and_forbids_edits(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    markup = {"keyboard": [["Việc", {"text": "Ở đâu", "request_location": True}]]}
    sent = await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=markup)
    assert sandbox.replies(chair)[-1].buttons == ["Việc", "Ở đâu"]
    assert "reply_markup" not in sent
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    assert await api.error("editMessageText", text="b", **where) == (
        "Bad Request: message can't be edited"
    )
    remove = {"remove_keyboard": True}
    assert await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=remove)


async def test_a_location_is_sent(api: Api, chair: Person) -> None:
    sent = await api.call("sendLocation", chat_id=chair.id, **PLACE)
    assert sent["location"] == PLACE


async def test_a_mention_names_whom_the_bot_knows(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    stranger = sandbox.person("Stranger")
    text = f'<a href="tg://user?id={chair.id}">a</a> <a href="tg://user?id={stranger.id}">b</a>'
    sent = await api.call("sendMessage", chat_id=chair.id, text=text, parse_mode="HTML")
    assert [entity["user"]["id"] for entity in sent["entities"]] == [chair.id]


async def test_previews_can_be_switched_off(api: Api, chair: Person) -> None:
    for params in ({"disable_web_page_preview": True},
                   {"link_preview_options": {"is_disabled": True}}):  # fmt: skip
        sent = await api.call("sendMessage", chat_id=chair.id, text="a", **params)
        assert sent["link_preview_options"] == {"is_disabled": True}


async def test_a_reply_may_outlive_what_it_answers(api: Api, chair: Person) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await api.call("sendMessage", chat_id=chair.id, text="a", reply_parameters=reply)
    assert "reply_to_message" not in sent
