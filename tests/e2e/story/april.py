"""1 to 24 April: the review session, a date moved, an event in its peak, two days without power."""
# ruff: noqa: E501 -- a task is a line

from datetime import date

from tests.e2e.story.acts import Acts
from tests.e2e.story.book import Span
from tests.e2e.story.cast import ADMIN, CHAIR, DEPUTY, SECOND_ADMIN, lead, officer

AD_HOC = """\
/giaoviec DBP70
Rà soát các phần việc, hoàn thiện kế hoạch sau phiên họp 2/4 | CATDB | 6/4/2024 | đột xuất | nguồn Kết luận phiên họp 2/4
Phương án tăng cường, hỗ trợ công an địa phương | CSCD | N-12 | đột xuất | phối hợp CATDB"""


async def the_review_session(play: Acts) -> None:
    """2 April: ad hoc tasks; the conference moves two days, and its tasks with it."""
    await play.at("1/4 09:00")
    await play.confirms(CHAIR, "DBP70-17")
    await play.at("2/4 11:00")
    await play.gives(ADMIN, AD_HOC)
    await play.accepts_all("CATDB", officer("CATDB", 2))
    moved = date(2024, 4, 12)
    await play.moves_event(ADMIN, "DBHT", Span(moved, moved), "12/4/2024")
    await play.unblocks(SECOND_ADMIN, "DBHT-1", "đã gửi danh sách đại biểu")
    await play.reassigns(ADMIN, "DNHN-8", "HAUCAN")
    await play.changes_due(CHAIR, "DNHN-8", "8/4/2024")


async def somebody_is_gone(play: Acts) -> None:
    """The contact of the medical units blocks the bot; a new task reaches nobody until then."""
    await play.at("3/4 08:00")
    await play.blocks_the_bot(lead("YTE"))
    await play.is_done(lead("CATPDN"), "DNHN-2")
    await play.accepts(lead("HAUCAN"), "DNHN-8")
    await play.accepts_all("CSCD", officer("CSCD"))
    await play.at("4/4 10:00")
    await play.gives(
        ADMIN, "/giaoviec DBP70\nBố trí xe cấp cứu tại sân vận động | YTE | 20/4/2024 | đột xuất"
    )
    await play.confirms(DEPUTY, "DNHN-2")
    await play.at("5/4 15:00")
    await play.is_done(lead("CANHVE"), "DBP70-4", "đã kiểm tra 12 khách sạn, nhà khách")
    await play.is_done(lead("CATDB"), "DBHT-1")
    await play.is_done(officer("CATDB", 2), "DBP70-23")
    await play.at("8/4 07:20")
    await play.comes_back(lead("YTE"), "DBP70-25")
    await play.accepts(lead("YTE"), "DBP70-25")


async def the_conference_comes(play: Acts) -> None:
    """All its tasks are done and confirmed; it is closed the day after."""
    await play.at("8/4 16:00")
    await play.confirms(ADMIN, "DBP70-4", "DBHT-1", "DBP70-23")
    await play.is_done(lead("HAUCAN"), "DBP70-14")
    await play.is_done(lead("HAUCAN"), "DNHN-8")
    await play.is_done(lead("XNC"), "DNHN-3")
    await play.is_done(lead("PCCC"), "DNHN-5", "đã kiểm tra, có biên bản")
    await play.at("9/4 17:00")
    await play.confirms(CHAIR, "DBP70-14", "DNHN-8", "DNHN-3", "DNHN-5")
    await play.is_done(lead("HAUCAN"), "DBHT-4")
    await play.is_done(lead("CANHVE"), "DBHT-2")
    await play.at("11/4 16:00")
    await play.is_done(officer("CSGT"), "DBHT-3")
    await play.is_done(lead("YTE"), "DBHT-5")
    await play.is_done(lead("KYTHUAT"), "DBHT-6")
    await play.is_done(officer("CSGT", 2), "DBP70-6", "đã trình phương án")
    await play.at("12/4 11:00")
    await play.is_done(lead("TRUYENTHONG"), "DBHT-7")
    await play.confirms(
        ADMIN, "DBHT-2", "DBHT-3", "DBHT-4", "DBHT-5", "DBHT-6", "DBHT-7", "DBP70-6"
    )
    await play.at("13/4 08:00")
    await play.closes(ADMIN, "DBHT")


async def the_meeting_in_da_nang(play: Acts) -> None:
    """16 to 18 April are its peak: the slot of 17:00 speaks of it alone."""
    await play.at("13/4 09:00")
    await play.is_done(officer("CATPDN"), "DNHN-4")
    await play.is_done(lead("YTE"), "DNHN-6")
    await play.blocks(lead("KYTHUAT"), "DNHN-7", "chờ Cục Hậu cần giao thiết bị", "Chờ đơn vị khác")
    await play.cancels(ADMIN, "DBP70-18", "chuyển vào kế hoạch tuyên truyền chung")
    await play.at("14/4 20:00")
    await play.unblocks(lead("KYTHUAT"), "DNHN-7", "đã nhận thiết bị")
    await play.is_done(lead("KYTHUAT"), "DNHN-7")
    await play.is_done(lead("TRUYENTHONG"), "DNHN-9")
    await play.is_done(lead("XNC"), "DBP70-10", "đã tuần tra cùng Biên phòng")
    await play.at("16/4 18:00")
    await play.confirms(CHAIR, "DNHN-4", "DNHN-6")
    await play.returns(SECOND_ADMIN, "DNHN-9", "bổ sung danh sách phóng viên")
    await play.is_done(lead("KYTHUAT"), "DBP70-15")
    await play.at("17/4 22:15")
    await play.is_done(lead("TRUYENTHONG"), "DNHN-9", "đã bổ sung")
    await play.at("18/4 19:00")
    await play.confirms(DEPUTY, "DNHN-7", "DNHN-9", "DBP70-10", "DBP70-15")


async def a_set_hour(play: Acts) -> None:
    """A task of a set hour is reminded two hours before; the reminder is answered."""
    await play.at("19/4 15:30")
    reminder = play.last(officer("CSCD"))
    assert "DBP70-8" in reminder.text
    await play.answers(officer("CSCD"), "90% đội hình đã sẵn sàng", "DBP70-8", 90, reminder)
    await play.is_done(lead("CSCD"), "DBP70-8")
    await play.is_done(lead("YTE"), "DBP70-16")
    await play.is_done(lead("HINHSU"), "DBP70-11", "đã triệt phá 3 nhóm")
    await play.gives(
        ADMIN, "/giaoviec DBP70\nBáo cáo nhanh tình hình đường truyền | KYTHUAT | 10:00 21/4/2024"
    )
    await play.accepts_all("KYTHUAT", lead("KYTHUAT"))
    await play.at("20/4 10:00")
    await play.confirms(CHAIR, "DBP70-8", "DBP70-16", "DBP70-11")
    await play.is_done(lead("THANHNIEN"), "DBP70-19", "đã khám cho 1.200 người dân")
    await play.is_done(lead("YTE"), "DBP70-25")


async def two_days_without_power(play: Acts) -> None:
    """A slot and a reminder are missed, the next slot is made up for; a report waited meanwhile."""
    await play.at("20/4 20:00")
    await play.switch_off()
    await play.sleeps_until("22/4 08:10")
    play.says_meanwhile(lead("CATDB"), "/baocao DBP70-2 90% còn 1 huyện", "DBP70-2", 90)
    await play.sleeps_until("22/4 08:30")
    await play.switch_on({lead("CATDB"): {"DBP70-2"}})
    await play.at("22/4 09:00")
    await play.confirms(SECOND_ADMIN, "DBP70-19", "DBP70-25")
    await play.is_done(lead("KYTHUAT"), "DBP70-26")
    await play.is_done(lead("CATDB"), "DBP70-2")
    await play.is_done(lead("PCCC"), "DBP70-12")
    await play.closes_with_the_rest(ADMIN, "DNHN")
    await play.at("22/4 17:00")
    await play.confirms(CHAIR, "DBP70-26", "DBP70-2", "DBP70-12")
    await play.reopens(CHAIR, "DBP70-6", "điều chỉnh theo đường diễu binh mới")


CHAPTERS = (
    the_review_session,
    somebody_is_gone,
    the_conference_comes,
    the_meeting_in_da_nang,
    a_set_hour,
    two_days_without_power,
)
