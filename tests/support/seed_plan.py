"""A plan of 300 rows of what subcommittees really assign before an anniversary: roles and units
alone, as such a table is kept (a title above it, sections in it, cells merged, dates as people
write them)."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import xlsxwriter

from domain.unit import Unit

FIRST_DAY = date(2024, 5, 7)

UNITS = tuple(
    Unit(number, 1, code, name, aliases)
    for number, (code, name, aliases) in enumerate(
        (
            ("CATDB", "Công an tỉnh Điện Biên", ("Công an Điện Biên",)),
            ("CATPHN", "Công an thành phố Hà Nội", ("CATP Hà Nội",)),
            ("CATPDN", "Công an thành phố Đà Nẵng", ()),
            ("CATSL", "Công an tỉnh Sơn La", ()),
            ("CATLC", "Công an tỉnh Lai Châu", ()),
            ("V01", "Văn phòng Bộ Công an", ("Văn phòng Bộ",)),
            ("C08", "Cục Cảnh sát giao thông", ("CSGT",)),
            ("C07", "Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ", ("PCCC",)),
            ("C02", "Cục Cảnh sát hình sự", ()),
            ("K01", "Bộ Tư lệnh Cảnh vệ", ("Cảnh vệ",)),
            ("K02", "Bộ Tư lệnh Cảnh sát cơ động", ("CSCĐ",)),
            (
                "A05",
                "Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
                ("A05 BCA",),
            ),
            ("H06", "Cục Y tế", ("Y tế",)),
            ("H01", "Cục Kế hoạch và tài chính", ("Tài chính",)),
            ("X04", "Cục Truyền thông Công an nhân dân", ("Truyền thông",)),
        ),
        1,
    )
)

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "I. CÔNG TÁC THAM MƯU, CHỈ ĐẠO": (
        "Xây dựng kế hoạch cụ thể hóa nhiệm vụ được giao",
        "Phân công nhiệm vụ cho từng đơn vị, địa phương",
        "Rà soát những chủ trương, chính sách có liên quan",
        "Báo cáo tình hình, kết quả công tác chuẩn bị",
    ),
    "II. CÔNG TÁC AN NINH": (
        "Nắm tình hình, dự báo các tình huống có thể xảy ra",
        "Phát hiện, ngăn chặn hoạt động chống phá của các đối tượng",
        "Tăng cường bảo đảm an ninh trên các lĩnh vực",
        "Đấu tranh phản bác các quan điểm sai trái, thù địch trên không gian mạng",
    ),
    "III. CÔNG TÁC TRẬT TỰ, AN TOÀN XÃ HỘI": (
        "Tấn công, trấn áp các băng, ổ nhóm tội phạm",
        "Phân tuyến, phân luồng giao thông những ngày cao điểm",
        "Kiểm tra an toàn phòng cháy, chữa cháy nơi tổ chức lễ kỷ niệm",
        "Khảo sát, đánh giá cơ sở vật chất nơi tổ chức lễ kỷ niệm",
    ),
    "IV. CÔNG TÁC BẢO VỆ, LỄ TÂN": (
        "Xây dựng phương án bảo vệ nơi diễn ra các hoạt động",
        "Kiểm tra khách sạn, nhà khách bố trí đại biểu lưu trú",
        "Tập luyện diễu binh, diễu hành, nhạc lễ, trống hội",
        "Sẵn sàng phương án tăng cường, hỗ trợ công an địa phương",
    ),
    "V. CÔNG TÁC BẢO ĐẢM": (
        "Rà soát kinh phí, vật tư, phương tiện, thiết bị nghiệp vụ",
        "Củng cố, duy trì hệ thống thông tin liên lạc",
        "Khám chữa bệnh, cấp phát thuốc miễn phí cho người dân",
        "Thông tin, tuyên truyền trên các chuyên trang, chuyên mục",
    ),
}
"""20 works, each for 15 units: 300 rows."""

HEADINGS = (
    "TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành",
    "Mức độ", "Lĩnh vực", "Văn bản", "Ghi chú",
)  # fmt: skip
NUMBER, TITLE, LEAD, WITH, DUE, URGENT, STREAM, SOURCE, NOTE = range(9)
_FIRST_ROW = 5  # in the sheet, from 1, of the first section


@dataclass
class SeedPlan:
    """The rows by their place in the sheet, from 1; change a cell to hide a fault in it."""

    cells: dict[int, list[Any]] = field(default_factory=dict)
    sections: list[int] = field(default_factory=list)

    @property
    def tasks(self) -> list[int]:
        """The places of the rows that are tasks."""
        return [place for place in self.cells if place not in self.sections]

    def workbook(self) -> bytes:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            sheet = book.add_worksheet("Phụ lục")
            bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
            day = book.add_format({"num_format": "dd/mm/yyyy", "border": 1})
            sheet.merge_range("A1:I1", "PHỤ LỤC", bold)
            sheet.merge_range("A2:I2", "Phân công nhiệm vụ bảo đảm an ninh, trật tự", bold)
            sheet.write_row(_FIRST_ROW - 2, 0, HEADINGS, bold)
            for place, row in self.cells.items():
                if place in self.sections:
                    sheet.merge_range(f"A{place}:I{place}", row[0], bold)
                    continue
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(place - 1, column, value, day)
                    else:
                        sheet.write(place - 1, column, value)
        return content.getvalue()


def seed_plan() -> SeedPlan:
    plan = SeedPlan()
    place = _FIRST_ROW
    names = cycle(("code", "name", "alias"))
    for section, works in SECTIONS.items():
        plan.sections.append(place)
        plan.cells[place] = [section]
        place += 1
        for work in works:
            for unit in UNITS:
                plan.cells[place] = _row(place, work, unit, next(names), section)
                place += 1
    return plan


def _row(place: int, work: str, unit: Unit, how: str, section: str) -> list[Any]:
    said = {"code": unit.code, "name": unit.name, "alias": (unit.aliases or (unit.code,))[0]}
    others = [UNITS[(unit.id + step) % len(UNITS)] for step in range(place % 3)]
    return [
        place,
        work,
        said[how],
        "; ".join(other.code for other in others),
        _due(place),
        "Khẩn" if place % 7 == 0 else "",
        section.split(". ")[1].capitalize(),
        f"Kế hoạch số {place % 12 + 1}/KH-BCA",
        "",
    ]


def _due(place: int) -> Any:
    day = date(2024, 3, 20) + timedelta(days=place % 40)
    return (
        day,
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}",
        f"17h30 ngày {day:%d/%m/%Y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"N-{place % 30 + 1}",
        f"trước ngày {day:%d/%m/%Y}",
    )[place % 7]
