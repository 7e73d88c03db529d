"""Rows of a plan compared with an event's tasks."""

from datetime import UTC, date, datetime, time

import pytest

from domain.plans.basis import Basis, KnownTask
from domain.plans.matching import compare, values_of
from domain.plans.rows import Compared, Said, TableRow
from tests.support.plan_files import basis, known

_COLUMNS = {"reference": "A", "title": "B", "unit": "C", "with": "D", "due": "E", "urgent": "F"}
SURVEY = known(1, "Khảo sát tuyến", urgent=True)


def row(place: int = 2, /, **said: str) -> TableRow:
    """A row in which only the given columns are there."""
    return TableRow(
        place, {name: Said(f"{_COLUMNS[name]}{place}", text) for name, text in said.items()}
    )


def task(place: int = 2, /, **said: str) -> TableRow:
    return row(place, **{"title": "Khảo sát tuyến", "unit": "CATDB", "due": "20/04/2024", **said})


def result(*rows: TableRow, of: Basis | None = None) -> Compared:
    return compare(rows, of or basis(SURVEY))


def faults(*rows: TableRow, of: Basis | None = None) -> list[tuple[str, str]]:
    return [(fault.cell, fault.key) for fault in result(*rows, of=of).faults]


def test_a_task_is_found_by_title_and_unit_whatever_case_and_accents() -> None:
    compared = result(task(title="KHAO SAT  tuyen"))
    assert [(each.task_id, each.after) for each in compared.changed] == [
        (SURVEY.id, {"title": "KHAO SAT tuyen"})
    ]


def test_the_same_title_for_another_unit_is_another_task() -> None:
    assert [new.values["unit"] for new in result(task(unit="C08")).new] == [2]


def test_a_task_is_found_by_its_reference_and_may_change_its_title_and_unit() -> None:
    (changed,) = result(task(reference="dbp70 - 1", title="Khảo sát lại", unit="CSGT")).changed
    assert changed.before == {"title": "Khảo sát tuyến", "unit": 1}
    assert changed.after == {"title": "Khảo sát lại", "unit": 2}


def test_what_has_no_column_stays() -> None:
    assert result(task()).unchanged == 1
    (changed,) = result(row(reference="DBP70-1", due="25/04/2024")).changed
    assert changed.after == {"due": ["2024-04-25", None, None]}


def test_an_empty_cell_says_no() -> None:
    (changed,) = result(task(urgent="")).changed
    assert (changed.before, changed.after) == ({"urgent": True}, {"urgent": False})


def test_a_cancelled_task_is_not_found_by_its_title() -> None:
    cancelled = known(1, "Khảo sát tuyến", open=False, cancelled=True)
    assert len(result(task(), of=basis(cancelled)).new) == 1


def test_of_two_tasks_with_one_name_the_first_is_meant() -> None:
    compared = result(task(due="25/04/2024"), of=basis(known(9, "Khảo sát tuyến"), SURVEY))
    assert [changed.number for changed in compared.changed] == [1]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((task(), task(3)), [("B3", "plan_row_twice")]),
        ((task(title="Mới"), task(3, title="MOI")), [("B3", "plan_row_twice")]),
        ((task(), row(3, reference="DBP70-1", title="Khác")), [("A3", "plan_row_twice")]),
        ((task(title=""),), [("B2", "missing_field")]),
        ((task(unit=" "),), [("C2", "missing_field")]),
        ((task(due=""),), [("E2", "missing_field")]),
        ((task(title="", unit="", due=""),), [("B2", ""), ("C2", ""), ("E2", "")]),
        ((task(title="a" * 301),), [("B2", "too_long")]),
        ((task(unit="CATXX"),), [("C2", "unknown_unit")]),
        ((task(unit="CATDB, C08"),), [("C2", "several_leads")]),
        ((task(**{"with": "C08, ABC"}),), [("D2", "unknown_unit")]),
        ((task(due="31/02/2024"),), [("E2", "no_such_day")]),
        ((task(due="khi có điều kiện"),), [("E2", "bad_date")]),
        ((task(due="thứ Hai 20/04/2024"),), [("E2", "weekday_mismatch")]),
        ((task(due="01/03/2024"),), [("E2", "due_past")]),
        ((task(title="Mới", due="N-60"),), [("E2", "due_past")]),
        ((task(urgent="có lẽ"),), [("F2", "bad_answer")]),
        ((task(reference="XYZ-1"),), [("A2", "plan_other_event")]),
        ((task(reference="DBP70-99"),), [("A2", "unknown_reference")]),
        ((task(reference="số một"),), [("A2", "bad_reference")]),
        ((row(reference="", due="20/04/2024"),), [("A2", "missing_field")] * 2),
    ],
)
def test_a_fault_is_named_at_its_cell(
    rows: tuple[TableRow, ...], found: list[tuple[str, str]]
) -> None:
    named = faults(*rows)
    assert [cell for cell, _ in named] == [cell for cell, _ in found]
    assert all(key in ("", said) for (_, said), (_, key) in zip(named, found, strict=True))


def test_a_row_with_a_fault_counts_for_nothing_else() -> None:
    compared = result(task(unit="ABC", due="khi nào"), task(3, title="Mới"))
    assert (len(compared.faults), compared.faulty_rows, len(compared.new)) == (2, 1, 1)


@pytest.mark.parametrize(("said", "cells"), [({"unit": "C08"}, ["C2"]), ({"due": "N"}, ["E2"])])
def test_of_a_finished_task_unit_and_due_time_stay(said: dict[str, str], cells: list[str]) -> None:
    finished = known(1, "Khảo sát tuyến", open=False)
    named = result(row(reference="DBP70-1", **said), of=basis(finished)).faults
    assert [fault.cell for fault in named] == cells
    assert {fault.key for fault in named} == {"plan_task_closed"}


def test_a_task_that_is_overdue_already_may_stay_in_the_plan() -> None:
    late = known(1, "Khảo sát tuyến", due_day=date(2024, 3, 1), urgent=True)
    assert result(task(due="01/03/2024"), of=basis(late)).unchanged == 1


def test_a_date_without_a_year_means_on_the_second_import_what_it_meant_on_the_first() -> None:
    later = datetime(2024, 5, 2, tzinfo=UTC)
    assert result(task(due="20/4"), of=basis(SURVEY, now=later)).unchanged == 1


def test_the_day_to_which_n_leads_leaves_the_distance_as_it_is() -> None:
    relative = known(1, "Khảo sát tuyến", due_day=date(2024, 4, 30), due_offset=-7)
    assert result(task(due="30/04/2024"), of=basis(relative)).unchanged == 1
    assert result(task(due="N-7"), of=basis(relative)).unchanged == 1
    (changed,) = result(task(due="17:00 30/04/2024"), of=basis(relative)).changed
    assert changed.after == {"due": ["2024-04-30", "17:00", None]}


def test_a_fixed_day_becomes_a_distance_from_d_day() -> None:
    fixed = known(1, "Khảo sát tuyến", due_day=date(2024, 4, 30), due_hour=time(8))
    (changed,) = result(task(due="8:00 N-7"), of=basis(fixed)).changed
    assert changed.after == {"due": [None, "08:00", -7]}


def test_the_lead_unit_does_not_cooperate_with_itself() -> None:
    shared = known(1, "Khảo sát tuyến", cooperating=(2,))
    assert result(task(**{"with": "CATDB, C08"}), of=basis(shared)).unchanged == 1


def test_the_values_of_a_task_are_those_that_leave_it_as_it_is() -> None:
    every: KnownTask = known(1, "Việc", cooperating=(3, 2), due_hour=time(17), workstream="A")
    assert values_of(every) == {
        "title": "Việc",
        "unit": 1,
        "with": [2, 3],
        "due": ["2024-04-20", "17:00", None],
        "urgent": False,
        "ad_hoc": False,
        "workstream": "A",
        "source": "",
    }
