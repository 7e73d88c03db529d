from __future__ import annotations

import pytest

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api


async def test_an_edit_is_an_update_of_its_own(api: Api, chair: Person) -> None:
    message = chair.says("/viec")
    chair.edits(message, "/tonghop")
    first, second = await api.call("getUpdates")
    assert first["message"]["text"] == "/viec"
    assert second["edited_message"]["text"] == "/tonghop"
    assert second["edited_message"]["edit_date"]


async def test_a_changed_caption_keeps_its_picture(api: Api, chair: Person) -> None:
    chair.edits(chair.sends_photo(caption="/report"), "/done")
    edited = (await api.call("getUpdates"))[-1]["edited_message"]
    assert edited["caption"] == "/done"
    assert edited["photo"]


async def test_a_forward_names_the_first_author(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    other = sandbox.person("Other")
    channel = sandbox.channel("Kênh")
    chair.forwards(other.says("/viec"))
    chair.forwards(channel.posts("tin"))
    own = chair.says("a")
    chair.forwards(chair.forwards(own))
    origins = [
        update["message"]["forward_origin"]
        for update in await api.call("getUpdates")
        if "forward_origin" in update["message"]
    ]
    assert [origin["type"] for origin in origins] == ["user", "channel", "user", "user"]
    assert origins[0]["sender_user"]["id"] == other.id
    assert origins[3]["sender_user"]["id"] == chair.id


async def test_nobody_presses_or_writes_where_they_are_not(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    group = sandbox.group("Tổ")
    group.add(bot)
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    for chat in (chair.id, group.id):
        await api.call("sendMessage", chat_id=chat, text="a", reply_markup=markup)
    stranger = sandbox.person("Stranger")
    with pytest.raises(ValueError, match="is no member of 'Tổ'"):
        stranger.says("a", chat=group)
    with pytest.raises(ValueError, match="is no member of 'Tổ'"):
        stranger.press(sandbox.replies(group)[-1], "a")
    with pytest.raises(ValueError, match="does not see the chat"):
        stranger.press(sandbox.replies(chair)[-1], "a")


def test_a_client_does_not_send_more_than_a_message_holds(chair: Person) -> None:
    with pytest.raises(ValueError, match="say its parts"):
        chair.says("a" * 4097)


async def test_reactions_reach_who_asked_for_them(api: Api, chair: Person) -> None:
    message = chair.says("a")
    chair.reacts(message, "👍")
    assert len(await api.call("getUpdates", allowed_updates=["message_reaction"])) == 1
    chair.reacts(message, "🎉")
    change = (await api.call("getUpdates"))[-1]["message_reaction"]
    assert change["old_reaction"][0]["emoji"] == "👍"
    assert change["new_reaction"][0]["emoji"] == "🎉"


async def test_two_bots_have_two_private_chats(api: Api, chair: Person, sandbox: Sandbox) -> None:
    other = sandbox.bot("Other", "other_bot")
    with pytest.raises(ValueError, match="say which"):
        chair.says("a")
    chair.says("b", chat=other)
    assert [message.text for message in sandbox.messages(chair, bot=other)] == ["b"]
    assert await api.call("getUpdates") == []


async def test_the_transcript_shows_calls_as_a_person_would_write_them(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    markup = '{"inline_keyboard":[[{"text":"a","callback_data":"a"}]]}'
    url = f"{api.base}/sendMessage"
    params = {"chat_id": str(chair.id), "text": "5", "reply_markup": markup}
    await api.session.post(url, data=params)
    (call,) = sandbox.calls.of("sendMessage", chat=chair)
    assert call.params["chat_id"] == chair.id
    assert call.params["text"] == "5"
    assert call.params["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"
    assert call.ok
    assert call.happened
    await api.error("sendMessage", chat_id=1, text="a")
    assert sandbox.calls[-1].error == "Bad Request: chat not found"
    assert not sandbox.calls[-1].happened
