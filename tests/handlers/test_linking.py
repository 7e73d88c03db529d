"""Groups: which is linked to whom, and what may be said there."""

import pytest

from domain.subcommittee import Subcommittee
from handlers.commands import REGISTRY
from handlers.registry import Place
from storage import subcommittees
from tests.support.house import Group, House, Somebody


def linked_group(house: House, subcommittee: Subcommittee) -> int | None:
    """Telegram's id of the linked group."""
    chat_id = subcommittees.get(house.connection, subcommittee.id).linked_chat_id
    row = house.connection.execute("SELECT telegram_id FROM chats WHERE id = ?", (chat_id,))
    found = row.fetchone()
    return found[0] if found else None


def test_an_admin_links_a_group_or_a_topic_of_it(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    admin.says("/link", group=group)
    assert "gửi vào đây" in group.shown[-1].text
    assert linked_group(house, subcommittee) == group.id
    admin.says("/lienket", group=group, message_thread_id=5, is_topic_message=True)
    assert subcommittees.get(house.connection, subcommittee.id).linked_thread_id == 5


def test_the_link_is_ended_by_off_in_either_language(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    for word in ("off", "tắt"):
        admin.says("/link", group=group)
        admin.says(f"/link {word}", group=group)
        assert linked_group(house, subcommittee) is None
    admin.says("/link off", group=group)
    assert "Chưa có liên kết" in group.shown[-1].text
    admin.says("/link on", group=group)
    assert "chỉ có thể" in group.shown[-1].text


@pytest.mark.parametrize("role", ["chair", "deputy", "lead", "member", "observer"])
def test_nobody_but_an_admin_links(house: House, subcommittee: Subcommittee, role: str) -> None:
    group = house.group()
    person = house.joins("Ai đó", subcommittee, role, "CATDB")
    person.says("/link", group=group)
    assert linked_group(house, subcommittee) is None
    assert "không được dùng lệnh này" in group.shown[-1].text


def test_a_group_linked_elsewhere_cannot_be_linked_and_nobody_learns_to_whom(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban bí mật")
    rival = house.joins("Người khác", other, "admin")
    group = house.group()
    rival.says("/link", group=group)
    for said in ("/link", "/link off"):
        before = len(group.shown)
        admin.says(said, group=group)
        answers = [message.text for message in group.shown[before:]]
        assert len(answers) == 1
        assert "bí mật" not in answers[0]
    assert linked_group(house, other) == group.id
    assert linked_group(house, subcommittee) is None


def test_an_admin_of_several_is_asked_in_private(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban Hậu cần")
    house.appoint(admin, other, "admin")
    group = house.group()
    admin.says("/link", group=group)
    assert "Hậu cần" not in group.shown[-1].text + "".join(group.shown[-1].labels)
    admin.presses("Hậu cần")
    assert linked_group(house, other) == group.id
    assert linked_group(house, subcommittee) is None


def test_a_forged_choice_links_nothing(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/help")
    for data in ("lk:1", "lk:x", "lk", "lk:99:1"):
        admin.presses_data(data)
        assert admin.toast is not None
        assert admin.toast.alert


def test_in_private_it_says_how_it_is_done(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/link")
    assert "chưa liên kết" in admin.last.text
    admin.says("/link", group=house.group("Nhóm chung"))
    admin.says("/link")
    assert "Nhóm chung" in admin.last.text
    admin.says("/link off")
    assert linked_group(house, subcommittee) is None


def test_strangers_get_at_most_one_sentence_an_hour_in_a_group(house: House) -> None:
    group = house.group()
    stranger = house.somebody("Người lạ")
    for text in ("/link", "/link", "/help", "/summary", "xin chào"):
        stranger.says(text, group=group)
    assert len(group.shown) == 1


def test_in_a_linked_group_other_commands_get_one_line_and_a_button(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    admin.says("/link", group=group)
    for text in ("/members", "/invite", "/help", "/nosuchcommand"):
        admin.says(text, group=group)
        assert "chat riêng" in group.shown[-1].text
        assert "t.me/tieuban_bot" in group.shown[-1].buttons[0]["url"]


def test_a_private_button_pressed_in_a_group_says_where_it_works(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    (linked,) = admin.says("/link", group=group)
    private = [press for press in REGISTRY.presses if press.place is Place.PRIVATE]
    said = set()
    for press in private:
        assert admin.presses_data(f"{press.verb}:1:0", linked) == []
        assert admin.toast is not None, press.verb
        said.add(admin.toast.text)
    assert said == {"Nút này chỉ dùng trong khung chat riêng với bot."}


def test_in_an_unlinked_group_other_commands_and_talk_get_no_answer(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    for text in ("/members", "/help", "/summary", "/start abc", "chào cả nhà"):
        admin.says(text, group=group)
    assert group.shown == []


def test_an_anonymous_admin_is_told_to_show_the_name(
    house: House, subcommittee: Subcommittee
) -> None:
    group = house.group()
    anonymous = Somebody(house, 1087968824, "Group")
    sender = {"id": group.id, "type": "supergroup", "title": group.title}
    anonymous.says("/link", group=group, sender_chat=sender)
    assert len(group.shown) == 1
    assert "ẩn danh" in group.shown[0].text
    anonymous.says("chào", group=group, sender_chat=sender)
    assert len(group.shown) == 1


def test_a_link_survives_the_groups_migration_whichever_signal_comes_first(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    old = house.group(kind="group")
    admin.says("/link", group=old)
    new = Group(house, -100_999, old.title)
    admin.sends(group=old, migrate_to_chat_id=new.id)
    admin.sends(group=new, migrate_from_chat_id=old.id)
    assert linked_group(house, subcommittee) == new.id
    admin.sends(group=new, migrate_from_chat_id=old.id)
    admin.sends(group=old, migrate_to_chat_id=new.id)
    assert linked_group(house, subcommittee) == new.id


def test_a_group_that_removed_the_bot_is_unreachable_until_it_is_added_again(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    group = house.group()
    admin.says("/link", group=group)
    house.membership(admin, "kicked", group)
    admin.says("/members")
    assert "Nhóm đã liên kết không nhận được tin" in admin.last.text
    house.membership(admin, "member", group)
    admin.says("/members")
    assert "Nhóm đã liên kết" not in admin.last.text
    assert linked_group(house, subcommittee) == group.id
