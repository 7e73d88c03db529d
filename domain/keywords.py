"""The words that name options, fields, filters and roles, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from domain.errors import Refusal
from domain.roles import Role
from domain.text import clean, fold, shorten

Names = Mapping[str, tuple[str, ...]]
"""Each name as code calls it, with the words for it in both languages."""


TASK_OPTIONS: Names = {
    "with": ("with", "phối hợp"),
    "urgent": ("urgent", "gấp", "khẩn"),
    "ad_hoc": ("ad hoc", "đột xuất"),
    "workstream": ("workstream", "mảng", "mảng công tác"),
    "source": ("source", "nguồn"),
}
PEAK: Names = {"peak": ("peak", "cao điểm")}
EVENT_FIELDS: Names = {
    "name": ("name", "tên", "tên sự kiện"),
    "place": ("place", "địa điểm", "nơi"),
    "days": ("days", "day", "ngày"),
    "peak": ("peak", "cao điểm"),
    "no_peak": ("no peak", "bỏ cao điểm"),
}
TASK_FIELDS: Names = {
    "title": ("title", "tên", "tên việc"),
    "unit": ("unit", "chủ trì", "đơn vị"),
    "with": ("with", "phối hợp"),
    "due": ("due", "hạn", "thời hạn"),
    "urgent": ("urgent", "gấp", "khẩn"),
    "workstream": ("workstream", "mảng", "mảng công tác"),
    "source": ("source", "nguồn"),
}
FILTERS: Names = {
    "open": ("open", "mở", "đang mở"),
    "overdue": ("overdue", "quá hạn"),
    "blocked": ("blocked", "vướng", "vướng mắc"),
    "submitted": ("submitted", "chờ duyệt"),
    "today": ("today", "hôm nay"),
    "week": ("week", "tuần", "tuần này"),
    "done": ("done", "xong", "hoàn thành"),
}
PERIODS: Names = {
    "day": ("day", "ngày", "today", "hôm nay"),
    "week": ("week", "tuần", "this week", "tuần này"),
}
SINCE: Names = {"since": ("since", "từ", "từ ngày", "kể từ", "kể từ ngày")}
UNIT: Names = {"unit": ("unit", "đơn vị")}
ROLES: Names = {
    Role.CHAIR: ("chair", "trưởng", "trưởng tiểu ban"),
    Role.DEPUTY: ("deputy", "phó", "phó trưởng", "phó trưởng tiểu ban"),
    Role.ADMIN: ("admin", "giúp việc", "tổ giúp việc"),
    Role.LEAD: ("lead", "đầu mối"),
    Role.MEMBER: ("member", "thành viên"),
    Role.OBSERVER: ("observer", "quan sát"),
}
ANSWERS: Names = {
    "yes": ("yes", "y", "on", "true", "1", "có", "đúng", "bật"),
    "no": ("no", "n", "off", "false", "0", "không", "sai", "tắt"),
}


def find_name(text: str, names: Names) -> str | None:
    """The name that the whole text says, in either language, case and accents aside."""
    said = fold(text)
    return next((name for name, words in names.items() if said in map(fold, words)), None)


def take_name(text: str, names: Names) -> tuple[str, str] | None:
    """The name with which the text begins, and the rest; the longest name counts."""
    pieces = text.split()
    for length in range(min(4, len(pieces)), 0, -1):
        said = " ".join(pieces[:length]).rstrip(":=")
        if name := find_name(said, names):
            return name, " ".join(pieces[length:]).lstrip(":= ")
    return None


def parse_role(text: str) -> Role:
    """Raises `Refusal("bad_role")` with the text."""
    name = find_name(text, ROLES)
    if name is None:
        raise Refusal("bad_role", text=shorten(clean(text), 60))
    return Role(name)
