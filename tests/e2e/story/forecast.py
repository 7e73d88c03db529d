"""What each person must be told in a slot, worked out from the book alone."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.e2e.story.book import Book, Happening, Job, Span
from tests.e2e.story.cast import GROUP

LADDER = (30, 14, 7, 3, 1, 0)
SOON = 3
CLIMBS = {"lead": 1, "deputy": 2, "admin": 2, "chair": 3}
PARTS = ("overdue", "blocked", "submitted", "unaccepted", "soon", "ladder")
SECTIONS = ("overdue", "returned", "unaccepted", "soon", "ladder", "cooperating")
MORNING, EVENING = time(7), time(17)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A headline: the four buckets, and marks within the open ones."""

    done_in_time: int = 0
    done_late: int = 0
    in_time: int = 0
    overdue: int = 0
    blocked: int = 0
    submitted: int = 0
    unaccepted: int = 0


@dataclass(frozen=True)
class Expected:
    """What one message says: its lists in order, and which lines are marked to the reader."""

    lists: dict[str, list[str]]
    climbed: frozenset[str]
    numbers: dict[str, Numbers] = field(default_factory=dict)
    """By event code; of a summary."""
    units: dict[str, Numbers] = field(default_factory=dict)
    countdowns: frozenset[tuple[str, int]] = frozenset()
    """Event and days to the peak's first day."""
    open_for_peak: dict[tuple[str, int], int] = field(default_factory=dict)
    """On ladder days how many tasks are still open for that peak."""
    no_news: bool = False
    tried: dict[str, int] = field(default_factory=dict)
    """How often the units were reminded of what is overdue."""


def numbers(jobs: list[Job], now: datetime) -> Numbers:
    done = [job for job in jobs if job.status == "done"]
    still = [job for job in jobs if job.open]
    late = [job for job in still if job.overdue(now)]
    return Numbers(
        done_in_time=sum(not job.late for job in done),
        done_late=sum(job.late for job in done),
        in_time=len(still) - len(late),
        overdue=len(late),
        blocked=sum(job.status == "blocked" for job in jobs),
        submitted=sum(job.status == "submitted" for job in jobs),
        unaccepted=sum(job.status == "assigned" for job in jobs),
    )


class Slot:
    """A slot at a moment, and what it says to whom."""

    def __init__(self, book: Book, now: datetime, full: bool) -> None:
        self.book, self.now, self.full = book, now, full
        self.today = now.date()
        events = [event for event in book.open_events() if full or event.in_peak(self.today)]
        self.events = sorted(events, key=self._nearness)
        self.codes = [event.code for event in self.events]
        jobs = [job for job in book.jobs.values() if job.event in self.codes]
        self.jobs = sorted(
            jobs, key=lambda job: (self.codes.index(job.event), job.due_at, job.number)
        )
        self.rungs = [
            (event, peak)
            for event in self.events
            for peak in event.peaks
            if (peak.first - self.today).days in LADDER
        ]

    def _nearness(self, event: Happening) -> tuple[bool, date, str]:
        ahead = [peak.first for peak in event.peaks if peak.last >= self.today]
        return (not ahead, min(ahead, default=event.days.last), event.code)

    def _for_a_rung(self, job: Job) -> bool:
        return any(
            event.code == job.event and job.due_day <= peak.last for event, peak in self.rungs
        )

    def _soon(self, job: Job) -> bool:
        return job.due_day <= self.today + timedelta(days=SOON)

    def _ignored(self, job: Job) -> bool:
        """Not accepted a day after it was delivered, or delivered to nobody."""
        if job.status != "assigned":
            return False
        return job.delivered_at is None or self.now - job.delivered_at >= timedelta(hours=24)

    def _climbed(self, job: Job, role: str) -> bool:
        days = CLIMBS.get(role)
        if days is None or not job.overdue(self.now):
            return False
        return self.now - job.due_at >= timedelta(days=days)

    def countdowns(self) -> frozenset[tuple[str, int]]:
        held = [
            (event, peak) for event in self.events for peak in event.peaks if peak.holds(self.today)
        ]
        return frozenset(self._rung(event, peak) for event, peak in [*self.rungs, *held])

    def _open_for_peak(self, jobs: list[Job]) -> dict[tuple[str, int], int]:
        """Those due on or before the peak's last day, where there is any."""
        found = {
            self._rung(event, peak): sum(
                job.open and job.event == event.code and job.due_day <= peak.last for job in jobs
            )
            for event, peak in self.rungs
        }
        return {rung: count for rung, count in found.items() if count}

    def _rung(self, event: Happening, peak: Span) -> tuple[str, int]:
        return event.code, (peak.first - self.today).days

    # -- the summary -----------------------------------------------------------------------------

    def summary(self, name: str, trouble: bool) -> Expected | None:
        role = "" if name == GROUP else self.book.posts[name].role
        lists, climbed = self._parts(role)
        if not lists and not trouble:
            return self._no_news(role)
        late = [job for job in self.jobs if job.overdue(self.now)]
        return Expected(
            lists,
            climbed,
            {code: numbers(self._of(code), self.now) for code in self.codes},
            self._units(),
            self.countdowns(),
            self._open_for_peak(self.jobs),
            tried={job.reference: job.tried(self.now) for job in late},
        )

    def _no_news(self, role: str) -> Expected | None:
        """One line to chairs on ladder and peak days; else nothing to anybody."""
        if role not in ("chair", "deputy") or not self.countdowns():
            return None
        return Expected({}, frozenset(), countdowns=self.countdowns(), no_news=True)

    def _of(self, code: str) -> list[Job]:
        return [job for job in self.jobs if job.event == code]

    def _units(self) -> dict[str, Numbers]:
        named = {job.unit for job in self.jobs if job.status != "cancelled"}
        return {
            unit: numbers([job for job in self.jobs if job.unit == unit], self.now)
            for unit in named
        }

    def _parts(self, role: str) -> tuple[dict[str, list[str]], frozenset[str]]:
        """The lists, what is marked to the reader first in its own list."""
        lists: dict[str, list[str]] = {}
        marked: dict[str, list[str]] = {}
        for job in self.jobs:
            for part in self._parts_of(job):
                climbed = self._marked(job, part, role)
                (marked if climbed else lists).setdefault(part, []).append(job.reference)
        found = {
            part: marked.get(part, []) + lists.get(part, [])
            for part in PARTS
            if part in marked or part in lists
        }
        return found, frozenset(each for listed in marked.values() for each in listed)

    def _marked(self, job: Job, part: str, role: str) -> bool:
        if part == "unaccepted":
            return role == "admin" and self._long_ignored(job)
        return part == "overdue" and self._climbed(job, role)

    def _long_ignored(self, job: Job) -> bool:
        since = job.delivered_at or job.assigned_at
        return job.status == "assigned" and self.now - since >= timedelta(hours=48)

    def _parts_of(self, job: Job) -> list[str]:
        if not job.open:
            return []
        marks = {
            "overdue": job.overdue(self.now),
            "blocked": job.status == "blocked",
            "submitted": job.status == "submitted",
            "unaccepted": job.status == "assigned",
        }
        found = [part for part, holds in marks.items() if holds]
        if not found and self._soon(job):
            return ["soon"]
        return found or (["ladder"] if self._for_a_rung(job) else [])

    # -- the digest ------------------------------------------------------------------------------

    def digest(self, name: str) -> Expected | None:
        post = self.book.posts[name]
        lists: dict[str, list[str]] = {}
        climbed = set()
        for job in self.jobs:
            section = self._section(job)
            if section and job.unit == post.unit:
                lists.setdefault(section, []).append(job.reference)
            elif section == "soon" and post.unit in job.helpers:
                lists.setdefault("cooperating", []).append(job.reference)
            if job.unit == post.unit and self._climbed(job, post.role):
                climbed.add(job.reference)
        if not lists:
            return None
        late = lists.get("overdue", [])
        tried = {each: self.book.jobs[each].tried(self.now) for each in late}
        own = [
            self.book.jobs[each] for part in lists if part != "cooperating" for each in lists[part]
        ]
        return Expected(
            {section: lists[section] for section in SECTIONS if section in lists},
            frozenset(climbed),
            countdowns=self._countdowns_of(post.unit),
            open_for_peak=self._open_for_peak(own),
            tried=tried,
        )

    def _countdowns_of(self, unit: str) -> frozenset[tuple[str, int]]:
        """Of the events in which the unit has something to do."""
        theirs = {job.event for job in self.jobs if job.open and unit in (job.unit, *job.helpers)}
        return frozenset(each for each in self.countdowns() if each[0] in theirs)

    def _section(self, job: Job) -> str:
        if not job.working:
            return ""
        if job.overdue(self.now):
            return "overdue"
        if job.returned:
            return "returned"
        if self._ignored(job):
            return "unaccepted"
        if self._soon(job):
            return "soon"
        return "ladder" if self._for_a_rung(job) else ""

    def note_reminded(self, name: str, said: Expected, nominal: datetime) -> None:
        """The unit's people were reminded of what their digest named."""
        unit = self.book.posts[name].unit
        for reference in (each for listed in said.lists.values() for each in listed):
            job = self.book.jobs[reference]
            if job.unit != unit:
                continue
            if job.status == "assigned" and job.delivered_at is None:
                job.delivered_at = self.now
            else:
                job.reminded.add((unit, nominal))


def slots_of(book: Book, day: date) -> list[tuple[datetime, bool]]:
    """The slots of a day with whether they speak of all events."""
    if not book.open_events():
        return []
    found = [(datetime.combine(day, MORNING), True)]
    if book.peak_day(day):
        found.append((datetime.combine(day, EVENING), False))
    return found


def exact_at(book: Book, job: Job) -> datetime | None:
    """When a task of a set hour is reminded; in quiet hours just before they began."""
    if job.due_hour is None or not job.working:
        return None
    moment = job.due_at - timedelta(hours=2)
    if not book.quiet(moment):
        return moment
    evening = moment.date() if moment.time() >= time(21, 30) else moment.date() - timedelta(days=1)
    return datetime.combine(evening, time(21, 29))
