"""A subcommittee at work over real HTTP, whatever becomes of the bot meanwhile.

It is founded by commands, then its members report without end; afterwards the database and the
chats tell whether anything was lost, doubled or turned round.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from random import Random

from handlers.rates import COMMANDS, WINDOW
from sandbox import Message, Person, Sandbox
from tests.support.invitations import code_in

PATIENCE = 60.0  # seconds for an answer; only a guard against waiting for ever
CODES = ("CATDB", "QSTDB", "SYTDB", "SGTDB", "STTTT", "VPUB")
TASKS = 3  # of each unit
GREETINGS = 2  # the welcome, and the tasks of the unit


@dataclass(frozen=True)
class Said:
    """What was said, and what its answer must speak of."""

    note: str
    answered_with: tuple[str, ...]


@dataclass
class Member:
    """Somebody of a unit, with what they have said so far, in order."""

    person: Person
    references: list[str]
    said: list[Said] = field(default_factory=list)
    blocked: bool = False
    _spoke_at: deque[float] = field(default_factory=lambda: deque(maxlen=COMMANDS - 5))

    def may_speak(self) -> bool:
        """Whether the bot will not find it too much."""
        now = time.monotonic()
        full = len(self._spoke_at) == self._spoke_at.maxlen
        return not full or now - self._spoke_at[0] > WINDOW.total_seconds() + 1

    def says(self, text: str, said: Said) -> None:
        self._spoke_at.append(time.monotonic())
        self.person.says(text)
        self.said.append(said)


class Campaign:
    """Founded by `found`; `report` lets somebody say something that nobody has said before."""

    def __init__(self, sandbox: Sandbox, random: Random) -> None:
        self._sandbox = sandbox
        self._random = random
        self.operator = sandbox.person("Người vận hành")
        self.admin = sandbox.person("Tổ giúp việc")
        self.members: list[Member] = []
        self.said = 0
        self.repeats = 0
        self._shown_at_first = 0

    async def found(self, due: date = date(2099, 5, 1)) -> None:
        """One subcommittee, its units with two persons each, one event and its tasks."""
        founded = await self._ask(self.operator, "/laptieuban Tiểu ban An ninh, trật tự", 2)
        await self._join(self.admin, founded)
        units = "\n".join(f"{code} | Đơn vị {code}" for code in CODES)
        await self._ask(self.admin, f"/themdonvi {units}")
        await self._ask(self.admin, "/themsukien DBP70 | Lễ kỷ niệm | Điện Biên | 7/5/2099")
        tasks = "\n".join(
            f"Việc {number} của {code} | {code} | {due:%d/%m/%Y}"
            for code in CODES
            for number in range(TASKS)
        )
        await self._ask(self.admin, f"/giaoviec DBP70\n{tasks}")
        for place, code in enumerate(CODES):
            references = [f"DBP70-{place * TASKS + number + 1}" for number in range(TASKS)]
            for role in ("đầu mối", "thành viên"):
                invited = await self._ask(self.admin, f"/moi {code} {role}", word="start=")
                member = Member(self._sandbox.person(f"{role} {code}"), references)
                await self._join(member.person, invited)
                self.members.append(member)
        self._shown_at_first = sum(
            len(self._sandbox.chat(member.person).messages) for member in self.members
        )

    @property
    def outstanding(self) -> int:
        """How many reports have not been answered yet, `repeats` being no answers."""
        shown = sum(len(self._sandbox.chat(member.person).messages) for member in self.members)
        return 2 * self.said - (shown - self._shown_at_first - self.repeats)

    def report(self) -> None:
        """Somebody reports on one of their tasks, by command or without, or is blocked."""
        member = self._random.choice([each for each in self.members if each.may_speak()])
        reference = self._random.choice(member.references)
        self.said += 1
        note = f"đợt {self.said} của đơn vị"
        if self._random.random() < 0.1 and not member.blocked:
            member.blocked = True
            member.says(f"/vuong {reference} {note}", Said(note, (reference, "vướng mắc")))
            return
        # Two answers next to each other never look alike: so a repeat is known for one.
        member.blocked = False
        percent = f"{len(member.said) % 97 + 1}%"
        command = "/baocao " if self._random.random() < 0.5 else ""
        said = Said(note, (reference, f" {percent}"))
        member.says(f"{command}{reference} {percent} {note}", said)

    async def _ask(self, person: Person, text: str, answers: int = 1, word: str = "") -> Message:
        """Says it and waits for so many answers that hold the word; the newest of them."""
        before = len(self._sandbox.replies(person))
        person.says(text)
        return await self._answer(person, answers, before, word)

    async def _join(self, person: Person, invitation: Message) -> None:
        person.start(payload=code_in(invitation))
        await self._answer(person, GREETINGS if person is not self.admin else 1)

    async def _answer(self, person: Person, count: int, before: int = 0, word: str = "") -> Message:
        def heard() -> list[Message]:
            replies = self._sandbox.replies(person)[before:]
            found = [message for message in replies if word in message.text]
            return found if len(found) >= count else []

        replies = await self._sandbox.until(heard, PATIENCE)
        newest: Message = replies[-1]
        return newest
