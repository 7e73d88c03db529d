"""Long digests and summaries as pages of a phone's size, turned in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.agenda import ON_TIME
from domain.task import Task
from handlers.cards import open_button
from handlers.keyboards import Button, grid
from handlers.paging import pager_rows
from handlers.speaking.reader import Reader
from handlers.texts import Texts, joined, visible_length
from storage.outbox import OutboxRow

PAGE_LETTERS = 1_800
MOST_CARDS = 12


@dataclass(frozen=True)
class Block:
    """A piece that is never cut, and the tasks that it speaks of."""

    html: str
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Paged:
    html: str
    rows: list[list[Button]]


def page(
    blocks: Sequence[Block], number: int, verb_prefix: str, *, texts: Texts | None = None
) -> Paged:
    """The page with this number, or the nearest there is, with buttons to turn it.

    `texts`: of the reader, where each task on the page gets a button that opens its card.
    """
    pages = _pages(blocks)
    number = min(max(number, 0), len(pages) - 1)
    shown = {task.id: task for block in pages[number] for task in block.tasks} if texts else {}
    buttons = [open_button(texts, task) for task in shown.values() if texts]
    html = str(joined([block.html for block in pages[number]])).strip()
    rows = grid(buttons, 3) + pager_rows(verb_prefix, number, len(pages))
    return Paged(html, rows)


def _pages(blocks: Sequence[Block]) -> list[list[Block]]:
    """As many blocks on each as its letters and the buttons to their cards leave room for."""
    pages: list[list[Block]] = []
    room = cards = 0
    for block in blocks:
        length = visible_length(block.html) + 1
        if not pages or length > room or len(block.tasks) > cards:
            pages.append([])
            room, cards = PAGE_LETTERS, MOST_CARDS
        pages[-1].append(block)
        room -= length
        cards -= len(block.tasks)
    return pages


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
    return [Block("\n".join(said) + "\n")] if said else []
