"""What happened in the last eight days: late work, obstacles, returns, confirmations."""

from __future__ import annotations

from demo.story import pictures, plan
from demo.story.cast import (
    ADMIN,
    CHAIR,
    DEPUTY,
    NOBODY_YET,
    OBSERVER,
    SECOND_ADMIN,
    TALK,
    lead,
    officer,
)
from demo.story.teller import Teller


async def the_chair_urges(told: Teller) -> None:
    await told.says(CHAIR, "/dondoc DBP70-3 đề nghị hoàn thành trong ngày mai")
    await told.says(DEPUTY, "/duyet DBP70-14 DBHT-9")


async def the_survey_is_returned(told: Teller) -> None:
    """By a button of the card; the reason answers the bot's question."""
    await told.says(lead("CANHVE"), "/xong DBP70-3 đã khảo sát đủ các điểm")
    await told.says(lead("HAUCAN"), "/xong DBHT-8 đã in đủ, bàn giao Văn phòng")
    question = await told.opens(CHAIR, "DBP70-3", "Trả lại")
    reason = "bổ sung sơ đồ thoát hiểm của sân vận động"
    await told.says(CHAIR, reason, reply_to=question)


async def what_was_late(told: Teller) -> None:
    await told.sends_photos(
        officer("CATDB", 2), "DBP70-2 40% làm việc với các xã dọc tuyến quốc lộ", pictures.road()
    )
    await told.says(lead("CANHVE"), "/xong DBP70-3 đã bổ sung sơ đồ thoát hiểm")
    await told.opens(CHAIR, "DBP70-3", "✓ Xác nhận")
    await told.says(lead("HAUCAN"), "/xong DBP70-11 đã cấp phát đủ, muộn hai ngày do vận chuyển")
    await told.says(officer("CSGT"), "/xong DBP70-6 đã trình phương án")
    await told.says(lead("CATPDN"), "/xong DNHN-1 đã ban hành kế hoạch")


async def the_review_session(told: Teller) -> None:
    await told.says(SECOND_ADMIN, "/duyet DBP70-6 DBP70-11 DNHN-1 DBHT-8")
    await told.says(ADMIN, plan.AFTER_THE_REVIEW)
    await told.accept_all(lead("CATDB"))
    await told.says(ADMIN, "/huyviec DBP70-19 chuyển Ban Thanh niên Công an nhân dân thực hiện")


async def funds_are_missing(told: Teller) -> None:
    await told.says(lead("HAUCAN"), "/vuong DBP70-12 chưa có quyết định phân bổ kinh phí")
    await told.presses(lead("HAUCAN"), "Kinh phí")
    await told.says(lead("CATDB"), "/xong DBHT-1 đã gửi phương án kèm sơ đồ")
    await told.says(CHAIR, "/suaviec DBP70-4 | hạn = [+3]")
    await told.says(lead("TRUYENTHONG"), "/baocao DBP70-15 40% đã đăng 6 trên 15 bài")


async def somebody_is_gone(told: Teller) -> None:
    await told.says(lead("YTE"), "/baocao DBP70-13 40% đã thống nhất với Sở Y tế")
    await told.blocks(lead("YTE"))
    await told.says(lead("CSGT"), "/vuong DBP70-7 chờ Bộ Tư lệnh Cảnh vệ thống nhất lộ trình đoàn")
    await told.presses(lead("CSGT"), "Chờ đơn vị khác")
    await told.says(officer("CATDB"), "/xong DBP70-17 dự báo sáu tình huống")


async def the_forecast_is_returned(told: Teller) -> None:
    await told.says(DEPUTY, "/tralai DBP70-17 làm rõ phương án phân luồng khi quá tải")
    await told.says(officer("CSCD"), "DBP70-16 30% đã lập danh sách lực lượng")
    await told.says(lead("CATPDN"), "/xong DNHN-2 đã khảo sát 9 khách sạn")


async def before_the_last_day(told: Teller) -> None:
    await told.says(lead("CATDB"), "/xong DBP70-20 đã rà soát 12 phần việc")
    await told.sends_photos(
        lead("CANHVE"), "DBP70-4 80% còn hai nơi", pictures.hotel(), pictures.stadium()
    )
    await told.says(
        lead("HAUCAN"), "/vuong DBHT-6 chờ phê duyệt phương án thuê đường truyền dự phòng"
    )
    await told.presses(lead("HAUCAN"), "Chờ ý kiến")
    await told.says(lead("HAUCAN"), "/baocao DBHT-4 25% đã bố trí 6 trên 20 xe")


async def in_the_group(told: Teller) -> None:
    """A command of the group is confirmed in one line; what people say to each other is theirs."""
    assert told.group is not None
    talk = next(topic.id for topic in told.group.chat.topics.values() if topic.name == TALK)
    words = "Đề nghị các đơn vị cập nhật tiến độ trước 16 giờ để tổng hợp báo cáo Trưởng Tiểu ban."
    await told.says(SECOND_ADMIN, words, chat=told.group, thread=talk)
    report = "/baocao DBP70-2 65% đã nắm tình hình 7 trên 10 huyện, thị xã"
    await told.says(lead("CATDB"), report, chat=told.group, thread=talk)


async def the_last_morning(told: Teller) -> None:
    """The chair confirms by buttons; what remains is late or blocked."""
    for reference in ("DNHN-2", "DBP70-20"):
        await told.opens(CHAIR, reference, "✓ Xác nhận")
    lines = ("DNHN-3 35% đã khảo sát 5 nút giao", "DNHN-8 vướng: sân bay chưa bố trí được giờ")
    await told.says(lead("CATPDN"), "\n".join(("/baocao", *lines)))
    await told.says(lead("PCCC"), "DBP70-10 55% còn ba cơ sở lưu trú chưa khắc phục tồn tại")
    await told.says(lead("CANHVE"), "/xong DBP70-5 đã thống nhất với các lực lượng tham gia")


async def the_last_tasks(told: Teller) -> None:
    await told.says(ADMIN, plan.YESTERDAY)
    await told.says(ADMIN, plan.BADGES)
    await told.says(ADMIN, f"/moi {NOBODY_YET} đầu mối")
    told.enters(lead(NOBODY_YET))


async def the_last_reports(told: Teller) -> None:
    await told.presses(officer("CSGT", 2), "✓ Nhận")
    await told.sends_photos(
        officer("CSGT", 2), "DBP70-22 50% một đoạn sạt lở đang xử lý", pictures.road(cleared=False)
    )
    await told.sends_photos(lead("CSCD"), "DBP70-9 70% đã hợp luyện đội hình", pictures.drill())
    await told.says(CHAIR, "/tonghop DBP70")


async def pictures_and_papers(told: Teller) -> None:
    """The observer asks for the report as a document, the chair for the progress as a picture."""
    await told.says(OBSERVER, "/tonghop")
    await told.says(SECOND_ADMIN, "/vanban DBP70")
    await told.says(CHAIR, "/bieudo DBP70")


SECOND_HALF = (
    (-8, "09:00", the_chair_urges),
    (-7, "15:30", the_survey_is_returned),
    (-6, "09:15", what_was_late),
    (-5, "10:30", the_review_session),
    (-4, "08:45", funds_are_missing),
    (-3, "09:20", somebody_is_gone),
    (-2, "08:40", the_forecast_is_returned),
    (-2, "14:10", before_the_last_day),
    (-2, "15:20", in_the_group),
    (-1, "08:20", the_last_morning),
    (-1, "15:40", the_last_tasks),
    (-1, "16:30", the_last_reports),
    (-1, "17:00", pictures_and_papers),
)
