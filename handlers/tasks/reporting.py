"""/report: what a member says of one task or of several."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.codes import find_leading_reference
from domain.errors import Refusal
from domain.reports import ReportLine, ReportWords, parse_report_line, parse_reports
from domain.task import Move, Status, Task
from domain.text import NOTE_LIMIT, clean_note, limited
from handlers import asking, continuing
from handlers.access import find_task, require
from handlers.moving import RIGHTS, move_task
from handlers.registry import GoOn
from handlers.seat import Seat
from handlers.tasks import answering, media, moves
from handlers.tasks.answering import Outcome
from handlers.tasks.typed import KnownCodes
from handlers.work import Work
from storage.loose_media import Loose

COMMAND = "report"


def report(work: Work, argument: str) -> None:
    """`REF [n%] [note]`, a line for each task; a line without a reference continues the note."""
    lines = parse_reports(argument, KnownCodes(work))
    if not lines:
        raise Refusal("reference_missing", text="")
    if len(lines) == 1:
        _one(work, lines[0])
    else:
        _several(work, lines)


def _one(work: Work, line: ReportLine) -> None:
    seat, task, words = _understood(work, line)
    if _says_nothing(work, words) and work.incoming.private:
        require(seat, RIGHTS[Move.REPORT], task)
        asking.ask_report(work, task)
        return
    outcome = carry_out(work, seat, task, words)
    answering.answer(work, outcome)
    if continuing.goes_on(work, COMMAND):
        _remember(work, [outcome])


def _several(work: Work, lines: list[ReportLine]) -> None:
    made: list[Outcome] = []
    refused: list[tuple[str, Refusal]] = []
    for line in lines:

        def one(line: ReportLine = line) -> None:
            made.append(carry_out(work, *_understood(work, line)))

        refusal = work.attempt(one)
        if refusal is not None:
            refused.append((line.text, refusal))
    moves.answer_each(work, COMMAND, made, refused)
    _remember(work, made)


def _understood(work: Work, line: ReportLine) -> tuple[Seat, Task, ReportWords]:
    if line.refusal is not None:
        raise line.refusal
    assert line.reference is not None
    assert line.words is not None
    return *find_task(work, line.reference), line.words


def _says_nothing(work: Work, words: ReportWords) -> bool:
    said = words.percent is not None or words.done or words.blocked or words.note
    return not said and work.incoming.media is None


def carry_out(
    work: Work, seat: Seat, task: Task, words: ReportWords, parts: Sequence[Loose] = ()
) -> Outcome:
    """One report as said, with its evidence: a state of the work, its end, or an obstacle.

    `parts`: loose media that belong to it. Raises Refusal("report_empty", task),
    Refusal("note_missing", task, move) and what `moving.move_task` raises.
    """
    if _says_nothing(work, words) and not parts:
        raise Refusal("report_empty", task=task)
    if words.done:
        return moves.make(work, seat, task, Move.DONE, words.note, parts)
    if words.blocked:
        if words.percent is not None:
            task, _ = move_task(work, seat, task, Move.REPORT, percent=words.percent)
        return moves.make(work, seat, task, Move.BLOCK, words.note, parts)
    after, report_id = move_task(
        work, seat, task, Move.REPORT, note=words.note, percent=words.percent
    )
    return Outcome(
        seat,
        after,
        Move.REPORT,
        report_id,
        media.attach(work, task.id, report_id, parts),
        bare_percent=words.bare_percent,
        suggests_submit=words.suggests_submit and words.percent is None,
        suggests_block=words.suggests_block,
        withdrawn=task.status is Status.SUBMITTED,
    )


def on_task(work: Work, seat: Seat, task: Task, text: str, about: str | None = None) -> None:
    """Text or media that answers a message about the task: a report, or the note it asked for.

    `about`: what that message asked for, if anything, see `handlers.asking`.
    """
    move = asking.asked(about)
    if move is Move.REPORT and _names_others(work, task, text):
        report(work, f"{task.reference} {text}")
        return
    if move is Move.REPORT:
        outcome = carry_out(work, seat, task, parse_report_line(text))
    else:
        note = limited(clean_note(text), "note", NOTE_LIMIT)
        outcome = moves.make(work, seat, task, move, note)
    answering.answer(work, outcome)


def _names_others(work: Work, task: Task, text: str) -> bool:
    """Whether later lines are reports on other tasks, and the reference of this one means it."""
    known = KnownCodes(work)
    later = text.splitlines()[1:]
    return any(_begins_report(line, known) for line in later) and (
        find_task(work, task.reference)[1].id == task.id
    )


# -- lines that follow ---------------------------------------------------------------------------


def _remember(work: Work, made: list[Outcome]) -> None:
    if made:
        last = made[-1]
        said = f"{last.task.reference} {_beginning(last)}"
        continuing.remember(work, COMMAND, {"said": said}, last.seat)


def _beginning(last: Outcome) -> str:
    """What more words on the last task mean: a note on its end, a longer reason, or a report."""
    if last.move is Move.DONE:
        return "done: "
    return f"blocked: {last.task.obstacle}\n" if last.move is Move.BLOCK else ""


def fits(work: Work, text: str) -> bool:
    """Lines of reports, of which the first may go on with the note before.

    A single report is complete in itself: it is answered as any other.
    """
    known = KnownCodes(work)
    lines = [line for line in text.splitlines() if line.strip()]
    begin = [_begins_report(line, known) for line in lines]
    return any(begin) and not (begin[0] and sum(begin) == 1)


def _begins_report(line: str, known: KnownCodes) -> bool:
    try:
        return find_leading_reference(line, known) is not None
    except Refusal:
        return True


def go_on(work: Work, text: str, context: Mapping[str, Any]) -> None:
    """Lines before the first reference are one more note on the last task before."""
    known = KnownCodes(work)
    if not _begins_report(text.strip().splitlines()[0], known):
        text = f"{context['said']}{text.strip()}"
    _several(work, parse_reports(text, known))


GO_ON = GoOn(fits, go_on)
