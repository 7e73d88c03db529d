"""/document: the report of the situation as a document."""

from __future__ import annotations

from datetime import date

from domain.arguments.documents import DocumentQuery, parse_document_query
from domain.digest import View, view
from domain.errors import Refusal
from domain.event import Event
from domain.period import Period, PeriodKind, period
from domain.roles import Action
from domain.situation import Situation, situation
from domain.subcommittee import Subcommittee
from domain.summary import summary
from handlers.access import find_event, require, seat_that_may
from handlers.agenda import calendar_of
from handlers.orders import Ingredients, Order
from handlers.papers.outline import Words
from handlers.papers.report import Issue, number_of, report
from handlers.seat import Seat
from handlers.texts import texts
from handlers.work import Work
from storage import deeds, document_numbers, events, tasks, units

RECIPE = "report"


def document(work: Work, argument: str) -> None:
    """`/document [CODE] [day, week, since DATE]`"""
    seat = seat_that_may(work, Action.SEE_SUMMARY)
    query = parse_document_query(argument, seat.subcommittee.today(work.now))
    event = None
    if query.code is not None:
        seat, event = find_event(work, query.code)
        require(seat, Action.SEE_SUMMARY)
    elif not events.all_of(work.connection, seat.subcommittee.id):
        raise Refusal("no_open_events")
    day = seat.subcommittee.today(work.now)
    work.make(
        RECIPE,
        seat,
        event=event.id if event else None,
        kind=query.kind,
        since=query.since.isoformat() if query.since else None,
        number=_number(work, seat, event, query, day),
        day=day.isoformat(),
    )


def _number(
    work: Work, seat: Seat, event: Event | None, query: DocumentQuery, day: date
) -> int | None:
    """Asked for again on the same day, the same report keeps its number."""
    if not seat.subcommittee.settings.number_documents:
        return None
    about = f"{event.code if event else '*'} {query.kind} {query.since or ''} {day}"
    return document_numbers.take(
        work.connection, seat.subcommittee.id, day.year, about, work.person.id, work.now
    )


# -- when it is made -------------------------------------------------------------------------------


def collect(order: Order) -> Ingredients | None:
    """The report as of this moment; None where its event is gone."""
    said = order.arguments
    event = events.get(order.connection, said["event"]) if said["event"] else None
    since = date.fromisoformat(said["since"]) if said["since"] else None
    told = period(PeriodKind(said["kind"]), order.now, order.subcommittee.zone, since)
    found = situation_of(order, event, told)
    words = words_of(order, order.subcommittee)
    day = date.fromisoformat(said["day"])
    issue = Issue(order.subcommittee, event, said["number"], day, order.now)
    caption = order.html(
        "papers.document",
        number=number_of(words, issue),
        event=event,
        period=told,
        zone=order.subcommittee.zone,
        count=found.summary.count,
        stopped=len(found.stopped),
        missing=_missing(order, issue),
    )
    return Ingredients(report(words, issue, found), caption)


def situation_of(order: Order, event: Event | None, told: Period) -> Situation:
    """Of one event, or of all that are open: the very summary that is shown on /summary."""
    calendar = calendar_of(order.connection, order.subcommittee)
    seen = View(calendar, order.now, [event]) if event else view(calendar, order.now)
    by_event = {each.id: tasks.of_event(order.connection, each.id) for each in seen.events}
    done = deeds.between(order.connection, by_event, told.since, told.until)
    stopped = deeds.stopped(order.connection, by_event)
    everything = [task for listed in by_event.values() for task in listed]
    return situation(summary(by_event, None, seen), everything, done, stopped, told, seen)


def words_of(order: Order, subcommittee: Subcommittee) -> Words:
    """A document speaks the subcommittee's language, whoever asks for it."""
    names = {unit.id: unit.name for unit in units.all_of(order.connection, subcommittee.id)}
    return Words(texts(subcommittee.language), names, subcommittee.zone)


def _missing(order: Order, issue: Issue) -> list[str]:
    """What an admin may want to set before the document goes anywhere."""
    settings = issue.subcommittee.settings
    if not order.may(Action.ADMINISTER) or issue.subcommittee.language == "en":
        return []
    wanted = ("superior_body", "document_place", "symbol", "signer")
    return [name for name in wanted if not getattr(settings, name)]
