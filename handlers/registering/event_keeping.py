"""Events registered and changed: /newevent and /editevent."""

from dataclasses import replace
from datetime import date

from domain.arguments.events import EventEdit, NewEvent, NewPeak, parse_event_edit, parse_new_event
from domain.errors import Refusal
from domain.event import Event, Peak
from domain.fields import split_fields
from domain.roles import Action
from domain.task import Task
from handlers import agenda
from handlers.access import find_event, require, seat_that_may
from handlers.due_times import move_with_event
from handlers.keyboards import Rows
from handlers.registering import taken_codes
from handlers.seat import Seat
from handlers.work import Work
from storage import events

_MOST_PEAKS = 12


def new_event(work: Work, argument: str) -> None:
    """`/newevent CODE | name | place | first day[ - last day] [| peak …] …`"""
    seat = seat_that_may(work, Action.ADMINISTER)
    today = seat.subcommittee.today(work.now)
    new = parse_new_event(argument, today)
    taken_codes.refuse(work, seat, new.code)
    _ahead(new, today)
    event = events.create(
        work.connection,
        seat.subcommittee.id,
        new.code,
        new.name,
        new.place,
        (new.first_day, new.last_day),
        _checked((), new.peaks, today),
        work.now,
    )
    work.audit(seat, "created", event, {}, _facts(event))
    agenda.renew_slot(work.connection, seat.subcommittee, work.now)
    work.say(_card(work, seat, "registered", event), _see_rows(work, event))


def _ahead(new: NewEvent, today: date) -> None:
    if new.last_day < today:
        raise Refusal("days_past", field="days", day=new.last_day)


def _checked(kept: tuple[Peak, ...], new: tuple[NewPeak, ...], today: date) -> tuple[Peak, ...]:
    """The peaks with the new ones; one of the same days takes the place of the old one."""
    peaks = {(peak.first_day, peak.last_day): peak for peak in kept}
    for peak in new:
        if peak.last_day < today:
            raise Refusal("days_past", field="peak", day=peak.last_day)
        peaks[peak.first_day, peak.last_day] = Peak(peak.first_day, peak.last_day, peak.label)
    if len(peaks) > _MOST_PEAKS:
        raise Refusal("too_many_peaks", limit=_MOST_PEAKS)
    return tuple(sorted(peaks.values(), key=lambda peak: (peak.first_day, peak.last_day)))


def _facts(event: Event) -> dict[str, object]:
    """What the audit log keeps of an event."""
    peaks = [
        [peak.first_day.isoformat(), peak.last_day.isoformat(), peak.label] for peak in event.peaks
    ]
    return {
        "code": event.code,
        "name": event.name,
        "place": event.place,
        "first_day": event.first_day,
        "last_day": event.last_day,
        "peaks": peaks,
    }


def _card(work: Work, seat: Seat, heading: str, event: Event) -> str:
    return work.html(
        f"event_keeping.{heading}",
        event=event,
        today=seat.subcommittee.today(work.now),
        subcommittee=seat.subcommittee.name if len(work.seats) > 1 else "",
    )


def _see_rows(work: Work, event: Event) -> Rows:
    return [[work.button("event_keeping.button_see", f"event:{event.id}", event=event)]]


def edit_event(work: Work, argument: str) -> None:
    """`/editevent CODE | field = value …`; tasks due at a distance from D-day move with it."""
    seat, before, edit = _read_edit(work, argument)
    require(seat, Action.ADMINISTER)
    if before.closed:
        raise Refusal("event_closed", event=before)
    wanted = _edited(before, edit, seat.subcommittee.today(work.now))
    if _facts(wanted) == _facts(before):
        work.say(_card(work, seat, "unchanged", before))
        return
    after = events.update(work.connection, wanted)
    old, new = _facts(before), _facts(after)
    work.audit(
        seat,
        "changed",
        after,
        {name: old[name] for name in old if old[name] != new[name]},
        {name: new[name] for name in new if old[name] != new[name]},
    )
    moved = move_with_event(work, seat, after) if after.first_day != before.first_day else []
    agenda.renew_slot(work.connection, seat.subcommittee, work.now)
    _say_changed(work, seat, before, after, moved)


def _read_edit(work: Work, argument: str) -> tuple[Seat, Event, EventEdit]:
    """The event first: dates of peaks without a year are those nearest to it."""
    fields = split_fields(argument)
    if not fields or not fields[0]:
        raise Refusal("missing_field", field="code")
    seat, event = find_event(work, fields[0])
    today = seat.subcommittee.today(work.now)
    return seat, event, parse_event_edit(argument, today, event.first_day)


def _edited(event: Event, edit: EventEdit, today: date) -> Event:
    first, last = edit.days or (event.first_day, event.last_day)
    if edit.days and last < today:
        raise Refusal("days_past", field="days", day=last)
    kept = () if edit.no_peak else event.peaks
    return replace(
        event,
        name=event.name if edit.name is None else edit.name,
        place=event.place if edit.place is None else edit.place,
        first_day=first,
        last_day=last,
        peaks=_checked(kept, edit.peaks, today),
    )


def _say_changed(
    work: Work, seat: Seat, before: Event, after: Event, moved: list[tuple[Task, Task]]
) -> None:
    """The event as it is now, and what moved with it."""
    blocks = [_card(work, seat, "changed", after)]
    if after.first_day != before.first_day and after.peaks and after.peaks == before.peaks:
        blocks.append(work.html("event_keeping.peaks_stay", event=after))
    if moved:
        blocks += ["", work.html("event_keeping.moved", count=len(moved))]
        blocks += [
            work.html("event_keeping.moved_task", before=task, after=later, now=work.now)
            for task, later in moved
        ]
    work.say_blocks(blocks, _see_rows(work, after))
