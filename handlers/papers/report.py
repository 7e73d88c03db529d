"""A report of the situation, put together from what is known at this moment."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time

from documents.report import (
    Appendix,
    Column,
    Heading,
    Recipients,
    Report,
    Row,
    Signature,
    Title,
)
from domain.event import Event
from domain.letterhead import Layout, initials, recipient_lines, signature_lines
from domain.situation import Situation
from domain.subcommittee import Subcommittee
from domain.task import Bucket, Status, Task, bucket
from domain.text import shorten, without_accents
from handlers.papers.outline import Words, paragraphs

_COLUMNS = (
    ("number", 5, True),
    ("reference", 11, False),
    ("title", 30, False),
    ("lead", 17, False),
    ("with", 17, False),
    ("due", 13, True),
    ("percent", 8, True),
    ("status", 12, True),
    ("remark", 17, False),
)
"""Of the table of tasks: name, share of the width, whether centred."""
_REMARK, _UNIT = 200, 80
_ENGLISH = "en"


@dataclass(frozen=True)
class Issue:
    """What makes a report a document of its own."""

    subcommittee: Subcommittee
    event: Event | None
    """None: of all events."""
    number: int | None
    """None: it is given one by hand."""
    day: date
    """The day of issue."""
    made_at: datetime

    @property
    def layout(self) -> Layout:
        """A report in English is always a plain one."""
        own = self.subcommittee
        return Layout.PLAIN if own.language == _ENGLISH else own.settings.layout

    @property
    def body(self) -> str:
        return self.subcommittee.settings.issuing_body or self.subcommittee.name

    @property
    def addressee(self) -> str:
        settings = self.subcommittee.settings
        return settings.addressee or settings.superior_body

    @property
    def symbol(self) -> str:
        return self.subcommittee.settings.symbol or initials(self.subcommittee.name)


def report(words: Words, issue: Issue, found: Situation) -> Report:
    """All of the document in words, ready to be made."""
    return Report(
        file_name=_file_name(words, issue),
        layout=issue.layout,
        language=issue.subcommittee.language,
        heading=_heading(words, issue),
        title=_title(words, issue, found),
        paragraphs=tuple(paragraphs(words, found)),
        recipients=_recipients(words, issue),
        signature=_signature(words, issue),
        appendix=_appendix(words, issue, found),
        made_at=issue.made_at,
    )


def _file_name(words: Words, issue: Issue) -> str:
    said = words.say("file_name", symbol=issue.symbol, number=issue.number, day=issue.day)
    return re.sub(r"[^A-Za-z0-9.-]+", "-", without_accents(said)).strip("-") + ".docx"


def number_of(words: Words, issue: Issue) -> str:
    """The number and symbol as they stand in the heading."""
    return words.say("number", layout=issue.layout, number=issue.number, symbol=issue.symbol)


def _heading(words: Words, issue: Issue) -> Heading:
    settings = issue.subcommittee.settings
    return Heading(
        superior_body=settings.superior_body,
        issuing_body=issue.body,
        number=number_of(words, issue),
        place_and_date=words.say("place_and_date", place=settings.document_place, day=issue.day),
        state=words.say("state", layout=issue.layout),
        motto=words.say("motto", layout=issue.layout),
    )


def _title(words: Words, issue: Issue, found: Situation) -> Title:
    period = found.period
    return Title(
        kind=words.say("kind"),
        subject=words.say("subject", body=issue.body, event=issue.event),
        period=words.say("period", since=period.since, until=period.until, zone=words.zone),
        addressee=words.say("addressee", name=issue.addressee) if issue.addressee else "",
    )


def _recipients(words: Words, issue: Issue) -> Recipients:
    usual = words.say("usual_recipients", addressed=bool(issue.addressee))
    names = recipient_lines(issue.subcommittee.settings.recipients or usual)
    lines = [
        words.say("recipient", name=name, last=number == len(names))
        for number, name in enumerate(names, 1)
    ]
    return Recipients(words.say("recipients_heading"), tuple(lines))


def _signature(words: Words, issue: Issue) -> Signature:
    settings = issue.subcommittee.settings
    title = settings.signer_title or words.say("usual_signer", layout=issue.layout)
    return Signature(signature_lines(title), settings.signer)


def _appendix(words: Words, issue: Issue, found: Situation) -> Appendix:
    note = words.say(
        "appendix_note",
        layout=issue.layout,
        number=issue.number,
        symbol=issue.symbol,
        day=issue.day,
        body=issue.body,
    )
    return Appendix(
        label=words.say("appendix_label"),
        title=words.say("appendix_title"),
        note=note,
        columns=tuple(
            Column(words.say("column", name=name), share, centred)
            for name, share, centred in _COLUMNS
        ),
        rows=tuple(_rows(words, found)),
        empty=words.say("appendix_empty"),
    )


def _rows(words: Words, found: Situation) -> list[Row]:
    """The tasks of each event under its name, numbered through.

    Cancelled ones are left out, but for those that closing their event has stopped.
    """
    rows: list[Row] = []
    phrases = Phrases(words, found.period.until)
    stopped = {each.task.id for each in found.stopped}
    number = 0
    for state in found.summary.events:
        listed = [task for task in found.tasks if _belongs(task, state.event, stopped)]
        if listed and len(found.summary.events) > 1:
            rows.append(Row((words.say("event_row", event=state.event),), group=True))
        for task in listed:
            number += 1
            rows.append(_row(words, phrases, number, task))
    return rows


def _belongs(task: Task, event: Event, stopped: Set[int]) -> bool:
    told = task.status is not Status.CANCELLED or task.id in stopped
    return told and task.event_id == event.id


class Phrases:
    """What many tasks have in common, put into words once: hundreds of rows are collected in one
    transaction, and others wait for it."""

    def __init__(self, words: Words, now: datetime) -> None:
        self._words, self.now = words, now
        self._due: dict[tuple[date, time | None], str] = {}
        self._status: dict[tuple[Status, Bucket | None], str] = {}

    def due(self, task: Task) -> str:
        key = (task.due_day, task.due_hour)
        if key not in self._due:
            self._due[key] = self._words.say("due", task=task)
        return self._due[key]

    def status(self, task: Task) -> str:
        key = (task.status, bucket(task, self.now))
        if key not in self._status:
            self._status[key] = self._words.say("status", task=task, now=self.now)
        return self._status[key]


def _row(words: Words, phrases: Phrases, number: int, task: Task) -> Row:
    cells: Sequence[str] = (
        str(number),
        task.reference,
        task.title,
        shorten(words.units[task.lead_unit_id], _UNIT),
        ", ".join(shorten(words.units[unit], _UNIT) for unit in task.cooperating),
        phrases.due(task),
        "–" if task.reached is None else f"{task.reached}%",
        phrases.status(task),
        shorten(" ".join((task.obstacle or "").split()), _REMARK),
    )
    return Row(tuple(cells), late=task.overdue(phrases.now))
