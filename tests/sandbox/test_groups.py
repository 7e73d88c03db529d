from __future__ import annotations

from typing import Any

import pytest

from sandbox import Bot, Group, Person, Sandbox
from tests.support.api import Api


def kind_of(update: dict[str, Any]) -> str:
    return next(kind for kind in update if kind != "update_id")


@pytest.fixture
def group(sandbox: Sandbox, bot: Bot, chair: Person) -> Group:
    group = sandbox.group("Tổ giúp việc", chair)
    group.add(bot)
    bot.updates.events.clear()
    return group


async def texts(api: Api) -> list[str]:
    updates = await api.call("getUpdates")
    return [update["message"].get("text", "") for update in updates if "message" in update]


async def test_being_added_is_told_twice(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    sandbox.group("Tổ").add(bot)
    membership, notice = await api.call("getUpdates")
    assert membership["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert notice["message"]["new_chat_members"][0]["id"] == bot.id


@pytest.mark.parametrize("supergroup", [False, True])
async def test_being_removed_is_told(
    api: Api, sandbox: Sandbox, bot: Bot, supergroup: bool
) -> None:
    group = sandbox.group("Tổ", supergroup=supergroup)
    group.add(bot)
    bot.updates.events.clear()
    group.remove(bot)
    updates = await api.call("getUpdates")
    assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert [kind_of(update) for update in updates[1:]] == ([] if supergroup else ["message"])


async def test_nobody_writes_into_a_topic_that_is_gone(sandbox: Sandbox, chair: Person) -> None:
    group = sandbox.group("Tổ", chair, forum=True)
    topic = group.create_topic("a")
    assert chair.says("a", chat=group, thread=topic.id).thread_id == topic.id
    group.delete_topic(topic)
    with pytest.raises(ValueError, match="no topic"):
        chair.says("a", chat=group, thread=topic.id)


async def test_privacy_mode_lets_commands_and_answers_through(
    api: Api, group: Group, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    await api.call("sendMessage", chat_id=group.id, text="a")
    own = sandbox.replies(group)[0]
    chair.says("unheard", chat=group)
    chair.says("/tonghop", chat=group)
    chair.says("/tonghop@other_bot", chat=group)
    chair.says("/tonghop@TieuBan_bot x", chat=group)
    chair.says("answer", chat=group, reply_to=own)
    assert await texts(api) == ["/tonghop", "/tonghop@TieuBan_bot x", "answer"]


async def test_an_administrator_and_a_bot_without_privacy_mode_see_all(
    api: Api, group: Group, chair: Person, bot: Bot
) -> None:
    group.promote(bot)
    chair.says("a", chat=group)
    group.demote(bot)
    chair.says("unheard", chat=group)
    bot.reads_all = True
    chair.says("b", chat=group)
    assert await texts(api) == ["a", "b"]


async def test_a_general_command_goes_to_the_bot_that_wrote_last(
    api: Api, group: Group, chair: Person, sandbox: Sandbox
) -> None:
    other = sandbox.bot("Other", "other_bot")
    group.add(other)
    group.bot_says(other, "I am here")
    chair.says("/unheard", chat=group)
    await api.call("sendMessage", chat_id=group.id, text="a")
    chair.says("/heard", chat=group)
    assert [text for text in await texts(api) if text.startswith("/")] == ["/heard"]


async def test_anonymous_administrators_channels_and_bots_show_as_such(
    api: Api, group: Group, sandbox: Sandbox, bot: Bot
) -> None:
    other = sandbox.bot("Other", "other_bot")
    group.add(other)
    bot.reads_all = True
    await api.call("getUpdates", offset=bot.updates.next_id)
    group.says_anonymously("/tonghop")
    sandbox.channel("Kênh").says_in(group, "a")
    group.bot_says(other, "b")
    anonymous, channel, robot = [update["message"] for update in await api.call("getUpdates")]
    assert anonymous["from"]["username"] == "GroupAnonymousBot"
    assert anonymous["sender_chat"]["id"] == group.id
    assert channel["sender_chat"]["type"] == "channel"
    assert robot["from"]["is_bot"]


async def test_channel_posts_are_updates_of_their_own(
    api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    channel = sandbox.channel("Kênh")
    channel.add(bot, by=chair)
    channel.posts("a")
    assert kind_of((await api.call("getUpdates"))[-1]) == "channel_post"


async def test_a_migration_gives_three_signals(api: Api, group: Group, sandbox: Sandbox) -> None:
    old_id = group.id
    new = group.upgrade()
    away, here = [update["message"] for update in await api.call("getUpdates")]
    assert (away["chat"]["id"], away["migrate_to_chat_id"]) == (old_id, new.id)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (new.id, old_id)
    refused = await api.ask("sendMessage", chat_id=old_id, text="a")
    assert refused.status == 400
    assert refused.error == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.body["parameters"] == {"migrate_to_chat_id": new.id}
    await api.call("sendMessage", chat_id=new.id, text="a")
    assert [message.text for message in sandbox.replies(group) if message.text] == ["a"]


async def test_a_topic_keeps_its_own_messages(
    api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    group = sandbox.group("Tổ", chair, forum=True)
    group.add(bot)
    topic = group.create_topic("Tổng hợp")
    sent = await api.call("sendMessage", chat_id=group.id, message_thread_id=topic.id, text="a")
    assert sent["is_topic_message"]
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "Tổng hợp"
    assert sandbox.messages(group, thread=topic.id)[-1].text == "a"
    group.close_topic(topic)
    where = {"chat_id": group.id, "message_thread_id": topic.id}
    assert await api.error("sendMessage", text="a", **where) == "Bad Request: TOPIC_CLOSED"
    group.delete_topic(topic)
    for thread in (topic.id, 1, 999):
        error = await api.error("sendMessage", chat_id=group.id, message_thread_id=thread, text="a")
        assert error == "Bad Request: message thread not found"


async def test_a_bot_manages_topics_where_it_administers(
    api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    group = sandbox.group("Tổ", chair, forum=True)
    group.add(bot)
    assert await api.error("createForumTopic", chat_id=group.id, name="a") == (
        "Bad Request: not enough rights to create a topic"
    )
    group.promote(bot)
    topic = await api.call("createForumTopic", chat_id=group.id, name="a")
    where = {"chat_id": group.id, "message_thread_id": topic["message_thread_id"]}
    assert await api.call("editForumTopic", name="b", **where)
    assert await api.call("closeForumTopic", **where)
    assert await api.error("closeForumTopic", **where) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await api.call("deleteForumTopic", **where)
    assert await api.error("reopenForumTopic", **where) == ("Bad Request: message thread not found")


async def test_members_are_told_and_counted(
    api: Api, group: Group, sandbox: Sandbox, bot: Bot
) -> None:
    guest = sandbox.person("Khách")
    group.promote(bot)
    await api.call("getUpdates", allowed_updates=["chat_member"], offset=bot.updates.next_id)
    group.add(guest)
    group.leaves(guest)
    changes = [update["chat_member"] for update in await api.call("getUpdates")]
    assert [change["new_chat_member"]["status"] for change in changes] == ["member", "left"]
    assert await api.call("getChatMemberCount", chat_id=group.id) == 2
    member = await api.call("getChatMember", chat_id=group.id, user_id=guest.id)
    assert member["status"] == "left"
    administrators = await api.call("getChatAdministrators", chat_id=group.id)
    assert {member["status"] for member in administrators} == {"creator", "administrator"}


async def test_pinning_needs_rights_and_leaves_a_notice(api: Api, group: Group, bot: Bot) -> None:
    sent = await api.call("sendMessage", chat_id=group.id, text="a")
    where = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert await api.error("pinChatMessage", **where) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    group.promote(bot)
    assert await api.call("pinChatMessage", **where)
    chat = await api.call("getChat", chat_id=group.id)
    assert chat["pinned_message"]["message_id"] == sent["message_id"]
    assert (await api.call("getUpdates"))[-1]["message"]["pinned_message"]["text"] == "a"
    assert await api.call("unpinChatMessage", **where)
