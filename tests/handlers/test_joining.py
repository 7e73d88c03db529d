"""Founding, inviting and joining."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.roles import Role
from handlers.people import start
from storage import members, persons, units
from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.invitations import code_in


@pytest.fixture
def operator(house: House) -> Somebody:
    return Somebody(house, 1, "Người vận hành")


def founded(house: House, operator: Somebody) -> Somebody:
    """The first admin of a new subcommittee."""
    code = code_in(*operator.says("/laptieuban Tiểu ban An ninh, trật tự"))
    admin = house.somebody("Trần Thị B")
    admin.says(f"/start {code}")
    return admin


def roles_of(house: House, who: Somebody) -> list[tuple[Role, int | None]]:
    person = persons.by_telegram_id(house.connection, who.id)
    assert person is not None
    return [(each.role, each.unit_id) for each in members.of_person(house.connection, person.id)]


def test_the_operator_founds_a_subcommittee_and_is_no_member_of_it(
    house: House, operator: Somebody
) -> None:
    operator.says("/newsubcommittee Tiểu ban Hậu cần")
    assert "Tiểu ban Hậu cần" in operator.shown[0].text
    assert "t.me/tieuban_bot?start=" in operator.last.text
    assert roles_of(house, operator) == []


def test_the_first_admin_joins_by_the_link_and_is_greeted_with_three_buttons(
    house: House, operator: Somebody
) -> None:
    admin = founded(house, operator)
    assert roles_of(house, admin) == [(Role.ADMIN, None)]
    assert "Tiểu ban An ninh, trật tự" in admin.last.text
    assert "Tổ giúp việc" in admin.last.text
    assert len(admin.last.buttons) == 3


def test_only_the_hash_of_an_invitation_is_kept(house: House, operator: Somebody) -> None:
    code = code_in(*operator.says("/laptieuban Tiểu ban Hậu cần"))
    kept = house.connection.execute("SELECT * FROM invitations").fetchall()
    assert all(code not in str(tuple(row)) for row in kept)


def test_nobody_but_the_operator_founds(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    admin.says("/laptieuban Tiểu ban khác")
    assert "không được dùng lệnh này" in admin.last.text


def test_another_invitation_revokes_the_one_before_until_an_admin_comes(
    house: House, operator: Somebody
) -> None:
    first = code_in(*operator.says("/laptieuban Tiểu ban Hậu cần"))
    founding = operator.shown[0]
    second = code_in(*operator.presses("Tạo lời mời khác", founding))
    stranger = house.somebody("Người lạ")
    stranger.says(f"/start {first}")
    assert "đã thu hồi" in stranger.last.text
    stranger.says(f"/start {second}")
    assert roles_of(house, stranger) == [(Role.ADMIN, None)]
    operator.presses("Tạo lời mời khác", founding)
    assert operator.toast is not None
    assert "đã có Tổ giúp việc" in operator.toast.text


def test_an_invitation_fills_the_post_it_names(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    subcommittee = members_subcommittee(house, admin)
    unit = units.create(house.connection, subcommittee, "CATDB", "Công an tỉnh Điện Biên")
    for said, role, unit_id in (
        ("/moi CATDB đầu mối", Role.LEAD, unit.id),
        ("/invite lead CATDB", Role.LEAD, unit.id),
        ("/invite công an tỉnh điện biên", Role.MEMBER, unit.id),
        ("/invite phó trưởng tiểu ban", Role.DEPUTY, None),
        ("/moi trưởng", Role.CHAIR, None),
        ("/invite observer", Role.OBSERVER, None),
    ):
        code = code_in(*admin.says(said))
        newcomer = house.somebody("Người mới")
        newcomer.says(f"/start {code}")
        assert roles_of(house, newcomer) == [(role, unit_id)], said


def members_subcommittee(house: House, who: Somebody) -> int:
    person = persons.by_telegram_id(house.connection, who.id)
    assert person is not None
    return members.of_person(house.connection, person.id)[0].subcommittee_id


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/moi đầu mối", "phải thuộc một đơn vị"),
        ("/moi x3", "phải thuộc một đơn vị"),
        ("/moi CATDX", "CATDB"),
        ("/moi CATDB x0", "từ x1 đến x1000"),
        ("/moi CATDB x1001", "từ x1 đến x1000"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_an_example(
    house: House, operator: Somebody, said: str, answer: str
) -> None:
    admin = founded(house, operator)
    units.create(house.connection, members_subcommittee(house, admin), "CATDB", "Công an")
    admin.says(said)
    assert answer in admin.last.text
    assert "/moi CATDB" in admin.last.text
    count = house.connection.execute("SELECT count(*) FROM invitations").fetchone()[0]
    assert count == 1


def test_a_link_for_n_works_n_times(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/moi quan sát x2"))
    people = [house.somebody(f"Người {number}") for number in range(3)]
    for person in people:
        person.says(f"/start {code}")
    assert [len(person.shown) for person in people] == [1, 1, 1]
    assert roles_of(house, people[1]) == [(Role.OBSERVER, None)]
    assert "đã được dùng hết" in people[2].last.text


def test_a_member_who_comes_again_uses_up_nothing(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/moi quan sát"))
    first, second = house.somebody("Một"), house.somebody("Hai")
    first.says(f"/start {code}")
    first.says(f"/start {code}")
    assert "đã được dùng" not in first.last.text
    assert "Lời mời này dành cho vai trò khác" not in first.last.text
    admin.says(f"/start {code_in(*admin.says('/moi quan sát'))}")
    assert "Lời mời này dành cho vai trò khác nên chưa được dùng đến" in admin.last.text
    assert roles_of(house, admin) == [(Role.ADMIN, None)]
    second.says(f"/start {code}")
    assert roles_of(house, second) == []


def test_an_invitation_lives_seven_days(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/moi quan sát x2"))
    early, late = house.somebody("Sớm"), house.somebody("Muộn")
    house.advance(days=6, hours=23)
    early.says(f"/start {code}")
    house.advance(hours=1)
    late.says(f"/start {code}")
    assert roles_of(house, early) == [(Role.OBSERVER, None)]
    assert "đã hết hạn" in late.last.text


def test_a_revoked_invitation_is_refused_in_one_sentence(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/moi quan sát"))
    admin.presses("Thu hồi")
    assert "đã thu hồi" in admin.last.text
    late = house.somebody("Muộn")
    late.says(f"/start {code}")
    assert late.texts == ["Lời mời này đã thu hồi; đề nghị xin đường dẫn mời mới."]


def test_a_guessed_code_is_refused(house: House, operator: Somebody) -> None:
    founded(house, operator)
    guesser = house.somebody("Người đoán")
    for code in ("abc", "x" * 22, "x" * 3000, "setup-abc", "<b>", "мã"):
        guesser.says(f"/start {code}")
        assert "không đúng" in guesser.last.text
    assert roles_of(house, guesser) == []


def test_a_lead_invites_members_of_the_own_unit_only(house: House) -> None:
    subcommittee = house.subcommittee()
    house.joins("Giúp việc", subcommittee, "admin")
    lead = house.joins("Đầu mối", subcommittee, "lead", "CATDB")
    house.joins("Đầu mối khác", subcommittee, "lead", "CATHN")
    assert "CATDB" in lead.says("/moi x3")[-1].text
    assert "thành viên" in lead.last.text
    for said in ("/moi CATHN", "/moi CATDB đầu mối", "/moi giúp việc", "/moi KHONGCO"):
        lead.says(said)
        assert "đơn vị mình (CATDB)" in lead.last.text, said


def test_members_and_observers_invite_nobody(house: House) -> None:
    subcommittee = house.subcommittee()
    for role, unit in (("member", "CATDB"), ("observer", None), ("chair", None)):
        person = house.joins("Ai đó", subcommittee, role, unit)
        person.says("/invite observer")
        assert "không được dùng lệnh này" in person.last.text


def test_a_newcomer_speaks_the_language_of_the_subcommittee(house: House) -> None:
    subcommittee = house.subcommittee("Logistics", language="en")
    admin = house.joins("Admin", subcommittee, "admin", language_code="vi")
    code = code_in(*admin.says("/invite observer"))
    newcomer = house.somebody("Người mới", language_code="vi")
    newcomer.says(f"/start {code}")
    assert "Welcome" in newcomer.last.text


def test_a_stranger_is_answered_once_an_hour_in_the_own_language(house: House) -> None:
    english = house.somebody("John", language_code="en-GB")
    french = house.somebody("Jean", language_code="fr")
    english.says("/start")
    english.says("/help")
    english.says("hello?")
    french.says("bonjour")
    assert len(english.shown) == 1
    assert "serves the members" in english.last.text
    assert "chỉ phục vụ thành viên" in french.last.text
    house.advance(hours=1)
    english.says("/mine")
    assert len(english.shown) == 2


def test_the_setup_code_makes_one_operator(house: House) -> None:
    house.config = replace(house.config, operator_ids=frozenset())
    code = start.setup_code(house.connection, house.now)
    assert code is not None
    assert re.fullmatch(r"setup-[A-Za-z0-9_-]{22}", code)
    stored = house.connection.execute("SELECT code_hash FROM setup_codes").fetchone()[0]
    assert code not in stored
    owner, late = house.somebody("Chủ"), house.somebody("Muộn")
    owner.says(f"/start {code}")
    assert "người vận hành" in owner.last.text
    owner.says("/laptieuban Tiểu ban Hậu cần")
    assert "t.me" in owner.last.text
    late.says(f"/start {code}")
    assert "đã được dùng" in late.last.text
    assert start.setup_code(house.connection, house.now) is None


def test_a_setup_code_opens_nothing_once_operators_are_named(house: House) -> None:
    code = start.setup_code(house.connection, house.now)
    house.config = replace(house.config, operator_ids=frozenset({1}))
    someone = house.somebody("Ai đó")
    someone.says(f"/start {code}")
    assert "không đúng" in someone.last.text


def test_a_new_setup_code_replaces_the_unused_one(house: House) -> None:
    house.config = replace(house.config, operator_ids=frozenset())
    old = start.setup_code(house.connection, house.now)
    new = start.setup_code(house.connection, house.now + timedelta(minutes=1))
    someone = house.somebody("Ai đó")
    someone.says(f"/start {old}")
    assert "không đúng" in someone.last.text
    someone.says(f"/start {new}")
    assert "người vận hành" in someone.last.text


def test_the_admins_are_told_who_came_in_one_message_for_a_minute(
    house: House, operator: Somebody
) -> None:
    admin = founded(house, operator)
    other = house.somebody("Người giúp việc hai")
    other.says(f"/start {code_in(*admin.says('/moi giúp việc'))}")
    code = code_in(*admin.says("/moi quan sát x3"))
    for name in ("Một", "Hai", "Ba"):
        house.advance(seconds=15)
        house.somebody(name).says(f"/start {code}")
    rows = house.connection.execute(
        "SELECT person_id, payload, not_before FROM outbox WHERE kind = 'joins'"
    ).fetchall()
    assert len(rows) == 2
    assert len({row["not_before"] for row in rows}) == 1
    assert len({row["payload"] for row in rows}) == 1


def test_nobody_sees_the_menu_of_another_role(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/moi quan sát"))
    observer = house.somebody("Quan sát")
    observer.says(f"/start {code}")
    assert "moi" in house.menu_of(admin)
    assert "moi" not in house.menu_of(observer)
    assert "laptieuban" not in house.menu_of(admin)
    observer.says("/language en")
    assert "help" in house.menu_of(observer)
    assert "trogiup" not in house.menu_of(observer)


def test_the_form_of_an_invitation_asks_only_what_is_needed(
    house: House, operator: Somebody
) -> None:
    admin = founded(house, operator)
    units.create(house.connection, members_subcommittee(house, admin), "CATDB", "Công an")
    admin.says("/moi")
    admin.presses("đầu mối")
    assert "đơn vị" in admin.last.text
    admin.presses("CATDB")
    admin.presses("5")
    assert "Dùng được 5 lần" in admin.last.text
    admin.says("/moi")
    admin.presses("quan sát")
    assert "bao nhiêu" in admin.last.text
    admin.says("không rõ")
    assert "từ x1" in admin.last.text
    admin.says("2")
    assert "Dùng được 2 lần" in admin.last.text


def test_who_joins_a_unit_gets_its_open_tasks_in_one_message_with_accept_all(
    house: House,
) -> None:
    there = assigned(house)
    code = code_in(*there.admin.says("/invite CATDB"))
    newcomer = house.somebody("Người mới")
    newcomer.says(f"/start {code}")
    assert len(newcomer.shown) == 2
    assert "DBP70-1" in newcomer.last.text
    assert "DBP70-2" in newcomer.last.text
    assert "DBP70-3" not in newcomer.last.text
    newcomer.presses("Nhận tất cả")
    assert there.task(1).accepted_at is not None
    assert there.task(2).accepted_at is not None


def test_who_joins_a_unit_sees_which_of_its_tasks_are_overdue(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-04-23 09:00")
    newcomer = house.somebody("Người mới")
    newcomer.says(f"/start {code_in(*there.admin.says('/invite CATDB'))}")
    due = [line for line in newcomer.last.text.splitlines() if line.startswith("– hạn")]
    assert due == ["– hạn 17:00 20/04, quá hạn 2 ngày", "– hạn 28/04"]


def test_one_overdue_task_told_alone_is_called_overdue(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-04-23 09:00")
    newcomer = house.somebody("Người mới")
    newcomer.says(f"/start {code_in(*there.admin.says('/invite CATPHN'))}")
    assert "Hạn thứ Bảy 16/03/2024, quá hạn 37 ngày" in newcomer.last.text


def test_who_is_moved_into_a_unit_gets_its_open_tasks(house: House) -> None:
    there = assigned(house)
    there.admin.says("/role 4 lead CATDB")
    assert "DBP70-2" in there.other.last.text
    assert "Vai trò của đồng chí" in "".join(there.other.texts)


def test_the_admins_read_the_names_of_those_who_came(house: House, operator: Somebody) -> None:
    admin = founded(house, operator)
    code = code_in(*admin.says("/invite observer x3"))
    for name in ("Một", "Hai"):
        house.somebody(name).says(f"/start {code}")
    house.advance(seconds=61)
    house.deliver()
    assert "Một" in admin.last.text
    assert "Hai" in admin.last.text
    house.advance(minutes=5)
    house.somebody("Ba").says(f"/start {code}")
    house.advance(seconds=61)
    house.deliver()
    assert "Ba" in admin.last.text
    assert "Hai" not in admin.last.text
