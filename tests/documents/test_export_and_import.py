"""What was exported can be imported again, and changes nothing: for any tasks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import workbooks
from documents.follow_up import FollowUp, PlanSheet, UnitsSheet
from documents.made import MadeFile
from documents.plan import PlanFile
from documents.plan_reading import read
from domain.dates import Moment, resolve
from domain.plans.basis import Basis, KnownTask
from domain.task import Status, Task
from domain.text import clean, fold
from handlers.papers.follow_up import plan_line
from handlers.texts import texts
from tests.documents.conftest import Convert
from tests.domain.properties import any_text
from tests.support.examples import examples
from tests.support.plan_files import UNITS, basis
from tests.support.task import sample_task

FIRST_DAY = basis().first_day
CREATED = datetime(2023, 6, 1, tzinfo=UTC)
_SIGNS = st.sampled_from(
    ["=", "+", "-", "@", "'", "'=", "''-", "20/04/2024", "gấp", "1", "TRUE", ""]
)
words = st.builds("{}{}".format, _SIGNS, any_text).map(clean)
# Of other centuries no date is understood, so that no task has one.
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
hours = st.none() | st.times().map(lambda each: each.replace(second=0, microsecond=0))


@st.composite
def tasks_of_an_event(draw: st.DrawFn) -> list[Task]:
    return [draw(a_task(number)) for number in range(1, draw(st.integers(1, 6)) + 1)]


@st.composite
def a_task(draw: st.DrawFn, number: int) -> Task:
    lead = draw(st.sampled_from(UNITS))
    offset = draw(st.none() | st.integers(-400, 400))
    day = FIRST_DAY + timedelta(days=offset) if offset is not None else draw(days)
    hour = draw(hours)
    due = resolve(Moment(day, hour), FIRST_DAY, basis().zone)
    others = [unit.id for unit in UNITS if unit.id != lead.id]
    return sample_task(
        id=number,
        number=number,
        title=draw(words.filter(bool).map(lambda each: each[:300].strip())),
        lead_unit_id=lead.id,
        lead_unit_code=lead.code,
        status=draw(st.sampled_from(list(Status))),
        percent=draw(st.integers(0, 100)),
        due_day=day,
        due_hour=hour,
        due_offset=offset,
        due_at=due.at,
        urgent=draw(st.booleans()),
        ad_hoc=draw(st.booleans()),
        workstream=draw(words)[:200].strip(),
        source=draw(words)[:200].strip(),
        obstacle=draw(st.none() | words),
        created_at=CREATED,
        cooperating=tuple(draw(st.lists(st.sampled_from(others), unique=True))),
    )


def known(task: Task) -> KnownTask:
    return KnownTask(
        task.id,
        task.number,
        task.title,
        fold(task.title),
        task.lead_unit_id,
        tuple(sorted(task.cooperating)),
        task.due_day,
        task.due_hour,
        task.due_offset,
        task.urgent,
        task.ad_hoc,
        task.workstream,
        task.source,
        task.open,
        task.status is Status.CANCELLED,
        CREATED,
    )


def exported(listed: list[Task], language: str) -> list[MadeFile]:
    lines = tuple(
        plan_line(task, {unit.id: unit for unit in UNITS}, texts(language)) for task in listed
    )
    data = FollowUp(
        name="Bảng theo dõi",
        language=language,
        sheets=(PlanSheet("DBP70", "Lễ kỷ niệm", lines),),
        units=UnitsSheet("Đơn vị", ("Mã", "Tên đơn vị"), (("CATDB", "Công an"),)),
        never_overdue=("Hoàn thành",),
        blocked="Vướng mắc",
    )
    return workbooks.export(data)


def changes_nothing(file: MadeFile, listed: list[Task]) -> None:
    found = basis(*map(known, listed))
    result = read(PlanFile(file.name, file.content, found))
    assert not result.unreadable, (result, file.name)
    compared: Any = result.compared
    assert result.unread == (), file.name
    assert compared.faults == (), (compared.faults, file.name)
    assert (compared.new, compared.changed) == ((), ()), file.name
    assert compared.unchanged == len(listed)


@settings(max_examples=examples(12, 40))
@given(tasks_of_an_event(), st.sampled_from(["vi", "en"]))
def test_export_then_import_changes_nothing(listed: list[Task], language: str) -> None:
    for file in exported(listed, language):
        changes_nothing(file, listed)


SAMPLE = sample_task(due_at=CREATED, created_at=CREATED, cooperating=(2, 3))
LISTED = [
    SAMPLE,
    replace(SAMPLE, id=2, number=2, title="=1+1", due_hour=time(17, 30)),
    replace(SAMPLE, id=3, number=3, title="- Phân luồng", due_hour=time(0, 0)),
    replace(SAMPLE, id=4, number=4, title="@Trực ban", due_hour=time(8)),
]


@pytest.mark.long
@pytest.mark.parametrize("form", ["ods", "csv:Text - txt - csv (StarCalc):59,34,76"])
def test_what_another_program_saved_again_changes_nothing(
    office: Convert, tmp_path: Path, form: str
) -> None:
    """By way of another format, so that the workbook that is read is all of its making."""
    path = tmp_path / "export.xlsx"
    path.write_bytes(exported(LISTED, "vi")[0].content)
    converted = office(path, form)
    again = tmp_path / "again"
    again.mkdir()
    saved = converted.rename(again / converted.name)
    file = saved if saved.suffix == ".csv" else office(saved, "xlsx")
    # A CSV knows no texts: what begins like a formula is one there.
    listed = LISTED if file.suffix == ".xlsx" else [task for task in LISTED if task.number != 2]
    found: Basis = basis(*map(known, LISTED))
    compared = read(PlanFile(file.name, file.read_bytes(), found)).compared
    assert (compared.new, compared.changed) == ((), ())
    assert compared.unchanged == len(listed)
    assert [fault.key for fault in compared.faults] == ["plan_formula"] * (
        len(LISTED) - len(listed)
    )
