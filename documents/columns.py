"""The columns of a plan: one table for what is exported, filled in and imported.

A heading is found again by any of its names, in either language, see `column_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.text import clean, fold


class ColumnId(StrEnum):
    REFERENCE = "reference"
    TITLE = "title"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DUE = "due"
    URGENT = "urgent"
    AD_HOC = "ad_hoc"
    WORKSTREAM = "workstream"
    SOURCE = "source"
    DUE_ON = "due_on"
    STATUS = "status"
    PERCENT = "percent"
    OBSTACLE = "obstacle"
    LATEST = "latest"


@dataclass(frozen=True)
class Column:
    """`planned`: said by a plan, so it is in the template and an import reads it. The others tell
    how the task stands; an import leaves them alone."""

    id: ColumnId
    headings: Mapping[str, str]
    """By language, as written at the top of the column."""
    width: int
    """In letters."""
    planned: bool = True
    required: bool = False
    """A row of a plan that leaves it empty is refused."""
    aliases: tuple[str, ...] = field(default=())
    """Other headings that mean it, in either language."""


def _column(
    id: ColumnId,
    vi: str,
    en: str,
    width: int,
    *aliases: str,
    planned: bool = True,
    required: bool = False,
) -> Column:
    headings = MappingProxyType({"vi": vi, "en": en})
    return Column(id, headings, width, planned, required, aliases)


COLUMNS: tuple[Column, ...] = (
    _column(
        ColumnId.REFERENCE, "Mã nhiệm vụ", "Reference", 14, "mã", "mã số", "mã việc", "ref", "code"
    ),
    _column(
        ColumnId.TITLE,
        "Nội dung nhiệm vụ",
        "Task",
        60,
        *("nhiệm vụ", "nội dung", "nội dung công việc", "công việc", "tên nhiệm vụ", "việc"),
        *("đầu việc", "title", "name", "content", "work"),
        required=True,
    ),
    _column(
        ColumnId.LEAD,
        "Đơn vị chủ trì",
        "Lead unit",
        24,
        *("chủ trì", "đơn vị", "cơ quan chủ trì", "đơn vị thực hiện", "cơ quan thực hiện"),
        *("lead", "unit", "responsible", "responsible unit", "owner"),
        required=True,
    ),
    _column(
        ColumnId.COOPERATING,
        "Đơn vị phối hợp",
        "Cooperating units",
        28,
        *("phối hợp", "cơ quan phối hợp", "các đơn vị phối hợp", "with", "cooperating"),
        *("cooperating unit", "supporting units"),
    ),
    _column(
        ColumnId.DUE,
        "Thời hạn",
        "Due",
        18,
        *("hạn", "hạn hoàn thành", "thời hạn hoàn thành", "thời gian hoàn thành"),
        *("thời gian", "hạn chót", "due date", "deadline", "due time"),
        required=True,
    ),
    _column(ColumnId.URGENT, "Gấp", "Urgent", 8, "khẩn", "việc gấp", "mức độ", "urgency"),
    _column(ColumnId.AD_HOC, "Đột xuất", "Ad hoc", 10, "việc đột xuất", "unplanned"),
    _column(
        ColumnId.WORKSTREAM,
        "Mảng công tác",
        "Workstream",
        20,
        *("mảng", "lĩnh vực", "nhóm", "nhóm việc", "mảng việc", "stream", "area"),
    ),
    _column(
        ColumnId.SOURCE,
        "Căn cứ",
        "Source",
        26,
        *("nguồn", "văn bản", "nguồn giao", "văn bản giao", "basis", "document"),
    ),
    _column(
        ColumnId.DUE_ON,
        "Ngày đến hạn",
        "Due on",
        18,
        *("đến hạn", "ngày hạn", "due at"),
        planned=False,
    ),
    _column(
        ColumnId.STATUS,
        "Trạng thái",
        "Status",
        18,
        *("tình trạng", "tình hình", "state"),
        planned=False,
    ),
    _column(
        ColumnId.PERCENT,
        "Tiến độ",
        "Progress",
        10,
        *("tỷ lệ", "phần trăm", "% hoàn thành", "percent", "%"),
        planned=False,
    ),
    _column(
        ColumnId.OBSTACLE,
        "Khó khăn, vướng mắc",
        "Obstacle",
        36,
        *("vướng mắc", "khó khăn", "obstacles"),
        planned=False,
    ),
    _column(
        ColumnId.LATEST,
        "Báo cáo gần nhất",
        "Latest report",
        44,
        *("kết quả", "kết quả thực hiện", "báo cáo", "report", "result"),
        planned=False,
    ),
)

YES: Mapping[ColumnId, Mapping[str, str]] = MappingProxyType(
    {
        ColumnId.URGENT: MappingProxyType({"vi": "gấp", "en": "urgent"}),
        ColumnId.AD_HOC: MappingProxyType({"vi": "đột xuất", "en": "ad hoc"}),
    }
)
"""What stands in the cell, by language; nothing stands where it is not so."""

EXAMPLE_TITLE: Mapping[str, str] = MappingProxyType(
    {
        "vi": "Ví dụ: Khảo sát, thống nhất phương án bảo đảm an ninh, trật tự",
        "en": "Example: Survey the route and agree on the security plan",
    }
)
"""The title of the template's example row. A row with it is no task."""

PLANNED: tuple[Column, ...] = tuple(column for column in COLUMNS if column.planned)
BY_ID: Mapping[ColumnId, Column] = MappingProxyType({column.id: column for column in COLUMNS})


def heading(id: ColumnId, language: str) -> str:
    """What stands at the top of the column, in `vi` or `en`."""
    return BY_ID[id].headings[language]


def folded(text: str) -> str:
    """A heading as headings are compared: without case, accents and marks of punctuation."""
    kept = "".join(letter if letter.isalnum() or letter == "%" else " " for letter in clean(text))
    return " ".join(fold(kept).split())


def column_of(text: str) -> Column | None:
    """The column that a heading means, in either language, with or without accents."""
    return _BY_NAME.get(folded(text))


_BY_NAME: Mapping[str, Column] = MappingProxyType(
    {
        folded(name): column
        for column in COLUMNS
        for name in (*column.headings.values(), *column.aliases)
    }
)
