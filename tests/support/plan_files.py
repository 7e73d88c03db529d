"""Plans as files, made by another library than the one that reads them."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from documents.plan import PlanFile, PlanReading
from documents.plan_reading import read
from domain.plans.basis import Basis, KnownTask
from domain.text import fold
from domain.unit import Unit

NOW = datetime(2024, 3, 15, 1, 0, tzinfo=UTC)
UNITS = (
    Unit(1, 1, "CATDB", "Công an tỉnh Điện Biên", ("CA Điện Biên", "Công an Điện Biên")),
    Unit(2, 1, "C08", "Cục Cảnh sát giao thông", ("CSGT",)),
    Unit(3, 1, "K02", "Bộ Tư lệnh Cảnh vệ", ("Cảnh vệ, lễ tân",)),
    Unit(4, 1, "CATPHN", "Công an thành phố Hà Nội", ()),
)
HEADINGS = ("Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")


def basis(*tasks: KnownTask, units: Sequence[Unit] = UNITS, now: datetime = NOW) -> Basis:
    return Basis("DBP70", date(2024, 5, 7), "Asia/Ho_Chi_Minh", now, tuple(units), tasks)


def known(number: int, title: str, unit: int = 1, **more: Any) -> KnownTask:
    values: dict[str, Any] = {
        "cooperating": (),
        "due_day": date(2024, 4, 20),
        "due_hour": None,
        "due_offset": None,
        "urgent": False,
        "ad_hoc": False,
        "workstream": "",
        "source": "",
        "open": True,
        "cancelled": False,
        "created_at": NOW,
    }
    return KnownTask(1000 + number, number, title, fold(title), unit, **(values | more))


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "Kế hoạch",
    dates: str = "dd/mm/yyyy",
    merges: Sequence[str] = (),
    **options: Any,
) -> bytes:
    """A workbook of one sheet; a text that begins with `=` is a formula, as when typed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        page = book.add_worksheet(sheet)
        form = book.add_format({"num_format": dates})
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(place, column, value, form)
                elif value is not None:
                    page.write(place, column, value)
        for merge in merges:
            first = page.table
            top = _top_left(merge)
            kept = rows[top[0]][top[1]] if top[0] < len(first) else ""
            page.merge_range(merge, kept)
    return content.getvalue()


def _top_left(merge: str) -> tuple[int, int]:
    row, column = xlsxwriter.utility.xl_cell_to_rowcol(merge.split(":")[0])
    return int(row), int(column)


def text_table(
    rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=delimiter).writerows(rows)
    return content.getvalue().encode(encoding)


def reading(content: bytes, name: str = "ke hoach.xlsx", of: Basis | None = None) -> PlanReading:
    return read(PlanFile(name, content, of or basis()))
