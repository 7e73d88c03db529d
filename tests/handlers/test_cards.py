"""A task's card, its buttons, and what a press does."""

import pytest

from domain.task import Status
from storage import members, units
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def moves_offered(labels: list[str]) -> set[str]:
    return set(labels) - {"Lịch sử", "Đôn đốc"}


def test_the_card_shows_everything_known_of_the_task(there: Registered) -> None:
    there.lead.says("/nhan DBP70-1")
    there.lead.says("/vuong DBP70-1 chờ kinh phí")
    there.lead.presses("Kinh phí")
    there.house.advance(days=37)
    there.chair.says("/xem DBP70-1")
    assert there.chair.last.text == "\n".join(
        [
            "🔴⛔ DBP70-1 · Vướng mắc · GẤP",
            "Khảo sát tuyến đường",
            "",
            "Sự kiện: DBP70 – Kỷ niệm 70 năm (còn 14 ngày)",
            "Chủ trì: CATDB – Đơn vị CATDB",
            "Phối hợp: CATPHN – Đơn vị CATPHN",
            "Hạn: 17:00 thứ Bảy 20/04/2024, quá hạn 15 giờ",
            "Nguồn giao: theo lịch – KH 12",
            "⛔ Vướng mắc (kinh phí) từ 08:00 thứ Sáu 15/03/2024, Đầu mối Điện Biên: chờ kinh phí",
            "Đã nhận: 08:00 thứ Sáu 15/03/2024, Đầu mối Điện Biên",
        ]
    )


def test_each_person_sees_just_the_buttons_they_may_press(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    assert moves_offered(there.lead.last.labels) == {
        "✓ Nhận việc",
        "Báo cáo",
        "Vướng mắc",
        "Hoàn thành",
    }
    there.other.says("/xem DBP70-1")
    assert there.other.last.labels == ["Lịch sử"]
    there.chair.says("/xem DBP70-1")
    assert there.chair.last.labels == ["Đôn đốc", "Lịch sử"]
    there.lead.says("/xong DBP70-1")
    there.chair.says("/xem DBP70-1")
    assert there.chair.last.labels == ["✓ Xác nhận", "Trả lại", "Lịch sử"]


def test_a_task_that_the_person_may_not_see_is_unknown(there: Registered) -> None:
    there.lead.says("/xem DBP70-3")
    assert "Không có nhiệm vụ nào mang mã DBP70-3." in there.lead.last.text


def test_a_press_edits_the_card_in_place(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    there.lead.presses("Nhận việc")
    assert there.lead.last is card
    assert "Đã nhận" in card.text
    assert there.lead.toast is not None
    assert there.lead.toast.text == "DBP70-1: Đã nhận"


def test_a_stale_button_says_what_the_task_is_now_and_shows_it(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    accept = card.data("Nhận việc")
    there.lead.says("/xong DBP70-1")
    there.lead.presses_data(accept, card)
    assert there.task(1).status is Status.SUBMITTED
    assert there.lead.toast is not None
    assert there.lead.toast.alert
    assert "Chờ xác nhận" in there.lead.toast.text
    assert "Chờ xác nhận" in card.text


def test_who_was_first_is_named_to_the_second(there: Registered) -> None:
    there.lead.says("/xong DBP70-1")
    there.chair.says("/xem DBP70-1")
    there.admin.says("/duyet DBP70-1")
    there.chair.presses("Xác nhận")
    assert there.chair.toast is not None
    assert there.chair.toast.text == "Tổ giúp việc đã làm trước: DBP70-1 hiện nay Hoàn thành."
    assert "Hoàn thành" in there.chair.last.text
    assert there.chair.last.labels == ["Mở lại", "Lịch sử"]


def test_under_a_message_about_several_tasks_a_press_opens_the_card_below(
    there: Registered,
) -> None:
    there.lead.says("/viec")
    listed = there.lead.last
    there.lead.presses("DBP70-2", listed)
    assert "Việc của tôi" in listed.text
    assert there.lead.last is not listed
    assert "Bảo đảm y tế" in there.lead.last.text


def test_confirming_and_returning_by_buttons(there: Registered) -> None:
    there.lead.says("/xong DBP70-1 đã bàn giao")
    there.chair.says("/xem DBP70-1")
    there.chair.presses("Trả lại")
    prompt = there.chair.last
    assert prompt.params["reply_markup"]["force_reply"] is True
    assert there.task(1).status is Status.SUBMITTED
    there.chair.replies(prompt, "bổ sung phương án dự phòng")
    assert there.task(1).returned
    assert "bổ sung phương án dự phòng" in there.lead.last.text
    there.lead.presses("Hoàn thành")
    there.chair.says("/xem DBP70-1")
    there.chair.presses("Xác nhận")
    assert there.task(1).status is Status.DONE


def test_who_writes_right_after_a_prompt_answers_it(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.presses("Báo cáo")
    there.lead.says("130%")
    assert "không phải tỷ lệ" in there.lead.last.text
    there.lead.says("45% đã dựng rào")
    assert there.task(1).percent == 45
    there.lead.says("cảm ơn")
    assert "chưa hiểu" in there.lead.last.text
    there.lead.presses("Vướng mắc", there.lead.shown[-2])
    there.lead.says("chờ kinh phí")
    assert there.task(1).obstacle == "chờ kinh phí"


@pytest.mark.parametrize("deed", ["/viec", "DBP70-2 10%", "press", "late"])
def test_whatever_else_is_done_after_a_prompt_ends_it(there: Registered, deed: str) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    there.lead.presses("Báo cáo")
    if deed == "press":
        there.lead.presses("Lịch sử", card)
    elif deed == "late":
        there.house.advance(minutes=11)
    else:
        there.lead.says(deed)
    there.lead.says("45% đã dựng rào")
    assert "chưa hiểu" in there.lead.last.text
    assert there.task(1).percent == 0


def test_a_photo_right_after_a_prompt_is_evidence(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.presses("Báo cáo")
    there.lead.sends(photo=[{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9}])
    assert "1 minh chứng" in there.lead.last.text


def test_a_return_is_not_asked_for_where_it_is_impossible(there: Registered) -> None:
    there.chair.says("/xem DBP70-1")
    task = there.task(1)
    there.chair.presses_data(f"return:{task.id}:{task.version}")
    assert there.chair.toast is not None
    assert "không trả lại được" in there.chair.toast.text


def test_blocking_and_unblocking_by_buttons(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.presses("Vướng mắc")
    there.lead.replies(there.lead.last, "chờ ý kiến tỉnh")
    assert there.task(1).obstacle == "chờ ý kiến tỉnh"
    there.chair.says("/xem DBP70-1")
    there.chair.presses("Gỡ vướng")
    assert there.task(1).status is Status.IN_PROGRESS


def test_a_reply_to_a_card_is_a_report(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.replies(there.lead.last, "60% đã khảo sát")
    assert there.task(1).percent == 60


def test_a_reply_to_a_notice_of_one_task_is_a_report(there: Registered) -> None:
    there.lead.says("/xong DBP70-1")
    there.chair.says("/tralai DBP70-1 thiếu sơ đồ")
    there.lead.replies(there.lead.last, "xong: đã bổ sung")
    assert there.task(1).status is Status.SUBMITTED


def test_a_reply_that_names_another_task_is_about_that_one(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.replies(there.lead.last, "DBP70-2 30%")
    assert there.task(2).percent == 30
    assert there.task(1).status is Status.ASSIGNED


def test_a_reply_that_begins_like_a_reference_but_names_none_is_words(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.replies(there.lead.last, "COVID-19 không ảnh hưởng")
    assert there.task(1).status is Status.IN_PROGRESS


def test_a_reply_of_somebody_who_may_not_report_is_refused(there: Registered) -> None:
    there.other.says("/xem DBP70-1")
    there.other.replies(there.other.last, "60%")
    assert "không được làm việc này" in there.other.last.text
    assert there.task(1).status is Status.ASSIGNED


def test_the_history_tells_who_did_what_and_is_paged(there: Registered) -> None:
    for percent in range(10, 80, 10):
        there.lead.says(f"/report DBP70-1 {percent}% bước {percent}")
    there.admin.says("/edittask DBP70-1 | due = 25/4/2024")
    there.lead.says("/xem DBP70-1")
    there.lead.presses("Lịch sử")
    first = there.lead.last.text
    assert "20/04/2024 → 25/04/2024" in first
    assert "Đầu mối Điện Biên" in first
    assert "Báo cáo → Đang thực hiện, 70%: bước 70" in first
    there.lead.presses("›")
    second = there.lead.last.text
    assert "bước 10" in second
    assert "Giao việc" in second
    assert "bước 70" not in second
    there.lead.presses("‹ Nhiệm vụ")
    assert "Sự kiện: DBP70" in there.lead.last.text


def test_one_press_accepts_all_that_the_notice_told_of(there: Registered) -> None:
    notice = next(shown for shown in there.lead.shown if shown.kind == "notice")
    there.lead.says("/xong DBP70-2")
    answers = there.lead.presses("Nhận tất cả", notice)
    own = [message for message in answers if message.chat == there.lead.id]
    assert "Đã nhận 1 nhiệm vụ" in own[-1].text
    assert there.task(1).status is Status.ACCEPTED
    assert there.task(2).status is Status.SUBMITTED
    there.lead.presses("Nhận tất cả", notice)
    assert there.lead.toast is not None
    assert there.lead.toast.text == "Không còn nhiệm vụ nào trong thông báo này để nhận."


def test_nobody_accepts_by_the_notice_of_somebody_else(there: Registered) -> None:
    notice = next(shown for shown in there.lead.shown if shown.kind == "notice")
    there.admin.presses_data(notice.data("Nhận tất cả"))
    assert there.task(1).status is Status.ASSIGNED


@pytest.mark.parametrize(
    "data",
    [
        "accept",
        "accept:1",
        "accept:x:1",
        "accept:999999999999999999999:1",
        "accept:-1:1",
        "accept:99:1",
        "report:1:1:100",
        "report:1:1:x",
        "class:1:1:funding",
        "class:1:1",
        "card",
        "card:x",
        "history:1:x",
        "evidence:",
        "acceptall:x",
        "acceptall:999999",
        "tasks:1:1:open:0",
        "tasks:1:1:nothing:0:0",
        "tasks:1:99:open:0:0",
        "tasks:99:0:open:0:0",
        "tasks:1:0:unit:0:0",
        "tasks:1:0:unit:99:0",
        "mine:x",
        "of:1:1",
        "whose:1:0",
        "remind:1:1",
        "remind:",
    ],
)
def test_a_forged_button_changes_nothing(there: Registered, data: str) -> None:
    before = there.tasks()
    there.lead.presses_data(data)
    assert there.tasks() == before
    assert there.lead.toast is not None
    assert there.lead.toast.text


def test_a_button_of_another_subcommittee_is_unknown(there: Registered) -> None:
    foreign = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Người khác", foreign, "admin")
    task = there.task(1)
    for verb in ("accept", "card", "done", "history", "remind"):
        stranger.presses_data(f"{verb}:{task.id}:{task.version}", there.lead.last)
        assert stranger.toast is not None
        assert stranger.toast.text == "Nút này không còn dùng được."
    stranger.says("/xem DBP70-1")
    assert "Không có nhiệm vụ nào mang mã DBP70-1." in stranger.last.text
    assert there.task(1) == task


def test_who_left_cannot_press_any_more(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    listed = members.all_of(there.house.connection, there.subcommittee.id)
    member = next(each for each in listed if each.telegram_id == there.lead.id)
    members.leave(there.house.connection, member.id, there.house.now)
    there.lead.presses("Nhận việc", card)
    assert there.task(1).status is Status.ASSIGNED


def test_in_a_group_no_card_is_shown(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    there.lead.presses_data(f"card:{there.task(1).id}:1", group.shown[-1])
    assert there.lead.toast is not None
    assert "chat riêng" in there.lead.toast.text


def test_the_longest_card_fits_into_a_message(there: Registered) -> None:
    connection = there.house.connection
    long = "đường & <cầu> " * 30
    codes = [f"U{number:02}" for number in range(30)]
    for code in codes:
        units.create(connection, there.subcommittee.id, code, long[:200])
    there.admin.says(f"/editevent DBP70 | name = {long[:190]}")
    there.admin.says(
        f"/newtask DBP70 | {long[:290]} | CATDB | 1/5/2024 | with {', '.join(codes)} "
        f"| source {long[:190]} | workstream {long[:190]}"
    )
    number = there.tasks()[-1].number
    there.lead.name = "Đồng chí " * 20
    there.lead.says(f"/vuong DBP70-5 {long * 4}")
    assert there.task(5).obstacle
    there.lead.says("/xem DBP70-5")
    assert number == 5
    assert "DBP70-5 · Vướng mắc" in there.lead.last.text
    assert len(there.lead.last.text) <= 4096
    there.lead.presses("Lịch sử")
    assert len(there.lead.last.text) <= 4096


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_card_speaks_the_readers_language(house: House, language: str) -> None:
    there = assigned(house, language)
    there.lead.says("/task DBP70-1")
    expected = {"vi": "còn 36 ngày", "en": "36 days left"}[language]
    assert expected in there.lead.last.text
