"""Guided forms: asked one by one, whatever happens in between."""

import pytest

from domain.subcommittee import Subcommittee
from handlers.commands import COMMANDS
from handlers.texts import LANGUAGES, texts
from storage import forms, persons, units
from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody


@pytest.fixture
def subcommittee(house: House) -> Subcommittee:
    made = house.subcommittee()
    units.create(house.connection, made.id, "CATDB", "Công an tỉnh Điện Biên")
    return made


@pytest.fixture
def admin(house: House, subcommittee: Subcommittee) -> Somebody:
    house.joins("Người bên cạnh", subcommittee, "observer")
    return house.joins("Trần Thị B", subcommittee, "admin")


def invitations(house: House) -> int:
    return int(house.connection.execute("SELECT count(*) FROM invitations").fetchone()[0])


def is_open(house: House, who: Somebody) -> bool:
    person = persons.by_telegram_id(house.connection, who.id)
    assert person is not None
    opened = forms.get(house.connection, person.id, house.now)
    return opened is not None and bool(opened.command)


def copy_of(shown: Shown) -> Shown:
    return Shown(shown.chat, shown.id, shown.html, list(shown.buttons), shown.params, shown.kind)


def refused(who: Somebody) -> bool:
    return who.toast is not None and who.toast.alert


def test_back_asks_the_question_before_again(house: House, admin: Somebody) -> None:
    admin.says("/invite")
    first = admin.last.text
    assert "‹ Quay lại" not in admin.last.labels
    admin.presses("đầu mối")
    admin.presses("‹ Quay lại")
    assert admin.last.text == first
    admin.presses("quan sát")
    admin.presses("‹ Quay lại")
    assert admin.last.text == first


def test_cancel_by_button_or_command_saves_nothing(house: House, admin: Somebody) -> None:
    for said in ("", "/huy"):
        admin.says("/invite")
        admin.presses("quan sát")
        if said:
            admin.says(said)
        else:
            admin.presses("Thôi")
        assert "không có gì được lưu" in admin.last.text
        assert not is_open(house, admin)
    admin.says("/cancel")
    assert "Không có việc nào" in admin.last.text
    assert invitations(house) == 0


def test_any_other_command_ends_the_form_and_is_carried_out(house: House, admin: Somebody) -> None:
    for said, answer in (
        ("/members", "Thành viên"),
        ("/nosuch", "Không có lệnh"),
        ("/role 9 chair", "Không có thành viên"),
    ):
        admin.says("/invite")
        admin.says(said)
        assert answer in admin.last.text
        assert not is_open(house, admin), said
        admin.says("quan sát")
        assert "Bot chưa hiểu" in admin.last.text


def test_a_restart_in_the_middle_loses_no_answer(house: House, admin: Somebody) -> None:
    admin.says("/invite")
    admin.presses("đầu mối")
    question = copy_of(admin.last)
    again = House.__new__(House)
    again.__dict__.update(house.__dict__)
    admin.house = again
    admin.presses("CATDB", question)
    admin.presses("5")
    assert "đầu mối" in admin.last.text
    assert "CATDB" in admin.last.text


def test_a_form_left_alone_for_a_day_is_forgotten(house: House, admin: Somebody) -> None:
    admin.says("/invite")
    house.advance(hours=23)
    admin.presses("quan sát")
    house.advance(hours=24)
    admin.presses("5")
    assert refused(admin)
    admin.says("5")
    assert "Bot chưa hiểu" in admin.last.text
    assert invitations(house) == 0


def test_a_button_of_an_earlier_question_does_nothing(house: House, admin: Somebody) -> None:
    admin.says("/invite")
    first = copy_of(admin.last)
    admin.presses("đầu mối")
    second = copy_of(admin.last)
    admin.presses("quan sát", first)
    assert refused(admin)
    admin.presses("CATDB", second)
    assert "bao nhiêu" in admin.last.text


def test_a_button_of_a_form_that_was_left_does_not_fit_the_next_one(
    house: House, admin: Somebody
) -> None:
    admin.says("/invite")
    old = copy_of(admin.last)
    for _ in range(3):
        admin.says("/huy")
        admin.says("/invite")
        admin.presses("đầu mối", old)
        assert refused(admin)


def test_a_typed_answer_counts_like_a_button_and_a_bad_one_asks_again(
    house: House, admin: Somebody
) -> None:
    admin.says("/invite")
    admin.says("sếp")
    assert "Không có vai trò" in admin.last.text
    assert "Mời với vai trò nào?" in admin.last.text
    admin.says("đầu mối")
    admin.says("KHONGCO")
    assert "Không có đơn vị" in admin.last.text
    admin.says("công an tỉnh điện biên")
    admin.says("0")
    assert "từ x1" in admin.last.text
    admin.sends(voice={"file_id": "a", "file_unique_id": "b", "duration": 1})
    assert invitations(house) == 0
    admin.says("2")
    assert invitations(house) == 1


def test_save_comes_after_the_last_question_only(house: House, admin: Somebody) -> None:
    admin.says("/role")
    version = admin.last.data("Thôi").split(":")[1]
    for which in ("save", "next", "skip", "99", "-1", "x", "", "1:2"):
        admin.presses_data(f"f:{version}:{which}")
        assert refused(admin), which
    for data in ("f", f"f:{version}", "f::"):
        admin.presses_data(data)
        assert refused(admin), data
    assert is_open(house, admin)


def test_at_the_end_typing_shows_the_overview_again(house: House, admin: Somebody) -> None:
    admin.says("/role")
    admin.presses("Người bên cạnh")
    admin.presses("Phó Trưởng Tiểu ban")
    assert "Đề nghị kiểm tra lại" in admin.last.text
    admin.says("đúng rồi")
    assert "Đề nghị kiểm tra lại" in admin.last.text
    admin.presses("‹ Quay lại")
    admin.presses("Trưởng Tiểu ban")
    admin.presses("Lưu")
    assert "Đã phân công" in admin.last.text


def test_who_lost_the_right_meanwhile_saves_nothing(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.joins("Người khác", subcommittee, "admin")
    admin.says("/role")
    admin.presses("Người bên cạnh")
    admin.presses("Phó Trưởng Tiểu ban")
    overview = copy_of(admin.last)
    other.says("/role 2 observer")
    admin.presses("Lưu", overview)
    assert refused(admin)
    other.says("/remove 2")
    admin.presses("Lưu", overview)
    assert refused(admin)
    roles = house.connection.execute("SELECT role FROM members ORDER BY number").fetchall()
    assert [row[0] for row in roles] == ["observer", "observer", "admin"]


def test_a_form_belongs_to_the_subcommittee_in_which_it_was_opened(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    other = house.subcommittee("Tiểu ban Hậu cần")
    house.appoint(admin, other, "admin")
    admin.says("/switch hậu cần")
    admin.says("/invite")
    person = persons.by_telegram_id(house.connection, admin.id)
    assert person is not None
    persons.set_active(house.connection, person.id, subcommittee.id)
    admin.presses("quan sát")
    admin.presses("5")
    assert "Tiểu ban Hậu cần" in admin.last.text


def test_forms_run_in_private_only(house: House, admin: Somebody) -> None:
    group = house.group()
    admin.says("/link", group=group)
    admin.says("/invite", group=group)
    assert "chat riêng" in group.shown[-1].text
    assert not is_open(house, admin)


def test_many_units_are_offered_as_far_as_telegram_takes_buttons(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    for number in range(150):
        units.create(house.connection, subcommittee.id, f"DV{number}", f"Đơn vị {number}")
    admin.says("/invite lead")
    admin.says("/invite")
    admin.presses("đầu mối")
    assert len(admin.last.buttons) < 100
    admin.says("DV149")
    admin.presses("1")
    assert "DV149" in admin.last.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_every_form_is_put_in_words(language: str) -> None:
    said = texts(language)
    for command in COMMANDS:
        for field in command.form.fields if command.form else ():
            assert said.html(f"forms.{command.name}_{field.name}")
            assert said.html(f"forms.label_{field.name}")


def test_where_there_is_nothing_to_choose_the_form_is_not_begun(house: House) -> None:
    there = assigned(house)
    for command, words in (("duyet", "để xác nhận"), ("tralai", "để trả lại")):
        there.chair.says(f"/{command}")
        assert there.chair.last.text == f"Hiện không có nhiệm vụ nào {words}."
    there.chair.says("DBP70-1")
    assert "Hiện không có" not in there.chair.last.text


def test_what_cannot_be_undone_says_on_its_button_what_it_does(house: House) -> None:
    there = assigned(house)
    there.admin.says("/xoa")
    there.admin.presses("Đầu mối Hà Nội")
    assert "Đưa ra khỏi tiểu ban" in there.admin.last.labels
    there.admin.says("/dongsukien")
    there.admin.presses("DBP70")
    assert "Đóng sự kiện" in there.admin.last.labels
