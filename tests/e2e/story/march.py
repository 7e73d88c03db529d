"""16 to 31 March: units take up their tasks; the first are late, blocked, returned, confirmed."""

from tests.e2e.story.acts import Acts
from tests.e2e.story.cast import ADMIN, CHAIR, DEPUTY, SECOND_ADMIN, lead, officer


async def units_accept(play: Acts) -> None:
    """Some at once, some reminded after a day, one only after the admins saw it."""
    await play.at("16/3 08:10")
    for unit in ("CATPDN", "CSCD", "HAUCAN", "KYTHUAT"):
        await play.accepts_all(unit, lead(unit))
    await play.at("17/3 09:00")
    await play.accepts(lead("XNC"), "DBP70-10", "DNHN-3")
    await play.at("18/3 07:30")
    for unit in ("HINHSU", "PCCC", "THANHNIEN"):
        await play.accepts_all(unit, lead(unit))
    await play.at("19/3 08:00")
    await play.urges(DEPUTY, "DBP70-13", "báo cáo trong hôm nay")
    await play.at("20/3 08:00")
    await play.accepts_all("TRUYENTHONG", lead("TRUYENTHONG"))
    await play.accepts_all("TAICHINH", lead("TAICHINH"))


async def the_survey_is_late(play: Acts) -> None:
    """Overdue, it climbs: after a day to the lead, after two to admins, then to the chair."""
    await play.at("20/3 15:00")
    await play.reports(lead("CANHVE"), "DBP70-3", 60, "đã khảo sát sân vận động, còn 2 điểm")
    await play.at("21/3 09:20")
    await play.sends_photo(officer("CATDB"), "DBP70-1 50% dự thảo kế hoạch", "DBP70-1", 50)
    await play.at("26/3 07:40")
    await play.urges(CHAIR, "DBP70-3", "xong trước 12 giờ")
    await play.at("26/3 10:00")
    await play.is_done(lead("CANHVE"), "DBP70-3", "đã khảo sát đủ các điểm")
    await play.at("26/3 15:00")
    await play.answers_prompt(
        CHAIR, "DBP70-3", "Trả lại", "return", "bổ sung sơ đồ thoát hiểm sân vận động"
    )
    await play.at("27/3 09:00")
    await play.presses_move(lead("CANHVE"), "DBP70-3", "Hoàn thành", "done")
    await play.presses_move(CHAIR, "DBP70-3", "Xác nhận", "confirm")


async def plans_are_made(play: Acts) -> None:
    """Done in time, confirmed several at once."""
    await play.at("27/3 10:00")
    await play.is_done(lead("CATPDN"), "DNHN-1", "đã ban hành kế hoạch")
    await play.is_done(lead("CATDB"), "DBP70-1", "đã ban hành, muộn hai ngày")
    await play.at("27/3 16:00")
    await play.confirms(SECOND_ADMIN, "DNHN-1", "DBP70-1")


async def funds_are_blocked(play: Acts) -> None:
    """The class by a button; the chair finds the way out; done late in the evening, silently."""
    await play.at("28/3 08:30")
    await play.blocks(
        lead("TAICHINH"), "DBP70-13", "chưa có quyết định phân bổ kinh phí", "Kinh phí"
    )
    await play.at("28/3 14:00")
    await play.unblocks(CHAIR, "DBP70-13", "đã có ý kiến, triển khai theo Tờ trình")
    await play.at("29/3 22:40")
    await play.is_done(lead("TAICHINH"), "DBP70-13", "đã phân bổ đợt 1")
    await play.at("30/3 08:00")
    await play.confirms(ADMIN, "DBP70-13")


async def several_lines(play: Acts) -> None:
    await play.at("31/3 16:30")
    await play.reports_lines(
        lead("CATDB"),
        ("DBP70-2", "report", 40, "40% đã nắm tình hình 8/10 huyện"),
        ("DBP70-22", "report", 20, "20 đã có dự thảo"),
        ("DBHT-1", "block", None, "vướng: chờ danh sách đại biểu"),
    )
    await play.at("31/3 17:10")
    await play.is_done(lead("TRUYENTHONG"), "DBP70-17")


CHAPTERS = (units_accept, the_survey_is_late, plans_are_made, funds_are_blocked, several_lines)
