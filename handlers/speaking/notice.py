"""What a person did, told to those it concerns: one message, in the order of what happened."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.member import Member
from domain.notices import Item, What, still_true
from domain.roles import UNIT_ROLES
from domain.task import Move, Status, Task
from handlers.cards import move_buttons, next_moves, open_button
from handlers.keyboards import Button, Rows, grid
from handlers.seat import Seat
from handlers.speaking.reader import Reader, message, reader_of
from handlers.texts import joined, visible_length
from storage import members, persons, tasks
from storage.outbox import OutboxRow, Rendered
from storage.times import from_text

LETTERS = 3_000
"""What goes beyond is counted, and found with /mine."""
_MOST_CARDS = 6
_TO_ACCEPT = frozenset({What.ASSIGNED, What.REASSIGNED_TO, What.JOINED, What.URGED})


@dataclass(frozen=True)
class Told:
    item: Item
    task: Task
    who: str
    """The name of who did it; empty for nobody."""


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """None where nothing of it is so any more, or the member has left."""
    reader = reader_of(connection, row)
    if reader is None or reader.member is None:
        return None
    told = _told(connection, items_of(row), reader.member)
    if not told:
        return None
    listed = {each.task.id: each.task for each in told}
    if len(listed) == 1:
        task = told[0].task
        html = "\n\n".join(_whole(reader, each, now) for each in told)
        rows = _rows_of_one(reader, task)
        return message(reader, now, _named(connection, reader, html), rows, task_id=task.id)
    html = _named(connection, reader, _list(reader, told, now))
    return message(reader, now, html, _rows(reader, row, list(listed.values())))


def _named(connection: sqlite3.Connection, reader: Reader, html: str) -> str:
    """Under the subcommittee's name for whoever is in several: their codes may be the same."""
    assert reader.member is not None
    if len(members.of_person(connection, reader.member.person_id)) == 1:
        return html
    return f"{reader.html('notice.of', name=reader.subcommittee.name)}\n{html}"


def items_of(row: OutboxRow) -> list[Item]:
    """The items of a notice as they were put."""
    return [
        Item(
            What(raw["what"]),
            raw["task_id"],
            from_text(raw["at"]),
            raw["by"],
            raw["unit_id"],
            raw["note"],
        )
        for raw in row.content.get("items", [])
    ]


def _told(connection: sqlite3.Connection, items: Iterable[Item], member: Member) -> list[Told]:
    """What still holds, the newest of each kind and task, grouped by what happened; what the own
    unit leads comes first."""
    newest = {(item.what, item.task_id): item for item in items}
    names: dict[int, str] = {}
    found = []
    known = tasks.of_ids(connection, (item.task_id for item in newest.values()))
    for item in newest.values():
        task = known.get(item.task_id)
        if task is None or not still_true(item, task, member):
            continue
        if item.by is not None and item.by not in names:
            person = persons.get(connection, item.by)
            names[item.by] = person.name if person else ""
        found.append(Told(item, task, names.get(item.by or 0, "")))
    order = list(What)

    def place(told: Told) -> tuple[int, bool, datetime]:
        own = told.task.lead_unit_id == member.unit_id
        return order.index(told.item.what), not own, told.task.due_at

    return sorted(found, key=place)


# -- the text --------------------------------------------------------------------------------------


def _whole(reader: Reader, told: Told, now: datetime) -> str:
    return reader.html("notice.one", told=told, member=reader.member, now=now)


def _list(reader: Reader, told: list[Told], now: datetime) -> str:
    """Lines under a heading for each thing that happened, cut between two of them."""
    lines: list[str] = []
    room = LETTERS
    shown = 0
    for what in dict.fromkeys(each.item.what for each in told):
        group = [each for each in told if each.item.what is what]
        heading = reader.html("notice.heading", what=what, group=group, who=_same_hand(group))
        for each in group:
            line = reader.html(
                "notice.line", told=each, member=reader.member, who=not _same_hand(group), now=now
            )
            piece = f"{heading}\n{line}" if heading else line
            room -= visible_length(piece) + 1
            if room < 0:
                lines.append(_more(reader, len(told) - shown))
                return str(joined(lines))
            lines.append(piece)
            heading = ""
            shown += 1
    return str(joined(lines))


def _more(reader: Reader, count: int) -> str:
    own = reader.role in UNIT_ROLES
    return reader.html("notice.more", count=count, own=own)


def _same_hand(group: list[Told]) -> str:
    """Who did all of it, where it was one person."""
    names = {each.who for each in group}
    return names.pop() if len(names) == 1 else ""


# -- buttons ---------------------------------------------------------------------------------------


def _rows_of_one(reader: Reader, task: Task) -> Rows:
    assert reader.member is not None
    seat = Seat(reader.member, reader.subcommittee)
    buttons = move_buttons(reader.texts, task, next_moves(seat, task))
    return grid([*buttons, open_button(reader.texts, task)], 2)


def _rows(reader: Reader, row: OutboxRow, listed: list[Task]) -> Rows:
    assert reader.member is not None
    if reader.member.role not in UNIT_ROLES:
        cards = [open_button(reader.texts, task) for task in listed]
        return grid(cards[:_MOST_CARDS], 3)
    seat = Seat(reader.member, reader.subcommittee)
    buttons = []
    acceptable = [task for task in listed if Move.ACCEPT in next_moves(seat, task)]
    if acceptable:
        label = reader.texts.plain("notice.button_accept_all", count=len(acceptable))
        buttons.append([Button(label, f"acceptall:{row.id}", "success")])
    buttons.append([Button(reader.texts.plain("notice.button_list"), "mine:0")])
    return buttons


# -- delivered -------------------------------------------------------------------------------------


def delivered(connection: sqlite3.Connection, row: OutboxRow, member: Member) -> list[int]:
    """The tasks that this notice brought to their lead unit."""
    found = []
    items = items_of(row)
    known = tasks.of_ids(connection, (item.task_id for item in items))
    for item in items:
        task = known.get(item.task_id)
        if item.what in _TO_ACCEPT and task is not None and _brought(task, member):
            found.append(task.id)
    return found


def urged(connection: sqlite3.Connection, row: OutboxRow, member: Member) -> list[Task]:
    """The tasks of which this notice reminded their lead unit."""
    ids = [item.task_id for item in items_of(row) if item.what is What.URGED]
    found = [tasks.get(connection, task_id) for task_id in ids]
    return [task for task in found if task is not None and task.lead_unit_id == member.unit_id]


def _brought(task: Task, member: Member) -> bool:
    return (
        task.status is Status.ASSIGNED
        and member.role in UNIT_ROLES
        and member.unit_id == task.lead_unit_id
    )
