"""/audit: who changed what, when, and what was before and after, in sentences."""

from domain.codes import find_leading_reference, parse_code
from domain.errors import Refusal
from domain.roles import Action
from domain.text import clean, shorten
from handlers import access, member_access, paging
from handlers.audit_lines import Told, changes_of
from handlers.seat import Seat
from handlers.texts import joined, visible_length
from handlers.work import MESSAGE_LIMIT, Work
from storage import audit_pages, events, members, tasks, units
from storage.audit_pages import Line, Trail

VERB = "au"
PAGE = 6
_WIDTHS = (100, 40, 16)
"""How long a value may be shown; the shorter ones only where a page would grow too long."""


def audit(work: Work, argument: str) -> None:
    """[REF or CODE or person]."""
    seat = access.seat_that_may(work, Action.SEE_AUDIT)
    if not argument:
        _show(work, seat, "a", 0, 0)
        return
    if find_leading_reference(argument) is not None:
        seat, task = access.find_task(work, argument)
        access.require(seat, Action.SEE_AUDIT)
        _show(work, seat, "t", task.id, 0)
        return
    kind, subject_id = _named(work, seat, argument)
    _show(work, seat, kind, subject_id, 0)


def _named(work: Work, seat: Seat, typed: str) -> tuple[str, int]:
    """An event or unit by its code, else a member. Raises Refusal("audit_unknown")."""
    try:
        code = parse_code(typed)
    except Refusal:
        code = ""
    event = events.by_code(work.connection, seat.subcommittee.id, code)
    if event is not None:
        return "e", event.id
    unit = units.by_code(work.connection, seat.subcommittee.id, code)
    if unit is not None:
        return "u", unit.id
    try:
        return "m", member_access.find(work, seat, typed).id
    except Refusal:
        raise Refusal("audit_unknown", text=shorten(clean(typed), 60)) from None


def turn(work: Work, arguments: list[str]) -> None:
    """The button `au:<subcommittee>:<kind>:<id>:<page>`. Raises Refusal("button_unknown")."""
    if len(arguments) != 4:
        raise Refusal("button_unknown")
    seat = work.seat_in(paging.number_of(arguments[0]))
    access.require(seat, Action.SEE_AUDIT)
    subject_id, page = map(paging.number_of, arguments[2:])
    _show(work, seat, arguments[1], subject_id, page)


def _trail(work: Work, seat: Seat, kind: str, subject_id: int) -> tuple[Trail, str]:
    """The entries, and what they are about as people call it."""
    own = seat.subcommittee.id
    if kind == "a":
        return Trail(own), seat.subcommittee.name
    if kind == "t":
        task = tasks.get(work.connection, subject_id)
        if task is not None and task.subcommittee_id == own:
            return audit_pages.of_subject(own, "task", task.id), task.reference
    if kind == "e":
        for event in events.all_of(work.connection, own, closed=True):
            if event.id == subject_id:
                return audit_pages.of_event(own, event.id), event.code
    if kind == "u":
        for unit in units.all_of(work.connection, own):
            if unit.id == subject_id:
                return audit_pages.of_subject(own, "unit", unit.id), unit.code
    if kind == "m":
        member = members.get(work.connection, subject_id)
        if member is not None and member.subcommittee_id == own:
            return audit_pages.of_member(own, member.person_id), member.name
    raise Refusal("button_unknown")


def _show(work: Work, seat: Seat, kind: str, subject_id: int, number: int) -> None:
    trail, about = _trail(work, seat, kind, subject_id)
    total = audit_pages.count(work.connection, trail)
    pages = paging.pages_of(total, PAGE)
    number = min(number, pages - 1)
    lines = audit_pages.page(work.connection, trail, PAGE, number * PAGE)
    rows = paging.pager_rows(f"{VERB}:{seat.subcommittee.id}:{kind}:{subject_id}", number, pages)
    head = work.html("audit.head", about=about, total=total)
    for width in _WIDTHS:
        blocks = [head, *(_block(work, seat, line, width) for line in lines)]
        html = str(joined(blocks, "\n\n"))
        if visible_length(html) <= MESSAGE_LIMIT:
            work.show(html, rows)
            return
    raise ValueError("a page of the audit log does not fit into a message")


def _block(work: Work, seat: Seat, line: Line, width: int) -> str:
    return work.html(
        "audit.line",
        line=line,
        zone=seat.subcommittee.zone,
        changes=changes_of(Told(work.connection, work.texts, seat.subcommittee), line, width),
    )
