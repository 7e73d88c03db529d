"""/task: one task's card, its history and its evidence."""

from datetime import date
from typing import Any

from domain import dates
from domain.task import Task
from domain.text import shorten
from handlers import cards
from handlers.access import find_task
from handlers.paging import number_of, pager_rows, pages_of
from handlers.seat import Seat
from handlers.work import Work
from storage import evidence, history
from storage.evidence import Evidence

_ENTRIES = 5
_NOTE_SHOWN = 200
_VALUE_SHOWN = 60
_MOST_FIELDS = 3
_SHOWN_FIELDS = (
    "title",
    "lead_unit_code",
    "due_day",
    "due_hour",
    "workstream",
    "source",
    "urgent",
    "obstacle_class",
)
_MOST_PIECES = 30
_ALBUM = 10
_CAPTION = 300
_TOGETHER = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
"""What Telegram takes into one album."""


def task(work: Work, argument: str) -> None:
    """`REF`"""
    seat, found = find_task(work, argument)
    cards.say(work, seat, found)


def open_card(work: Work, arguments: list[str]) -> None:
    """`card:<id>:<version>`: in its own place, else as a new message."""
    cards.show(work, *cards.seen(work, arguments))


# -- history -------------------------------------------------------------------------------------


def show_history(work: Work, arguments: list[str]) -> None:
    """`history:<id>:<page>`"""
    seat, found = cards.seen(work, arguments)
    pages = pages_of(history.count(work.connection, found.id), _ENTRIES)
    page = min(number_of(arguments[1]) if len(arguments) > 1 else 0, pages - 1)
    entries = history.of_task(work.connection, found.id, _ENTRIES, page * _ENTRIES)
    blocks = [_entry(work, seat, entry) for entry in entries]
    html = "\n\n".join(
        [
            work.html("cards.history_head", task=found),
            *(blocks or [work.html("cards.history_empty")]),
        ]
    )
    back = work.button("cards.button_back", f"card:{found.id}:{found.version}")
    rows = [*pager_rows(f"history:{found.id}", page, pages), [back]]
    if cards.about_this(work, found):
        work.show(html, rows, task_id=found.id)
    else:
        work.say(html, rows, task_id=found.id)


def _entry(work: Work, seat: Seat, entry: history.Entry) -> str:
    note = entry.note or ("" if entry.status else str(entry.after.get("note", "")))
    return work.html(
        "cards.history_entry",
        entry=entry,
        zone=seat.subcommittee.zone,
        note=shorten(note, _NOTE_SHOWN) if note else "",
        changed=_changed(entry),
    )


def _changed(entry: history.Entry) -> list[tuple[str, Any, Any]]:
    """The fields that an edit changed, with what they were and are; a new task has only begun."""
    if entry.status or not entry.before:
        return []
    names = [name for name in _SHOWN_FIELDS if name in entry.after]
    return [
        (name, _said(name, entry.before.get(name)), _said(name, entry.after[name]))
        for name in names[:_MOST_FIELDS]
    ]


def _said(name: str, value: Any) -> Any:
    if name == "due_day" and value:
        return dates.format_date(date.fromisoformat(value))
    return shorten(value, _VALUE_SHOWN) if isinstance(value, str) else value


# -- evidence ------------------------------------------------------------------------------------


def show_evidence(work: Work, arguments: list[str]) -> None:
    """`evidence:<id>`: sends the newest pieces again, albums together."""
    seat, found = cards.seen(work, arguments)
    pieces = evidence.of_task(work.connection, found.id, _MOST_PIECES)
    if not pieces:
        work.pop_up("cards.no_evidence", alert=True, task=found)
        return
    for group in _grouped(pieces):
        _send(work, seat, found, group)


def _grouped(pieces: list[Evidence]) -> list[list[Evidence]]:
    """Neighbours that can stand in one album, at most ten together."""
    groups: list[list[Evidence]] = []
    for piece in pieces:
        kind = _TOGETHER.get(piece.kind)
        last = groups[-1] if groups else []
        fits = kind is not None and last and _TOGETHER.get(last[0].kind) == kind
        if fits and len(last) < _ALBUM:
            last.append(piece)
        else:
            groups.append([piece])
    return groups


def _send(work: Work, seat: Seat, found: Task, group: list[Evidence]) -> None:
    if len(group) > 1:
        media = [
            {
                "type": piece.kind,
                "media": piece.file_id,
                "caption": _caption(work, seat, found, piece),
            }
            for piece in group
        ]
        work.send("sendMediaGroup", {"media": media}, task_id=found.id)
        return
    piece = group[0]
    if piece.kind == "location":
        place = {"latitude": piece.latitude, "longitude": piece.longitude}
        work.send("sendLocation", place, task_id=found.id)
        return
    params = {piece.kind: piece.file_id, "caption": _caption(work, seat, found, piece)}
    work.send(f"send{piece.kind.capitalize()}", params, task_id=found.id)


def _caption(work: Work, seat: Seat, found: Task, piece: Evidence) -> str:
    return work.texts.plain(
        "cards.evidence_caption",
        task=found,
        piece=piece,
        caption=shorten(piece.caption, _CAPTION) if piece.caption else "",
        zone=seat.subcommittee.zone,
    )
