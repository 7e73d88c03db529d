"""Data for pictures, of any size, with the longest of names."""

import random
from datetime import date, timedelta

from documents.pictures.data import (
    Band,
    Countdown,
    EventBar,
    Heading,
    LoadRow,
    Month,
    MonthsPicture,
    MonthsWords,
    Point,
    ProgressPanel,
    ProgressPicture,
    ProgressWords,
    Share,
    StatusCard,
    UnitRow,
)
from domain.standing import Standing
from domain.task import Bucket

LONGEST = "Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ – Trung đoàn Cảnh sát cơ động " * 3
LONG = "Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ (07/5/1954 – 07/5/2024)"
CODES = ("CATDB", "YTE", "WWWWWWWWWWWW", "CANHVE", "CSGT", "PC", "QLHC", "ANNINH", "TTDN")
TODAY = date(2024, 4, 16)
_DAY = timedelta(days=1)
SAID = {
    "vi": ("Xong đúng hạn", "Xong muộn", "Còn hạn", "Quá hạn", "nhiệm vụ hoàn thành"),
    "en": ("Done in time", "Done late", "In time", "Overdue", "tasks done"),
}


def heading(title: str = LONG) -> Heading:
    return Heading(title, "Tính đến 07:00 thứ Ba 16/04/2024", "picture.png")


def card(units: int, countdowns: int = 1, language: str = "vi", name: str = LONGEST) -> StatusCard:
    pick = random.Random(units)
    rows = tuple(
        UnitRow(
            f"{CODES[place % 9]}{place}"[-12:],
            name if place % 2 else "",
            list(Standing)[place % 4],
            tuple(pick.choice((0, 1, 7, 123)) for _ in Bucket),
            "123/4567" if place % 3 else "0/1",
            "1.234 quá hạn · 77 vướng mắc" if place % 4 == 0 else "",
        )
        for place in range(units)
    )
    return StatusCard(
        heading=heading(),
        countdowns=(
            Countdown("365", "ngày nữa đến cao điểm", LONGEST),
            Countdown("", "Cao điểm, ngày thứ 2", LONG, reached=True),
            Countdown("7", "ngày nữa đến cao điểm", LONG),
        )[:countdowns],
        done="12.345/23.456",
        done_label=SAID[language][4],
        shares=tuple(
            Share(bucket, 10**place, SAID[language][place]) for place, bucket in enumerate(Bucket)
        ),
        marks="Trong số đang mở: 1.234 vướng mắc · 5.678 chờ xác nhận · 9.123 chưa nhận",
        units_heading="Theo đơn vị (xong/tổng số)",
        units=rows,
        more="và 123 đơn vị khác" if units == 40 else "",
        legend=tuple((standing, "đang thực hiện") for standing in Standing),
        empty="" if units else "Chưa có nhiệm vụ nào.",
    )


def panel(total: int, title: str = LONG, days: int = 60, peaks: int = 1) -> ProgressPanel:
    first = TODAY - days * _DAY
    last = TODAY + 30 * _DAY
    done = total // 2
    return ProgressPanel(
        title=title,
        first_day=first,
        last_day=last,
        today=TODAY,
        peaks=tuple(
            Band(last - (5 + 3 * place) * _DAY, last - (4 + 3 * place) * _DAY, LONGEST)
            for place in range(peaks)
        ),
        due=(Point(TODAY - _DAY, total // 3), Point(last, total)) if total else (),
        done=(Point(TODAY - min(days, 2) * _DAY, done // 2), Point(TODAY, done)),
        total=total,
        submitted=total // 10,
        ahead=(Point(TODAY, done), Point(last, total)) if total > 1 else (),
        numbers="123/4567 nhiệm vụ hoàn thành · 123 chờ xác nhận · 12,5 nhiệm vụ mỗi tuần",
        verdict=f"Với tiến độ này, {total} nhiệm vụ không kịp cao điểm ({LONG})." if total else "",
        alarming=total > 1,
    )


def towards(*panels: ProgressPanel) -> ProgressPicture:
    words = ProgressWords("Đến hạn", "Đã hoàn thành", "Chờ xác nhận", "Dự kiến", "hôm nay")
    return ProgressPicture(heading(), words, panels)


def months(units: int, events: int = 3, today: int = 4) -> MonthsPicture:
    pick = random.Random(units)
    monday = date(2024, 3, 11)
    rows = tuple(
        LoadRow(
            f"{CODES[place % 9]}{place}"[-12:],
            pick.choice((0, 3, 999)),
            tuple(pick.choice((0, 0, 1, 5, 88, 999)) for _ in range(13)),
        )
        for place in range(units)
    )
    bars = (
        EventBar(
            LONG,
            date(2024, 5, 5),
            date(2024, 5, 7),
            (Band(date(2024, 5, 4), date(2024, 5, 8), ""),),
        ),
        EventBar(LONGEST, date(2023, 1, 1), date(2025, 1, 1), ()),
        EventBar(
            "PHAOHOA",
            date(2024, 6, 9),
            date(2024, 7, 13),
            (
                Band(date(2024, 6, 9), date(2024, 6, 9), ""),
                Band(date(2024, 7, 13), date(2024, 7, 13), ""),
            ),
        ),
    )
    return MonthsPicture(
        heading=heading(),
        words=MonthsWords(
            "Quá hạn",
            "Ngày diễn ra",
            "Cao điểm",
            "Trùng cao điểm",
            "hôm nay",
            "Việc đến hạn trong tuần",
            "Tổng số",
        ),
        first_day=monday,
        weeks=13,
        months=(Month("Tháng 3", 3), Month("Tháng 4", 5), Month("Tháng 5", 4), Month("Tháng 6", 1)),
        today=monday + today * _DAY,
        events=(bars * 3)[:events],
        overlaps=(Band(date(2024, 5, 6), date(2024, 5, 8), LONGEST),) if events > 1 else (),
        rows=rows,
        total=LoadRow("Tổng số", 999, (999,) * 13),
        notes=("Còn 2 sự kiện khác không hiện ở đây.",) if events > 5 else (),
    )
