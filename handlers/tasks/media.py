"""Photos, documents, places: evidence of the reports with which they came.

The parts of an album come as separate updates, in any order, the caption with any of them. Those
that come before its report is known wait as loose media; those after go straight to it.
"""

from collections.abc import Sequence

from domain.errors import Refusal
from domain.text import NOTE_LIMIT, clean_note, limited
from handlers.work import Work
from storage import evidence, loose_media
from storage.evidence import Piece
from storage.loose_media import Loose
from storage.reports import Report

_CAPTION_LIMIT = 1024


def piece_of(work: Work, caption: str = "") -> Piece | None:
    """What came with the message, if anything."""
    media = work.incoming.media
    if media is None:
        return None
    return Piece(
        media.kind,
        media.file_id,
        media.file_unique_id,
        media.latitude,
        media.longitude,
        clean_note(caption)[:_CAPTION_LIMIT],
        work.incoming.media_group_id,
    )


def attach(work: Work, task_id: int, report_id: int, parts: Sequence[Loose] = ()) -> int:
    """Makes what came with the message, and the parts of its album before it, evidence; how many.

    `parts`: loose media that become evidence of it too. Later parts of the album will go to the
    same report.
    """
    piece = piece_of(work)
    waiting = [*parts, *(loose for loose in _siblings(work) if loose.report_id is None)]
    count = _adopt(work, waiting, task_id, report_id)
    if piece is None:
        return count
    evidence.add(work.connection, task_id, report_id, piece, work.now)
    if piece.media_group_id is not None:
        loose_media.add(work.connection, work.person.id, piece, work.now, report_id)
    return count + 1


def _adopt(work: Work, waiting: Sequence[Loose], task_id: int, report_id: int) -> int:
    for loose in waiting:
        evidence.add(work.connection, task_id, report_id, loose.piece, work.now)
    loose_media.set_report(work.connection, [loose.id for loose in waiting], report_id)
    return len(waiting)


def _siblings(work: Work) -> list[Loose]:
    group = work.incoming.media_group_id
    return loose_media.album(work.connection, work.person.id, group) if group else []


def report_of_album(work: Work) -> int | None:
    """The report that earlier parts of this album became."""
    return next((loose.report_id for loose in _siblings(work) if loose.report_id), None)


def caption(work: Work) -> str:
    """What is said under this piece; or under a later part of its album, if that is here too."""
    group = work.incoming.media_group_id
    if work.incoming.text or group is None:
        return work.incoming.text
    return loose_media.caption_ahead(
        work.connection, work.incoming.chat_id, group, work.incoming.update_id
    )


def add_part(work: Work, report: Report) -> None:
    """One more part of an album becomes evidence of its report, without a word."""
    piece = piece_of(work, work.incoming.text)
    if piece is not None:
        evidence.add(work.connection, report.task_id, report.id, piece, work.now)
        loose_media.add(work.connection, work.person.id, piece, work.now, report.id)


def keep_loose(work: Work) -> tuple[Loose, bool]:
    """Keeps what came until its task is known; whether it is the first of its kind to ask about."""
    first = not _siblings(work)
    piece = piece_of(work, limited(work.incoming.text, "note", NOTE_LIMIT))
    if piece is None:
        raise Refusal("button_unknown")
    return loose_media.add(work.connection, work.person.id, piece, work.now), first


def loose_with_album(work: Work, loose_id: int) -> list[Loose]:
    """This person's loose piece, with its whole album as far as it came in.

    Raises Refusal("button_unknown") where there is none, or no more.
    """
    loose = loose_media.get(work.connection, loose_id, work.person.id)
    if loose is None:
        raise Refusal("button_unknown")
    group = loose.piece.media_group_id
    return loose_media.album(work.connection, work.person.id, group) if group else [loose]
