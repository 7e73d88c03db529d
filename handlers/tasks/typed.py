"""References as members type them at the beginning of a text."""

from collections.abc import Collection, Iterator

from domain.codes import find_leading_reference
from domain.errors import Refusal
from domain.task import Task
from domain.text import NOTE_LIMIT, clean, clean_note, limited, shorten
from handlers.access import find_task
from handlers.seat import Seat
from handlers.work import Work
from storage import events


class KnownCodes(Collection[str]):
    """The codes of the events that the person can mean; each is looked up only when asked for."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and any(
            events.by_code(self._work.connection, seat.subcommittee.id, code)
            for seat in self._work.seats
        )

    def __iter__(self) -> Iterator[str]:
        for seat in self._work.seats:
            for event in events.all_of(self._work.connection, seat.subcommittee.id, closed=True):
                yield event.code

    def __len__(self) -> int:
        return sum(1 for _ in self)


def task_and_note(work: Work, argument: str) -> tuple[Seat, Task, str]:
    """Reads "REF [note]".

    Raises Refusal("reference_missing"), Refusal("unknown_reference"), Refusal("too_long").
    """
    found = find_leading_reference(argument, KnownCodes(work))
    if found is None:
        first = clean(argument.splitlines()[0]) if argument.strip() else ""
        raise Refusal("reference_missing", text=shorten(first, 60))
    reference, rest = found
    seat, task = find_task(work, reference)
    return seat, task, limited(clean_note(rest), "note", NOTE_LIMIT)
