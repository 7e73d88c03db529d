"""Who follows the events knows what the state says, whatever happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api
from tests.support.control import ControlClient, Events

ROW = [[{"text": "a", "callback_data": "a"}]]


class Follower:
    """What a page knows that asked for the state once and then listened."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.persons = {one["id"]: one for one in state["persons"]}
        self.bots = {one["id"]: one for one in state["bots"]}
        self.chats = {one["key"]: _unlasting(one) for one in state["chats"]}
        self.calls = {one["number"]: one for one in state["calls"]}
        self.trouble = state["trouble"]
        self.messages: dict[str, dict[int, Any]] = {key: {} for key in self.chats}

    def hear(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "person":
                self.persons[event["person"]["id"]] = event["person"]
            case "bot":
                self.bots[event["bot"]["id"]] = event["bot"]
            case "chat":
                self.chats[event["chat"]["key"]] = event["chat"]
                self.messages.setdefault(event["chat"]["key"], {})
            case "message":
                message = event["message"]
                self.messages[message["key"]][message["message_id"]] = message
            case "deleted":
                self.messages[event["key"]].pop(event["message_id"], None)
            case "call":
                self.calls[event["call"]["number"]] = event["call"]
            case "trouble":
                self.trouble = event["trouble"]


def _unlasting(chat: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in chat.items() if name not in ("last", "total", "written")}


def _own(value: Any) -> Any:
    """A message without its copies of chat and persons, which grow old where they stand."""
    if isinstance(value, dict):
        return {name: _own(item) for name, item in value.items() if name not in ("chat", "from")}
    return [_own(item) for item in value] if isinstance(value, list) else value


Acts = AsyncIterator[None]


async def acts_in_private(sandbox: Sandbox, api: Api, bot: Bot, chair: Person) -> Acts:
    """All that changes what is seen in private chats; stops after each act."""
    where = {"chat_id": chair.id}
    number = []
    for text in "abcd":
        sent = await api.call(
            "sendMessage", text=text, reply_markup={"inline_keyboard": ROW}, **where
        )
        number.append(sent["message_id"])
        yield
    reaction = [{"type": "emoji", "emoji": "👍"}]
    for method, more in (
        ("editMessageText", {"message_id": number[0], "text": "b"}),
        ("editMessageReplyMarkup", {"message_id": number[1]}),
        ("pinChatMessage", {"message_id": number[1]}),
        ("pinChatMessage", {"message_id": number[2]}),
        ("unpinChatMessage", {"message_id": number[2]}),
        ("deleteMessages", {"message_ids": [number[1], number[3]]}),
        ("setMessageReaction", {"message_id": number[0], "reaction": reaction}),
        ("copyMessage", {"from_chat_id": chair.id, "message_id": number[0]}),
        ("sendMessage", {"text": "k", "reply_markup": {"keyboard": [["a"]]}}),
        ("sendMessage", {"text": "k", "reply_markup": {"remove_keyboard": True}}),
        ("pinChatMessage", {"message_id": number[0]}),
        ("unpinAllChatMessages", {}),
    ):
        await api.call(method, **where, **more)
        yield
    keyboard = {"keyboard": [["a"]]}
    shown = await api.call("sendMessage", text="k", reply_markup=keyboard, **where)
    yield
    await api.call("deleteMessage", message_id=shown["message_id"], **where)
    yield
    await api.call("setMyName", name="Another")
    yield
    await api.error("sendMessage", chat_id=-1, text="a")
    yield
    said = chair.says("a")
    yield
    chair.edits(said, "b")
    yield
    chair.reacts(sandbox.replies(chair)[0], "🔥")
    yield
    chair.deletes(said)
    yield
    chair.forwards(chair.sends_photo(caption="c"))
    yield
    newcomer = sandbox.person("B", last_name="C")
    yield
    newcomer.speaks("en")
    yield
    newcomer.start(bot)
    yield
    newcomer.deactivates()
    yield
    chair.blocks()
    yield
    chair.unblocks()
    yield


async def acts_of_trouble(sandbox: Sandbox, api: Api) -> Acts:
    """All that changes what goes wrong."""
    sandbox.faults.slow(0.0, times=3)
    yield
    await api.call("getMe")
    yield
    sandbox.faults.clear()
    yield
    sandbox.outage.begin()
    yield
    sandbox.outage.end()
    yield


async def acts_in_groups(sandbox: Sandbox, api: Api, bot: Bot, chair: Person) -> Acts:
    """All that changes what is seen in groups and channels."""
    member, forum = sandbox.person("D"), sandbox.group("Forum", chair, forum=True)
    yield
    forum.add(bot, admin=True)
    yield
    forum.add(member)
    yield
    thread = (await api.call("createForumTopic", chat_id=forum.id, name="Hậu cần"))[
        "message_thread_id"
    ]
    yield
    for method, more in (
        ("sendMessage", {"text": "a"}),
        ("editForumTopic", {"name": "Tuyên truyền"}),
        ("closeForumTopic", {}),
        ("reopenForumTopic", {}),
        ("deleteForumTopic", {}),
    ):
        await api.call(method, chat_id=forum.id, message_thread_id=thread, **more)
        yield
    forum.create_topic("Của người")
    yield
    for change in (forum.promote, forum.demote, forum.restrict, forum.remove):
        change(member)
        yield
    group = sandbox.group("Nhóm", chair)
    group.add(bot, member)
    yield
    group.rename("Nhóm khác")
    yield
    member.says("a", chat=group)
    yield
    group.upgrade()
    yield
    await api.call("leaveChat", chat_id=group.id)
    yield
    channel = sandbox.channel("Kênh")
    channel.add(bot, chair)
    channel.posts("a")
    yield
    sandbox.bot("Other", "other_bot")
    yield


async def keep_up(control: ControlClient, events: Events, follower: Follower) -> None:
    """Hears all that is told, and then knows what the state says."""
    state = await control.get("/control/state")
    while events.last_id < state["sequence"]:
        for event in await events.batch():
            follower.hear(event)
    assert follower.persons == {one["id"]: one for one in state["persons"]}
    assert follower.bots == {one["id"]: one for one in state["bots"]}
    assert follower.chats == {one["key"]: _unlasting(one) for one in state["chats"]}
    assert follower.calls == {one["number"]: one for one in state["calls"]}
    assert follower.trouble == state["trouble"]
    for key, known in follower.messages.items():
        shown = (await control.get(f"/control/chats/{key}/messages"))["messages"]
        assert _own(list(known.values())) == _own(shown), key


async def test_who_follows_the_events_knows_the_state_after_each_act(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    for message in sandbox.messages(chair):
        chair.deletes(message)
    begun = await control.get("/control/state")
    follower = Follower(begun)
    async with control.events(begun["sequence"]) as events:
        events.last_id = begun["sequence"]
        for acts in (
            acts_in_private(sandbox, api, bot, chair),
            acts_in_groups(sandbox, api, bot, chair),
            acts_of_trouble(sandbox, api),
        ):
            async for _ in acts:
                await keep_up(control, events, follower)


async def test_who_was_away_meanwhile_hears_it_in_the_order_in_which_it_came(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    for message in sandbox.messages(chair):
        chair.deletes(message)
    begun = await control.get("/control/state")
    async for _ in acts_in_private(sandbox, api, bot, chair):
        pass
    async for _ in acts_in_groups(sandbox, api, bot, chair):
        pass
    follower = Follower(begun)
    async with control.events(begun["sequence"]) as events:
        await keep_up(control, events, follower)
