"""Updates that nobody types: service messages, channels, admins without a name, taken names."""

from typing import Any

import pytest

from storage import chats, members, persons
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered, registered

SERVICE: dict[str, dict[str, Any]] = {
    "a pinned message": {"pinned_message": {"message_id": 5, "date": 0, "chat": {"id": 1}}},
    "messages that delete themselves": {
        "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}
    },
    "a background": {"chat_background_set": {"type": {}}},
    "the right to write": {"write_access_allowed": {}},
    "a call": {"video_chat_started": {}},
    "a topic": {"forum_topic_created": {"name": "x", "icon_color": 1}},
    "somebody came near": {"proximity_alert_triggered": {"distance": 5}},
}
CHANNEL = {"id": -1_000_000_777_000, "type": "channel", "title": "Kênh"}


@pytest.fixture
def there(house: House) -> Registered:
    return registered(house)


@pytest.mark.parametrize("name", SERVICE)
def test_what_telegram_itself_notes_in_a_chat_gets_no_answer(there: Registered, name: str) -> None:
    stranger = there.house.somebody("Người lạ")
    for somebody in (there.admin, there.lead, stranger):
        assert somebody.sends(**SERVICE[name]) == []


def test_what_telegram_notes_is_no_answer_to_an_open_form(there: Registered) -> None:
    there.admin.says("/newunit")
    asked = there.admin.last
    there.admin.sends(**SERVICE["a pinned message"])
    assert there.admin.last == asked


def test_a_sticker_is_answered(there: Registered) -> None:
    assert there.lead.sends(sticker={"file_id": "a", "file_unique_id": "b"})


@pytest.mark.parametrize("edited", [False, True])
def test_a_command_in_the_name_of_a_channel_gets_no_answer(there: Registered, edited: bool) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    said = len(group.shown)
    raw = {
        "message_id": 1,
        "date": int(there.house.now.timestamp()),
        "chat": {"id": group.id, "type": group.kind, "title": group.title},
        "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
        "sender_chat": CHANNEL,
        "text": "/tasks",
    }
    there.house.update({"edited_message" if edited else "message": raw}, there.admin)
    assert len(group.shown) == said
    assert persons.by_telegram_id(there.house.connection, 136817688) is None


def test_a_group_hears_the_bot_again_after_a_nameless_admin_adds_it_again(
    there: Registered,
) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    nameless = {"id": 1087968824, "is_bot": True, "first_name": "Group"}

    def becomes(status: str, **more: object) -> str | None:
        change = {
            "chat": {"id": group.id, "type": group.kind, "title": group.title},
            "from": nameless,
            "date": int(there.house.now.timestamp()),
            "new_chat_member": {"user": {"id": 7}, "status": status, **more},
        }
        there.house.update({"my_chat_member": change}, there.admin)
        chat = chats.by_telegram_id(there.house.connection, group.id)
        assert chat is not None
        return chat.unreachable

    assert becomes("kicked") == "kicked"
    assert becomes("member") is None
    assert becomes("restricted", is_member=False) == "kicked"
    assert becomes("restricted", is_member=True) is None


def test_a_username_means_whoever_bears_it_now(house: House) -> None:
    there = assigned(house)
    here = there.subcommittee
    before = house.joins("Người cũ", here, role="member", unit="CATDB", username="truc_ban")
    before.says("/help")
    after = house.joins("Người mới", here, role="member", unit="CATDB", username="Truc_Ban")
    after.says("/help")
    there.admin.says("/role @truc_ban observer")
    roles = {each.name: each.role for each in members.all_of(house.connection, here.id)}
    assert (roles["Người cũ"], roles["Người mới"]) == ("member", "observer")
