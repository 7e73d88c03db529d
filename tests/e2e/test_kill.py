"""Killed at any moment, again and again: nothing is lost, nothing is done twice, order is kept."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from bot import operations
from bot.outgoing_call import RESENT
from sandbox import Person, Sandbox
from storage.connection import connect_read_only
from storage.outbox import Priority
from tests.support.campaign import GREETINGS, Campaign, Member
from tests.support.process import BotProcess, settings_for

MARK = RESENT["vi"]
A_START = 0.8  # seconds, about as long as a start takes
LONGEST_END = 120.0  # seconds; only a guard against waiting for ever


class Trial:
    """One database and one sandbox, on which processes follow each other."""

    def __init__(self, sandbox: Sandbox, folder: Path, seed: int) -> None:
        self.sandbox = sandbox
        self.random = Random(seed)
        self.campaign = Campaign(sandbox, self.random)
        self.folder = folder
        self.quick = False
        self.database = folder / "tieuban.db"
        self.bot = sandbox.bot("Tiểu ban", "tieuban_bot")
        self.settings = settings_for(
            sandbox, self.bot, self.database, ADMIN_IDS=str(self.campaign.operator.id)
        )

    async def begin(self) -> None:
        async with BotProcess.running(self.folder, settings=self.settings) as process:
            await process.ready()
            await self.campaign.found()

    async def one_kill(self, updates: int) -> None:
        """Some updates arrive while no process runs, the others while one does; it is killed.

        When that happens is told by what it has answered, so that a slow machine tries the same
        as a quick one. A row that is in hand at three kills is given up, as it should be: two
        kills during a start never follow each other.
        """
        self.campaign.repeats = self._repeats()
        late = self.random.randrange(updates + 1)
        for _ in range(updates - late):
            self.campaign.report()
        self.quick = not self.quick and self.random.random() < 0.2
        async with BotProcess.running(self.folder, settings=self.settings) as process:
            if self.quick:
                await asyncio.sleep(self.random.uniform(0, A_START))
            for _ in range(late):
                self.campaign.report()
                if not self.quick:
                    await self._answers(self.random.randrange(3))
            if not self.quick:
                await self._answers(self.random.randint(1, max(self.campaign.outstanding, 1)))
                await asyncio.sleep(self.random.uniform(0, 0.02))
            process.kill()

    def _repeats(self) -> int:
        return sum(
            len(self.sandbox.replies(member.person)) - len(without_repeats(self, member.person))
            for member in self.campaign.members
        )

    async def _answers(self, more: int) -> None:
        """Wait for so many more answers, as far as so many are to come."""
        wanted = max(self.campaign.outstanding - more, 0)
        await self.sandbox.until(lambda: self.campaign.outstanding <= wanted, LONGEST_END)

    async def end(self) -> None:
        """A last process does all that is left, and ends in peace."""
        async with BotProcess.running(self.folder, settings=self.settings) as process:
            await process.ready()
            async with asyncio.timeout(LONGEST_END):
                # The database of another process tells nobody that it has changed.
                while self.bot.updates.events or self.rows(UNFINISHED):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            process.terminate()
            assert await process.ended() == 0

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with closing(connect_read_only(self.database)) as connection:
            yield connection

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.reading() as connection:
            return [tuple(row) for row in connection.execute(sql)]


UNFINISHED = """
    SELECT state FROM inbox WHERE state = 'open'
    UNION ALL
    SELECT state
    FROM outbox
    WHERE state IN ('making', 'sending') OR state = 'waiting' AND kind <> 'joins'
"""  # who has joined is told a minute later


async def tried(folder: Path, seed: int, kills: int, updates: int) -> None:
    async with Sandbox.running(limits=False, slow_repeated_polls=False) as sandbox:
        trial = Trial(sandbox, folder, seed)
        await trial.begin()
        for _ in range(kills):
            await trial.one_kill(updates)
        await trial.end()
        each_effect_once(trial)
        for member in trial.campaign.members:
            every_answer_in_order(trial, member)
        repeats_are_marked_and_were_in_doubt(trial)
        order_is_kept_per_chat_and_priority(trial)
        nothing_is_left(trial)


def each_effect_once(trial: Trial) -> None:
    said = Counter(what.note for member in trial.campaign.members for what in member.said)
    assert set(said.values()) == {1}
    stored = Counter(note for (note,) in trial.rows("SELECT note FROM reports"))
    assert stored == said


def every_answer_in_order(trial: Trial, member: Member) -> None:
    answers = without_repeats(trial, member.person)[GREETINGS:]
    assert len(answers) == len(member.said)
    for answer, what in zip(answers, member.said, strict=True):
        assert all(words in answer for words in what.answered_with), (what, answer)


def without_repeats(trial: Trial, person: Person) -> list[str]:
    """What a person reads who skips what is marked as a repeat and stood right before."""
    read: list[str] = []
    for message in trial.sandbox.replies(person):
        text = message.text.removesuffix(MARK).rstrip()
        if MARK in message.text and read and text == read[-1]:
            continue
        read.append(text)
    return read


def repeats_are_marked_and_were_in_doubt(trial: Trial) -> None:
    sent = trial.rows("SELECT doubts FROM outbox WHERE state = 'sent' AND message_id > 0")
    doubts = sum(int(str(row[0])) for row in trial.rows("SELECT doubts FROM outbox"))
    everybody = [trial.campaign.operator, trial.campaign.admin]
    everybody += [member.person for member in trial.campaign.members]
    outdated = outdated_notices(trial)
    arrived = [
        message
        for person in everybody
        for message in trial.sandbox.replies(person)
        if not any(chat == person.id and note in message.text for chat, note in outdated)
    ]
    marked = [message for message in arrived if MARK in message.text]
    assert 0 <= len(arrived) - len(sent) <= len(marked) <= doubts


def outdated_notices(trial: Trial) -> set[tuple[object, str]]:
    """The chats and notes of those that were in doubt and had nothing left to say after it.

    They are void, not sent, and may have arrived all the same; no two reports have one note.
    """
    void = trial.rows(
        """
        SELECT chats.telegram_id, outbox.payload
        FROM outbox
        JOIN chats ON chats.id = outbox.chat_id
        WHERE outbox.state = 'void' AND outbox.doubts > 0
        """
    )
    return {
        (chat, item["note"]) for chat, payload in void for item in json.loads(str(payload))["items"]
    }


def order_is_kept_per_chat_and_priority(trial: Trial) -> None:
    for priority in Priority:
        last: dict[object, int] = {}
        for chat, message_id in trial.rows(
            f"""
            SELECT chat_id, message_id
            FROM outbox
            WHERE state = 'sent' AND message_id > 0 AND priority = {priority:d} AND kind <> 'joins'
            ORDER BY id
            """
        ):
            number = int(str(message_id))
            assert last.get(chat, 0) < number
            last[chat] = number


def nothing_is_left(trial: Trial) -> None:
    states = {state for (state,) in trial.rows("SELECT DISTINCT state FROM inbox")}
    assert states == {"done"}
    assert not trial.rows(UNFINISHED)
    assert not trial.rows("SELECT id FROM outbox WHERE state IN ('dead', 'held', 'missed')")
    assert operations.verify(trial.database).startswith("sound")


@pytest.mark.early("kills")
async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    await tried(tmp_path, seed=20, kills=20, updates=15)


@pytest.mark.long(minutes=4)
async def test_two_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    await tried(tmp_path, seed=200, kills=200, updates=15)
