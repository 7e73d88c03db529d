"""Plain private messages that are about tasks: answers to cards, references, media.

Each function takes the message or leaves it (False) to the next.
"""

from dataclasses import replace

from domain.codes import Reference, find_leading_reference
from domain.errors import Refusal
from domain.reports import ReportWords, parse_report_line
from domain.roles import Action
from domain.task import Move, Task, possible
from domain.text import shorten
from handlers import one_command, rates
from handlers.access import task_of_press
from handlers.incoming import Kind
from handlers.keyboards import Button
from handlers.moving import RIGHTS
from handlers.paging import number_of, page_of, pager_rows
from handlers.seat import Seat
from handlers.tasks import answering, media, reporting
from handlers.tasks.queries import MOST
from handlers.tasks.typed import KnownCodes
from handlers.work import Work
from storage import reports, spoken, task_lists
from storage.loose_media import Loose
from storage.reports import Report
from storage.spoken import Spoken

_LABEL = 48


def album_part(work: Work) -> bool:
    """A part of an album whose report is known: it is evidence of that report."""
    report_id = media.report_of_album(work)
    report = reports.get(work.connection, report_id) if report_id is not None else None
    if report is None:
        return False
    if not _adds_to(report, parse_report_line(work.incoming.text)):
        media.add_part(work, report)
        return True
    seat, task = task_of_press(work, report.task_id)
    reporting.on_task(work, seat, task, work.incoming.text)
    return True


def _adds_to(report: Report, words: ReportWords) -> bool:
    """Whether a later part says something of the state of the work that is not noted yet."""
    states = words.percent is not None or words.done or words.blocked
    noted = words.note == report.note and (
        (words.done and report.move is Move.DONE)
        or (words.blocked and report.move is Move.BLOCK)
        or words.percent == report.percent
    )
    return states and not noted


def reports_on_a_task(work: Work) -> bool:
    """Whether words begin with a reference or answer a message about a task."""
    if not work.incoming.text:
        return False
    try:
        return _leading(work) is not None or _answered(work) is not None
    except Refusal:
        return True


def _answered(work: Work) -> Spoken | None:
    """What the message that this one answers is about."""
    if work.incoming.reply_to is None:
        return None
    return spoken.of_message(work.connection, work.person.chat_id, work.incoming.reply_to)


def reply(work: Work) -> bool:
    """Text or media that answers a card, a reminder or a prompt is a report on its task."""
    if work.incoming.kind not in (Kind.TEXT, Kind.MEDIA):
        return False
    said = _answered(work)
    if said is None or _names_another(work):
        return False
    _report_on(work, said)
    return True


def prompted(work: Work) -> bool:
    """Text or media right after a prompt answers it, though it is no reply."""
    said = work.asked
    if said is None or work.incoming.reply_to is not None or _names_another(work):
        return False
    _report_on(work, said)
    return True


def _report_on(work: Work, said: Spoken) -> None:
    if _begin_report(work):
        seat, task = task_of_press(work, said.task_id)
        reporting.on_task(work, seat, task, media.caption(work), said.about)


def _begin_report(work: Work) -> bool:
    """From here on the message is /report, and counts as one; False beyond the rate."""
    work.incoming = replace(work.incoming, command=reporting.COMMAND)
    return rates.allowed(work)


def _names_another(work: Work) -> bool:
    """Whether the text begins with a reference that exists: then that is what it is about."""
    found = _leading(work)
    return found is not None and found[0].code in KnownCodes(work)


def referenced(work: Work) -> bool:
    """Text or a caption that begins with a reference is /report."""
    if work.incoming.kind not in (Kind.TEXT, Kind.MEDIA) or _leading(work) is None:
        return False
    if _begin_report(work):
        _require_reporter(work)
        registry = work.config.registry
        text = one_command.lines_of(registry, reporting.COMMAND, work.incoming.text)
        reporting.report(work, text)
    return True


def _require_reporter(work: Work) -> None:
    """Raises Refusal("no_reporter") for those whose roles report nothing anywhere."""
    if not any(seat.may(Action.REPORT) for seat in work.seats):
        raise Refusal("no_reporter")


def _leading(work: Work) -> tuple[Reference, str] | None:
    return find_leading_reference(work.incoming.text, KnownCodes(work))


# -- media of an unknown task --------------------------------------------------------------------


def loose(work: Work) -> bool:
    """Media without a reference: of which task? An album is asked about once."""
    if work.incoming.kind is not Kind.MEDIA:
        return False
    _require_reporter(work)
    kept, first = media.keep_loose(work)
    if first and rates.allowed(work):
        _ask(work, kept, 0)
    return True


def turn(work: Work, arguments: list[str]) -> None:
    """`whose:<loose media>:<page>`: other tasks to choose from."""
    if len(arguments) != 2:
        raise Refusal("button_unknown")
    parts = media.loose_with_album(work, number_of(arguments[0]))
    _ask(work, parts[0], number_of(arguments[1]))


def choose(work: Work, arguments: list[str]) -> None:
    """`of:<loose media>:<task>`: the media, with their album, are a report on this task."""
    if len(arguments) != 2:
        raise Refusal("button_unknown")
    parts = media.loose_with_album(work, number_of(arguments[0]))
    known = next((part.report_id for part in parts if part.report_id is not None), None)
    if known is not None:
        raise Refusal("media_placed")
    seat, task = task_of_press(work, number_of(arguments[1]))
    caption = next((part.piece.caption for part in parts if part.piece.caption), "")
    outcome = reporting.carry_out(work, seat, task, parse_report_line(caption), parts)
    work.show(
        work.html("moves.answer", outcome=outcome, task=outcome.task, now=work.now),
        answering.rows(work, outcome),
        task_id=task.id,
    )


def _ask(work: Work, kept: Loose, number: int) -> None:
    found = [task for seat in work.seats for task in reportable(work, seat)]
    if not found:
        work.answer("moves.media_without_task")
        return
    page = page_of(found, number)
    buttons = [
        [Button(shorten(f"{task.reference} · {task.title}", _LABEL), f"of:{kept.id}:{task.id}")]
        for task in page.items
    ]
    rows = [*buttons, *pager_rows(f"whose:{kept.id}", page.number, page.pages)]
    work.show(work.html("moves.of_which"), rows)


def reportable(work: Work, seat: Seat, move: Move = Move.REPORT) -> list[Task]:
    """The open tasks on which this seat may report, by due time."""
    if seat.member.unit_id is not None:
        found = task_lists.open_of_unit(work.connection, seat.member.unit_id, MOST)
    elif seat.may(RIGHTS[move]):
        found = task_lists.open_of_subcommittee(work.connection, seat.subcommittee.id, MOST)
    else:
        found = []
    return [
        task for task in found if move in possible(task) and seat.may(RIGHTS[move], task.subject)
    ]
