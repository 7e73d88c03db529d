"""A plan as it is really kept, with faults hidden in it: each is named at its cell."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.plan import PlanReading
from tests.documents.conftest import Convert
from tests.support import seed_plan as seeds
from tests.support.plan_files import basis, reading, text_table
from tests.support.seed_plan import SeedPlan, seed_plan

FAULTS: tuple[tuple[int, int, Any, str, str], ...] = (
    # which task, column, what stands there, the fault, its cell
    (3, seeds.LEAD, "Công an tỉnh Hòa Bình", "unknown_unit", "C9"),
    (20, seeds.LEAD, "", "missing_field", "C26"),
    (41, seeds.LEAD, "CATDB, C08", "several_leads", "C47"),
    (60, seeds.WITH, "C08; Bộ Quốc phòng", "unknown_unit", "D67"),
    (77, seeds.DUE, "31/4/2024", "no_such_day", "E84"),
    (99, seeds.DUE, "khi có yêu cầu", "bad_date", "E106"),
    (120, seeds.DUE, date(2024, 1, 5), "due_past", "E128"),
    (150, seeds.DUE, "thứ Hai 20/04/2024", "weekday_mismatch", "E158"),
    (181, seeds.DUE, "=TODAY()+30", "plan_formula", "E190"),
    (200, seeds.TITLE, "", "missing_field", "B209"),
    (240, seeds.TITLE, "Nội dung " * 60, "too_long", "B250"),
    (299, seeds.URGENT, "tùy tình hình", "bad_answer", "F309"),
)


def with_faults(plan: SeedPlan) -> SeedPlan:
    places = plan.tasks
    for index, column, value, _, cell in FAULTS:
        place = places[index]
        assert cell == f"{'ABCDEFGHI'[column]}{place}"
        plan.cells[place][column] = value
    return plan


def read(content: bytes, name: str = "Phụ lục.xlsx") -> PlanReading:
    return reading(content, name, basis(units=seeds.UNITS))


def named(result: PlanReading) -> list[tuple[str, str]]:
    return [(fault.key, fault.cell) for fault in result.compared.faults]


def test_of_three_hundred_rows_without_a_fault_all_are_new() -> None:
    plan = seed_plan()
    assert len(plan.tasks) == 300
    compared = read(plan.workbook()).compared
    assert (len(compared.new), compared.faults) == (300, ())


def test_twelve_faults_are_named_at_their_cells_and_nothing_else_is() -> None:
    result = read(with_faults(seed_plan()).workbook())
    assert named(result) == [(key, cell) for *_, key, cell in FAULTS]
    assert len({key for key, _ in named(result)}) >= 9
    assert len(result.compared.new) == 288
    assert result.compared.faulty_rows == 12


def test_the_same_in_a_csv() -> None:
    plan = with_faults(seed_plan())
    last = max(plan.cells)
    rows: list[list[str]] = [["PHỤ LỤC"], ["Phân công nhiệm vụ"], [""], list(seeds.HEADINGS)]
    for place in range(5, last + 1):
        # A CSV merges nothing: its sections are left out, their lines empty.
        cells = [] if place in plan.sections else plan.cells[place]
        rows.append([f"{c:%d/%m/%Y}" if isinstance(c, date) else str(c) for c in cells])
    result = read(text_table(rows, ";", "utf-8-sig"), "Phụ lục.csv")
    assert named(result) == [(key, cell) for *_, key, cell in FAULTS]
    assert len(result.compared.new) == 288


@pytest.mark.long
def test_the_same_in_a_workbook_that_libreoffice_wrote(office: Convert, tmp_path: Path) -> None:
    """By way of a format of its own, so that every part of the workbook is of its making."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_faults(seed_plan()).workbook())
    between = tmp_path / "between"
    between.mkdir()
    own = office(path, "ods")
    content = office(own.rename(between / own.name), "xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"LibreOffice" in package.read("docProps/app.xml")
    result = read(content)
    assert named(result) == [(key, cell) for *_, key, cell in FAULTS]
    assert len(result.compared.new) == 288
