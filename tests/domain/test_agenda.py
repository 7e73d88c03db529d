"""When the bot speaks of its own accord."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import agenda
from domain.agenda import Calendar, Slot, next_slot, quiet, rungs, slots_between, slots_on
from domain.event import Event, Peak
from domain.settings import Settings
from domain.task import Status, Task
from tests.support.task import sample_task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")


def event(first: date, last: date | None = None, *peaks: Peak, code: str = "DBP70") -> Event:
    return Event(1, 1, code, "Lễ", "Điện Biên", first, last or first, peaks)


def calendar(*events: Event, zone: ZoneInfo = HANOI, settings: Settings | None = None) -> Calendar:
    return Calendar(zone, settings or Settings(), events or (event(date(2024, 5, 7)),))


def local(text: str, zone: ZoneInfo = HANOI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def task(due: datetime, hour: time | None = time(17), status: Status = Status.ACCEPTED) -> Task:
    return sample_task(status=status, due_day=due.date(), due_hour=hour, due_at=due)


def minutes_from(start: datetime, days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 24 * 60).map(lambda minutes: start + timedelta(minutes=minutes))


# -- slots -----------------------------------------------------------------------------------------


def test_a_slot_is_every_day_while_an_event_is_open() -> None:
    assert next_slot(local("2024-03-15 08:00"), calendar()) == Slot(local("2024-03-16 07:00"))
    assert next_slot(local("2024-03-16 06:59"), calendar()) == Slot(local("2024-03-16 07:00"))


def test_a_slot_comes_after_the_moment_and_not_at_it() -> None:
    assert next_slot(local("2024-03-16 07:00"), calendar()) == Slot(local("2024-03-17 07:00"))


def test_without_an_open_event_there_is_no_slot() -> None:
    assert next_slot(local("2024-03-15 08:00"), Calendar(HANOI, Settings(), ())) is None


def test_an_evening_slot_is_on_peak_days_only_and_speaks_of_events_in_their_peak() -> None:
    seen = calendar(event(date(2024, 5, 7), date(2024, 5, 8)))
    assert [slot.full for slot in slots_on(date(2024, 5, 6), seen)] == [True]
    assert slots_on(date(2024, 5, 8), seen) == [
        Slot(local("2024-05-08 07:00")),
        Slot(local("2024-05-08 17:00"), full=False),
    ]


def test_an_hour_that_is_both_kinds_of_slot_is_a_full_one() -> None:
    settings = Settings(slots=(time(17),), peak_slots=(time(17),))
    assert slots_on(date(2024, 5, 7), calendar(settings=settings)) == [
        Slot(local("2024-05-07 17:00"), full=True)
    ]


def test_with_peak_slots_alone_the_next_slot_may_be_far_away() -> None:
    settings = Settings(slots=())
    seen = calendar(event(date(2024, 5, 7)), settings=settings)
    assert next_slot(local("2024-01-01 00:00"), seen) == Slot(local("2024-05-07 17:00"), False)
    assert next_slot(local("2024-05-07 17:00"), seen) is None


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2024-03-09", 12), ("2024-03-10", 11), ("2024-11-03", 12)]
)
def test_a_slot_keeps_its_wall_time_when_the_clocks_change(day: str, utc_hour: int) -> None:
    seen = calendar(event(date(2024, 12, 1)), zone=NEW_YORK)
    (slot,) = slots_on(date.fromisoformat(day), seen)
    assert slot.at.hour == utc_hour


def test_a_slot_in_an_hour_that_the_clocks_skip_is_there_once() -> None:
    settings = Settings(slots=(time(2, 30), time(3, 30)))
    seen = calendar(event(date(2024, 12, 1)), zone=NEW_YORK, settings=settings)
    assert len(slots_on(date(2024, 3, 10), seen)) == 1


@given(
    minutes_from(datetime(2024, 1, 1, tzinfo=UTC), days=366),
    st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), max_size=4),
    st.sampled_from([HANOI, NEW_YORK, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Europe/Dublin")]),
)
def test_walking_from_slot_to_slot_finds_what_the_days_hold(
    start: datetime, hours: list[time], zone: ZoneInfo
) -> None:
    seen = calendar(event(date(2024, 5, 7)), zone=zone, settings=Settings(slots=tuple(hours)))
    first = start
    last = first + timedelta(days=3)
    walked = list(slots_between(first, last, seen))
    days = [first.astimezone(zone).date() + timedelta(days=n) for n in range(-1, 6)]
    held = {slot for day in days for slot in slots_on(day, seen) if first <= slot.at <= last}
    assert walked == sorted(held)
    assert all(a.at < b.at for a, b in pairwise(walked))


# -- a missed slot ---------------------------------------------------------------------------------


def test_a_missed_slot_is_made_up_for_when_the_next_is_far() -> None:
    assert agenda.made_up(Slot(local("2024-03-16 07:00")), local("2024-03-16 12:00"), calendar())


def test_a_missed_slot_is_left_to_the_next_when_that_is_near() -> None:
    slot = Slot(local("2024-03-16 07:00"))
    assert not agenda.made_up(slot, local("2024-03-17 05:00"), calendar())


def test_what_is_near_can_be_set() -> None:
    slot, now = Slot(local("2024-03-16 07:00")), local("2024-03-16 12:00")
    assert not agenda.made_up(slot, now, calendar(settings=Settings(late_slot_hours=20)))


def test_a_slot_a_few_minutes_late_goes_out_however_near_the_next() -> None:
    seen = calendar(settings=Settings(slots=(time(7), time(8))))
    assert agenda.made_up(Slot(local("2024-03-16 07:00")), local("2024-03-16 07:10"), seen)


def test_nothing_is_made_up_for_in_quiet_hours() -> None:
    slot = Slot(local("2024-03-16 07:00"))
    assert not agenda.made_up(slot, local("2024-03-16 22:00"), calendar())


# -- quiet hours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "asleep"),
    [
        ("2024-03-16 21:29", False),
        ("2024-03-16 21:30", True),
        ("2024-03-17 00:00", True),
        ("2024-03-17 05:59", True),
        ("2024-03-17 06:00", False),
    ],
)
def test_quiet_hours_last_from_evening_to_morning(moment: str, asleep: bool) -> None:
    assert quiet(local(moment), calendar()) is asleep


def test_quiet_hours_within_a_day_hold_too() -> None:
    seen = calendar(settings=Settings(quiet_from=time(12), quiet_until=time(13, 30)))
    assert quiet(local("2024-03-16 12:30"), seen)
    assert not quiet(local("2024-03-16 23:30"), seen)


def test_there_are_no_quiet_hours_on_peak_days_of_any_open_event() -> None:
    seen = calendar(event(date(2024, 9, 1)), event(date(2024, 5, 7), code="B"))
    assert not quiet(local("2024-05-07 22:00"), seen)
    assert quiet(local("2024-05-06 22:00"), seen)
    assert quiet(local("2024-05-08 01:00"), seen)


def test_quiet_hours_can_be_switched_off() -> None:
    assert not quiet(local("2024-03-16 23:00"), calendar(settings=Settings(quiet_from=None)))


@given(minutes_from(datetime(2024, 4, 25, tzinfo=UTC), days=20))
def test_quiet_hours_have_a_beginning_and_an_end_around_them(now: datetime) -> None:
    seen = calendar(event(date(2024, 5, 5), date(2024, 5, 7)))
    if not quiet(now, seen):
        return
    since, until = agenda.quiet_since(now, seen), agenda.quiet_until(now, seen)
    assert since <= now < until
    assert quiet(since, seen)
    assert not quiet(since - timedelta(seconds=1), seen)
    assert not quiet(until, seen)
    assert quiet(until - timedelta(seconds=1), seen)


# -- exact reminders -------------------------------------------------------------------------------

NOW = local("2024-03-15 08:00")


def acts(due: str, now: datetime = NOW, **settings: int) -> datetime | None:
    seen = calendar(settings=Settings(**settings))  # type: ignore[arg-type]
    at = local(due)
    nominal = agenda.exact_moment(task(at), seen.settings)
    assert nominal is not None
    return agenda.exact_act(nominal, at, now, seen)


def test_a_task_due_at_a_set_hour_is_reminded_two_hours_before() -> None:
    assert acts("2024-03-16 17:00") == local("2024-03-16 15:00")


def test_how_long_before_can_be_set() -> None:
    assert acts("2024-03-16 17:00", exact_minutes=30) == local("2024-03-16 16:30")


def test_a_reminder_that_falls_into_quiet_hours_goes_out_just_before_they_begin() -> None:
    assert acts("2024-03-17 07:00") == local("2024-03-16 21:29")


def test_where_that_moment_has_passed_it_goes_out_when_they_end() -> None:
    now = local("2024-03-16 22:00")
    assert acts("2024-03-17 07:00", now) == local("2024-03-17 06:00")
    assert acts("2024-03-17 05:00", now) is None


def test_a_reminder_put_off_goes_out_at_once_while_the_task_is_not_due() -> None:
    now = local("2024-03-16 16:00")
    assert acts("2024-03-16 17:00", now) == now
    assert acts("2024-03-16 16:00", now) is None


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DONE, Status.CANCELLED])
def test_what_is_over_for_the_unit_is_not_reminded(status: Status) -> None:
    due = local("2024-03-16 17:00")
    assert agenda.exact_moment(task(due, status=status), Settings()) is None


def test_a_task_without_an_hour_is_not_reminded() -> None:
    assert agenda.exact_moment(task(local("2024-03-16 23:59"), hour=None), Settings()) is None


def test_reminders_can_be_switched_off() -> None:
    due = local("2024-03-16 17:00")
    assert agenda.exact_moment(task(due), Settings(exact_minutes=0)) is None


# -- the ladder ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "days"),
    [("2024-04-07", [30]), ("2024-04-23", [14]), ("2024-05-06", [1]), ("2024-05-07", [0])],
)
def test_ladder_days_count_down_to_the_first_day_of_the_peak(day: str, days: list[int]) -> None:
    found = rungs(date.fromisoformat(day), [event(date(2024, 5, 7))], Settings())
    assert [rung.days for rung in found] == days


@pytest.mark.parametrize("day", ["2024-04-08", "2024-05-05", "2024-05-08"])
def test_other_days_are_no_ladder_days(day: str) -> None:
    assert rungs(date.fromisoformat(day), [event(date(2024, 5, 7))], Settings()) == []


def test_each_peak_of_an_event_has_its_ladder() -> None:
    peaks = (Peak(date(2024, 5, 5), date(2024, 5, 5)), Peak(date(2024, 5, 7), date(2024, 5, 8)))
    found = rungs(date(2024, 5, 4), [event(date(2024, 5, 5), date(2024, 5, 8), *peaks)], Settings())
    assert [rung.days for rung in found] == [1, 3]


def test_the_event_with_the_nearest_peak_comes_first_and_past_ones_last() -> None:
    past = event(date(2024, 3, 1), code="A")
    far = event(date(2024, 6, 1), None, Peak(date(2024, 5, 30), date(2024, 6, 1)), code="B")
    near = event(date(2024, 5, 31), code="C")
    listed = agenda.by_nearest_peak([past, near, far], date(2024, 5, 1))
    assert [found.code for found in listed] == ["B", "C", "A"]
