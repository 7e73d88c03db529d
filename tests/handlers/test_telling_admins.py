"""What admins are told once, who joins what, and who was too fast."""

from datetime import timedelta

from handlers import restoring
from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.invitations import code_in
from tests.support.registered import registered


def invited(house: House, admin: Somebody, arguments: str, *names: str) -> list[Somebody]:
    """People who join one after another, ten seconds apart, by one link."""
    house.advance(minutes=5)
    told = admin.says(f"/moi {arguments} x{len(names)}")
    code = code_in(*told)
    came = []
    for name in names:
        somebody = house.somebody(name)
        somebody.says(f"/start {code}")
        came.append(somebody)
        house.advance(seconds=10)
    return came


def joins(somebody: Somebody) -> list[str]:
    return [shown.text for shown in somebody.shown if shown.kind == "joins"]


def test_who_joined_within_a_minute_is_told_to_admins_in_one_message(house: House) -> None:
    there = registered(house)
    invited(house, there.admin, "CATDB", "Một", "Hai", "Ba")
    assert joins(there.admin) == []
    house.advance(minutes=1)
    house.deliver()
    (text,) = joins(there.admin)
    assert text.splitlines()[0] == "👋 Mới tham gia (3)"
    assert "Hai – thành viên, CATDB" in text
    assert joins(there.lead) == joins(there.chair) == []


def test_who_left_again_at_once_is_not_told_of(house: House) -> None:
    there = registered(house)
    invited(house, there.admin, "CATDB", "Một")
    house.connection.execute("UPDATE members SET left_at = joined_at WHERE number = 5")
    house.advance(minutes=1)
    house.deliver()
    assert joins(there.admin) == []


def test_later_joins_are_told_in_a_message_of_their_own(house: House) -> None:
    there = registered(house)
    invited(house, there.admin, "CATDB", "Một")
    house.advance(minutes=1)
    house.deliver()
    invited(house, there.admin, "CATDB", "Hai")
    house.advance(minutes=1)
    house.deliver()
    assert ["Một" in text for text in joins(there.admin)] == [True, False]


def test_who_joins_a_unit_gets_its_open_tasks_in_one_message_with_accept_all(house: House) -> None:
    there = assigned(house)
    there.lead.says("/done DBP70-2")
    (newcomer,) = invited(house, there.admin, "CATDB", "Mới")
    told = [shown for shown in newcomer.shown if shown.kind == "notice"]
    assert len(told) == 1
    assert "Nhiệm vụ đang mở của đơn vị (2)" in told[0].text
    newcomer.presses("Nhận việc", told[0])
    assert there.task(1).status == "accepted"


def test_who_joins_a_unit_without_tasks_is_only_greeted(house: House) -> None:
    there = registered(house)
    (newcomer,) = invited(house, there.admin, "CATDB", "Mới")
    assert [shown.kind for shown in newcomer.shown] == ["call"]


def test_the_first_who_joins_an_empty_unit_makes_its_tasks_delivered(house: House) -> None:
    there = assigned(house)
    assert there.task(4).delivered_at is None
    invited(house, there.admin, "PC06", "Mới")
    assert there.task(4).delivered_at is not None


def test_after_a_restore_admins_are_told_from_when_data_may_be_missing(house: House) -> None:
    there = registered(house)
    restoring.announce(house.connection, house.now, house.now - timedelta(hours=2))
    restoring.announce(house.connection, house.now, house.now - timedelta(hours=2))
    (told,) = house.deliver()
    assert told.chat == there.admin.id
    assert "từ 06:00 thứ Sáu 15/03/2024 đến 08:00 thứ Sáu 15/03/2024" in told.text


def test_a_restore_from_a_backup_without_its_moment_is_told_too(house: House) -> None:
    registered(house)
    restoring.announce(house.connection, house.now, None)
    assert "khôi phục từ bản sao lưu" in house.deliver()[0].text


def test_too_many_commands_are_counted_and_told_once(house: House) -> None:
    there = registered(house)
    before = len(there.lead.shown)
    for _ in range(37):
        there.lead.says("/mine")
    house.advance(seconds=11)
    house.deliver()
    assert len(there.lead.shown) == before + 31
    assert "7 lệnh vừa rồi chưa được thực hiện" in there.lead.last.text


def test_how_many_is_right_though_the_person_goes_on_meanwhile(house: House) -> None:
    there = registered(house)
    for _ in range(33):
        there.lead.says("/mine")
    house.advance(seconds=11)
    there.lead.says("/mine")
    told = [shown.text for shown in there.lead.shown if shown.kind == "flood"]
    assert len(told) == 1
    assert "3 lệnh" in told[0]
