"""The stage on which the story is played: persons act, time passes, and all that is said is judged.

Nothing the bot says goes unexamined: whatever nobody expected fails the test, and so does whatever
was expected and did not come.
"""

from collections.abc import Awaitable
from datetime import datetime, timedelta

from sandbox import Group, Person
from tests.e2e.story.book import Book
from tests.e2e.story.cast import GROUP, WITHOUT_PEOPLE
from tests.e2e.story.forecast import Expected, Slot, exact_at, slots_of
from tests.e2e.story.hearing import Ear, Heard
from tests.e2e.story.judging import judge
from tests.e2e.story.reading import DIGEST_HEAD, SUMMARY_HEAD, Read, read
from tests.e2e.story.transcript import Transcript
from tests.support.stage import ZONE, Stage

Told = dict[str, set[str]]
"""Who is told, and of which tasks."""
_MADE_UP = timedelta(minutes=15)
_TOO_NEAR = timedelta(hours=3)


def moment(text: str) -> datetime:
    """`15/3 16:00`, of the year 2024."""
    day, hour = text.split()
    return datetime.strptime(f"{day}/2024 {hour}", "%d/%m/%Y %H:%M")  # noqa: DTZ007


class Play:
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

    # -- people ----------------------------------------------------------------------------------

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

    # -- time ------------------------------------------------------------------------------------

    async def at(self, text: str) -> None:
        """Through all that is due until then, each thing judged at its own moment."""
        target = moment(text)
        while (due := self._next_due(target)) is not None:
            await self._pass(due)
        await self.stage.move_to(target.replace(tzinfo=ZONE))
        self.passed = target
        assert self.listen() == [], f"nothing was due until {target}"

    def _next_due(self, target: datetime) -> datetime | None:
        days = (target.date() - self.passed.date()).days
        slots = [
            at
            for offset in range(days + 1)
            for at, _ in slots_of(self.book, self.passed.date() + timedelta(days=offset))
        ]
        found = [*slots, *self.newcomers]
        found += [at for job in self.book.jobs.values() if (at := exact_at(self.book, job))]
        return min((at for at in found if self.passed < at <= target), default=None)

    async def _pass(self, due: datetime) -> None:
        await self.stage.move_to(due.replace(tzinfo=ZONE))
        self.passed = due
        heard = self.listen()
        heard = await self._judge_exact(heard, due)
        heard = self._judge_newcomers(heard, due)
        for at, full in slots_of(self.book, due.date()):
            if at == due:
                heard = await self._judge_slot(heard, Slot(self.book, self.now, full), due)
        assert heard == [], f"nobody expected this at {due}"

    def _judge_newcomers(self, heard: list[Heard], due: datetime) -> list[Heard]:
        """Who joined within the minute is told to the admins in one message."""
        came = self.newcomers.pop(due, [])
        told = [each for each in heard if "Mới tham gia" in each.text] if came else []
        if came:
            admins = self.book.reachable(self.book.with_role("admin")) - set(came)
            assert sorted(each.to for each in told) == sorted(admins)
            assert all(name in each.text for each in told for name in came)
        return [each for each in heard if each not in told]

    async def _judge_exact(self, heard: list[Heard], due: datetime) -> list[Heard]:
        """A task of a set hour: once to each of its unit's people."""
        for job in self.book.jobs.values():
            if exact_at(self.book, job) != due:
                continue
            told = [
                each for each in heard if each.text.startswith("⏰") and job.reference in each.text
            ]
            wanted = self.book.reachable(self.book.people_of(job.unit))
            assert sorted(each.to for each in told) == sorted(wanted)
            job.reminded.add((job.unit, job.due_at - timedelta(hours=2)))
            heard = [each for each in heard if each not in told]
        return heard

    # -- slots -----------------------------------------------------------------------------------

    async def _judge_slot(
        self, heard: list[Heard], slot: Slot, nominal: datetime, *, late: bool = False
    ) -> list[Heard]:
        """To whom, once, and what: everybody of the book, and the group."""
        said = [each for each in heard if _of_slot(each)]
        wanted = self._wanted(slot)
        assert sorted(each.to for each in said) == sorted(wanted), nominal
        self._turn += 1
        for place, each in enumerate(sorted(said, key=lambda each: each.to)):
            await self._judge_message(each, wanted[each.to], place, late=late)
        self.sent_in[nominal] = len(said)
        if said:
            self.missed.clear()
        for name, expected in wanted.items():
            if name in self.book.posts and self.book.posts[name].unit:
                slot.note_reminded(name, expected, nominal)
        return [each for each in heard if each not in said]

    def _wanted(self, slot: Slot) -> dict[str, Expected]:
        wanted = {}
        if self.book.group_linked and (expected := slot.summary(GROUP, False)):
            wanted[GROUP] = expected
        for name, post in self.book.posts.items():
            if not post.reachable or post.role == "observer":
                continue
            if post.unit:
                expected = slot.digest(name)
            else:
                expected = slot.summary(name, self._trouble(slot) and post.role == "admin")
            if expected is not None:
                wanted[name] = expected
        return wanted

    def _trouble(self, slot: Slot) -> bool:
        """There is always one unit without people, which the evening leaves to the morning."""
        return slot.full

    async def _judge_message(
        self, heard: Heard, expected: Expected, place: int, *, late: bool
    ) -> None:
        assert not heard.edit
        if expected.no_news:
            assert "không có việc quá hạn" in heard.text
            assert read([heard.text]).countdowns == expected.countdowns
            return
        # Turning all pages of everybody's summary would only take time: one reader each slot.
        pages = [heard.text]
        whole = heard.to != GROUP and (
            bool(self._post(heard.to).unit) or place % 3 == self._turn % 3
        )
        if whole:
            pages += await self._turned(heard)
        found = read(pages)
        judge(found, expected, whole=whole or "›" not in heard.buttons)
        assert found.late == late
        assert bool(found.silent_since) == bool(self.missed), (found.silent_since, self.missed)
        if heard.to == GROUP:
            assert self.group is not None
            assert heard.thread == self.topic
        elif whole and self._post(heard.to).role == "admin" and found.numbers:
            self._judge_trouble(found)

    def _post(self, name: str):  # type: ignore[no-untyped-def]
        return self.book.posts[name]

    def _judge_trouble(self, found: Read) -> None:
        if not found.trouble:
            return
        assert f"Chưa có người: {WITHOUT_PEOPLE}." in found.trouble
        gone = [name for name, post in self.book.posts.items() if not post.reachable]
        assert all(name in found.trouble for name in gone)
        assert ("Không gửi được tin" in found.trouble) == bool(gone)
        recent = self.away is not None and self.now - self.away[1] < timedelta(days=1)
        assert ("Bot ngừng nhận tin" in found.trouble) == recent

    async def _turned(self, heard: Heard) -> list[str]:
        """The further pages, as somebody turns them."""
        pages = []
        newest = heard
        while "›" in newest.buttons:
            assert newest.message is not None
            await self.stage.presses(self.people[heard.to], newest.message, "›")
            shown = self.ear.listen()
            edits = [each for each in shown if each.edit]
            assert len(edits) == 1
            assert {each.to for each in shown} == {heard.to}
            newest = edits[0]
            pages.append(newest.text)
            self.transcript.bot(self.now, [f"{heard.to} (trang tiếp)"], newest.text, newest.buttons)
        return pages

    # -- switched off ----------------------------------------------------------------------------

    async def switch_off(self) -> None:
        self.transcript.aside(self.now, "Máy chủ mất điện, bot ngừng hoạt động.")
        self.off_since = self.now
        await self.stage.switch_off()

    async def sleeps_until(self, text: str) -> None:
        """Time passes, and nobody notices."""
        target = moment(text)
        days = (target.date() - self.passed.date()).days
        for offset in range(days + 1):
            for at, _ in slots_of(self.book, self.passed.date() + timedelta(days=offset)):
                if self.passed < at <= target:
                    self.missed.append(at)
        await self.stage.jump_to(f"2024-{target:%m-%d %H:%M}")
        self.passed = target

    async def switch_on(self, told: Told | None = None) -> None:
        """The newest missed slot is made up for, marked late, unless the next one is near."""
        self.transcript.aside(self.now, "Bot hoạt động trở lại.")
        if self.now - self.off_since > timedelta(hours=24):
            self.away = (self.off_since, self.now)
        await self.stage.switch_on()
        if self.meanwhile:
            reference, move, percent = self.meanwhile
            self.book.move(reference, move, self.now, percent)
            self.meanwhile = None
        heard = self.listen()
        newest = self.missed.pop()
        if self._worth_it(newest):
            self.missed_ever += self.missed
            full = newest.hour == 7
            late = self.now - newest > _MADE_UP
            heard = await self._judge_slot(
                heard, Slot(self.book, self.now, full), newest, late=late
            )
        else:
            self.missed.append(newest)
            self.missed_ever += self.missed
        self._judge_told(heard, told or {}, self.book.quiet(self.now))

    def _worth_it(self, newest: datetime) -> bool:
        today = self.now.date()
        ahead = [
            at
            for day in (today, today + timedelta(days=1))
            for at, _ in slots_of(self.book, day)
            if at > self.now
        ]
        near = bool(ahead) and ahead[0] - self.now < _TOO_NEAR
        return self.now - newest <= _MADE_UP or not (near or self.book.quiet(self.now))

    topic: int | None = None
    off_since: datetime
    meanwhile: tuple[str, str, int | None] | None = None
    """What somebody did while the bot was switched off: task, move, percent."""


def _of_slot(heard: Heard) -> bool:
    first = heard.text.splitlines()
    return (
        any(line.startswith(SUMMARY_HEAD) or DIGEST_HEAD.match(line) for line in first)
        or "không có việc quá hạn" in heard.text
    )
