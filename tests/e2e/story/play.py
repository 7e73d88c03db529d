"""Time passes, with the bot switched on and off, and each thing due is judged at its own moment."""

from datetime import datetime, timedelta

from tests.e2e.story.forecast import Slot, exact_at, slots_of
from tests.e2e.story.hearing import Heard
from tests.e2e.story.people import Told
from tests.e2e.story.slots import Slots
from tests.support.stage import ZONE

_MADE_UP = timedelta(minutes=15)
_TOO_NEAR = timedelta(hours=3)


def moment(text: str) -> datetime:
    """`15/3 16:00`, of the year 2024."""
    day, hour = text.split()
    return datetime.strptime(f"{day}/2024 {hour}", "%d/%m/%Y %H:%M")  # noqa: DTZ007


class Play(Slots):
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

    off_since: datetime
    meanwhile: tuple[str, str, int | None] | None = None
    """What somebody did while the bot was switched off: task, move, percent."""
