"""The five sections of a report of the situation, in words; none is ever left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from documents.report import Paragraph, Style
from domain.situation import Situation
from domain.task import ObstacleClass, Task
from domain.text import clean
from handlers.texts import Texts

_MOST = 20
"""So many of a list stand in the text; all of them stand in the appendix."""
_CLASSES = (
    ObstacleClass.DECISION,
    ObstacleClass.FUNDING,
    ObstacleClass.UNIT,
    ObstacleClass.OTHER,
)
_Listed = TypeVar("_Listed")


@dataclass(frozen=True)
class Words:
    """The words of one document: its language, the names of units by id, and its time zone."""

    texts: Texts
    units: Mapping[int, str]
    zone: ZoneInfo

    def say(self, name: str, /, **data: object) -> str:
        """The named text of `situation.j2` on one line; empty where it has nothing to say."""
        return clean(self.texts.plain(f"situation.{name}", **data))


def paragraphs(words: Words, found: Situation) -> Iterator[Paragraph]:
    for section, parts in (
        ("section_results", _results),
        ("section_shortcomings", _shortcomings),
        ("section_causes", _causes),
        ("section_directions", _directions),
        ("section_proposals", _proposals),
    ):
        yield Paragraph(Style.SECTION, words.say(section))
        yield from _or_nothing(words, parts(words, found))


def _or_nothing(words: Words, said: Iterable[Paragraph]) -> list[Paragraph]:
    return list(said) or [Paragraph(Style.BODY, words.say("nothing"))]


def _body(text: str) -> Iterator[Paragraph]:
    if text:
        yield Paragraph(Style.BODY, text)


def _results(words: Words, found: Situation) -> Iterator[Paragraph]:
    for heading, parts in (
        ("heading_directing", _directing),
        ("heading_results", _figures),
        ("heading_ad_hoc", _ad_hoc),
    ):
        yield Paragraph(Style.SUBSECTION, words.say(heading))
        yield from _or_nothing(words, parts(words, found))


def _directing(words: Words, found: Situation) -> Iterator[Paragraph]:
    yield from _body(words.say("directing", situation=found))


def _figures(words: Words, found: Situation) -> Iterator[Paragraph]:
    yield from _body(words.say("results", situation=found, zone=words.zone))
    if len(found.summary.events) > 1:
        yield from _items(
            words,
            found.summary.events,
            lambda state: words.say("event_results", state=state),
        )
    yield from _listed(words, "finished", found.finished, zone=words.zone)
    yield from _list(
        words,
        "progress_heading",
        found.progress,
        lambda each: words.say("progress", progress=each, units=words.units),
    )


def _ad_hoc(words: Words, found: Situation) -> Iterator[Paragraph]:
    yield from _items(
        words, found.ad_hoc, lambda task: words.say("ad_hoc", task=task, units=words.units)
    )


def _shortcomings(words: Words, found: Situation) -> Iterator[Paragraph]:
    yield from _listed(words, "overdue", found.overdue, now=found.period.until)
    yield from _listed(words, "blocked", found.blocked, zone=words.zone)
    yield from _listed(words, "unaccepted", found.unaccepted, zone=words.zone)
    yield from _list(
        words,
        "stopped_heading",
        found.stopped,
        lambda each: words.say("stopped", stopped=each, units=words.units),
    )


def _causes(words: Words, found: Situation) -> Iterator[Paragraph]:
    if not (found.blocked or found.unexplained or found.unaccepted):
        return
    by_class = {cause: found.blocked_by(cause) for cause in _CLASSES}
    by_class = {cause: tasks for cause, tasks in by_class.items() if tasks}
    yield from _body(words.say("objective_causes", by_class=by_class))
    yield from _body(
        words.say("subjective_causes", unexplained=found.unexplained, unaccepted=found.unaccepted)
    )


def _directions(words: Words, found: Situation) -> Iterator[Paragraph]:
    for peak in found.peaks:
        yield from _body(words.say("peak", peak=peak))
    if found.overdue:
        yield from _body(words.say("catch_up", count=len(found.overdue)))
    yield from _listed(words, "upcoming", found.upcoming)


def _proposals(words: Words, found: Situation) -> Iterator[Paragraph]:
    for cause in _CLASSES:
        tasks = found.blocked_by(cause)
        if tasks:
            yield Paragraph(Style.LEAD, words.say("proposal_heading", **{"class": cause}))
            yield from _items(
                words, tasks, lambda task: words.say("proposal", task=task, units=words.units)
            )


def _listed(words: Words, name: str, tasks: Sequence[Task], **data: object) -> Iterator[Paragraph]:
    """A heading with their number, and each of the tasks by the text of this name."""
    yield from _list(
        words,
        f"{name}_heading",
        tasks,
        lambda task: words.say(name, task=task, units=words.units, **data),
    )


def _list(
    words: Words, heading: str, listed: Sequence[_Listed], say: Callable[[_Listed], str]
) -> Iterator[Paragraph]:
    if listed:
        yield Paragraph(Style.LEAD, words.say(heading, count=len(listed)))
        yield from _items(words, listed, say)


def _items(
    words: Words, listed: Sequence[_Listed], say: Callable[[_Listed], str]
) -> Iterator[Paragraph]:
    said = [say(each) for each in listed[:_MOST]]
    if len(listed) > _MOST:
        said.append(words.say("more", count=len(listed) - _MOST))
    for number, text in enumerate(said, 1):
        yield Paragraph(Style.ITEM, words.say("item", text=text, last=number == len(said)))
