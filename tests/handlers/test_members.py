"""Who is there, and in which post."""

import pytest

from domain.roles import Role
from domain.subcommittee import Subcommittee
from storage import members, persons
from tests.support.house import House, Somebody
from tests.support.invitations import code_in


@pytest.fixture
def admin(house: House, subcommittee: Subcommittee) -> Somebody:
    return house.joins("Trần Thị B", subcommittee, "admin", username="giupviec")


def role_of(house: House, who: Somebody) -> tuple[Role, int | None] | None:
    person = persons.by_telegram_id(house.connection, who.id)
    assert person is not None
    listed = members.of_person(house.connection, person.id)
    return (listed[0].role, listed[0].unit_id) if listed else None


def test_the_list_shows_numbers_roles_units_and_who_cannot_be_reached(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    blocker = house.joins("Lê Văn C", subcommittee, "lead", "CATDB")
    house.membership(blocker, "kicked")
    house.connection.execute(
        "INSERT INTO units (subcommittee_id, code, name) VALUES (?, 'CATHN', 'x')",
        (subcommittee.id,),
    )
    admin.says("/members")
    assert "1. Trần Thị B (@giupviec) – Tổ giúp việc" in admin.last.text
    assert "2. Lê Văn C – đầu mối, CATDB ⚠️ đã chặn bot" in admin.last.text
    assert "Đơn vị chưa có người: CATHN" in admin.last.text
    house.membership(blocker, "member")
    admin.says("/thanhvien")
    assert "⚠️ đã chặn" not in admin.last.text


def test_a_long_list_is_paged_in_place(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    for number in range(30):
        house.joins(f"Người {number:02}", subcommittee, "observer")
    admin.says("/members")
    assert "13." not in admin.last.text
    count = len(admin.shown)
    admin.presses("›")
    assert "13. Người" in admin.last.text
    assert len(admin.shown) == count


def test_a_lead_sees_the_people_of_the_own_unit_only(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    lead = house.joins("Đầu mối", subcommittee, "lead", "CATDB")
    house.joins("Người nhà", subcommittee, "member", "CATDB")
    house.joins("Người ngoài", subcommittee, "member", "CATHN")
    lead.says("/members")
    assert "Người nhà" in lead.last.text
    assert "Người ngoài" not in lead.last.text
    assert "Trần Thị B" not in lead.last.text


def test_no_page_of_another_subcommittee_is_turned_to(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban khác")
    foreigner = house.joins("Người khác", other, "admin")
    foreigner.says("/members")
    foreigner.presses_data(f"pm:{subcommittee.id}:0")
    assert foreigner.toast is not None
    assert foreigner.toast.alert
    assert "Trần" not in "".join(foreigner.texts)


def test_a_role_is_given_by_number_username_or_telegram_id(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    house.joins("Đầu mối", subcommittee, "lead", "CATDB")
    person = house.joins("Lê Văn C", subcommittee, "observer", username="LeVanC")
    for typed, role in (("3", "trưởng"), ("@levanc", "phó"), (str(person.id), "quan sát")):
        admin.says(f"/vaitro {typed} {role}")
        assert "Lê Văn C" in admin.last.text
    assert role_of(house, person) == (Role.OBSERVER, None)
    admin.says("/role 3 member CATDB")
    assert role_of(house, person) is not None
    assert "Vai trò của đồng chí" in person.last.text
    assert "CATDB" in person.last.text
    assert "vaitro" not in house.menu_of(person)


def test_a_lead_made_a_member_keeps_the_unit(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    lead = house.joins("Đầu mối", subcommittee, "lead", "CATDB")
    before = role_of(house, lead)
    admin.says("/role 2 member")
    after = role_of(house, lead)
    assert before is not None
    assert after == (Role.MEMBER, before[1])


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/role 9 chair", "Không có thành viên"),
        ("/role @nobody chair", "Không có thành viên"),
        ("/role 1", "Ví dụ"),
        ("/role 2 boss", "boss"),
        ("/role 2 lead", "phải thuộc một đơn vị"),
        ("/role 1 chair", "cuối cùng"),
        ("/remove 1", "cuối cùng"),
        ("/remove 9", "Không có thành viên"),
        ("/remove <b>", "là ai"),
    ],
)
def test_what_cannot_be_changes_nothing(
    house: House, subcommittee: Subcommittee, admin: Somebody, said: str, answer: str
) -> None:
    observer = house.joins("Quan sát", subcommittee, "observer")
    admin.says(said)
    assert answer in admin.last.text
    assert role_of(house, admin) == (Role.ADMIN, None)
    assert role_of(house, observer) == (Role.OBSERVER, None)


def test_a_person_of_another_subcommittee_is_unknown(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban khác")
    foreigner = house.joins("Người khác", other, "chair", username="nguoikhac")
    unknown = admin.says("/remove @nguoikhoc")[-1].text
    assert admin.says("/remove @nguoikhac")[-1].text == unknown.replace("khoc", "khac")
    admin.says(f"/role {foreigner.id} observer")
    assert "Không có thành viên" in admin.last.text
    assert role_of(house, foreigner) == (Role.CHAIR, None)


def test_who_was_removed_is_told_once_and_gets_nothing_more(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    member = house.joins("Lê Văn C", subcommittee, "member", "CATDB")
    row = house.connection.execute("SELECT id, chat_id FROM persons WHERE name = 'Lê Văn C'")
    person_id, chat_id = row.fetchone()
    house.connection.execute(
        """
        INSERT INTO outbox (
            chat_id, priority, kind, payload, state, not_before, subcommittee_id, person_id,
            created_at
        )
        VALUES (?, 2, 'notice', '{}', 'waiting', '2024-04-01T00:00:00.000000Z', ?, ?,
                '2024-03-15T00:00:00.000000Z')
        """,
        (chat_id, subcommittee.id, person_id),
    )
    admin.says("/remove 2")
    assert role_of(house, member) is None
    assert "không còn là thành viên" in member.last.text
    states = house.connection.execute("SELECT state FROM outbox WHERE kind = 'notice'").fetchall()
    assert [state[0] for state in states] == ["void"]
    assert list(house.menu_of(member)) == ["start"]
    member.says("/members")
    assert "chỉ phục vụ thành viên" in member.last.text


def test_who_was_removed_cannot_come_back_by_an_old_link(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    code = code_in(*admin.says("/invite observer x5"))
    person = house.somebody("Lê Văn C")
    person.says(f"/start {code}")
    house.advance(minutes=5)
    admin.says("/remove 2")
    person.says(f"/start {code}")
    assert "đã thu hồi" in person.last.text
    assert role_of(house, person) is None
    house.advance(minutes=5)
    person.says(f"/start {code_in(*admin.says('/invite observer'))}")
    assert role_of(house, person) == (Role.OBSERVER, None)


def test_the_links_of_a_removed_admin_die_with_the_post(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    second = house.joins("Người hai", subcommittee, "admin")
    code = code_in(*second.says("/invite admin"))
    admin.says("/role 2 observer")
    second.says(f"/start {code}")
    newcomer = house.somebody("Người mới")
    newcomer.says(f"/start {code}")
    assert "đã thu hồi" in newcomer.last.text


def test_a_lead_removes_members_of_the_own_unit_only(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    lead = house.joins("Đầu mối", subcommittee, "lead", "CATDB")
    own = house.joins("Người nhà", subcommittee, "member", "CATDB")
    other = house.joins("Người ngoài", subcommittee, "member", "CATHN")
    lead.says("/remove 4")
    assert "Không có thành viên" in lead.last.text
    assert role_of(house, other) is not None
    lead.says("/remove 2")
    assert "đơn vị mình" in lead.last.text
    lead.says("/remove 3")
    assert role_of(house, own) is None


def test_the_form_of_a_role_asks_before_saving(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    person = house.joins("Lê Văn C", subcommittee, "observer")
    admin.says("/role")
    admin.presses("Lê Văn C")
    admin.presses("Phó Trưởng Tiểu ban")
    assert role_of(house, person) == (Role.OBSERVER, None)
    admin.presses("Lưu")
    assert role_of(house, person) == (Role.DEPUTY, None)


def test_a_letter_in_quiet_hours_arrives_silently(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    house.joins("Lê Văn C", subcommittee, "observer")
    for local, role, silent in (("12:00", "deputy", 0), ("22:00", "chair", 1)):
        house.now = house.local(f"2024-03-15 {local}")
        admin.says(f"/role 2 {role}")
        row = house.connection.execute(
            "SELECT silent FROM outbox WHERE payload LIKE '%Vai tr%' ORDER BY id DESC"
        ).fetchone()
        assert row[0] == silent
