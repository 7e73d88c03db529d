"""/document: the report of the situation, with the numbers of the summary."""

import re

import pytest

from storage import outbox
from tests.support.assigned import assigned
from tests.support.house import House, Shown
from tests.support.paper import document_in, lines_of, sections
from tests.support.plans import presses, sends_plan
from tests.support.registered import Registered

EMPTY = "Không có."


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def lines(shown: Shown) -> list[str]:
    return lines_of(document_in(shown))


def asked(there: Registered, text: str = "/document") -> list[str]:
    (shown,) = there.chair.says(text)
    return lines(shown)


def test_the_document_has_its_head_its_sections_and_its_foot_in_order(there: Registered) -> None:
    there.admin.says(
        "/settings cơ quan cấp trên = Ban Tổ chức Lễ kỷ niệm | địa danh = Điện Biên"
        " | người ký = Nguyễn Văn A"
    )
    found = asked(there)
    expected = [
        "BAN TỔ CHỨC LỄ KỶ NIỆM",
        "TIỂU BAN AN NINH, TRẬT TỰ",
        "Số: 01/BC-TBANTT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Điện Biên, ngày 15 tháng 3 năm 2024",
        "BÁO CÁO",
        "Tình hình, kết quả thực hiện nhiệm vụ của Tiểu ban An ninh, trật tự",
        "(từ 08 giờ 00 ngày 14/3 đến 08 giờ 00 ngày 15/3/2024)",
        "Kính gửi: Ban Tổ chức Lễ kỷ niệm",
        "I. TÌNH HÌNH, KẾT QUẢ THỰC HIỆN",
        "1. Công tác chỉ đạo, điều hành",
        "2. Kết quả cụ thể",
        "3. Vụ việc phát sinh, đột xuất",
        "II. TỒN TẠI, HẠN CHẾ, KHÓ KHĂN, VƯỚNG MẮC",
        "III. NGUYÊN NHÂN",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
        "Nơi nhận:",
        "- Như trên;",
        "- Các đồng chí thành viên Tiểu ban;",
        "- Lưu: VT.",
        "TM. TIỂU BAN",
        "TRƯỞNG TIỂU BAN",
        "Nguyễn Văn A",
        "PHỤ LỤC",
        "(Kèm theo Báo cáo số 01/BC-TBANTT ngày 15 tháng 3 năm 2024 của Tiểu ban An ninh, trật tự)",
    ]
    places = [found.index(line) for line in expected]
    assert places == sorted(places)


def test_an_empty_section_says_so_and_is_never_left_out(house: House) -> None:
    subcommittee = house.subcommittee()
    chair = house.joins("Trưởng", subcommittee, "chair")
    admin = house.joins("Giúp việc", subcommittee, "admin")
    admin.says("/newevent DBP70 | Kỷ niệm | Điện Biên | 05/05/2024")
    (shown,) = chair.says("/document")
    said = sections(lines(shown))
    assert said["I"] == [
        "1. Công tác chỉ đạo, điều hành",
        EMPTY,
        "2. Kết quả cụ thể",
        EMPTY,
        "3. Vụ việc phát sinh, đột xuất",
        EMPTY,
    ]
    assert said["II"] == said["III"] == [EMPTY]
    assert said["V"][0] == EMPTY
    assert "Không có nhiệm vụ." in lines(shown)


def test_what_happened_in_the_period_stands_in_its_sections(there: Registered) -> None:
    there.admin.says("/newtask DBP70 | Xử lý tin báo | PC06 | 16/3/2024 10:00 | ad hoc")
    there.lead.says("/report DBP70-1 60% đã khảo sát 12 km")
    there.lead.says("/block DBP70-2 chưa có kinh phí thuê xe")
    there.lead.presses("Kinh phí")
    there.other.says("/done DBP70-3")
    there.chair.says("/confirm DBP70-3")
    there.house.advance(days=2, hours=4)
    said = sections(asked(there, "/document since 14/3"))
    one, two, three, four, five = ("\n".join(said[name]) for name in said)
    assert "giao 5 nhiệm vụ mới, trong đó có 2 nhiệm vụ đột xuất" in one
    assert "xác nhận hoàn thành 1 nhiệm vụ" in one
    assert "- Chốt kiểm soát phía Nam (DBP70-3, Đơn vị CATPHN chủ trì)." in one
    assert "đạt 60% – đã khảo sát 12 km" in one
    assert "Xử lý tin báo (DBP70-5, Phòng Cảnh sát hình sự chủ trì)" in one
    assert "thời hạn 10 giờ 00 ngày 16/3/2024, quá hạn 1 ngày" in two
    assert "chưa có kinh phí thuê xe (từ ngày 15/3/2024)" in two
    assert "Khách quan: chưa được bảo đảm kinh phí (1 nhiệm vụ: DBP70-2)." in three
    assert "1 nhiệm vụ để quá hạn mà đơn vị chủ trì chưa báo cáo vướng mắc (DBP70-5)" in three
    assert "khắc phục ngay 1 nhiệm vụ quá hạn" in four
    assert "còn 49 ngày đến cao điểm (từ ngày 05/5 đến ngày 07/5/2024)" in four
    assert "Đề nghị bố trí, bảo đảm kinh phí cho:" in five
    assert "- Bảo đảm y tế (DBP70-2, Đơn vị CATDB chủ trì): chưa có kinh phí thuê xe." in five


def test_a_due_time_that_a_plan_changed_counts_as_changed(there: Registered) -> None:
    plan = (
        ("Mã nhiệm vụ", "Nội dung", "Chủ trì", "Hạn"),
        ("DBP70-2", there.task(2).title, "CATDB", "27/04/2024"),
    )
    sends_plan(there.admin, plan, caption="/nhap DBP70")
    presses(there.admin, "Nhập")
    said = sections(asked(there, "/document since 14/3"))
    assert "điều chỉnh thời hạn 1 nhiệm vụ" in "\n".join(next(iter(said.values())))


@pytest.mark.parametrize(
    ("language", "all_of_them", "too_long"),
    [
        (
            "vi",
            "5 nhiệm vụ đơn vị chưa tiếp nhận",
            "Có 4 nhiệm vụ đã giao quá thời gian quy định nhưng đơn vị chưa tiếp nhận:",
        ),
        (
            "en",
            "5 have not been accepted by the unit",
            "4 tasks assigned but not accepted by the unit within the time allowed:",
        ),
    ],
)
def test_only_what_waits_too_long_for_its_unit_is_a_shortcoming_and_the_report_says_so(
    house: House, language: str, all_of_them: str, too_long: str
) -> None:
    there = assigned(house, language)
    there.house.advance(days=2)
    there.admin.says("/newtask DBP70 | Xử lý tin báo | PC06 | 20/4/2024")
    said = sections(asked(there))
    assert all_of_them in "\n".join(said["I"])
    assert too_long in said["II"]


def test_what_happened_before_the_period_is_not_told_again(there: Registered) -> None:
    there.other.says("/done DBP70-3")
    there.chair.says("/confirm DBP70-3")
    there.house.advance(days=2)
    said = sections(asked(there, "/document DBP70"))
    assert said["I"][1] == EMPTY
    assert "Hoàn thành trong kỳ" not in "\n".join(said["I"])
    assert "đã hoàn thành 1/4 nhiệm vụ" in "\n".join(said["I"])


@pytest.mark.parametrize("days", [0, 2, 20, 60])
def test_the_numbers_are_those_of_the_summary_at_that_moment(there: Registered, days: int) -> None:
    there.lead.says("/done DBP70-1")
    there.lead.says("/block DBP70-2 chờ xe")
    there.other.says("/done DBP70-3")
    there.chair.says("/confirm DBP70-3")
    there.admin.says("/newtask DBP70 | Việc dừng | CATDB | 30/4/2024")
    there.admin.says("/canceltask DBP70-5 thôi")
    there.house.advance(days=days)
    for argument in ("", " DBP70"):
        (shown,) = there.chair.says(f"/summary{argument}")
        summary = shown.text
        (shown,) = there.chair.says(f"/document{argument} week")
        report = "\n".join(lines(shown))
        total, done, in_time, overdue = numbers(
            summary, r"(\d+) nhiệm vụ: ✅ (\d+) xong.*?🔵 (\d+) còn hạn · 🔴 (\d+) quá hạn"
        )
        assert numbers(
            report,
            r"tổng số (\d+) nhiệm vụ: đã hoàn thành (\d+)/.*?còn trong hạn (\d+) nhiệm vụ"
            r".*?quá hạn (\d+) nhiệm vụ",
        ) == (total, done, in_time, overdue)
        assert f"✅ {done}/{total} xong · 🔵 {in_time} còn hạn · 🔴 {overdue}" in shown.text
        table = document_in(shown).tables[-1]
        statuses = [row.cells[7].text for row in table.rows[1:]]
        assert len(statuses) == total
        assert sum(status.startswith("Quá hạn") for status in statuses) == overdue
        assert sum(status.startswith("Hoàn thành") for status in statuses) == done


def numbers(text: str, pattern: str) -> tuple[int, ...]:
    found = re.search(pattern, text, re.DOTALL)
    assert found is not None, text
    return tuple(map(int, found.groups()))


def test_what_is_done_between_the_command_and_the_delivery_counts(
    there: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document tells of the moment at which it is made, like all that is put into words."""
    house = there.house
    monkeypatch.setattr(house, "deliver", list)
    there.chair.says("/document")
    there.other.says("/done DBP70-3")
    there.admin.says("/confirm DBP70-3")
    monkeypatch.undo()
    house.deliver()
    (shown,) = [shown for shown in there.chair.shown if shown.files]
    assert shown.kind == outbox.MADE
    assert "đã hoàn thành 1/4" in "\n".join(lines(shown))


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("", "(từ 10 giờ 30 phút ngày 14/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("day", "(từ 10 giờ 30 phút ngày 14/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("ngày", "(từ 10 giờ 30 phút ngày 14/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("week", "(từ 00 giờ 00 ngày 11/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("DBP70 tuần này", "(từ 00 giờ 00 ngày 11/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("since 1/2", "(từ 00 giờ 00 ngày 01/02 đến 10 giờ 30 phút ngày 15/3/2024)"),
        ("dbp70 từ ngày 05/12/2023", "(từ 00 giờ 00 ngày 05/12/2023 đến 10 giờ 30 phút ngày 15/"),
        ("kể từ thứ hai", "(từ 00 giờ 00 ngày 11/3 đến 10 giờ 30 phút ngày 15/3/2024)"),
    ],
)
def test_the_period_is_said_in_either_language_and_written_as_documents_do(
    there: Registered, said: str, period: str
) -> None:
    there.house.advance(hours=2, minutes=30)
    for command in ("document", "vanban"):
        assert any(line.startswith(period) for line in asked(there, f"/{command} {said}"))


def test_an_english_subcommittee_gets_a_plain_report_in_english(house: House) -> None:
    there = assigned(house, "en")
    there.admin.says("/settings layout = party | place = Hanoi")
    there.lead.says("/language vi")
    there.other.says("/done DBP70-3")
    found = asked(there, "/vanban tuần")
    assert found.index("SITUATION REPORT") < found.index("I. SITUATION AND RESULTS")
    assert "Hanoi, 15 March 2024" in found
    assert "(from 00:00 on 11 March to 08:00 on 15 March 2024)" in found
    assert "No. 01/TBANTT" in found
    assert "None." in found
    assert not any("CỘNG HÒA" in line or "ĐẢNG" in line for line in found)


def test_the_party_layout_has_its_own_head(there: Registered) -> None:
    there.admin.says("/settings thể thức = đảng | ký hiệu = TBBV")
    found = asked(there)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in found
    assert "Số 01-BC/TBBV" in found
    assert "T/M TIỂU BAN" in found
    assert not any("CỘNG HÒA" in line for line in found)


def test_a_document_speaks_the_subcommittees_language_and_its_message_the_readers(
    there: Registered,
) -> None:
    there.chair.says("/language en")
    (shown,) = there.chair.says("/document")
    assert "Situation report" in shown.text
    assert "BÁO CÁO" in lines(shown)


def test_documents_are_numbered_within_the_year_and_the_same_report_keeps_its_number(
    there: Registered,
) -> None:
    def number(text: str) -> str:
        (shown,) = there.chair.says(text)
        return next(line for line in lines(shown) if line.startswith("Số: "))

    assert number("/document") == "Số: 01/BC-TBANTT"
    assert number("/document week") == "Số: 02/BC-TBANTT"
    assert number("/document day") == "Số: 01/BC-TBANTT"
    assert number("/document DBP70") == "Số: 03/BC-TBANTT"
    there.house.advance(days=1)
    assert number("/document") == "Số: 04/BC-TBANTT"
    there.house.advance(days=300)
    assert number("/document") == "Số: 01/BC-TBANTT"


def test_a_number_that_is_given_by_hand_is_left_open(there: Registered) -> None:
    there.admin.says("/settings number documents = no")
    assert "Số: ……/BC-TBANTT" in asked(there)
    (shown,) = there.chair.says("/document")
    assert shown.files[0].name == "Bao-cao-TBANTT-2024-03-15.docx"


def test_an_admin_reads_what_is_not_set_yet(there: Registered) -> None:
    there.admin.says("/document")
    assert "Chưa đặt: cơ quan cấp trên, địa danh, ký hiệu, người ký" in there.admin.last.text
    there.chair.says("/document")
    assert "Chưa đặt" not in there.chair.last.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/document XYZ", "Không có sự kiện nào mang mã XYZ"),
        ("/document DBP70 tháng", "Chưa hiểu “tháng”"),
        ("/document <b>", "chỉ được gồm"),
    ],
)
def test_what_is_not_understood_gets_one_sentence_and_an_example(
    there: Registered, said: str, answer: str
) -> None:
    (shown,) = there.chair.says(said)
    assert answer in shown.text
    assert "Ví dụ: /vanban DBP70 tuần" in shown.text
    assert not shown.files


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/document DBP70 since", "Còn thiếu: ngày bắt đầu"),
        ("/document DBP70 since 01/13/2024", "Không có ngày 1/13/2024"),
        ("/document DBP70 từ 1/1/2099", "chưa đến"),
        ("/document DBP70 since tomorrow morning at 5", "Chưa hiểu"),
    ],
)
def test_a_first_day_that_is_none_gets_an_example_of_one_for_the_same_event(
    there: Registered, said: str, answer: str
) -> None:
    there.admin.says("/newevent SOM1 | Sự kiện sớm hơn | Huế | 01/04/2024")
    (shown,) = there.chair.says(said)
    assert answer in shown.text
    example = "/vanban DBP70 từ 01/03/2024"
    assert f"Ví dụ: {example}" in shown.text
    assert there.chair.says(example)[-1].files


def test_without_an_event_there_is_nothing_to_tell(house: House) -> None:
    chair = house.joins("Trưởng", house.subcommittee(), "chair")
    (shown,) = chair.says("/document")
    assert "Chưa có sự kiện nào đang mở" in shown.text


def test_of_a_closed_event_there_still_is_a_report(there: Registered) -> None:
    there.house.advance(days=60)
    for number in range(1, 5):
        there.admin.says(f"/done DBP70-{number}")
        there.admin.says(f"/confirm DBP70-{number}")
    there.admin.says("/closeevent DBP70")
    found = asked(there, "/document DBP70 since 1/3/2024")
    assert "đã hoàn thành 4/4 nhiệm vụ" in "\n".join(found)
    assert sections(found)["IV"] == [EMPTY]


def closed_with_open_tasks(there: Registered) -> None:
    """1 is under way, 2 submitted, 3 done; 4 has not been begun."""
    there.lead.says("/report DBP70-1 60%")
    there.lead.says("/done DBP70-2")
    there.other.says("/done DBP70-3")
    there.admin.says("/confirm DBP70-3")
    there.admin.says("/newtask DBP70 | Giao nhầm | CATDB | 1/6/2024")
    there.admin.says("/canceltask DBP70-5 giao nhầm")
    there.house.advance(days=60)
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Dừng các nhiệm vụ này")
    there.admin.presses("Dừng và đóng")


def test_tasks_stopped_in_closing_their_event_are_told_as_unfinished(there: Registered) -> None:
    closed_with_open_tasks(there)
    (shown,) = there.chair.says("/document DBP70 since 1/3/2024")
    said = sections(lines(shown))
    one, two = "\n".join(said["I"]), "\n".join(said["II"])
    assert "giao 5 nhiệm vụ mới" in one
    assert "dừng thực hiện 4 nhiệm vụ." in one
    assert (
        "trong tổng số 4 nhiệm vụ: đã hoàn thành 1/4 nhiệm vụ; dừng thực hiện 3 nhiệm vụ"
        " chưa hoàn thành khi đóng sự kiện (trong đó 2 nhiệm vụ đã quá hạn)." in one
    )
    assert "Có 3 nhiệm vụ chưa hoàn thành, dừng thực hiện khi đóng sự kiện:" in two
    assert "ngày 20/4/2024, đã quá hạn khi dừng, mới đạt 60%;" in two
    assert "28/4/2024, đã báo cáo hoàn thành nhưng chưa được xác nhận;" in two
    assert "01/5/2024, đã quá hạn khi dừng." in two
    assert "DBP70-5" not in two
    assert "✅ 1/4 xong · ⚪ 3 dừng" in shown.text
    rows = document_in(shown).tables[-1].rows[1:]
    assert {row.cells[1].text: (row.cells[6].text, row.cells[7].text) for row in rows} == {
        "DBP70-1": ("60%", "Dừng"),
        "DBP70-2": ("–", "Dừng"),
        "DBP70-3": ("100%", "Hoàn thành"),
        "DBP70-4": ("0%", "Dừng"),
    }


def test_what_was_stopped_in_closing_is_told_whatever_the_period(there: Registered) -> None:
    closed_with_open_tasks(there)
    there.house.advance(days=5)
    said = sections(asked(there, "/document DBP70"))
    assert said["I"][1] == EMPTY
    assert "đã hoàn thành 1/4 nhiệm vụ; dừng thực hiện 3" in "\n".join(said["I"])
    assert "Có 3 nhiệm vụ chưa hoàn thành" in said["II"][0]


def test_an_event_closed_with_nothing_done_still_has_its_numbers(house: House) -> None:
    there = assigned(house, "en")
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Cancel")
    there.admin.presses("Cancel them and close")
    found = "\n".join(asked(there, "/document DBP70"))
    assert "assigned 4 tasks, 1 of them unplanned; cancelled 4 tasks." in found
    assert "0 of 4 tasks done; 4 cancelled unfinished when the event was closed." in found
    assert "4 tasks unfinished, cancelled when the event was closed:" in found


def test_a_task_that_waits_to_be_confirmed_has_no_percentage_in_the_table(
    there: Registered,
) -> None:
    there.lead.says("/report DBP70-1 60%")
    there.lead.says("/done DBP70-1")
    there.lead.says("/done DBP70-2")
    (shown,) = there.chair.says("/document")
    rows = document_in(shown).tables[-1].rows[1:]
    table = {row.cells[1].text: (row.cells[6].text, row.cells[7].text) for row in rows}
    assert table["DBP70-1"] == table["DBP70-2"] == ("–", "Chờ xác nhận")
    assert table["DBP70-4"] == ("0%", "Mới giao")
    there.chair.says("/return DBP70-1 thiếu sơ đồ")
    (shown,) = there.chair.says("/document")
    rows = document_in(shown).tables[-1].rows[1:]
    assert ("DBP70-1", "60%") in {(row.cells[1].text, row.cells[6].text) for row in rows}


def test_who_has_lost_the_right_meanwhile_gets_no_document(
    there: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = there.house
    monkeypatch.setattr(house, "deliver", list)
    there.chair.says("/document")
    there.admin.says("/role 2 member CATDB")
    monkeypatch.undo()
    assert not any(shown.files for shown in house.deliver())


def test_hostile_and_long_words_stay_words(house: House) -> None:
    there = assigned(house)
    name = "<w:t>&amp; {{ 7*7 }} 🎉 " + "Ω" * 100
    there.admin.says(f"/settings name = {name} | signer = <b>A</b> & B")
    there.admin.says("/newunit XUNIT | Đơn vị </w:p> <script>")
    there.admin.says("/newtask DBP70 | =1+1 </w:tbl> &lt; " + "dài " * 60 + "| XUNIT | 20/3/2024")
    there.lead.says("/block DBP70-2 " + "]]> dòng\nkhác " * 150)
    found = asked(there)
    assert any("<w:t>&amp; {{ 7*7 }} 🎉 Ω" in line for line in found)
    assert "<b>A</b> & B" in found
    assert any("=1+1 </w:tbl> &lt; dài" in line for line in found)
    assert any("Đơn vị </w:p> <script>" in line for line in found)
