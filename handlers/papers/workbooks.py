"""/template and /export: an empty plan to fill in, and the follow-up table."""

import sqlite3
from datetime import date, timedelta
from itertools import chain

from documents.columns import EXAMPLE_TITLE, YES, ColumnId
from documents.follow_up import Explanation, PlanLine, Template
from domain.errors import Refusal
from domain.event import Event
from domain.roles import Action
from domain.task import Task, count
from domain.unit import Unit
from handlers.access import find_event, require, seat_that_may
from handlers.orders import Ingredients, Order, Recipe
from handlers.papers.follow_up import follow_up
from handlers.work import Work
from storage import events, import_rows, tasks, units

_EXAMPLE_DAYS = 14


# -- /template -------------------------------------------------------------------------------------


def template(work: Work, _: str) -> None:
    """`/template`"""
    work.make("template", seat_that_may(work, Action.ADMINISTER))


def collect_template(order: Order) -> Ingredients:
    known = units.all_of(order.connection, order.subcommittee.id)
    language = order.texts.language
    workstreams = tasks.workstreams(order.connection, order.subcommittee.id)
    due = order.subcommittee.today(order.now) + timedelta(days=_EXAMPLE_DAYS)
    codes = tuple(unit.code for unit in known)
    data = Template(
        name=order.plain("workbooks.template_name"),
        language=language,
        sheet=order.plain("workbooks.template_sheet"),
        example=_example(order, known, due, workstreams),
        choices={
            ColumnId.LEAD: codes,
            ColumnId.COOPERATING: codes,
            ColumnId.WORKSTREAM: tuple(workstreams),
            **{column: (said[language],) for column, said in YES.items()},
        },
        strict=frozenset(YES),
        wrong=order.plain("workbooks.wrong_choice"),
        explanation=_explanation(order, known),
    )
    return Ingredients(data, order.html("workbooks.template", count=len(known)))


def _example(order: Order, known: list[Unit], due: date, workstreams: list[str]) -> PlanLine:
    return PlanLine(
        reference="",
        title=EXAMPLE_TITLE[order.texts.language],
        lead=known[0].code if known else "",
        cooperating=", ".join(unit.code for unit in known[1:3]),
        due=due,
        urgent=YES[ColumnId.URGENT][order.texts.language],
        ad_hoc="",
        workstream=workstreams[0] if workstreams else "",
        source=order.plain("workbooks.example_source"),
    )


def _explanation(order: Order, known: list[Unit]) -> Explanation:
    said = [line.partition("|") for line in order.plain("workbooks.explanation").splitlines()]
    pairs = [(name, rest) for name, _, rest in said]
    listed = [(unit.code, ", ".join((unit.name, *unit.aliases))) for unit in known]
    title = [("", ""), (order.plain("workbooks.explanation_units"), "")] if listed else []
    return Explanation(order.plain("workbooks.explanation_sheet"), (*pairs, *title, *listed))


# -- /export ---------------------------------------------------------------------------------------


def export(work: Work, argument: str) -> None:
    """`/export [CODE]`"""
    if argument:
        seat, event = find_event(work, argument)
        require(seat, Action.EXPORT)
        work.make("export", seat, events=[event.id])
        return
    seat = seat_that_may(work, Action.EXPORT)
    if not events.all_of(work.connection, seat.subcommittee.id):
        raise Refusal("nothing_to_export")
    work.make("export", seat, events=[])


def collect_export(order: Order) -> Ingredients | None:
    """`events`: ids; empty, all that are open."""
    chosen = _events(order)
    if not chosen:
        return None
    listed = {event: _given(order.connection, event) for event in chosen}
    data = follow_up(order.connection, order.subcommittee, listed, order.texts, order.now)
    caption = order.html(
        "workbooks.export",
        events=chosen,
        count=count(chain.from_iterable(listed.values()), order.now),
        local=order.subcommittee.local(order.now),
        editable=order.may(Action.ADMINISTER),
    )
    return Ingredients(data, caption)


def _given(connection: sqlite3.Connection, event: Event) -> list[Task]:
    """The cancelled ones too, but not what was given by mistake: a plan that was taken back."""
    gone = import_rows.taken_back(connection, event.id)
    return [task for task in tasks.of_event(connection, event.id) if task.id not in gone]


def _events(order: Order) -> list[Event]:
    ids = order.arguments["events"]
    if not ids:
        return events.all_of(order.connection, order.subcommittee.id)
    return [events.get(order.connection, event_id) for event_id in ids]


ORDERS = {
    "template": Recipe(collect_template, Action.ADMINISTER),
    "export": Recipe(collect_export, Action.EXPORT),
}
