"""Six weeks of a subcommittee, told to the handlers, for the pictures of what they make.

The events, the units and what they have to do are of the kind that such subcommittees report of.
"""

from dataclasses import dataclass

from tests.support.house import House, Somebody

VIETNAMESE, ENGLISH = "Tiểu ban An ninh, trật tự", "Security Subcommittee"
SETTINGS = (
    "/settings cơ quan cấp trên = Ban Tổ chức Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ"
    " | địa danh = Điện Biên | kính gửi = Thường trực Ban Tổ chức"
)
UNITS = """/newunit CATDB | Công an tỉnh Điện Biên
CATPDN | Công an thành phố Đà Nẵng
CANHVE | Bộ Tư lệnh Cảnh vệ
CSGT | Cục Cảnh sát giao thông
CSCD | Bộ Tư lệnh Cảnh sát cơ động
PCCC | Cục Cảnh sát phòng cháy, chữa cháy
YTE | Cục Y tế
HAUCAN | Cục Hậu cần"""
EVENTS = (
    "/newevent DBP70 | Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ | TP Điện Biên Phủ"
    " | 5/5/2024 - 7/5/2024 | peak 4/5/2024 - 7/5/2024 tổng duyệt và Lễ kỷ niệm",
    "/newevent DN24 | Hội nghị cấp cao tại Đà Nẵng | TP Đà Nẵng | 20/5/2024 - 22/5/2024",
)
TASKS = """/newtask DBP70
Khảo sát sân vận động tỉnh và các tuyến đường dẫn vào | CATDB | 22/3/2024 | with CANHVE, CSGT
Phương án phân luồng, phân tuyến giao thông | CSGT | 10/4/2024 | with CATDB
Kiểm tra an toàn phòng cháy nơi đại biểu lưu trú | PCCC | 15/4/2024 | with CATDB
Bố trí chỗ nghỉ cho lực lượng tăng cường | HAUCAN | 18/4/2024 | urgent | with CATDB
Kế hoạch bảo vệ đại biểu, khách mời | CANHVE | 20/4/2024 17:00 | with CATDB, CSCD
Phương án y tế, cấp cứu tại lễ đài | YTE | 26/4/2024
Dự báo số người dự lễ, phương án chống ùn tắc | CATDB | N-9 | with CSGT
Tiếp nhận, điều động lực lượng cơ động | CSCD | 29/4/2024 08:30 | with HAUCAN
Kiểm tra thiết bị liên lạc tại các chốt | CATDB | 30/4/2024
Tổng duyệt phương án bảo vệ | CANHVE | 4/5/2024 | with CATDB, CSCD, CSGT, YTE"""
MORE_TASKS = """/newtask DN24
Khảo sát Trung tâm Hội nghị | CATPDN | 25/4/2024 | with CANHVE
Phương án đón, tiễn đoàn tại sân bay | CANHVE | 6/5/2024 | with CATPDN, CSGT
Hiệp đồng bảo đảm giao thông tuyến ven biển | CSGT | 10/5/2024 | with CATPDN"""
SUDDEN = (
    "/newtask DBP70 | Xác minh tin báo về thiết bị bay không người lái gần sân vận động"
    " | CATDB | 20/4/2024 20:00 | urgent | ad hoc | with CSCD"
)


@dataclass(frozen=True)
class Heads:
    chair: Somebody
    admin: Somebody


def preparing(house: House) -> Heads:
    """Those who ask for files, a fortnight before the ceremony."""
    subcommittee = house.subcommittee(VIETNAMESE)
    admin = house.joins("Tổ giúp việc", subcommittee, "admin")
    chair = house.joins("Trưởng Tiểu ban", subcommittee, "chair")
    admin.says(SETTINGS)
    admin.says(UNITS)
    leads = {
        line.split(" | ")[0]: house.joins(
            f"Đầu mối {line.split(' | ')[0]}", subcommittee, "lead", line.split(" | ")[0]
        )
        for line in UNITS.removeprefix("/newunit ").splitlines()
        if not line.startswith("HAUCAN")
    }
    for event in EVENTS:
        admin.says(event)
    admin.says(TASKS)
    _work(house, admin, chair, leads)
    return Heads(chair, admin)


def _work(house: House, admin: Somebody, chair: Somebody, leads: dict[str, Somebody]) -> None:
    house.passes_to("2024-03-21 15:00")
    leads["CATDB"].says("/done DBP70-1 đã khảo sát cùng Bộ Tư lệnh Cảnh vệ")
    chair.says("/confirm DBP70-1")
    house.passes_to("2024-04-11 09:00")
    leads["CSGT"].says("/done DBP70-2 đã thống nhất với Công an tỉnh")
    chair.says("/confirm DBP70-2")
    admin.says(MORE_TASKS)
    house.passes_to("2024-04-18 15:00")
    leads["CANHVE"].says("/report DBP70-5 70% đã thống nhất với Công an tỉnh, còn lễ tân")
    leads["CATPDN"].says("/accept DN24-1")
    leads["PCCC"].says("/report DBP70-3 80% còn 3 khách sạn chưa kiểm tra")
    house.passes_to("2024-04-19 17:30")
    leads["YTE"].says("/block DBP70-6 chưa có kinh phí thuê 4 xe cứu thương dự phòng")
    leads["YTE"].presses("Kinh phí")
    leads["CSCD"].says("/block DBP70-8 chờ ý kiến về địa điểm đóng quân")
    leads["CSCD"].presses("Chờ ý kiến")
    admin.says(SUDDEN)
    house.passes_to("2024-04-20 09:00")
    leads["CATDB"].says("/done DBP70-11 không phát hiện vi phạm, đã tăng cường tuần tra")
    chair.says("/confirm DBP70-11")
    leads["CATDB"].says("/report DBP70-7 45% đang lấy số liệu của các huyện")
    leads["CANHVE"].says("/done DBP70-5 đã trình phê duyệt")
    house.passes_to("2024-04-20 16:00")


def abroad(house: House) -> Heads:
    """Those of a subcommittee that works in English."""
    subcommittee = house.subcommittee(ENGLISH, "en")
    admin = house.joins("Assistance team", subcommittee, "admin", language_code="en")
    chair = house.joins("Chair", subcommittee, "chair", language_code="en")
    admin.says("/settings superior body = Organising Committee | place = Đà Nẵng")
    admin.says("/newunit TRAFFIC | Traffic Police\nMEDICAL | Medical Service")
    admin.says("/newevent SUMMIT | Leaders' Summit | Đà Nẵng | 20/5/2024 - 22/5/2024")
    admin.says(
        "/newtask SUMMIT\nRoutes from the airport | TRAFFIC | N-14 | with MEDICAL\n"
        "Ambulances at the venue | MEDICAL | 22/4/2024 12:00 | urgent"
    )
    lead = house.joins("Medical", subcommittee, "lead", "MEDICAL", language_code="en")
    lead.says("/report SUMMIT-2 50% two of four are there")
    admin.says("/block SUMMIT-1 the route is not decided")
    return Heads(chair, admin)
