"""Who follows the events knows what the state says, whatever happened."""

from __future__ import annotations

from typing import Any

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api
from tests.support.control import ControlClient

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
    return {name: value for name, value in chat.items() if name not in ("last", "total")}


async def act(sandbox: Sandbox, api: Api, bot: Bot, chair: Person) -> None:
    """All that changes what is seen, by persons and by the bot."""
    await act_in_private(sandbox, api, bot, chair)
    await act_in_groups(sandbox, api, bot, chair)


async def act_in_private(sandbox: Sandbox, api: Api, bot: Bot, chair: Person) -> None:
    where = {"chat_id": chair.id}
    sent = [
        await api.call(
            "sendMessage", text=f"{number}", reply_markup={"inline_keyboard": ROW}, **where
        )
        for number in range(4)
    ]
    number = [message["message_id"] for message in sent]
    await api.call("editMessageText", message_id=number[0], text="b", **where)
    await api.call("editMessageReplyMarkup", message_id=number[1], **where)
    await api.call("pinChatMessage", message_id=number[1], **where)
    await api.call("pinChatMessage", message_id=number[2], **where)
    await api.call("unpinChatMessage", message_id=number[2], **where)
    await api.call("deleteMessages", message_ids=[number[1], number[3]], **where)
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await api.call("setMessageReaction", message_id=number[0], reaction=reaction, **where)
    await api.call("copyMessage", from_chat_id=chair.id, message_id=number[0], **where)
    await api.call("sendMessage", text="k", reply_markup={"keyboard": [["a"]]}, **where)
    await api.call("setMyName", name="Another")
    await api.error("sendMessage", chat_id=-1, text="a")
    said = chair.says("a")
    chair.edits(said, "b")
    chair.reacts(sandbox.replies(chair)[0], "🔥")
    chair.deletes(said)
    photo = chair.sends_photo(caption="c")
    chair.forwards(photo)
    sandbox.person("E").speaks("en")
    newcomer = sandbox.person("B", last_name="C")
    newcomer.start(bot)
    newcomer.deactivates()
    chair.blocks()
    sandbox.faults.slow(0.0, times=3)
    await api.call("getMe")


async def act_in_groups(sandbox: Sandbox, api: Api, bot: Bot, chair: Person) -> None:
    member = sandbox.person("D")
    forum = sandbox.group("Forum", chair, forum=True)
    forum.add(bot, admin=True)
    forum.add(member)
    where = {"chat_id": forum.id}
    kept = await api.call("createForumTopic", name="Giữ", **where)
    gone = await api.call("createForumTopic", name="Bỏ", **where)
    for topic in (kept, gone):
        thread = topic["message_thread_id"]
        await api.call("sendMessage", text="a", message_thread_id=thread, **where)
    await api.call("editForumTopic", message_thread_id=thread, name="Bỏ hẳn", **where)
    await api.call("deleteForumTopic", message_thread_id=thread, **where)
    await api.call("closeForumTopic", message_thread_id=kept["message_thread_id"], **where)
    forum.create_topic("Của người")
    forum.restrict(member)
    forum.remove(member)
    group = sandbox.group("Nhóm", chair)
    group.add(bot, member)
    group.rename("Nhóm khác")
    member.says("a", chat=group)
    group.upgrade()
    await api.call("sendMessage", chat_id=group.id, text="a")
    await api.call("leaveChat", chat_id=group.id)
    channel = sandbox.channel("Kênh")
    channel.add(bot, chair)
    channel.posts("a")
    await api.call("unpinAllChatMessages", chat_id=forum.id)


async def followed(control: ControlClient, follower: Follower, after: int) -> None:
    """Hears all events up to the present."""
    async with control.events(after) as events:
        end = (await control.get("/control/state"))["sequence"]
        while events.last_id < end:
            for event in await events.batch():
                follower.hear(event)


async def test_who_follows_the_events_knows_the_state(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    begun = await control.get("/control/state")
    follower = Follower(begun)
    start = (await control.get(f"/control/chats/{begun['chats'][0]['key']}/messages"))["messages"]
    follower.messages[begun["chats"][0]["key"]] = {one["message_id"]: one for one in start}
    await act(sandbox, api, bot, chair)
    await followed(control, follower, begun["sequence"])
    state = await control.get("/control/state")
    assert follower.persons == {one["id"]: one for one in state["persons"]}
    assert follower.bots == {one["id"]: one for one in state["bots"]}
    assert follower.chats == {one["key"]: _unlasting(one) for one in state["chats"]}
    assert follower.calls == {one["number"]: one for one in state["calls"]}
    assert follower.trouble == state["trouble"]
    for key, known in follower.messages.items():
        shown = (await control.get(f"/control/chats/{key}/messages"))["messages"]
        assert known == {one["message_id"]: one for one in shown}, key


async def test_a_page_that_keeps_up_hears_the_same_in_smaller_parts(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    begun = await control.get("/control/state")
    follower = Follower(begun)
    async with control.events(begun["sequence"]) as events:
        await act_in_groups(sandbox, api, bot, chair)
        end = (await control.get("/control/state"))["sequence"]
        while events.last_id < end:
            for event in await events.batch():
                follower.hear(event)
    state = await control.get("/control/state")
    assert follower.chats == {one["key"]: _unlasting(one) for one in state["chats"]}
