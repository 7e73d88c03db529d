"""Who takes part: posts and units, no person's name."""

from __future__ import annotations

UNITS = {
    "CATDB": "Công an tỉnh Điện Biên",
    "CATPDN": "Công an TP Đà Nẵng",
    "CSGT": "Cục Cảnh sát giao thông",
    "CANHVE": "Bộ Tư lệnh Cảnh vệ",
    "CSCD": "Bộ Tư lệnh Cảnh sát cơ động",
    "PCCC": "Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "HAUCAN": "Cục Hậu cần",
    "YTE": "Cục Y tế",
    "TRUYENTHONG": "Cục Truyền thông Công an nhân dân",
    "BIENPHONG": "Bộ đội Biên phòng tỉnh Điện Biên",
}
"""Code and name."""
NOBODY_YET = "BIENPHONG"
"""Its contact has an invitation and has not opened the bot."""

SUBCOMMITTEE = "Tiểu ban An ninh, trật tự Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ"
GROUP = "Tiểu ban ANTT Điện Biên Phủ"
TOPIC, TALK = "Báo cáo hằng ngày", "Trao đổi công việc"

CHAIR = "Trưởng Tiểu ban"
DEPUTY = "Phó Trưởng Tiểu ban"
ADMIN = "Tổ trưởng Tổ giúp việc"
SECOND_ADMIN = "Tổ viên Tổ giúp việc"
OBSERVER = "Cán bộ Văn phòng Bộ"
POSTS = {CHAIR: "trưởng", DEPUTY: "phó", SECOND_ADMIN: "giúp việc", OBSERVER: "quan sát"}
"""Who comes by an invitation of the first admin, and what it is for."""

USERNAMES = {
    CHAIR: "truong_tieu_ban",
    DEPUTY: "pho_tieu_ban",
    ADMIN: "to_giup_viec",
    SECOND_ADMIN: "to_vien_giup_viec",
    OBSERVER: "van_phong_bo",
}

OFFICERS = {"CATDB": 2, "CATPDN": 1, "CSGT": 2, "CSCD": 1}
"""How many besides the lead."""
READS_ENGLISH = "Cán bộ CATPDN 1"


def lead(unit: str) -> str:
    """The unit's contact."""
    return f"Đầu mối {unit}"


def officer(unit: str, number: int = 1) -> str:
    """One of its others."""
    return f"Cán bộ {unit} {number}"


def username(name: str) -> str:
    """As in an address: of the post, or of the unit."""
    if name in USERNAMES:
        return USERNAMES[name]
    words = name.replace("Đầu mối", "dau_moi").replace("Cán bộ", "can_bo").lower().split()
    return "_".join(words)
