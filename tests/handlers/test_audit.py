"""The audit log as people read it."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from domain.task import Move
from handlers.texts import LANGUAGES, texts
from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.invitations import code_in
from tests.support.registered import Registered

ROOT = Path(__file__).parents[2]


@pytest.fixture
def there(house: House) -> Registered:
    """Much has happened: every kind of change once."""
    there = assigned(house)
    for who, said in (
        (there.lead, "/accept DBP70-1"),
        (there.lead, "/report DBP70-1 60% đã khảo sát <b>xong</b>"),
        (there.lead, "/block DBP70-2 chờ kinh phí"),
        (there.chair, "/unblock DBP70-2 đã cấp"),
        (there.lead, "/done DBP70-1"),
        (there.chair, "/return DBP70-1 còn thiếu"),
        (there.lead, "/done DBP70-1 đủ rồi"),
        (there.chair, "/confirm DBP70-1"),
        (there.chair, "/reopen DBP70-1 xem lại"),
        (there.admin, "/remind DBP70-1"),
        (
            there.admin,
            "/edittask DBP70-3 | unit = CATDB | due = 20/3/2024 | workstream = giao thông",
        ),
        (there.admin, "/canceltask DBP70-4 không cần"),
        (there.admin, "/editevent DBP70 | days = 06/05/2024 - 08/05/2024 | peak = 06/05 lễ"),
        (there.admin, "/invite CATPHN x3"),
        (there.admin, "/role 3 member CATPHN"),
        (there.admin, "/settings slots = 07:00, 11:00 | see all = yes | quiet hours = off"),
        (there.admin, "/remove 4"),
    ):
        who.says(said)
    there.admin.says("/link", group=house.group("Nhóm chung"))
    there.admin.says("/link off")
    return there


def pages(who: Somebody, said: str) -> str:
    """All pages of what the command shows."""
    who.says(said)
    read = [who.last.text]
    while "›" in who.last.labels:
        who.presses("›")
        read.append(who.last.text)
    return "\n".join(read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_is_told_in_a_sentence_in_either_language(
    there: Registered, language: str
) -> None:
    there.admin.says(f"/language {language}")
    read = pages(there.admin, "/audit")
    total = there.house.connection.execute("SELECT count(*) FROM audit").fetchone()[0]
    assert len(re.findall(r"(?m)^08:00 \S.* 15/03/2024$", read)) == total
    for name in ("Đầu mối Điện Biên", "DBP70-1", "PC06", "60", "Nhóm chung", "<b>xong</b>"):
        assert name in read
    assert "{" not in read


def test_before_and_after_are_said(there: Registered) -> None:
    read = pages(there.admin, "/audit")
    assert "– khung giờ: 07:00 → 07:00, 11:00" in read
    assert "– xem tất cả: không → có" in read
    assert "– giờ yên lặng: 21:30 - 06:00 → không" in read
    assert "– vai trò: đầu mối → thành viên" in read
    assert "– trạng thái: Mới giao → Đã nhận" in read
    assert "– chủ trì: CATPHN → CATDB" in read
    assert "– mảng: giao thông" in read
    assert "05/05/2024 → " in read


def test_one_task_event_unit_or_person_is_picked_out(there: Registered) -> None:
    of_task = pages(there.admin, "/audit DBP70-3")
    assert "DBP70-3" in of_task
    assert "DBP70-1" not in of_task
    of_event = pages(there.admin, "/audit dbp70")
    assert "lập sự kiện" in of_event
    assert "DBP70-1" in of_event
    assert "cài đặt" not in of_event
    of_unit = pages(there.admin, "/audit PC06")
    assert "lập đơn vị PC06" in of_unit
    assert "DBP70" not in of_unit
    of_person = pages(there.admin, "/audit 3")
    assert "nhận nhiệm vụ DBP70-1" in of_person
    assert "đổi vai trò của Đầu mối Điện Biên" in of_person
    assert "cài đặt" not in of_person


def test_it_is_read_by_chairs_and_admins_only(there: Registered) -> None:
    there.chair.says("/nhatky")
    assert "Nhật ký" in there.chair.last.text
    there.lead.says("/audit")
    assert "không được dùng lệnh này" in there.lead.last.text


def test_nothing_of_another_subcommittee_is_read(there: Registered) -> None:
    other = there.house.subcommittee("Tiểu ban khác")
    foreigner = there.house.joins("Người khác", other, "admin")
    foreigner.says("/audit")
    assert "0 mục" in foreigner.last.text
    unknown = foreigner.says("/audit XYZ99")[-1].text.replace("XYZ99", "")
    assert foreigner.says("/audit DBP70")[-1].text.replace("DBP70", "") == unknown
    foreigner.says("/audit DBP70-1")
    assert "Không có nhiệm vụ" in foreigner.last.text
    own, foreign = other.id, there.subcommittee.id
    shown = len(foreigner.texts)
    for data in (
        f"au:{foreign}:a:0:0",
        f"au:{own}:t:1:0",
        f"au:{own}:e:1:0",
        f"au:{own}:u:1:0",
        f"au:{own}:m:1:0",
        f"au:{own}:x:1:0",
        "au",
    ):
        foreigner.presses_data(data)
        assert foreigner.toast is not None
        assert foreigner.toast.alert, data
    assert len(foreigner.texts) == shown


def test_what_is_unknown_gets_an_example(there: Registered) -> None:
    there.admin.says("/audit <i>gì đó</i>")
    assert "Không có nhiệm vụ, sự kiện, đơn vị hay thành viên" in there.admin.last.text
    assert "/nhatky CATDB" in there.admin.last.text


def test_long_notes_still_fit_into_messages(there: Registered) -> None:
    for number in range(8):
        there.admin.says(f"/report DBP70-2 {number}% " + "&<>đ" * 480)
    pages(there.admin, "/audit")


def test_every_action_in_the_code_has_its_words() -> None:
    subjects = ("task", "event", "unit", "member", "invitation", "subcommittee", "person")
    for language in LANGUAGES:
        for action in _actions_in_the_code():
            said = [_words(language, subject, action) for subject in subjects]
            assert any(said), f"{action} in {language}"


def _words(language: str, subject: str, action: str) -> str | None:
    try:
        return texts(language).html("audit.action", subject=subject, action=action)
    except UndefinedError:
        return None


def _actions_in_the_code() -> set[str]:
    """The literal second arguments of every call of `….audit(…)`, and the moves of a task."""
    found = {move.value for move in Move} | {"linked", "unlinked"}
    for path in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "audit"
                and len(node.args) > 1
                and isinstance(node.args[1], ast.Constant)
            ):
                found.add(str(node.args[1].value))
    assert len(found) > 15
    return found


def test_who_came_back_is_followed_to_the_time_before(there: Registered) -> None:
    there.admin.says("/xoa 3")
    there.house.advance(minutes=1)
    there.admin.says("/moi quan sát")
    code = code_in(there.admin.last)
    there.lead.says(f"/start {code}")
    there.admin.says("/thanhvien")
    number = next(
        line.split(".")[0] for line in there.admin.last.text.splitlines() if "Điện Biên" in line
    )
    assert "đưa ra khỏi tiểu ban" in pages(there.admin, f"/nhatky {number}")
