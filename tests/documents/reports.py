"""A report with everything in it, to be made into a document."""

from dataclasses import replace
from datetime import UTC, datetime

from documents.report import (
    Appendix,
    Column,
    Heading,
    Paragraph,
    Recipients,
    Report,
    Row,
    Signature,
    Style,
    Title,
)
from domain.letterhead import Layout

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
LONG = "Bảo đảm an ninh, trật tự tại các điểm tham quan, nơi lưu trú của đại biểu, khách mời"
HEADINGS = (
    "I. TÌNH HÌNH, KẾT QUẢ THỰC HIỆN",
    "II. TỒN TẠI, HẠN CHẾ, KHÓ KHĂN, VƯỚNG MẮC",
    "III. NGUYÊN NHÂN",
    "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM",
    "V. ĐỀ XUẤT, KIẾN NGHỊ",
)
COLUMNS = (
    *(Column("TT", 5, True), Column("Mã", 11), Column("Nội dung nhiệm vụ", 30)),
    *(Column("Đơn vị chủ trì", 17), Column("Thời hạn", 12, True), Column("Tình trạng", 12, True)),
)


def rows(count: int) -> tuple[Row, ...]:
    """Tasks of two events, every seventh of them late."""
    listed = [
        Row(
            (
                *(str(number), f"DBP70-{number}", f"Việc số {number}: {LONG}"),
                *("Công an tỉnh Điện Biên", "16 giờ 30 phút, 20/4/2024", "Đang thực hiện"),
            ),
            late=number % 7 == 0,
        )
        for number in range(1, count + 1)
    ]
    half = count // 2
    groups = [Row((name,), group=True) for name in ("Lễ kỷ niệm (DBP70)", "Hội nghị (HN24)")]
    return (groups[0], *listed[:half], groups[1], *listed[half:]) if count else ()


def report(layout: Layout = Layout.STATE, tasks: int = 40, items: int = 6) -> Report:
    paragraphs: list[Paragraph] = []
    for heading in HEADINGS:
        paragraphs.append(Paragraph(Style.SECTION, heading))
        paragraphs.append(Paragraph(Style.LEAD, "Tập trung thực hiện các nhiệm vụ:"))
        paragraphs += [
            Paragraph(Style.ITEM, f"- {LONG} ({number});") for number in range(1, items + 1)
        ]
    state = {Layout.STATE: STATE, Layout.PARTY: "ĐẢNG CỘNG SẢN VIỆT NAM", Layout.PLAIN: ""}[layout]
    return Report(
        file_name="Bao-cao-05.docx",
        layout=layout,
        language="vi",
        heading=Heading(
            superior_body="Ban Tổ chức Lễ kỷ niệm",
            issuing_body="Tiểu ban An ninh, trật tự",
            number="Số: 05/BC-TBANTT",
            place_and_date="Điện Biên, ngày 05 tháng 5 năm 2024",
            state=state,
            motto=MOTTO if layout is Layout.STATE else "",
        ),
        title=Title(
            kind="Báo cáo",
            subject="Tình hình, kết quả thực hiện nhiệm vụ",
            period="(từ 16 giờ 00 ngày 04/5 đến 16 giờ 00 ngày 05/5/2024)",
            addressee="Kính gửi: Ban Tổ chức Lễ kỷ niệm",
        ),
        paragraphs=tuple(paragraphs),
        recipients=Recipients("Nơi nhận:", ("- Như trên;", "- Lưu: VT.")),
        signature=Signature(("TM. TIỂU BAN", "TRƯỞNG TIỂU BAN"), "Nguyễn Văn A"),
        appendix=Appendix(
            label="PHỤ LỤC",
            title="TÌNH HÌNH THỰC HIỆN CÁC NHIỆM VỤ",
            note="(Kèm theo Báo cáo số 05/BC-TBANTT)",
            columns=COLUMNS,
            rows=rows(tasks),
            empty="Không có nhiệm vụ.",
        ),
        made_at=datetime(2024, 5, 5, 9, tzinfo=UTC),
    )


def with_heading(whole: Report, **changes: str) -> Report:
    return replace(whole, heading=replace(whole.heading, **changes))
