"""/import, and a table that an admin sends without a word: which event is it for?"""

from datetime import timedelta

from markupsafe import Markup

from documents.plan import MOST_BYTES
from domain.errors import Refusal
from domain.event import Event
from domain.plans.rows import Unreadable
from domain.roles import Action
from domain.text import clean, shorten
from handlers import answers, rates
from handlers.access import event_of_press, find_event, pressed_number, require, seat_that_may
from handlers.incoming import Kind, Media
from handlers.keyboards import Button, Rows, grid
from handlers.planning.buttons import CANCEL, INTO, own
from handlers.registry import Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import continuations, events, imports, loose_media
from storage.evidence import Piece

COMMAND = "import"
AWAITED = timedelta(minutes=15)
"""How long after /import a file is taken for its plan."""
_TABLES = (".xlsx", ".csv", ".tsv", ".xlsm", ".xlsb", ".xls", ".ods")
"""Of those that are not read it is said what to save them as."""
_MOST_MEGABYTES = MOST_BYTES // 1024 // 1024
_NAME_LIMIT = 100
_MOST_EVENTS = 30

FORM = Form(
    (Field("event", answers.event, answers.open_events),),
    lambda given: given["event"],
    confirm=False,
)


def import_plan(work: Work, argument: str) -> None:
    """`/import CODE`, under a file or before it is sent."""
    document = _document(work)
    if not argument:
        if document is None or not _ask(work, document):
            raise Refusal("no_open_events")
        return
    seat, event = find_event(work, argument, closed=False)
    require(seat, Action.ADMINISTER)
    if document is not None:
        _begin(work, seat, event, document)
        return
    continuations.put(
        work.connection,
        work.person.id,
        seat.subcommittee.id,
        COMMAND,
        {"event": event.id},
        work.now + AWAITED,
    )
    minutes = int(AWAITED.total_seconds() // 60)
    work.answer("planning.send_file", event=event, minutes=minutes)


def awaited(work: Work) -> bool:
    """A document after /import: the plan for which that asked."""
    document = _document(work)
    kept = work.kept
    if document is None or kept is None or kept.command != COMMAND:
        return False
    continuations.forget(work.connection, work.person.id)
    if rates.allowed(work):
        seat = work.seat_in(kept.subcommittee_id)
        require(seat, Action.ADMINISTER)
        _begin(work, seat, _open(events.get(work.connection, kept.context["event"])), document)
    return True


def unasked(work: Work) -> bool:
    """A table from an admin, with nothing that says what it is: a plan, or evidence?"""
    document = _document(work)
    if document is None or not document.name.lower().endswith(_TABLES):
        return False
    if not any(seat.may(Action.ADMINISTER) for seat in work.seats):
        return False
    if not _open_events(work):
        return False
    if rates.allowed(work):
        if _too_large(document):
            _offer_as_evidence(work, document)
        else:
            _ask(work, document)
    return True


def choose(work: Work, arguments: list[str]) -> None:
    """`planinto:<import>:<event>`: the event was chosen."""
    found = own(work, pressed_number(arguments))
    if found.state != imports.ASKING:
        raise Refusal("import_decided", state=found.state)
    seat, event = event_of_press(work, pressed_number(arguments, 1))
    require(seat, Action.ADMINISTER)
    _open(event)
    imports.change(
        work.connection,
        found.id,
        event_id=event.id,
        subcommittee_id=seat.subcommittee.id,
        state=imports.FETCHING,
    )
    work.show(work.html("planning.reading", event=event, file=found.file_name))


def _document(work: Work) -> Media | None:
    """The document that came with the message, unless it is a part of an album."""
    media = work.incoming.media
    if media is None or media.kind != "document" or work.incoming.kind is Kind.PRESS:
        return None
    return None if work.incoming.media_group_id else media


def _begin(work: Work, seat: Seat, event: Event, document: Media) -> None:
    _put(work, seat, event, document)
    work.answer("planning.reading", event=event, file=_name(document))


def _put(work: Work, seat: Seat, event: Event | None, document: Media) -> int:
    if _too_large(document):
        raise Refusal(Unreadable.TOO_BIG, limit=_MOST_MEGABYTES)
    return imports.put(
        work.connection,
        person_id=work.person.id,
        subcommittee_id=seat.subcommittee.id,
        event_id=event.id if event else None,
        file=(document.file_id or "", _name(document)),
        language=work.texts.language,
        now=work.now,
    )


def _too_large(document: Media) -> bool:
    return document.size is not None and document.size > MOST_BYTES


def _offer_as_evidence(work: Work, document: Media) -> None:
    """No plan, and nobody has said that it was to be one."""
    sentence = work.html(f"refusals.{Unreadable.TOO_BIG}", limit=_MOST_MEGABYTES)
    rows = [[_evidence_button(work, document)]]
    work.answer("planning.unreadable", rows, file=_name(document), sentence=Markup(sentence))


def _evidence_button(work: Work, document: Media) -> Button:
    """Keeps the file until it is known of which task it is."""
    piece = Piece(document.kind, document.file_id, document.file_unique_id)
    loose = loose_media.add(work.connection, work.person.id, piece, work.now)
    return work.button("planning.button_evidence", f"whose:{loose.id}:0")


def _name(document: Media) -> str:
    """The end is kept: it is what says the kind of the file."""
    name = clean(document.name) or "?"
    if len(name) <= _NAME_LIMIT:
        return name
    stem, dot, extension = name.rpartition(".")
    return shorten(stem, _NAME_LIMIT - 10) + dot + extension[:9]


def _ask(work: Work, document: Media) -> bool:
    """Which event? Or is it evidence after all? Whether there is an event to choose."""
    listed = _open_events(work)
    if not listed:
        return False
    import_id = _put(work, seat_that_may(work, Action.ADMINISTER), None, document)
    evidence = _evidence_button(work, document)
    work.answer(
        "planning.which_event",
        _event_rows(work, listed, import_id, evidence),
        file=_name(document),
    )
    return True


def _open_events(work: Work) -> list[Event]:
    found = [
        event
        for seat in work.seats
        if seat.may(Action.ADMINISTER)
        for event in events.all_of(work.connection, seat.subcommittee.id)
    ]
    return found[:_MOST_EVENTS]


def _event_rows(work: Work, listed: list[Event], import_id: int, evidence: Button) -> Rows:
    names = {seat.subcommittee.id: seat.subcommittee.name for seat in work.seats}
    several = len({event.subcommittee_id for event in listed}) > 1
    choices = [
        work.button(
            "planning.button_event",
            f"{INTO}:{import_id}:{event.id}",
            event=event,
            # Two subcommittees may each have an event of this code.
            subcommittee=names[event.subcommittee_id] if several else "",
        )
        for event in listed
    ]
    return [
        *grid(choices, 1 if several else 3),
        [evidence],
        [work.button("planning.button_leave", f"{CANCEL}:{import_id}")],
    ]


def _open(event: Event) -> Event:
    if event.closed:
        raise Refusal("event_closed", event=event)
    return event
