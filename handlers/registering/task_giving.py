"""Tasks given by command: /newtask, one or many at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from domain.arguments.tasks import NewTask as Words
from domain.arguments.tasks import parse_new_tasks
from domain.codes import parse_code
from domain.dates import Moment
from domain.errors import Refusal
from domain.event import Event
from domain.fields import in_field
from domain.lines import split_lines
from domain.notices import What
from domain.roles import Action
from domain.task import Task
from handlers import agenda, bad_lines, continuing, telling
from handlers.access import find_event, find_unit, pressed_number, require, seat_that_may
from handlers.cards import open_button
from handlers.due_times import due_for
from handlers.keyboards import Rows, grid
from handlers.proposing import leave_button, propose, take
from handlers.seat import Seat
from handlers.unit_people import warnings
from handlers.work import Work
from storage import events, tasks, units
from storage.tasks import NewTask

COMMAND = "newtask"
KIND = "same_task"
_MOST_CARDS = 12


@dataclass(frozen=True)
class Outcome:
    """What became of one line: a task, or one that is there already, or a refusal."""

    line: str
    seat: Seat | None = None
    new: NewTask | None = None
    task: Task | None = None
    same: Task | None = None
    refusal: Refusal | None = None


def new_task(work: Work, argument: str) -> None:
    """`/newtask CODE | title | UNIT | due …`; several lines make several tasks."""
    _give(work, argument, None)


def continues(work: Work, text: str) -> bool:
    """Whether plain text has the form of lines that give tasks."""
    return all("|" in line for line in text.splitlines() if line.strip())


def go_on(work: Work, text: str, context: Mapping[str, Any]) -> None:
    """Plain lines after the command: more tasks."""
    _give(work, text, context["code"])


def _give(work: Work, text: str, code: str | None) -> None:
    """A single line that cannot be carried out raises its Refusal; of several the good count."""
    several = len(split_lines(text)) > 1 or code is not None
    seat = seat_that_may(work, Action.ADMINISTER)
    code, rest = _code_for_all(text, code)
    lines = parse_new_tasks(rest, seat.subcommittee.local(work.now), code)
    outcomes = []
    for line in lines:
        copy = f"{code}\n{line.text}" if code else line.text
        if line.value is None:
            outcomes.append(Outcome(copy, refusal=line.refusal))
        else:
            outcomes.append(_carry_out(work, line.value, copy))
    if len(outcomes) == 1 and outcomes[0].refusal:
        raise outcomes[0].refusal
    _say(work, outcomes)
    if several:
        continuing.remember(work, COMMAND, {"code": code}, seat)


def _code_for_all(text: str, code: str | None) -> tuple[str | None, str]:
    """A code alone on the first line serves all lines below."""
    lines = split_lines(text)
    if len(lines) > 1 and "|" not in lines[0]:
        with in_field("code"):
            return parse_code(lines[0]), "\n".join(lines[1:])
    return code, text


def _carry_out(work: Work, words: Words, line: str) -> Outcome:
    try:
        seat, new = _looked_up(work, words)
    except Refusal as refusal:
        return Outcome(line, refusal=refusal)
    same = tasks.same(work.connection, new.event_id, new.lead_unit_id, new.title)
    if same is not None:
        return Outcome(line, seat, new, same=same)
    return Outcome(line, seat, new, task=_create(work, seat, new))


def _looked_up(work: Work, words: Words) -> tuple[Seat, NewTask]:
    seat, event = find_event(work, words.code, closed=False)
    require(seat, Action.ADMINISTER)
    lead = find_unit(work, seat, words.unit)
    cooperating = dict.fromkeys(find_unit(work, seat, said).id for said in words.cooperating)
    cooperating.pop(lead.id, None)
    new = NewTask(
        event_id=event.id,
        title=words.title,
        lead_unit_id=lead.id,
        **_due(work, seat, event, words.due),
        cooperating=tuple(cooperating),
        urgent=words.urgent,
        ad_hoc=words.ad_hoc,
        workstream=words.workstream,
        source=words.source,
    )
    return seat, new


def _due(work: Work, seat: Seat, event: Event, moment: Moment) -> dict[str, Any]:
    due = due_for(work, seat, event, moment)
    return {"due_day": due.day, "due_hour": due.hour, "due_offset": due.offset, "due_at": due.at}


def _create(work: Work, seat: Seat, new: NewTask) -> Task:
    task = tasks.create(work.connection, new, work.now)
    facts = {
        "reference": task.reference,
        "title": task.title,
        "unit": task.lead_unit_code,
        "with": [units.get(work.connection, unit_id).code for unit_id in task.cooperating],
        "due_day": task.due_day,
        "due_hour": task.due_hour,
        "due_offset": task.due_offset,
        "urgent": task.urgent,
        "ad_hoc": task.ad_hoc,
        "workstream": task.workstream,
        "source": task.source,
    }
    work.audit(seat, "created", task, {}, facts)
    agenda.renew_task(work.connection, task, seat.subcommittee, work.now)
    telling.tell(work, seat, What.ASSIGNED, task)
    return task


def _say(work: Work, outcomes: Sequence[Outcome]) -> None:
    given = [outcome.task for outcome in outcomes if outcome.task]
    doubled = [outcome for outcome in outcomes if outcome.same]
    refused = [(outcome.line, outcome.refusal) for outcome in outcomes if outcome.refusal]
    blocks = _given_blocks(work, given)
    blocks = bad_lines.under(blocks, bad_lines.blocks(work, COMMAND, refused))
    if blocks:
        work.say_blocks(blocks, _see_rows(work, given))
    # Each subcommittee's are a question of their own: they are agreed to from one seat.
    seats = {outcome.seat.subcommittee.id: outcome.seat for outcome in doubled if outcome.seat}
    for seat in seats.values():
        _ask_again(work, seat, [outcome for outcome in doubled if outcome.seat == seat])


def _given_blocks(work: Work, given: Sequence[Task]) -> list[str]:
    if not given:
        return []
    if len(given) == 1:
        blocks = [_given_card(work, given[0])]
    else:
        blocks = [work.html("task_giving.given_many", count=len(given))]
        blocks += [work.html("task_giving.given_line", task=task) for task in given]
    unit_ids = [unit_id for task in given for unit_id in (task.lead_unit_id, *task.cooperating)]
    return blocks + warnings(work, unit_ids)


def _given_card(work: Work, task: Task) -> str:
    return work.html(
        "task_giving.given",
        task=task,
        lead=units.get(work.connection, task.lead_unit_id),
        cooperating=[units.get(work.connection, unit_id) for unit_id in task.cooperating],
    )


def _see_rows(work: Work, given: Sequence[Task]) -> Rows:
    return grid([open_button(work.texts, task) for task in given[:_MOST_CARDS]], 3)


def _ask_again(work: Work, seat: Seat, doubled: Sequence[Outcome]) -> None:
    """A task with the same event, title and unit is given again only at a button."""
    kept = [_kept(outcome.new) for outcome in doubled if outcome.new]
    proposal = propose(work, seat, KIND, {"tasks": kept})
    blocks = [work.html("task_giving.same", count=len(doubled))]
    blocks += [
        work.html("task_giving.same_line", task=outcome.same, new=outcome.new)
        for outcome in doubled
    ]
    label = work.button("task_giving.button_again", f"again:{proposal}", "primary")
    work.say_blocks(blocks, [[label, leave_button(work, proposal)]])


def _kept(new: NewTask) -> dict[str, Any]:
    """The task as a proposal keeps it; its due time as stated, for D-day may move meanwhile."""
    hour = new.due_hour.isoformat("minutes") if new.due_hour else None
    return {
        "event_id": new.event_id,
        "title": new.title,
        "lead_unit_id": new.lead_unit_id,
        "day": new.due_day.isoformat(),
        "hour": hour,
        "offset": new.due_offset,
        "cooperating": list(new.cooperating),
        "urgent": new.urgent,
        "ad_hoc": new.ad_hoc,
        "workstream": new.workstream,
        "source": new.source,
    }


def again(work: Work, arguments: list[str]) -> None:
    """`again:<proposal>`: gives the tasks all the same."""
    seat, data = take(work, pressed_number(arguments), KIND)
    require(seat, Action.ADMINISTER)
    given = [_create(work, seat, _from_kept(work, seat, kept)) for kept in data["tasks"]]
    blocks = _given_blocks(work, given)
    if len(given) == 1:
        work.show("\n".join(blocks), _see_rows(work, given))
    else:
        work.show(work.html("task_giving.given_again", count=len(given)))
        work.say_blocks(blocks, _see_rows(work, given))


def _from_kept(work: Work, seat: Seat, kept: dict[str, Any]) -> NewTask:
    event = events.get(work.connection, kept.pop("event_id"))
    if event.closed:
        raise Refusal("event_closed", event=event)
    day, hour, offset = kept.pop("day"), kept.pop("hour"), kept.pop("offset")
    moment = Moment(
        date.fromisoformat(day) if offset is None else None,
        time.fromisoformat(hour) if hour else None,
        offset,
    )
    cooperating = tuple(kept.pop("cooperating"))
    due = _due(work, seat, event, moment)
    return replace(NewTask(event_id=event.id, **kept, **due), cooperating=cooperating)
