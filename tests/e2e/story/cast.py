"""Who takes part: roles and units."""

UNITS = {
    "CATDB": "Công an tỉnh Điện Biên",
    "CATPDN": "Công an TP Đà Nẵng",
    "CSGT": "Cục Cảnh sát giao thông",
    "CANHVE": "Bộ Tư lệnh Cảnh vệ",
    "CSCD": "Bộ Tư lệnh Cảnh sát cơ động",
    "XNC": "Cục Quản lý xuất nhập cảnh",
    "HINHSU": "Cục Cảnh sát hình sự",
    "PCCC": "Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "HAUCAN": "Cục Hậu cần",
    "YTE": "Cục Y tế",
    "KYTHUAT": "Cục Kỹ thuật nghiệp vụ",
    "TAICHINH": "Cục Kế hoạch và tài chính",
    "TRUYENTHONG": "Cục Truyền thông Công an nhân dân",
    "THANHNIEN": "Ban Thanh niên Công an nhân dân",
    "BIENPHONG": "Bộ đội Biên phòng tỉnh Điện Biên",
}
"""Code and name. Nobody of the last one has joined."""
WITHOUT_PEOPLE = "BIENPHONG"

CHAIR = "Trưởng Tiểu ban"
DEPUTY = "Phó Trưởng Tiểu ban"
ADMIN = "Tổ trưởng Tổ giúp việc"
SECOND_ADMIN = "Tổ viên Tổ giúp việc"
OBSERVER = "Cán bộ Văn phòng Bộ"
GROUP = "Nhóm Tiểu ban"
OPERATOR = "Người vận hành"

SUBCOMMITTEE = "Tiểu ban An ninh, trật tự Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ"


def lead(unit: str) -> str:
    return f"Đầu mối {unit}"


def officer(unit: str, number: int = 1) -> str:
    return f"Cán bộ {unit} {number}"


OFFICERS = {"CATDB": 2, "CATPDN": 2, "CSGT": 2, "CSCD": 1}
"""How many besides the lead; each pair comes by one invitation for two."""
