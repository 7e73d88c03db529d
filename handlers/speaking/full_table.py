"""The summary as one rich message: the table of the units, and what each has open.

Not every server knows rich messages, and they have limits: each goes out with the usual form of
the summary beside it, which takes its place where it is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.digest import View
from domain.summary import Summary, parts_of
from domain.task import Task
from handlers.keyboards import Button, Rows, markup
from handlers.links import card_link
from handlers.speaking.reader import Reader
from handlers.telling import HEADS
from handlers.texts import visible_length

METHOD = "sendRichMessage"
MOST_LETTERS = 32_000
"""Telegram takes 32,768; the mark of a repeated message needs room too."""
MOST_BLOCKS = 480
"""Telegram takes 500."""
_BLOCK = re.compile(r"<(?:h\d|p|tr|table|details|footer)\b")


@dataclass(frozen=True)
class Told:
    """What there is to say."""

    reader: Reader
    seen: View
    found: Summary
    tasks: Mapping[int, Sequence[Task]]
    """All of each event, by event id."""
    before: Sequence[str] = ()
    """What the message says of itself; HTML."""
    trouble: Sequence[str] = ()
    """What the admins must see to; HTML."""


def params(told: Told, bot_username: str, rows: Rows = ()) -> dict[str, Any] | None:
    """The parameters of the rich message; None where even the shortest form is too large.

    Where not all open tasks fit, only those that stand in a section of the summary are listed.
    """
    seen = told.seen
    listed = [
        task
        for event in seen.events
        for task in sorted(told.tasks.get(event.id, ()), key=seen.order)
        if task.open
    ]
    urgent = [task for task in listed if parts_of(task, seen)]
    for chosen in (listed, urgent):
        html = _html(told, chosen, len(listed) - len(chosen), bot_username)
        if fits(html):
            made: dict[str, Any] = {"rich_message": {"html": html}}
            return made | ({"reply_markup": markup(rows)} if any(rows) else {})
    return None


def fits(html: str) -> bool:
    """Whether Telegram takes a rich message so large."""
    return visible_length(html) <= MOST_LETTERS and blocks_in(html) <= MOST_BLOCKS


def blocks_in(html: str) -> int:
    """Of how many blocks the message is made, as Telegram counts them: rows are blocks too."""
    return len(_BLOCK.findall(html))


def button(reader: Reader, what: str, *, of_event: bool = False) -> Button:
    verb = "fulltableof" if of_event else "fulltable"
    return Button(reader.texts.plain("full_table.button"), f"{verb}:{what}")


def _html(told: Told, listed: Sequence[Task], left_out: int, bot_username: str) -> str:
    reader, now = told.reader, told.seen.now
    by_unit: dict[str, list[tuple[Task, str]]] = {}
    # In a group whoever follows a link is asked for their right when the card is opened.
    linked = reader.member is None or reader.role in HEADS
    for task in listed:
        link = card_link(bot_username, task) if linked else ""
        by_unit.setdefault(task.lead_unit_code, []).append((task, link))
    lines = [line for part in told.found.parts.values() for line in part]
    return reader.html(
        "full_table.message",
        subcommittee=reader.subcommittee,
        local=reader.subcommittee.local(now),
        before=told.before,
        found=told.found,
        trouble=told.trouble,
        by_unit=by_unit,
        climbed={line.task.id for line in lines if line.climbed},
        left_out=left_out,
        now=now,
        today=reader.calendar.day(now),
    )
