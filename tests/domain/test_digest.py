"""Which tasks stand where in a member's digest and in a summary."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import climbing
from domain.agenda import Calendar
from domain.dates import at_hour, end_of_day
from domain.digest import Digest, Section, View, digest, view
from domain.event import Event, Peak
from domain.roles import Role
from domain.settings import Settings
from domain.summary import Part, Summary, summary
from domain.task import Status, Task, count
from tests.support.task import sample_task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2024, 4, 1)
NOW = at_hour(TODAY, time(7), HANOI)
NEAR = Event(1, 1, "GAN", "Gần", "", date(2024, 4, 20), date(2024, 4, 21))
FAR = Event(2, 1, "XA", "Xa", "", date(2024, 9, 1), date(2024, 9, 2))


def task(
    number: int = 1,
    days: int = 30,
    hour: time | None = None,
    event: Event = NEAR,
    **fields: object,
) -> Task:
    day = TODAY + timedelta(days=days)
    at = at_hour(day, hour, HANOI) if hour else end_of_day(day, HANOI)
    made = sample_task(
        id=event.id * 100 + number,
        event_id=event.id,
        event_code=event.code,
        number=number,
        title=f"Việc {number}",
        due_day=day,
        due_hour=hour,
        due_at=at,
        status=Status.ACCEPTED,
        assigned_at=NOW - timedelta(days=20),
        delivered_at=NOW - timedelta(days=20),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def seen(
    now: datetime = NOW, settings: Settings | None = None, *, full: bool = True,
    events: Sequence[Event] = (FAR, NEAR),
) -> View:  # fmt: skip
    return view(Calendar(HANOI, settings or Settings(), events), now, full=full)


def listed(*tasks: Task, role: Role = Role.MEMBER, at: View | None = None) -> Digest:
    return digest(tasks, [], role, at or seen())


def where(*tasks: Task, **more: object) -> dict[str, list[str]]:
    found = listed(*tasks, **more)  # type: ignore[arg-type]
    return {
        section.value: [line.task.reference for line in lines]
        for section, lines in found.sections.items()
    }


# -- the digest ------------------------------------------------------------------------------------


def test_each_task_stands_in_its_most_urgent_section_alone() -> None:
    returned = NOW - timedelta(days=1)
    assert where(
        task(1, days=-1, returned_at=returned, status=Status.IN_PROGRESS),
        task(2, days=1, returned_at=returned, status=Status.IN_PROGRESS),
        task(3, days=1, status=Status.ASSIGNED),
        task(4, days=1),
        task(5, days=9),
    ) == {
        "overdue": ["GAN-1"],
        "returned": ["GAN-2"],
        "unaccepted": ["GAN-3"],
        "due_soon": ["GAN-4"],
    }


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DONE, Status.CANCELLED])
def test_what_waits_for_others_or_is_over_is_not_in_the_digest(status: Status) -> None:
    assert where(task(days=-3, status=status, submitted_at=NOW)) == {}


def test_due_soon_counts_whole_days_and_can_be_set() -> None:
    assert where(task(1, days=3), task(2, days=4)) == {"due_soon": ["GAN-1"]}
    assert where(task(1, days=3), at=seen(settings=Settings(due_within_days=1))) == {}


def test_a_new_task_is_reminded_24_hours_after_its_first_delivery() -> None:
    new = task(status=Status.ASSIGNED, delivered_at=NOW - timedelta(hours=23))
    assert where(new) == {}
    assert where(replace(new, delivered_at=NOW - timedelta(hours=24))) == {"unaccepted": ["GAN-1"]}


def test_a_task_that_reached_nobody_yet_is_in_the_digest() -> None:
    assert where(task(status=Status.ASSIGNED, delivered_at=None)) == {"unaccepted": ["GAN-1"]}


def test_the_event_with_the_nearest_peak_comes_first() -> None:
    assert where(task(1, days=1, event=FAR), task(2, days=2)) == {"due_soon": ["GAN-2", "XA-1"]}


def test_a_cooperating_unit_sees_what_is_due_soon_and_is_not_blamed() -> None:
    found = digest([], [task(1, days=1), task(2, days=-1), task(3)], Role.LEAD, seen())
    assert list(found.sections) == [Section.COOPERATING]
    assert [each.reference for each in found.tasks] == ["GAN-1"]


def test_on_a_ladder_day_all_that_is_open_for_the_peak_is_listed_and_counted() -> None:
    at = seen(at_hour(date(2024, 4, 13), time(7), HANOI))
    tasks = [task(1, days=13), task(2, days=19), task(3, days=20), task(4, days=21)]
    found = listed(*tasks, at=at)
    assert where(*tasks, at=at) == {"due_soon": ["GAN-1"], "ladder": ["GAN-2", "GAN-3"]}
    (countdown,) = found.countdowns
    assert (countdown.rung.days, countdown.open) == (7, 3)


def test_on_an_ordinary_day_there_is_no_countdown() -> None:
    assert listed(task(1, days=1)).countdowns == []


def test_within_a_peak_the_day_is_counted_and_nothing_more_is_listed() -> None:
    at = seen(at_hour(date(2024, 4, 21), time(7), HANOI))
    found = listed(task(1, days=40), at=at)
    assert found.empty
    assert [(each.rung.days, each.open) for each in found.countdowns] == [(-1, None)]


def test_the_evening_slot_speaks_only_of_events_in_their_peak() -> None:
    evening = at_hour(date(2024, 4, 20), time(17), HANOI)
    late, other = task(1, days=-2), task(2, days=-2, event=FAR)
    assert where(late, other, at=seen(evening, full=False)) == {"overdue": ["GAN-1"]}


# -- climbing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "hours", "climbed"),
    [
        (Role.MEMBER, 240, False),
        (Role.LEAD, 23, False),
        (Role.LEAD, 24, True),
        (Role.ADMIN, 47, False),
        (Role.ADMIN, 48, True),
        (Role.DEPUTY, 48, True),
        (Role.CHAIR, 71, False),
        (Role.CHAIR, 72, True),
        (Role.OBSERVER, 240, False),
    ],
)
def test_an_overdue_task_climbs_day_by_day(role: Role, hours: int, climbed: bool) -> None:
    late = task(due_at=NOW - timedelta(hours=hours))
    assert climbing.overdue_climbed(late, role, Settings(), NOW) is climbed


def test_how_fast_it_climbs_can_be_set() -> None:
    late = task(due_at=NOW - timedelta(days=2))
    assert climbing.overdue_climbed(late, Role.CHAIR, Settings(overdue_chair_days=2), NOW)


@pytest.mark.parametrize(
    ("role", "hours", "climbed"),
    [(Role.ADMIN, 47, False), (Role.ADMIN, 48, True), (Role.DEPUTY, 99, False)],
)
def test_a_task_not_accepted_climbs_to_admins(role: Role, hours: int, climbed: bool) -> None:
    new = task(status=Status.ASSIGNED, delivered_at=NOW - timedelta(hours=hours))
    assert climbing.unaccepted_climbed(new, role, Settings(), NOW) is climbed


# -- the summary -----------------------------------------------------------------------------------


def told(*tasks: Task, role: Role | None = Role.CHAIR, at: View | None = None) -> Summary:
    by_event = {event.id: [t for t in tasks if t.event_id == event.id] for event in (NEAR, FAR)}
    return summary(by_event, role, at or seen())


def test_a_blocked_task_that_is_overdue_stands_in_both_sections() -> None:
    found = told(task(days=-1, status=Status.BLOCKED, obstacle="x", blocked_at=NOW))
    assert list(found.parts) == [Part.OVERDUE, Part.BLOCKED]


def test_what_is_due_soon_and_named_above_is_not_named_again() -> None:
    found = told(task(1, days=1, status=Status.ASSIGNED), task(2, days=1))
    assert [line.task.number for line in found.parts[Part.UNACCEPTED]] == [1]
    assert [line.task.number for line in found.parts[Part.DUE_SOON]] == [2]


def test_a_summary_without_anything_to_attend_to_has_no_news() -> None:
    assert not told(task(days=20), task(2, status=Status.DONE, done_at=NOW)).news
    assert told(task(days=2)).news


def test_what_has_climbed_to_the_reader_comes_first() -> None:
    found = told(task(1, days=-2), task(2, days=-9, event=FAR))
    assert [(line.task.reference, line.climbed) for line in found.parts[Part.OVERDUE]] == [
        ("XA-2", True),
        ("GAN-1", False),
    ]


def test_nothing_is_marked_to_a_group() -> None:
    found = told(task(days=-9), role=None)
    assert [line.climbed for line in found.parts[Part.OVERDUE]] == [False]


statuses = st.sampled_from(list(Status))
random_tasks = st.lists(
    st.tuples(
        statuses,
        st.integers(-40, 40),
        st.sampled_from([NEAR, FAR]),
        st.booleans(),
        st.integers(1, 4),
    ),
    max_size=25,
)
peaks = st.lists(
    st.tuples(st.integers(-5, 30), st.integers(0, 4)).map(
        lambda span: Peak(
            TODAY + timedelta(days=span[0]), TODAY + timedelta(days=span[0] + span[1])
        )
    ),
    max_size=3,
)


def build(number: int, status: Status, days: int, event: Event, returned: bool, unit: int) -> Task:
    moments: dict[str, Any] = {"submitted_at": NOW, "done_at": NOW, "blocked_at": NOW}
    return task(
        number, days, event=event, status=status, lead_unit_id=unit, lead_unit_code=f"DV{unit}",
        returned_at=NOW if returned else None, **moments,
    )  # fmt: skip


@given(random_tasks, peaks, st.sampled_from([*Role, None]), st.booleans())
def test_every_number_of_a_summary_is_that_of_the_list_under_it(
    rows: list[tuple[Status, int, Event, bool, int]],
    days: list[Peak],
    role: Role | None,
    full: bool,
) -> None:
    near = replace(NEAR, peaks=tuple(days))
    at = seen(events=(FAR, near), full=full)
    tasks = [build(number, *row) for number, row in enumerate(rows)]
    found = told(*tasks, role=role, at=at)
    sizes = {part: len(found.parts.get(part, [])) for part in Part}
    assert sizes[Part.OVERDUE] == found.count.overdue
    assert sizes[Part.BLOCKED] == found.count.blocked
    assert sizes[Part.SUBMITTED] == found.count.submitted
    assert sizes[Part.UNACCEPTED] == found.count.unaccepted
    assert sum(state.count.total for state in found.events) == found.count.total
    assert sum(unit.count.total for unit in found.units) == found.count.total
    for state in found.events:
        for countdown in state.countdowns:
            if countdown.open is not None:
                last = countdown.rung.peak.last_day
                named = [
                    each
                    for each in found.tasks
                    if each.event_id == state.event.id and each.due_day <= last
                ]
                assert len(named) == countdown.open


@given(random_tasks, peaks, st.sampled_from([Role.LEAD, Role.MEMBER]), st.booleans())
def test_every_number_of_a_digest_is_that_of_the_list_under_it(
    rows: list[tuple[Status, int, Event, bool, int]], days: list[Peak], role: Role, full: bool
) -> None:
    near = replace(NEAR, peaks=tuple(days))
    at = seen(events=(FAR, near), full=full)
    tasks = [build(number, *row) for number, row in enumerate(rows)]
    found = digest(tasks, [], role, at)
    numbers = [each.id for each in found.tasks]
    assert len(numbers) == len(set(numbers))
    late = count([each for each in tasks if at.speaks_of(each)], NOW).overdue
    assert len(found.sections.get(Section.OVERDUE, [])) == late
    for countdown in found.countdowns:
        if countdown.open is not None:
            rung = countdown.rung
            named = [
                each
                for each in found.tasks
                if each.event_id == rung.event.id and each.due_day <= rung.peak.last_day
            ]
            assert len(named) == countdown.open


def test_dates_are_those_of_the_subcommittee_wherever_the_server_stands() -> None:
    late_evening = datetime(2024, 4, 1, 16, 59, tzinfo=UTC)
    next_morning = late_evening + timedelta(minutes=2)
    due = task(1, days=4)
    assert where(due, at=seen(late_evening)) == {}
    assert where(due, at=seen(next_morning)) == {"due_soon": ["GAN-1"]}
