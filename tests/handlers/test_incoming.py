"""An update read from its JSON says what python-telegram-bot's object of it says."""

import unicodedata
from typing import Any

import pytest
from telegram import Message, Update

from handlers.incoming import Incoming, Kind, Media, from_update, split_command

USER = {"id": 7, "is_bot": False, "first_name": "Tổ giúp việc", "language_code": "vi"}
BOT = {"id": 9, "is_bot": True, "first_name": "Bot", "username": "some_bot"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Tổ giúp việc"}
GROUP = {"id": -1004, "type": "supergroup", "title": "Tiểu ban", "is_forum": True}
FILE = {"file_id": "F", "file_unique_id": "U"}
PHOTO = [{**FILE, "width": 9, "height": 9}, {**FILE, "file_id": "L", "width": 90, "height": 90}]


def message(chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_710_000_000, "chat": chat, "from": USER, **more}


TOPIC = {"message_thread_id": 3, "is_topic_message": True}
OPENING = message(GROUP, message_id=3, forum_topic_created={"name": "n", "icon_color": 1})
STATUS = {"user": BOT, "status": "member"}
CHANGE = {"chat": GROUP, "from": USER, "date": 1, "old_chat_member": STATUS}
UPDATES: dict[str, dict[str, Any]] = {
    "text": {"message": message(text="đã xong")},
    "command": {"message": message(text="/report@some_bot DBP70-1 60%\nxong")},
    "edited": {"edited_message": message(text="/report", edit_date=2)},
    "last name": {"message": message(text="a") | {"from": USER | {"last_name": "Hai"}}},
    "username": {"message": message(text="a") | {"from": USER | {"username": "to_giup_viec"}}},
    "topic": {"message": message(GROUP, text="a", **TOPIC)},
    "thread of replies": {"message": message(GROUP, text="a", message_thread_id=3)},
    "answer in a topic": {"message": message(GROUP, text="a", reply_to_message=OPENING, **TOPIC)},
    "reply": {"message": message(text="a", reply_to_message=message(text="b", message_id=2))},
    "photo": {"message": message(photo=PHOTO, caption="DBP70-1", media_group_id="12")},
    "voice": {"message": message(voice={**FILE, "duration": 1})},
    "document": {"message": message(document={**FILE, "file_name": "kế hoạch.pdf"})},
    "location": {"message": message(location={"latitude": 21.4, "longitude": 103.0})},
    "sticker": {"message": message(dice={"emoji": "🎲", "value": 3})},
    "from a bot": {"message": message(text="a") | {"from": BOT}},
    "in the group's name": {"message": message(GROUP, text="/link", sender_chat=GROUP)},
    "forwarded": {
        "message": message(
            text="/start",
            forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "x"},
        )
    },
    "migration": {"message": message(GROUP, migrate_from_chat_id=-4)},
    "channel": {"channel_post": {"message_id": 5, "date": 1, "chat": GROUP | {"type": "channel"}}},
    "press": {
        "callback_query": {
            "id": "q",
            "from": USER,
            "chat_instance": "1",
            "data": "card:1:2",
            "message": message(GROUP, text="a", **TOPIC),
        }
    },
    "press of an old message": {
        "callback_query": {
            "id": "q",
            "from": USER,
            "chat_instance": "1",
            "message": {"chat": PRIVATE, "message_id": 5, "date": 0},
        }
    },
    "added": {"my_chat_member": {**CHANGE, "new_chat_member": STATUS}},
}


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_read_as_the_library_reads_it(name: str) -> None:
    raw = {"update_id": 1, **UPDATES[name]}
    update = Update.de_json(raw, None)
    incoming = from_update(raw)
    assert incoming is not None
    chat, user = update.effective_chat, update.effective_user
    assert chat is not None
    assert (incoming.chat_id, incoming.chat_kind, incoming.chat_title) == (
        chat.id,
        chat.type,
        chat.title or "",
    )
    if user is not None:
        assert (incoming.person_id, incoming.person_name) == (user.id, user.full_name)
        assert (incoming.username, incoming.telegram_language) == (
            user.username,
            user.language_code,
        )
    else:
        assert incoming.person_id is None
    if isinstance(update.effective_message, Message):
        _assert_same_message(incoming, update.effective_message)


def _assert_same_message(incoming: Incoming, said: Message) -> None:
    assert incoming.message_id == said.message_id
    assert incoming.thread_id == (said.message_thread_id if said.is_topic_message else None)
    if incoming.kind is Kind.PRESS:
        return
    assert incoming.text == (said.text or said.caption or "")
    assert incoming.forwarded == (said.forward_origin is not None)
    assert incoming.anonymous == (said.sender_chat is not None)
    assert incoming.media_group_id == said.media_group_id
    assert incoming.migrated_from == said.migrate_from_chat_id


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("text", Kind.TEXT),
        ("command", Kind.COMMAND),
        ("edited", Kind.EDITED),
        ("photo", Kind.MEDIA),
        ("sticker", Kind.OTHER),
        ("migration", Kind.MIGRATION),
        ("press", Kind.PRESS),
        ("added", Kind.MEMBERSHIP),
    ],
)
def test_each_kind_is_recognised(name: str, kind: Kind) -> None:
    incoming = from_update({"update_id": 1, **UPDATES[name]})
    assert incoming is not None
    assert incoming.kind is kind


def test_of_a_photo_the_largest_size_is_taken() -> None:
    incoming = from_update({"update_id": 1, **UPDATES["photo"]})
    assert incoming is not None
    assert incoming.media == Media("photo", "L", "U")


def test_the_opening_of_a_topic_is_not_answered_by_what_is_said_in_it() -> None:
    incoming = from_update({"update_id": 1, **UPDATES["answer in a topic"]})
    assert incoming is not None
    assert incoming.reply_to is None


def test_what_is_posted_in_the_name_of_a_group_is_not_from_a_bot() -> None:
    post = message(GROUP, text="/link", sender_chat=GROUP) | {"from": BOT}
    incoming = from_update({"update_id": 1, "message": post})
    assert incoming is not None
    assert incoming.anonymous
    assert not incoming.from_bot


def test_of_what_was_never_asked_for_nothing_is_made() -> None:
    assert from_update({"update_id": 1, "poll": {"id": "1"}}) is None


@pytest.mark.parametrize("raw", [{"message": {}}, {"message": "text"}, {"callback_query": []}])
def test_what_is_no_update_is_an_error_and_not_silence(raw: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        from_update({"update_id": 1, **raw})


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("/viec", ("viec", "")),
        ("/Việc", ("viec", "")),
        ("/đônđốc DBP70", ("dondoc", "DBP70")),
        (unicodedata.normalize("NFD", "/việc@tieuban_bot a\nb"), ("viec", "a\nb")),
        ("/home/bb.pdf", None),
        ("việc", None),
    ],
)
def test_the_accents_of_a_command_do_not_matter(text: str, split: tuple[str, str] | None) -> None:
    assert split_command(text) == split
