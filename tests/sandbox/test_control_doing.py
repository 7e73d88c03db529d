"""What persons do through the control API, and what the bots then see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox import Bot, Person, Sandbox
from sandbox.control.messages import parts_of
from tests.support.api import Api, plain_api
from tests.support.clock import ManualClock
from tests.support.control import ControlClient, control_client, key_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def chat(bot: Bot, chair: Person) -> str:
    """The address of the chair's chat with the bot."""
    return f"/control/chats/{key_of(bot, chair)}"


async def updates(api: Api, *kinds: str) -> list[dict[str, Any]]:
    """What the bot was told of these kinds."""
    told = await api.call("getUpdates", allowed_updates=list(kinds) or None)
    return [next(value for name, value in one.items() if name != "update_id") for one in told]


# persons


async def test_a_person_is_added_and_starts_the_bot_by_a_deep_link(
    control: ControlClient, api: Api, bot: Bot
) -> None:
    person = await control.post("/control/persons", first_name="Hà", language_code="en")
    said = await control.post(f"/control/chats/p:{bot.id}:{person['id']}/start", payload="invite-1")
    assert said["text"] == "/start invite-1"
    [message] = await updates(api)
    assert message["text"] == "/start invite-1"
    assert message["from"]["language_code"] == "en"


BLANK = (
    "  ",
    "\u200b\u2060\ufeff",
    "\u00a0\u3000",
    "\u202e\n",
    "\u3164",
    "\u2800",
    "\u0301",
    "\ufe0f",
)


async def test_a_name_of_which_nothing_can_be_seen_is_refused(
    control: ControlClient, sandbox: Sandbox, chair: Person
) -> None:
    forum = sandbox.group("Tổ hậu cần", chair, forum=True)
    topics = f"/control/chats/g:{forum.id}/topics"
    before = await control.get("/control/state")
    for path, field, rest in (
        ("/control/persons", "first_name", {}),
        ("/control/groups", "title", {"owner": chair.id}),
        (topics, "name", {"person": chair.id}),
    ):
        refusal = (400, f'"{field}" must have at least one visible character')
        for name in BLANK:
            body = {field: name, **rest}
            assert await control.refused("POST", path, json=body) == refusal, ascii(name)
    assert await control.get("/control/state") == before


@pytest.mark.parametrize("name", ["🚑", "\u200bHà", "١", "e\u0301", "-", "\ue000"])
async def test_a_name_of_which_anything_can_be_seen_is_taken(
    name: str, control: ControlClient
) -> None:
    person = await control.post("/control/persons", first_name=name)
    assert person["first_name"] == name


async def test_the_state_has_a_chat_of_each_person_with_each_bot(
    control: ControlClient, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    other = sandbox.person("B")
    state = await control.get("/control/state")
    assert [person["id"] for person in state["persons"]] == [chair.id, other.id]
    started = {chat["key"]: chat["started"] for chat in state["chats"]}
    assert started == {key_of(bot, chair): True, key_of(bot, other): False}


async def test_a_person_changes_the_language_and_deletes_the_account(
    control: ControlClient, api: Api, chair: Person
) -> None:
    path = f"/control/persons/{chair.id}"
    assert (await control.patch(path, language_code="en"))["language_code"] == "en"
    assert (await control.patch(path, deactivated=True))["deactivated"] is True
    assert await api.error("sendMessage", chat_id=chair.id, text="a") == (
        "Forbidden: user is deactivated"
    )
    assert (await control.refused("PATCH", path, json={}))[0] == 400
    assert (await control.refused("PATCH", "/control/persons/1", json={}))[0] == 404
    assert (await control.refused("PATCH", "/control/persons/x", json={}))[0] == 404


async def test_a_username_is_given_once(control: ControlClient, bot: Bot) -> None:
    assert (await control.post("/control/persons", first_name="A", username="abc"))["username"]
    for taken in ("ABC", bot.username):
        status, why = await control.refused(
            "POST", "/control/persons", json={"first_name": "B", "username": taken}
        )
        assert (status, why) == (400, f"the username {taken} is taken")


# messages


async def test_a_person_writes_and_answers(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    card = await api.call("sendMessage", chat_id=chair.id, text="thẻ")
    await control.post(f"{chat}/messages", text="60%", reply_to=card["message_id"])
    [message] = await updates(api)
    assert (message["text"], message["reply_to_message"]["text"]) == ("60%", "thẻ")


async def test_a_long_text_is_split_as_clients_do_it(
    control: ControlClient, api: Api, chat: str
) -> None:
    text = "\n".join(f"{number:04} {'a' * 90}" for number in range(100))
    await control.post(f"{chat}/messages", text=text)
    parts = [message["text"] for message in await updates(api)]
    assert len(parts) == 3
    assert "\n".join(parts) == text


def test_a_text_is_split_where_it_hurts_least() -> None:
    assert parts_of("a" * 4096) == ["a" * 4096]
    assert parts_of("a" * 4097) == ["a" * 4096, "a"]
    assert parts_of("a" * 4000 + " " + "b" * 200) == ["a" * 4000 + " ", "b" * 200]
    assert parts_of("a" * 3000 + "\n" + "b " * 1000)[0] == "a" * 3000 + "\n"
    assert parts_of("a" * 100 + "\n" + "b" * 5000)[0] == ("a" * 100 + "\n" + "b" * 3995)


async def test_an_empty_text_is_refused(control: ControlClient, chat: str) -> None:
    assert await control.refused("POST", f"{chat}/messages", json={"text": " "}) == (
        400,
        "Bad Request: text must be non-empty",
    )


async def test_old_messages_come_page_by_page(
    control: ControlClient, chair: Person, chat: str
) -> None:
    said = [chair.says(str(number)) for number in range(7)]
    newest = await control.get(f"{chat}/messages", limit=3)
    assert [message["text"] for message in newest["messages"]] == ["4", "5", "6"]
    assert newest["more"] is True
    before = newest["messages"][0]["message_id"]
    rest = await control.get(f"{chat}/messages", before=before, limit=100)
    assert [message["text"] for message in rest["messages"]] == ["/start", "0", "1", "2", "3"]
    assert rest["more"] is False
    state = await control.get("/control/state")
    assert state["chats"][0]["last"]["message_id"] == said[-1].id
    assert state["chats"][0]["total"] == 8


async def test_a_person_edits_deletes_and_reacts(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    await updates(api, "message", "edited_message", "message_reaction")
    card = await api.call("sendMessage", chat_id=chair.id, text="thẻ")
    said = await control.post(f"{chat}/messages", text="60%")
    edited = await control.post(f"{chat}/messages/{said['message_id']}/edit", text="70%")
    assert edited["text"] == "70%"
    assert "edit_date" in edited
    path = f"{chat}/messages/{card['message_id']}"
    reacted = await control.post(f"{path}/reaction", emoji="👍")
    assert reacted["reactions"] == [{"emoji": "👍", "count": 1}]
    assert (await control.post(f"{path}/reaction", emoji=""))["reactions"] == []
    assert await control.refused("POST", f"{path}/edit", json={"text": "a"}) == (
        400,
        "only an own message can be edited",
    )
    await control.delete(path)
    await control.delete(f"{chat}/messages/{said['message_id']}")
    assert (await control.refused("DELETE", path))[0] == 404
    texts = [told.get("text") for told in await updates(api)]
    assert texts == ["60%", "70%", None, None]


async def test_the_reply_keyboard_is_shown_until_it_is_used_or_taken_away(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    async def shown() -> Any:
        return (await control.get("/control/state"))["chats"][0]["keyboard"]

    async def send(**markup: Any) -> None:
        await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=markup)

    assert await shown() is None
    await send(keyboard=[["Có", "Không"]], one_time_keyboard=True, input_field_placeholder="Chọn")
    rows = [[{"text": "Có"}, {"text": "Không"}]]
    assert await shown() == {"rows": rows, "one_time": True, "placeholder": "Chọn"}
    await control.post(f"{chat}/messages", text="Thế nào?")
    assert await shown() is not None
    await control.post(f"{chat}/messages", text="Có")
    assert await shown() is None
    await send(keyboard=[["Có"]])
    await control.post(f"{chat}/messages", text="Có")
    assert await shown() is not None
    await send(remove_keyboard=True)
    assert await shown() is None


async def test_a_blocked_bot_cannot_write(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    assert (await control.post(f"{chat}/blocked", blocked=True))["blocked"] is True
    assert await api.error("sendMessage", chat_id=chair.id, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    assert (await control.post(f"{chat}/blocked", blocked=False))["blocked"] is False
    assert await api.call("sendMessage", chat_id=chair.id, text="a")


async def test_nobody_speaks_in_the_private_chat_of_another(
    control: ControlClient, sandbox: Sandbox, chat: str
) -> None:
    other = sandbox.person("B")
    body = {"person": other.id, "text": "a"}
    status, _ = await control.refused("POST", f"{chat}/messages", json=body)
    assert status == 400


async def test_what_is_unknown_is_not_found(
    control: ControlClient, bot: Bot, chair: Person, chat: str
) -> None:
    keys = ("p:1:2", f"p:{bot.id}:{bot.id}", f"p:{chair.id}:{bot.id}", "g:-5", "g:5", "x", "p:1")
    for key in keys:
        assert (await control.refused("GET", f"/control/chats/{key}/messages"))[0] == 404
    for path in (f"{chat}/messages/999/edit", f"{chat}/messages/x/edit"):
        assert (await control.refused("POST", path, json={"text": "a"}))[0] == 404
    body = {"text": "a", "reply_to": 999}
    assert (await control.refused("POST", f"{chat}/messages", json=body))[0] == 404


# presses


async def card(api: Api, chair: Person) -> int:
    markup = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "accept:1"}]]}
    sent = await api.call("sendMessage", chat_id=chair.id, text="thẻ", reply_markup=markup)
    return int(sent["message_id"])


async def test_a_press_is_answered_with_what_the_bot_shows(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    number = await card(api, chair)
    pressing = asyncio.create_task(
        control.post(f"{chat}/presses", message_id=number, data="accept:1")
    )
    [update] = await api.call("getUpdates", timeout=20)
    query = update["callback_query"]
    await api.call("answerCallbackQuery", callback_query_id=query["id"], text="Đã nhận")
    assert await pressing == {"toast": {"text": "Đã nhận", "alert": False, "url": ""}}


async def test_a_press_that_nobody_answers_shows_nothing(
    control: ControlClient, api: Api, chair: Person, chat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.control.presses.PATIENCE", 0.01)
    number = await card(api, chair)
    shown = await control.post(f"{chat}/presses", message_id=number, data="accept:1")
    assert shown == {"toast": None}


async def test_a_persons_own_message_has_no_buttons(
    control: ControlClient, chair: Person, chat: str
) -> None:
    said = chair.says("a")
    body = {"message_id": said.id, "data": "x"}
    assert (await control.refused("POST", f"{chat}/presses", json=body))[0] == 400


# files


async def test_a_photo_goes_in_and_comes_out_as_a_picture(
    control: ControlClient, api: Api, chat: str
) -> None:
    sent = await control.upload(
        f"{chat}/files", [("a.png", PNG, "image/png")], kind="photo", caption="Cầu"
    )
    assert sent[0]["caption"] == "Cầu"
    [message] = await updates(api)
    assert message["photo"] == sent[0]["photo"]
    path = f"/control/files/{sent[0]['photo'][-1]['file_id']}"
    async with control.session.get(path) as response:
        assert await response.read() == PNG
        assert response.headers["Content-Type"] == "image/png"
        assert "Content-Disposition" not in response.headers


async def test_a_file_is_never_served_as_a_page(
    control: ControlClient, chair: Person, chat: str
) -> None:
    files = [("a.html", PAGE, "text/html")]
    [photo] = await control.upload(f"{chat}/files", files, kind="photo")
    [document] = await control.upload(f"{chat}/files", files, kind="document")
    forged = chair.sends_document(PAGE, name='"><script>\r\nX: y.html', mime_type="text/html")
    for media in (photo["photo"][-1], document["document"], forged.content["document"]):
        number = media["file_id"]
        async with control.session.get(f"/control/files/{number}") as response:
            assert await response.read() == PAGE
            assert response.headers["Content-Type"] == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment;")
            assert response.headers["Content-Security-Policy"] == "sandbox"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "X" not in response.headers


async def test_what_a_bot_sent_can_be_saved_under_its_name(
    control: ControlClient, api: Api, sandbox: Sandbox, chair: Person
) -> None:
    chair.sends_document(b"%PDF-1.7", name="Kế hoạch.pdf")
    number = sandbox.messages(chair)[-1].content["document"]["file_id"]
    async with control.session.get(f"/control/files/{number}") as response:
        disposition = response.content_disposition
    assert disposition is not None
    assert disposition.filename == "Kế hoạch.pdf"
    assert (await control.refused("GET", "/control/files/nothing"))[0] == 404


async def test_several_files_are_an_album(control: ControlClient, api: Api, chat: str) -> None:
    files = [(f"{number}.png", PNG + bytes([number]), "image/png") for number in range(3)]
    sent = await control.upload(f"{chat}/files", files, kind="photo", caption="Ba ảnh")
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["Ba ảnh", None, None]
    assert len(await updates(api)) == 3


async def test_files_that_cannot_be_sent_are_refused(control: ControlClient, chat: str) -> None:
    async def why(files: list[tuple[str, bytes, str]], kind: str) -> str:
        with pytest.raises(AssertionError) as refused:
            await control.upload(f"{chat}/files", files, kind=kind)
        return str(refused.value)

    assert "the file is empty" in await why([("a", b"", "image/png")], "photo")
    assert "is sent by itself" in await why([("a", b"a", "audio/ogg")] * 2, "voice")
    assert "must be one of" in await why([("a", b"a", "a/b")], "sticker")
    assert (await control.refused("POST", f"{chat}/files", json={"kind": "photo"}))[0] == 403


# groups


async def test_a_group_is_made_joined_and_spoken_in(
    control: ControlClient, api: Api, bot: Bot, chair: Person, sandbox: Sandbox
) -> None:
    member = sandbox.person("B")
    group = await control.post("/control/groups", title="Tiểu ban", owner=chair.id)
    assert (group["kind"], group["forum"]) == ("group", False)
    path = f"/control/chats/{group['key']}"
    await control.post(f"{path}/members", user=bot.id, status="administrator")
    joined = await control.post(f"{path}/members", user=member.id, status="member")
    assert [(one["id"], one["status"]) for one in joined["members"]] == [
        (chair.id, "creator"),
        (bot.id, "administrator"),
        (member.id, "member"),
    ]
    await updates(api)
    await control.post(f"{path}/messages", person=member.id, text="xin chào")
    assert (await updates(api))[-1]["text"] == "xin chào"
    assert await control.refused("POST", f"{path}/messages", json={"text": "a"}) == (
        400,
        '"person" is missing',
    )


async def test_how_a_member_stands_can_be_changed_by_administrators_alone(
    control: ControlClient, api: Api, bot: Bot, chair: Person, sandbox: Sandbox
) -> None:
    member = sandbox.person("B")
    group = sandbox.group("G", chair)
    group.add(bot, member)
    path = f"/control/chats/{group.chat.key}/members"

    async def standing(user: int) -> str:
        return group.chat.status_of(user)

    body = {"user": bot.id, "by": member.id, "status": "kicked"}
    assert await control.refused("POST", path, json=body) == (
        400,
        f"{member.id} does not administer this chat",
    )
    for status in ("administrator", "restricted", "member", "kicked"):
        await control.post(path, user=bot.id, status=status)
        assert await standing(bot.id) == status
    body = {"user": bot.id, "status": "restricted"}
    assert (await control.refused("POST", path, json=body))[0] == 400
    await control.post(path, user=bot.id, status="member")
    await control.post(path, user=member.id, status="left")
    assert (await standing(bot.id), await standing(member.id)) == ("member", "left")
    body = {"user": chair.id, "status": "left"}
    assert (await control.refused("POST", path, json=body))[0] == 400


async def test_a_restricted_member_may_not_write(
    control: ControlClient, chair: Person, sandbox: Sandbox
) -> None:
    member, group = sandbox.person("B"), sandbox.group("G", chair)
    group.add(member)
    group.restrict(member)
    path = f"/control/chats/{group.chat.key}/messages"
    body = {"person": member.id, "text": "a"}
    assert await control.refused("POST", path, json=body) == (
        400,
        f"{member.id} may not write in this chat",
    )


async def test_in_a_group_each_deletes_the_own_and_administrators_delete_all(
    control: ControlClient, chair: Person, sandbox: Sandbox
) -> None:
    member, group = sandbox.person("B"), sandbox.group("G", chair)
    group.add(member)
    path = f"/control/chats/{group.chat.key}/messages"
    of_chair, of_member = chair.says("a", chat=group), member.says("b", chat=group)
    other = await control.refused("DELETE", f"{path}/{of_chair.id}", params={"person": member.id})
    assert (other[0], "may not delete" in other[1]) == (400, True)
    await control.delete(f"{path}/{of_member.id}", person=member.id)
    await control.delete(f"{path}/{of_chair.id}", person=chair.id)
    assert [message.text for message in sandbox.messages(group)] == [""]


async def test_topics_are_made_closed_and_written_in(
    control: ControlClient, bot: Bot, chair: Person, sandbox: Sandbox
) -> None:
    member = sandbox.person("B")
    group = await control.post("/control/groups", title="G", owner=chair.id, forum=True)
    path = f"/control/chats/{group['key']}"
    await control.post(f"{path}/members", user=bot.id, status="administrator")
    await control.post(f"{path}/members", user=member.id, status="member")
    made = await control.post(f"{path}/topics", name="Hậu cần", person=chair.id)
    [topic] = made["topics"]
    assert (topic["name"], topic["closed"]) == ("Hậu cần", False)
    said = {"person": chair.id, "text": "a", "thread": topic["id"]}
    sent = await control.post(f"{path}/messages", **said)
    assert sent["message_thread_id"] == topic["id"]
    closed = await control.patch(f"{path}/topics/{topic['id']}", closed=True, person=chair.id)
    assert closed["topics"][0]["closed"] is True
    assert await control.post(f"{path}/messages", **said)
    refused = await control.refused("POST", f"{path}/messages", json={**said, "person": member.id})
    assert refused == (400, "this topic is closed")
    changed = {"closed": True, "person": chair.id}
    assert (await control.refused("PATCH", f"{path}/topics/999", json=changed))[0] == 404


async def test_a_group_becomes_a_supergroup_for_all_who_hold_it(
    control: ControlClient, api: Api, bot: Bot, chair: Person, sandbox: Sandbox
) -> None:
    group = sandbox.group("G", chair)
    group.add(bot)
    old = group.chat
    new = await control.post(f"/control/chats/{old.key}/upgrade", forum=True)
    assert (new["kind"], new["forum"]) == ("supergroup", True)
    assert group.chat.key == new["key"]
    state = await control.get("/control/state")
    moved = {chat["key"]: chat["migrated_to"] for chat in state["chats"]}
    assert moved[old.key] == new["key"]
    answer = await api.ask("sendMessage", chat_id=old.id, text="a")
    assert answer.body["parameters"] == {"migrate_to_chat_id": new["id"]}
    body = {"person": chair.id, "text": "a"}
    status, _ = await control.refused("POST", f"/control/chats/{old.key}/messages", json=body)
    assert status == 400
    assert (await control.refused("POST", f"/control/chats/{new['key']}/upgrade"))[0] == 400


async def test_pinned_messages_are_shown(control: ControlClient, api: Api, chair: Person) -> None:
    sent = await api.call("sendMessage", chat_id=chair.id, text="a")
    number = sent["message_id"]
    await api.call("pinChatMessage", chat_id=chair.id, message_id=number)
    assert (await control.get("/control/state"))["chats"][0]["pinned"] == [number]
    await api.call("deleteMessage", chat_id=chair.id, message_id=number)
    assert (await control.get("/control/state"))["chats"][0]["pinned"] == []


# menus


async def test_the_menu_is_that_of_the_narrowest_scope_and_the_persons_language(
    control: ControlClient, api: Api, chair: Person, chat: str
) -> None:
    async def put(name: str, language: str = "", **scope: Any) -> None:
        commands = [{"command": name, "description": name}]
        given = {"scope": scope} if scope else {}
        await api.call("setMyCommands", commands=commands, language_code=language, **given)

    async def menu() -> list[str]:
        shown = await control.get(f"{chat}/menu")
        return [command["command"] for command in shown["commands"]]

    assert await menu() == []
    await put("all")
    assert await menu() == ["all"]
    await put("tatca", "vi")
    assert await menu() == ["tatca"]
    await put("private", type="all_private_chats")
    assert await menu() == ["private"]
    await put("own", type="chat", chat_id=chair.id)
    await put("english", "en", type="chat", chat_id=chair.id)
    assert await menu() == ["own"]
    chair.speaks("en-GB")
    assert await menu() == ["english"]


async def test_administrators_of_a_group_have_a_menu_of_their_own(
    control: ControlClient, api: Api, bot: Bot, chair: Person, sandbox: Sandbox
) -> None:
    member, group = sandbox.person("B"), sandbox.group("G", chair)
    group.add(bot, member)
    for name, kind in (("some", "all_group_chats"), ("more", "all_chat_administrators")):
        await api.call(
            "setMyCommands",
            commands=[{"command": name, "description": name}],
            scope={"type": kind},
        )
    path = f"/control/chats/{group.chat.key}/menu"
    for person, name in ((chair, "more"), (member, "some")):
        shown = await control.get(path, person=person.id)
        assert shown["commands"] == [{"command": name, "description": name}]
    other = sandbox.bot("Other", "other_bot")
    group.add(other)
    shown = await control.get(path, person=member.id)
    assert shown["commands"] == [{"command": f"some@{bot.username}", "description": "some"}]


# calls


async def test_the_calls_are_listed_with_what_became_of_them(
    control: ControlClient, api: Api, bot: Bot, chair: Person, clock: ManualClock
) -> None:
    await api.call("sendMessage", chat_id=chair.id, text="a" * 3000)
    await api.error("sendMessage", chat_id=-5, text="a")
    await api.call("getMe")
    first, second, third = (await control.get("/control/calls"))["calls"]
    assert (first["method"], first["key"]) == ("sendMessage", key_of(bot, chair))
    assert (first["number"], first["code"], first["ok"], first["happened"]) == (1, 200, True, True)
    assert len(first["params"]["text"]) == 2000
    assert first["at"] == "2027-04-20T03:00:00.000Z"
    assert (second["chat"], second["key"], second["code"]) == (-5, None, 400)
    assert second["error"] == "Bad Request: chat not found"
    assert (third["chat"], third["params"]) == (None, {})
    for query, wanted in (
        ({"after": 1}, [second, third]),
        ({"limit": 1}, [third]),
        ({"method": "SENDmessage"}, [first, second]),
        ({"chat": chair.id}, [first]),
    ):
        assert (await control.get("/control/calls", **query))["calls"] == wanted


async def test_only_the_newest_calls_are_kept_where_it_is_said() -> None:
    async with (
        Sandbox.running(kept_calls=2) as sandbox,
        control_client(sandbox.url) as control,
        plain_api(sandbox.url, sandbox.bot().token) as api,
    ):
        for method in ("getMe", "getMyName", "getMyCommands", "getWebhookInfo"):
            await api.call(method)
        kept = (await control.get("/control/calls"))["calls"]
    assert [(call["number"], call["method"]) for call in kept] == [
        (3, "getMyCommands"),
        (4, "getWebhookInfo"),
    ]
