"""The one polite sentence for those who belong to no subcommittee."""

from datetime import timedelta

from handlers.work import Work
from storage import persons
from storage.times import from_text

PAUSE = timedelta(hours=1)


def tell(work: Work) -> None:
    """Says it, unless it was said within the last hour."""
    told = work.person.stranger_told_at
    if told is None or from_text(told) <= work.now - PAUSE:
        persons.set_stranger_told(work.connection, work.person.id, work.now)
        work.answer("general.stranger")
