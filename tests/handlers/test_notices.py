"""What a person did, told at once to those it concerns: in one message each, as it is now."""

import pytest

from domain.notices import What
from handlers.texts import texts
from tests.support.assigned import assigned
from tests.support.house import House, Shown, Somebody
from tests.support.registered import Registered, registered


def to(somebody: Somebody, told: list[Shown]) -> list[Shown]:
    return [shown for shown in told if shown.chat == somebody.id and shown.kind == "notice"]


def deputy(there: Registered) -> Somebody:
    return there.house.joins("Phó Trưởng", there.subcommittee, "deputy")


# -- to whom ---------------------------------------------------------------------------------------


def test_what_one_command_did_is_told_to_each_person_in_one_message(house: House) -> None:
    there = registered(house)
    told = there.admin.says("""/newtask DBP70
Khảo sát tuyến đường | CATDB | 20/4/2024
Bảo đảm y tế | CATDB | N-7
Chốt kiểm soát | CATPHN | 16/4/2024 | with CATDB""")
    (notice,) = to(there.lead, told)
    assert "Nhiệm vụ mới giao (3) – Tổ giúp việc" in notice.text
    assert notice.text.splitlines()[-1] == "– hạn 16/04; phối hợp với CATPHN"
    assert len(to(there.other, told)) == 1


def test_never_to_the_one_who_did_it(house: House) -> None:
    there = assigned(house)
    told = there.lead.says("/block DBP70-1 chờ kinh phí")
    assert to(there.lead, told) == []
    assert len(to(there.chair, told)) == len(to(there.admin, told)) == 1


def test_a_submission_goes_to_admins_and_deputies_and_the_chair_reads_it_in_the_slot(
    house: House,
) -> None:
    there = assigned(house)
    second = deputy(there)
    told = there.lead.says("/done DBP70-1 đủ hồ sơ")
    assert [len(to(who, told)) for who in (there.admin, second, there.chair)] == [1, 1, 0]
    assert to(there.admin, told)[0].labels[:2] == ["✓ Xác nhận", "Trả lại"]
    assert "«đủ hồ sơ»" in to(there.admin, told)[0].text
    house.passes_to("2024-03-16 07:00")
    assert "Chờ xác nhận (1)" in there.chair.last.text


def test_the_chair_can_have_submissions_told_at_once(house: House) -> None:
    there = assigned(house)
    there.admin.says("/caidat báo trưởng = có")
    assert len(to(there.chair, there.lead.says("/done DBP70-1"))) == 1


def test_a_task_moved_to_another_unit_is_told_to_both(house: House) -> None:
    there = assigned(house)
    told = there.admin.says("/edittask DBP70-2 | unit = CATPHN")
    assert "Đã chuyển cho đơn vị khác" in to(there.lead, told)[0].text
    assert "Chuyển về đơn vị đồng chí" in to(there.other, told)[0].text


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("/edittask DBP70-1 | due = 21/4/2024", "Đổi hạn"),
        ("/canceltask DBP70-1 không cần nữa", "Dừng thực hiện"),
    ],
)
def test_cooperating_units_are_told_too(house: House, line: str, heading: str) -> None:
    there = assigned(house)
    told = there.admin.says(line)
    assert heading in to(there.lead, told)[0].text
    assert "đơn vị đồng chí phối hợp" in to(there.other, told)[0].text


# -- in what words ---------------------------------------------------------------------------------


def test_a_notice_about_one_task_has_its_buttons_and_a_reply_is_a_report(house: House) -> None:
    there = registered(house)
    there.admin.says("/newtask DBP70 | Nhà khách | CATDB | 1/5/2024 | urgent")
    notice = there.lead.last
    assert notice.text.splitlines()[0] == "🆕 Nhiệm vụ mới giao · GẤP"
    assert notice.labels == ["✓ Nhận việc", "Báo cáo", "Vướng mắc", "Hoàn thành", "DBP70-1"]
    there.lead.replies(notice, "30% đã khảo sát")
    assert there.task(1).percent == 30


def test_all_can_be_accepted_with_one_button(house: House) -> None:
    there = assigned(house)
    there.lead.presses("Nhận tất cả (2)")
    assert {there.task(1).status, there.task(2).status} == {"accepted"}


def test_the_list_of_a_notice_opens_my_tasks(house: House) -> None:
    there = assigned(house)
    there.lead.presses("Việc của đơn vị")
    assert "DBP70-1" in there.lead.last.text


def test_each_reader_has_it_in_their_own_language(house: House) -> None:
    there = assigned(house)
    there.chair.says("/language en")
    there.lead.says("/block DBP70-1 chờ kinh phí")
    assert there.chair.last.text.startswith("⛔ Blocked")
    assert there.admin.last.text.startswith("⛔ Vướng mắc")


def test_a_long_notice_is_cut_between_two_tasks_and_says_how_many_more(house: House) -> None:
    there = registered(house)
    lines = "\n".join(f"Việc số {n} {'dài ' * 30} | CATDB | 20/4/2024" for n in range(60))
    told = there.admin.says(f"/newtask DBP70\n{lines}")
    (notice,) = to(there.lead, told)
    shown = notice.text.count("Việc số")
    assert f"… và {60 - shown} việc khác: /viec" in notice.text
    assert "Nhiệm vụ mới giao (60)" in notice.text
    assert len(notice.text) < 4096


def test_names_and_notes_cannot_break_the_message(house: House) -> None:
    there = assigned(house)
    there.lead.name = "<b>Đầu mối</b> & “x”"
    there.lead.says("/block DBP70-1 <i>chờ</i> & <script>")
    assert "«<i>chờ</i> & <script>»" in there.chair.last.text
    assert "&lt;script&gt;" in there.chair.last.html


# -- as it is when it goes out ---------------------------------------------------------------------


def waiting(house: House, who: Somebody, line: str) -> None:
    """Says the line while nothing can be sent."""
    send, house.deliver = house.deliver, list  # type: ignore[method-assign]
    who.says(line)
    house.deliver = send  # type: ignore[method-assign]


def test_what_was_done_since_is_left_out(house: House) -> None:
    there = assigned(house)
    waiting(house, there.lead, "/block DBP70-1 chờ kinh phí")
    waiting(house, there.lead, "/unblock DBP70-1")
    told = house.deliver()
    assert all("Vướng mắc" not in shown.text.splitlines()[0] for shown in told)
    assert len([shown for shown in told if shown.chat == there.chair.id]) == 1
    states = house.connection.execute(
        "SELECT state FROM outbox WHERE kind = 'notice' AND about = 'blocked'"
    ).fetchall()
    assert {row["state"] for row in states} == {"void"}


def test_who_changed_the_unit_meanwhile_hears_nothing_of_the_old_one(house: House) -> None:
    there = assigned(house)
    waiting(house, there.admin, "/edittask DBP70-2 | due = 2/5/2024")
    house.connection.execute(
        "UPDATE members SET unit_id = (SELECT id FROM units WHERE code = 'PC06') "
        "WHERE unit_id = (SELECT id FROM units WHERE code = 'CATDB')"
    )
    assert to(there.lead, house.deliver()) == []


def test_a_removed_member_is_told_nothing_more(house: House) -> None:
    there = assigned(house)
    waiting(house, there.admin, "/edittask DBP70-2 | due = 2/5/2024")
    house.connection.execute("UPDATE members SET left_at = joined_at WHERE role = 'lead'")
    assert to(there.lead, house.deliver()) == []


# -- delivered -------------------------------------------------------------------------------------


def test_a_task_counts_as_delivered_when_its_notice_reached_somebody_of_the_lead_unit(
    house: House,
) -> None:
    there = assigned(house)
    assert [there.task(n).delivered_at for n in (1, 2, 3)] == [house.now] * 3
    assert there.task(4).delivered_at is None


def test_a_notice_that_reached_only_a_cooperating_unit_delivers_nothing(house: House) -> None:
    there = registered(house)
    there.admin.says("/newtask DBP70 | Nhà khách | PC06 | 1/5/2024 | with CATDB")
    assert there.lead.last.kind == "notice"
    assert there.task(1).delivered_at is None


def test_a_digest_delivers_what_nobody_had_heard_of(house: House) -> None:
    there = registered(house)
    house.membership(there.lead, "kicked")
    there.admin.says("/newtask DBP70 | Nhà khách | CATDB | 1/5/2024")
    house.connection.execute("DELETE FROM outbox WHERE kind = 'notice'")
    house.connection.execute("UPDATE chats SET unreachable = NULL")
    house.passes_to("2024-03-16 07:00")
    assert "Chưa nhận việc (1)" in there.lead.last.text
    assert there.task(1).delivered_at == house.now


# -- quiet hours -----------------------------------------------------------------------------------


def silent(shown: Shown) -> bool:
    return bool(shown.params.get("disable_notification"))


@pytest.mark.parametrize(
    ("moment", "asleep"),
    [("2024-03-15 21:29", False), ("2024-03-15 22:00", True), ("2024-05-06 23:00", False)],
)
def test_in_quiet_hours_what_a_person_did_goes_out_silently(
    house: House, moment: str, asleep: bool
) -> None:
    there = assigned(house)
    house.passes_to(moment)
    (notice,) = to(there.chair, there.lead.says("/block DBP70-1 chờ kinh phí"))
    assert silent(notice) is asleep


def test_whether_it_is_silent_is_decided_when_it_goes_out(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-15 21:29")
    waiting(house, there.lead, "/block DBP70-1 chờ kinh phí")
    house.now = house.local("2024-03-15 21:31")
    house.deliver()
    assert silent(there.chair.last)


# -- further -------------------------------------------------------------------------------------


def test_everything_that_can_happen_has_its_words(house: House) -> None:
    for language in ("vi", "en"):
        for what in What:
            assert texts(language).html("notice.title", what=what)
            assert texts(language).html("notice.mark", what=what)


def test_an_urging_counts_among_what_was_tried(house: House) -> None:
    there = assigned(house)
    house.passes_to("2024-03-17 06:30")
    there.admin.says("/remind DBP70-3")
    house.passes_to("2024-03-17 07:00")
    assert "đã nhắc 2 lần, gần nhất 17/03" in there.other.last.text


def test_who_is_in_several_subcommittees_is_told_of_which_one_it_is(house: House) -> None:
    there = registered(house)
    elsewhere = house.subcommittee("Tiểu ban Hậu cần")
    house.appoint(there.lead, elsewhere, "observer")
    told = there.admin.says("/newtask DBP70 | Khảo sát tuyến đường | CATDB | 20/4/2024")
    (notice,) = to(there.lead, told)
    assert notice.text.splitlines()[0] == there.subcommittee.name
