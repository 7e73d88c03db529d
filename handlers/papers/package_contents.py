"""What goes into the package of a closed event: all that is on record of it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from documents.package_contents import Attached, Nested, PackageContents, Table, Written
from domain.event import Event
from domain.period import PeriodKind
from domain.task import Status
from handlers.audit_lines import Told, changes_of
from handlers.orders import Collector, Order
from handlers.papers import charts, document, progress_picture, status_card
from handlers.papers.follow_up import follow_up
from handlers.seat import Seat
from handlers.texts import texts
from storage import event_records, events, tasks
from storage.audit_pages import Line
from storage.event_records import Changed, Shown
from storage.packages import Package

MOST_BYTES_OF_A_PART = 45 * 1024 * 1024
"""Telegram takes 50 MB, with all that goes around it."""
MOST_LETTERS_OF_A_VALUE = 5000
"""More than anything that people may write."""
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))
_PAPERS: tuple[tuple[str, Collector], ...] = (
    (document.RECIPE, document.collect),
    (charts.CARD, status_card.collect),
    (charts.PROGRESS, progress_picture.collect),
)


def contents(
    connection: sqlite3.Connection,
    package: Package,
    seat: Seat,
    folder: Path,
    files: Mapping[int, Path],
    missing: Mapping[int, str],
    now: datetime,
) -> PackageContents:
    """All of it. `files`: what was fetched, by the id of the evidence; `missing`: why the others
    were not, as `packages.missing` puts it into words."""
    said = texts(package.language)
    event = events.get(connection, package.event_id)
    order = Order(connection, now, seat.subcommittee, seat, said, _arguments(seat, event, now))
    shown = event_records.evidence(connection, event.id)
    names = {
        piece.id: _name_of(order, piece, files[piece.id]) for piece in shown if piece.id in files
    }
    absent = [(piece, missing[piece.id]) for piece in shown if piece.id in missing]
    return PackageContents(
        name=said.plain("packages.name", event=event).translate(_FORBIDDEN),
        part=said.plain("packages.part", number="{number}", total="{total}"),
        folder=str(folder),
        index=_index(order, event, shown, absent),
        not_made=said.plain("packages.not_made", recipe="{recipe}"),
        most_bytes=MOST_BYTES_OF_A_PART,
        nested=tuple(_nested(order, event)),
        tables=tuple(_tables(order, event, shown, names)),
        written=(_audit_extract(order, event),),
        attached=tuple(Attached(names[id], str(path)) for id, path in files.items() if id in names),
    )


def _arguments(seat: Seat, event: Event, now: datetime) -> dict[str, object]:
    """As the reports and pictures of the event are ordered; the report tells of all its time."""
    day = seat.subcommittee.today(now).isoformat()
    return {
        "event": event.id,
        "full": True,
        "kind": PeriodKind.SINCE,
        "since": day,
        "number": None,
        "day": day,
    }


def _nested(order: Order, event: Event) -> Iterator[Nested]:
    listed = tasks.of_event(order.connection, event.id)
    table = follow_up(order.connection, order.subcommittee, {event: listed}, order.texts, order.now)
    yield Nested("export", table)
    born = [task.created_at for task in listed if task.created_at is not None]
    since = order.subcommittee.today(min(born, default=order.now)).isoformat()
    told = Order(
        order.connection,
        order.now,
        order.subcommittee,
        order.seat,
        order.texts,
        {**order.arguments, "since": since},
    )
    for recipe, collect in _PAPERS:
        found = collect(told)
        if found is not None:
            yield Nested(recipe, found.data)


def _tables(
    order: Order, event: Event, shown: Sequence[Shown], names: Mapping[int, str]
) -> Iterator[Table]:
    yield _table(order, "reports", _reports(order, event))
    yield _table(order, "history", _history(order, event))
    evidence = (
        (
            *(piece.reference, _moment(order, piece.at), piece.person, piece.caption),
            names.get(piece.id, "") if piece.file_id else _place(piece),
        )
        for piece in shown
    )
    yield _table(order, "evidence", evidence)


def _table(order: Order, name: str, rows: Iterable[tuple[str, ...]]) -> Table:
    headings = order.plain(f"packages.{name}_headings").splitlines()
    return Table(order.plain(f"packages.{name}_file"), tuple(headings), tuple(rows))


def _reports(order: Order, event: Event) -> Iterator[tuple[str, ...]]:
    for report in event_records.reports(order.connection, event.id):
        yield (
            *(report.reference, _moment(order, report.at), report.person),
            order.plain("packages.move", move=report.move),
            order.plain("common.status", status=report.status),
            "" if report.status is Status.SUBMITTED else str(report.percent),
            report.note,
        )


def _history(order: Order, event: Event) -> Iterator[tuple[str, ...]]:
    told = Told(order.connection, order.texts, order.subcommittee)
    for changed in event_records.changes(order.connection, event.id):
        line = _line_of(changed)
        changes = changes_of(told, line, MOST_LETTERS_OF_A_VALUE)
        yield (
            *(changed.reference, _moment(order, line.at), changed.person),
            order.plain("audit.action", subject=line.subject, action=line.action),
            order.plain("packages.values", changes=changes, side="before"),
            order.plain("packages.values", changes=changes, side="after"),
        )


def _line_of(changed: Changed) -> Line:
    values = changed.values
    return Line(
        at=datetime.fromisoformat(values["at"]),
        who=changed.person,
        action=values["action"],
        subject=values["subject"],
        name=changed.reference,
        before=json.loads(values["before"]),
        after=json.loads(values["after"]),
    )


def _place(piece: Shown) -> str:
    return f"{piece.latitude}, {piece.longitude}"


def _moment(order: Order, at: datetime) -> str:
    return f"{order.subcommittee.local(at):%Y-%m-%d %H:%M:%S}"


def _name_of(order: Order, piece: Shown, path: Path) -> str:
    at = f"{order.subcommittee.local(piece.at):%Y-%m-%d %H%M}"
    folder = order.plain("packages.evidence_folder")
    return f"{folder}/{piece.reference}/{at} {piece.id}{path.suffix}"


def _audit_extract(order: Order, event: Event) -> Written:
    """A line of JSON for each row: hashed with the hash before it, it gives its own hash."""
    lines = [
        json.dumps({"previous": changed.previous, **changed.values}, ensure_ascii=False)
        for changed in event_records.changes(order.connection, event.id)
    ]
    return Written("audit-extract.jsonl", "".join(f"{line}\n" for line in lines))


def _index(
    order: Order, event: Event, shown: Sequence[Shown], absent: Sequence[tuple[Shown, str]]
) -> Written:
    text = order.plain(
        "packages.index",
        subcommittee=order.subcommittee,
        event=event,
        local=order.subcommittee.local(order.now),
        pieces=len(shown),
        absent=absent,
    )
    return Written(order.plain("packages.index_file"), text)
