from __future__ import annotations

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api


async def send(api: Api, chat_id: object) -> str:
    return await api.error("sendMessage", chat_id=chat_id, text="a")


async def test_a_chat_must_be_named_and_exist(api: Api) -> None:
    assert await api.error("sendMessage", text="a") == "Bad Request: chat_id is empty"
    assert await send(api, 12345) == "Bad Request: chat not found"
    assert await send(api, -12345) == "Bad Request: chat not found"
    assert await send(api, "nobody") == "Bad Request: chat not found"
    assert await send(api, "@nobody") == "Bad Request: chat not found"


async def test_a_bot_cannot_write_first(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    stranger, colleague = sandbox.person("Stranger"), sandbox.person("Colleague")
    group = sandbox.group("Tổ giúp việc")
    group.add(bot, colleague)
    assert await send(api, stranger.id) == "Bad Request: chat not found"
    assert await send(api, colleague.id) == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    colleague.start()
    assert await api.call("sendMessage", chat_id=colleague.id, text="a")


async def test_who_blocked_the_bot_is_not_reached_until_they_write_again(
    api: Api, chair: Person
) -> None:
    chair.blocks()
    assert await send(api, chair.id) == "Forbidden: bot was blocked by the user"
    chair.start()
    assert await api.call("sendMessage", chat_id=chair.id, text="a")
    updates = await api.call("getUpdates")
    kinds = [next(kind for kind in update if kind != "update_id") for update in updates]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates[:2]]
    assert statuses == ["kicked", "member"]


async def test_a_deleted_account_is_not_reached(api: Api, chair: Person) -> None:
    chair.deactivates()
    assert await send(api, chair.id) == "Forbidden: user is deactivated"


async def test_bots_cannot_write_to_bots(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    other = sandbox.bot("Other", "other_bot")
    assert await send(api, other.id) == "Forbidden: the bot can't send messages to the bot"


async def test_a_removed_bot_is_told_so(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    for supergroup, word in ((False, "group chat"), (True, "supergroup chat")):
        group = sandbox.group("Tổ", supergroup=supergroup)
        assert await send(api, group.id) == "Bad Request: chat not found"
        group.add(bot)
        assert await api.call("sendMessage", chat_id=group.id, text="a")
        group.remove(bot)
        assert await send(api, group.id) == f"Forbidden: bot was kicked from the {word}"
        group.add(bot)
        assert await api.call("leaveChat", chat_id=group.id) is True
        assert await send(api, group.id) == f"Forbidden: bot is not a member of the {word}"


async def test_a_restricted_bot_may_not_write(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.group("Tổ", supergroup=True)
    group.add(bot)
    group.restrict(bot)
    assert await send(api, group.id) == (
        "Bad Request: not enough rights to send text messages to the chat"
    )


async def test_a_deleted_group_is_told_so(api: Api, sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.group("Tổ")
    group.add(bot)
    group.delete()
    assert await send(api, group.id) == "Forbidden: the group chat was deleted"


async def test_a_bot_posts_to_a_channel_it_administers(
    api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    channel = sandbox.channel("Thông báo", "thongbao")
    assert await send(api, channel.id) == "Bad Request: chat not found"
    channel.add(bot, by=chair)
    post = await api.call("sendMessage", chat_id="@thongbao", text="a")
    assert "from" not in post
    assert post["sender_chat"]["id"] == channel.id
