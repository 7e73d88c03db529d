"""The buttons under a preview and under what was imported; each is pressed once."""

from datetime import timedelta

from domain.errors import Refusal
from domain.event import Event
from domain.roles import Action
from handlers.access import pressed_number, require
from handlers.planning.buttons import own
from handlers.planning.previewing import counts
from handlers.work import Work
from storage import events, import_rows, imports, plan_basis, tasks
from storage.imports import Import

CAN_BE_TAKEN_BACK = timedelta(hours=1)


def import_now(work: Work, arguments: list[str]) -> None:
    """`planimport:<import>`: carries out the rows without faults, in slices after this one."""
    found = own(work, pressed_number(arguments))
    _expect(found, imports.PREVIEWED)
    event = _place(work, found)
    if event.closed:
        raise Refusal("event_closed", event=event)
    mark = plan_basis.mark(work.connection, event)
    if found.basis != mark:
        _read_again(work, found, event)
        return
    counted = counts(work.connection, found)
    if not counted.good:
        raise Refusal("import_nothing")
    imports.change(
        work.connection,
        found.id,
        state=imports.IMPORTING,
        message_id=work.incoming.message_id,
        update_id=work.incoming.update_id,
        cursor=0,
        imported_at=work.now,
    )
    work.show(work.html("planning.importing", event=event, count=counted.good))


def _read_again(work: Work, found: Import, event: Event) -> None:
    """What was shown is not what it would do any more: another preview comes."""
    imports.change(work.connection, found.id, state=imports.FETCHING, attempts=0)
    work.pop_up("planning.stale", alert=True, event=event)
    work.show(work.html("planning.reading_again", event=event, file=found.file_name))


def leave(work: Work, arguments: list[str]) -> None:
    """`plancancel:<import>`"""
    found = own(work, pressed_number(arguments))
    _expect(found, imports.PREVIEWED, imports.ASKING)
    imports.change(work.connection, found.id, state=imports.CANCELLED, finished_at=work.now)
    work.show(work.html("planning.left", file=found.file_name))


def take_back(work: Work, arguments: list[str]) -> None:
    """`planundo:<import>`: takes the whole import back, in slices after this one."""
    found = own(work, pressed_number(arguments))
    _expect(found, imports.IMPORTED)
    event = _place(work, found)
    assert found.imported_at is not None
    assert found.finished_at is not None
    if work.now > found.finished_at + CAN_BE_TAKEN_BACK:
        raise Refusal("import_too_late")
    task_id = import_rows.reported(work.connection, found.id, found.imported_at)
    task = tasks.get(work.connection, task_id) if task_id is not None else None
    if task is not None:
        raise Refusal("import_reported", task=task)
    imports.change(
        work.connection,
        found.id,
        state=imports.UNDOING,
        message_id=work.incoming.message_id,
        update_id=work.incoming.update_id,
        cursor=0,
    )
    import_rows.forget_news(work.connection, found.id)
    work.show(work.html("planning.undoing", event=event))


def _expect(found: Import, *states: str) -> None:
    if found.state not in states:
        raise Refusal("import_decided", state=found.state)


def _place(work: Work, found: Import) -> Event:
    """Where it would change something, if the person still may and nobody else does just now."""
    seat = work.seat_in(found.subcommittee_id)
    require(seat, Action.ADMINISTER)
    event = events.get(work.connection, found.event_id or 0)
    if imports.busy(work.connection, event.id):
        raise Refusal("import_busy", event=event)
    return event
