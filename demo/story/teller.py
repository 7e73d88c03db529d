"""The story's verbs: persons write and press, and the days go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.playing import Demo
from demo.story.cast import username
from sandbox import Group, Message, Person

BETWEEN_TWO = timedelta(minutes=3)
"""Until somebody else does something, within a chapter."""
_DAY = re.compile(r"\[([+-]\d+)\]")
_INVITATION = re.compile(r"start=([\w-]+)")


class Teller:
    """Days are counted from ``today``, in texts as `[-3]`; each act ends when all heard of it."""

    def __init__(self, demo: Demo, today: date) -> None:
        self.demo = demo
        self.today = today
        self.people: dict[str, Person] = {}
        self.group: Group | None = None
        self._acted = ""
        self._zone = ZoneInfo(demo.director.zone)

    # time

    def moment(self, day: int, hour: str) -> datetime:
        """So many days after today, at a time of day."""
        local = datetime.combine(self.today + timedelta(days=day), time.fromisoformat(hour))
        return local.replace(tzinfo=self._zone)

    def dated(self, text: str) -> str:
        """The text with its days written as dates."""
        return _DAY.sub(
            lambda found: f"{self.today + timedelta(days=int(found[1])):%d/%m/%Y}", text
        )

    # people

    def enters(self, name: str, language: str = "vi") -> Person:
        """Somebody gets a telephone with Telegram."""
        person = self.demo.sandbox.person(name, username(name), language)
        self.people[name] = person
        return person

    async def invited(self, by: str, words: str) -> str:
        """The code of an invitation made by command."""
        await self.says(by, f"/moi {words}")
        return self.code(self.people[by])

    def code(self, person: Person) -> str:
        """Of the newest invitation that the person was given; raises LookupError."""
        for message in reversed(self.demo.sandbox.replies(person)):
            if found := _INVITATION.search(message.text):
                return found[1]
        raise LookupError(f"{person!r} was given no invitation")

    async def join(self, *invited: tuple[str, str]) -> None:
        """Each opens the bot by the link: name and code."""
        for name, code in invited:
            person = self.people.get(name) or self.enters(name)
            person.start(self.demo.bot, payload=code)
        await self.demo.settle()

    # what they do

    async def says(
        self,
        who: str,
        text: str,
        *,
        chat: Group | None = None,
        thread: int | None = None,
        reply_to: Message | None = None,
    ) -> None:
        """Writes to the bot, or in the group."""
        await self._comes_to(who)
        self.people[who].says(
            self.dated(text), chat=chat or self.demo.bot, thread=thread, reply_to=reply_to
        )
        await self.demo.settle()

    async def sends_photos(self, who: str, caption: str, *pictures: bytes) -> None:
        """Evidence: one photo, or an album of several."""
        await self._comes_to(who)
        person = self.people[who]
        if len(pictures) == 1:
            person.sends_photo(pictures[0], caption=caption, chat=self.demo.bot)
        else:
            person.sends_album(pictures, caption=caption, chat=self.demo.bot)
        await self.demo.settle()

    async def presses(self, who: str, label: str) -> Message:
        """Presses the button of the newest message that has such a one; returns the newest then."""
        person = self.people[who]
        for message in reversed(self.demo.sandbox.replies(person)):
            for shown in message.buttons:
                if label in shown:
                    person.press(message, shown)
                    await self.demo.settle()
                    return self.demo.sandbox.replies(person)[-1]
        raise LookupError(f"{who} has no button {label!r}")

    async def opens(self, who: str, reference: str, label: str) -> Message:
        """Presses a button of a task's card."""
        await self.says(who, f"/xem {reference}")
        return await self.presses(who, label)

    async def accept_all(self, *names: str) -> None:
        """Each presses the one button for all that the unit was given, in every such notice."""
        for name in names:
            person = self.people[name]
            for message in self.demo.sandbox.replies(person):
                for shown in _with(message.buttons, "✓ Nhận"):
                    person.press(message, shown)
        await self.demo.settle()

    async def blocks(self, who: str) -> None:
        """Blocks the bot."""
        self.people[who].blocks(self.demo.bot)
        await self.demo.settle()

    async def _comes_to(self, who: str) -> None:
        """One thing after the other, as in life."""
        if who != self._acted:
            self._acted = who
            await self.demo.director.walk_to(self.demo.clock.now() + BETWEEN_TWO)


def _with(labels: Sequence[str], words: str) -> list[str]:
    return [label for label in labels if label.startswith(words)]
