"""Persons act, and what they and everybody else hear of it is judged.

Nothing the bot says goes unexamined: whatever nobody expected fails the test, and so does whatever
was expected and did not come.
"""

from collections.abc import Awaitable
from datetime import datetime

from sandbox import Group, Person
from tests.e2e.story.book import Book
from tests.e2e.story.cast import GROUP
from tests.e2e.story.hearing import Ear, Heard
from tests.e2e.story.transcript import Transcript
from tests.support.stage import ZONE, Stage

Told = dict[str, set[str]]
"""Who is told, and of which tasks."""


class People:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.book = Book()
        self.ear = Ear(stage)
        self.transcript = Transcript()
        self.people: dict[str, Person] = {}
        self.group: Group | None = None
        self.heard: dict[str, list[Heard]] = {}
        self.passed = self.now
        self.newcomers: dict[datetime, list[str]] = {}
        self.missed: list[datetime] = []
        self.missed_ever: list[datetime] = []
        self.sent_in: dict[datetime, int] = {}
        """How many messages each slot sent."""
        self.away: tuple[datetime, datetime] | None = None
        self._turn = 0

    @property
    def now(self) -> datetime:
        return self.stage.clock.now().astimezone(ZONE).replace(tzinfo=None)

    def enters(self, name: str) -> Person:
        person = self.stage.person(name)
        self.people[name] = person
        self.ear.names[person.id] = name
        return person

    def last(self, name: str, label: str = "") -> Heard:
        """The newest message to somebody, or the newest with such a button."""
        for heard in reversed(self.heard.get(name, [])):
            if not heard.toast and any(label in each for each in heard.buttons or [""]):
                return heard
        raise AssertionError(f"{name} has no message with a button {label!r}")

    async def says(
        self, who: str, text: str, told: Told | None = None, **more: object
    ) -> list[Heard]:
        """Writes to the bot; returns what the bot answered. `told`: who else hears of it."""
        where = f" (trong {GROUP})" if more.get("chat") else ""
        self.transcript.person(self.now, who + where, text)
        return await self._act(who, self.stage.says(self.people[who], text, **more), told)

    async def presses(
        self, who: str, label: str, told: Told | None = None, under: Heard | None = None
    ) -> list[Heard]:
        """Presses a button of the newest message that has it, or of the given one."""
        under = under or self.last(who, label)
        assert under.message is not None
        shown = next(each for each in under.message.buttons if label in each)
        self.transcript.person(self.now, who, f"bấm [{shown}]")
        return await self._act(
            who, self.stage.presses(self.people[who], under.message, shown), told
        )

    async def _act(self, who: str, acting: Awaitable[object], told: Told | None) -> list[Heard]:
        quiet = self.book.quiet(self.now)
        await acting
        heard = self.listen()
        answers = [each for each in heard if each.to == who]
        self._judge_told([each for each in heard if each.to != who], told or {}, quiet)
        return answers

    def _judge_told(self, heard: list[Heard], told: Told, quiet: bool) -> None:
        """Each of those concerned in one message, nobody else, silently in quiet hours."""
        assert sorted(each.to for each in heard) == sorted(told), (
            [each.to for each in heard],
            told,
        )
        for each in heard:
            assert all(reference in each.text for reference in told[each.to]), each
            assert each.silent == quiet, each

    def listen(self) -> list[Heard]:
        """What was said since, written into the transcript."""
        heard = self.ear.listen()
        groups: dict[tuple[str, tuple[str, ...], bool], list[Heard]] = {}
        for each in heard:
            self.heard.setdefault(each.to, []).append(each)
            groups.setdefault((each.text, tuple(each.buttons), each.toast), []).append(each)
        for (text, buttons, toast), said in groups.items():
            if toast and not text:
                continue
            first = said[0]
            marks = (
                ["báo nhanh"] * toast + ["sửa tin"] * first.edit + ["không chuông"] * first.silent
            )
            names = [each.to for each in said]
            if marks:
                names[-1] += f" ({', '.join(marks)})"
            self.transcript.bot(self.now, names, text, buttons)
        return heard

    topic: int | None = None
    """Where the group gets its summaries."""
