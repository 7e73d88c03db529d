"""Long digests and summaries as pages of a phone's size, turned in place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.agenda import ON_TIME
from domain.task import Task
from handlers.cards import open_button
from handlers.keyboards import Button, grid
from handlers.paging import pager_rows
from handlers.speaking.reader import Reader
from handlers.texts import Texts, joined
from storage.outbox import OutboxRow

PAGE_LINES = 34
"""Lines of a phone; with what each block may hold at most, well below Telegram's limit."""
MOST_CARDS = 12


@dataclass(frozen=True)
class Block:
    """A piece that is never cut, and the tasks that it speaks of; put into words only when its
    page is shown."""

    say: Callable[[], str]
    lines: int = 1
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Paged:
    html: str
    rows: list[list[Button]]


def page(
    blocks: Iterable[Block], number: int, verb_prefix: str, *, texts: Texts | None = None
) -> Paged:
    """The page with this number, or the nearest there is, with buttons to turn it.

    `texts`: of the reader, where each task on the page gets a button that opens its card.
    """
    pages = _pages(blocks)
    number = min(max(number, 0), len(pages) - 1)
    shown = {task.id: task for block in pages[number] for task in block.tasks} if texts else {}
    buttons = [open_button(texts, task) for task in shown.values() if texts]
    html = str(joined([block.say() for block in pages[number]])).strip()
    rows = grid(buttons, 3) + pager_rows(verb_prefix, number, len(pages))
    return Paged(html, rows)


def _pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """As many blocks on each as its lines and the buttons to their cards leave room for."""
    pages: list[list[Block]] = []
    room = cards = 0
    for block in blocks:
        if not pages or block.lines > room or len(block.tasks) > cards:
            pages.append([])
            room, cards = PAGE_LINES, MOST_CARDS
        pages[-1].append(block)
        room -= block.lines
        cards -= len(block.tasks)
    return pages


def listed(
    heading: Callable[[], str], entries: Sequence[Callable[[], str]], lines: int
) -> Iterator[Block]:
    """A block for each entry, the heading in that of the first."""
    for number, entry in enumerate(entries):
        yield under(heading, entry, lines) if number == 0 else Block(entry, lines)


def apart(say: Callable[[], str], lines: int) -> Block:
    """A block with an empty line above it."""
    return Block(lambda: f"\n{say()}", lines + 1)


def under(
    heading: Callable[[], str], entry: Callable[[], str], lines: int, tasks: tuple[Task, ...] = ()
) -> Block:
    """The first entry of a list, with the heading above it."""
    return Block(lambda: f"\n{heading()}\n{entry()}", lines + 2, tasks)


def lateness(
    reader: Reader, row: OutboxRow, silent_since: datetime | None, now: datetime
) -> list[Block]:
    """What a message says of its own being late, and of slots before it that were missed."""
    if row.nominal_at is None:
        return []
    said = []
    if now - row.nominal_at > ON_TIME:
        said.append(reader.html("speaking.late", at=row.nominal_at, zone=reader.calendar.zone))
    if silent_since is not None:
        said.append(reader.html("speaking.silent", since=silent_since, zone=reader.calendar.zone))
    # It takes no room, for the pages turned to later begin where they would without it.
    return [Block(lambda: "\n".join(said) + "\n", 0)] if said else []
