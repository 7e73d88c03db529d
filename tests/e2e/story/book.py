"""The test's own book of what is so: units, events and tasks, by the rules of the product page.

It knows nothing of the bot's code. Times are wall time in Việt Nam, without a zone.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

CLOSED = ("done", "cancelled")
MOVES = {
    "accept": {"assigned": "accepted"},
    "report": dict.fromkeys(
        ("assigned", "accepted", "in_progress", "blocked", "submitted"), "in_progress"
    ),
    "block": dict.fromkeys(
        ("assigned", "accepted", "in_progress", "blocked", "submitted"), "blocked"
    ),
    "unblock": {"blocked": "in_progress"},
    "done": dict.fromkeys(
        ("assigned", "accepted", "in_progress", "blocked", "submitted"), "submitted"
    ),
    "confirm": {"submitted": "done"},
    "return": {"submitted": "in_progress"},
    "cancel": dict.fromkeys(
        ("assigned", "accepted", "in_progress", "blocked", "submitted"), "cancelled"
    ),
    "reopen": dict.fromkeys(CLOSED, "in_progress"),
}


@dataclass(frozen=True)
class Span:
    """Days of an event, or a peak of it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass
class Happening:
    """An event."""

    code: str
    days: Span
    named_peaks: tuple[Span, ...] = ()
    closed: bool = False

    @property
    def peaks(self) -> tuple[Span, ...]:
        return self.named_peaks or (self.days,)

    def in_peak(self, day: date) -> bool:
        return any(peak.holds(day) for peak in self.peaks)


@dataclass
class Job:
    """A task."""

    reference: str
    title: str
    unit: str
    due_day: date
    due_hour: time | None = None
    offset: int | None = None
    helpers: tuple[str, ...] = ()
    status: str = "assigned"
    percent: int = 0
    assigned_at: datetime = datetime.min  # noqa: DTZ901
    delivered_at: datetime | None = None
    submitted_at: datetime | None = None
    returned: bool = False
    reminded: set[tuple[str, datetime]] = field(default_factory=set)
    """Unit and nominal time."""

    @property
    def event(self) -> str:
        return self.reference.partition("-")[0]

    @property
    def number(self) -> int:
        return int(self.reference.partition("-")[2])

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.due_day, self.due_hour or time.max)

    @property
    def open(self) -> bool:
        return self.status not in CLOSED

    @property
    def working(self) -> bool:
        """Open, and the unit's turn."""
        return self.open and self.status != "submitted"

    def overdue(self, now: datetime) -> bool:
        return self.working and now > self.due_at

    @property
    def late(self) -> bool:
        """Finished after its due time, by the submission that was confirmed."""
        return self.submitted_at is not None and self.submitted_at > self.due_at

    def tried(self, before: datetime) -> int:
        """How often the present unit was reminded since it was given the task."""
        return sum(
            unit == self.unit and self.assigned_at <= at < before for unit, at in self.reminded
        )


@dataclass
class Post:
    """A member: a role, and a unit or none."""

    role: str
    unit: str = ""
    reachable: bool = True


class Book:
    """All that is so."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self.events: dict[str, Happening] = {}
        self.jobs: dict[str, Job] = {}
        self.group_linked = False

    # -- who ---------------------------------------------------------------------------------

    def people_of(self, *units: str) -> set[str]:
        return {name for name, post in self.posts.items() if post.unit and post.unit in units}

    def with_role(self, *roles: str) -> set[str]:
        return {name for name, post in self.posts.items() if post.role in roles}

    def reachable(self, names: set[str]) -> set[str]:
        return {name for name in names if self.posts[name].reachable}

    # -- when --------------------------------------------------------------------------------

    def open_events(self) -> list[Happening]:
        return [event for event in self.events.values() if not event.closed]

    def peak_day(self, day: date) -> bool:
        return any(event.in_peak(day) for event in self.open_events())

    def quiet(self, now: datetime) -> bool:
        asleep = now.time() >= time(21, 30) or now.time() < time(6)
        return asleep and not self.peak_day(now.date())

    # -- what happens to tasks -----------------------------------------------------------------

    def give(self, command: str, now: datetime, cooperating: str = "phối hợp") -> list[str]:
        """The lines of a /giaoviec, as the plan writes them; their references."""
        first, *lines = command.splitlines()
        code = first.split()[1]
        given = []
        for line in lines:
            title, unit, due, *rest = (piece.strip() for piece in line.split("|"))
            helpers = [piece for piece in rest if piece.startswith(cooperating)]
            number = 1 + sum(job.event == code for job in self.jobs.values())
            job = Job(f"{code}-{number}", title, unit, now.date(), assigned_at=now)
            job.helpers = tuple(re.findall(r"[A-Z]{2,}[A-Z0-9]*", " ".join(helpers)))
            self.set_due(job, due)
            self.jobs[job.reference] = job
            self._delivered(job, now)
            given.append(job.reference)
        return given

    def set_due(self, job: Job, due: str) -> None:
        """`N-7`, `25/3/2024` or `17:00 25/3/2024`."""
        hour, _, day = due.rpartition(" ")
        job.due_hour = time.fromisoformat(hour) if hour else None
        job.offset = None
        if day.startswith("N"):
            job.offset = int(day[1:] or "0")
            job.due_day = self.events[job.event].days.first + timedelta(days=job.offset)
        else:
            job.due_day = datetime.strptime(day, "%d/%m/%Y").date()  # noqa: DTZ007

    def _delivered(self, job: Job, now: datetime) -> None:
        if self.reachable(self.people_of(job.unit)) and job.delivered_at is None:
            job.delivered_at = now

    def move(self, reference: str, move: str, now: datetime, percent: int | None = None) -> None:
        job = self.jobs[reference]
        job.status = MOVES[move][job.status]
        if percent is not None:
            job.percent = percent
        if move == "done":
            job.submitted_at, job.returned = now, False
        elif move == "confirm":
            job.percent = 100
        elif move != "cancel":
            job.submitted_at = None
            job.returned = job.returned or move == "return"

    def reassign(self, reference: str, unit: str, now: datetime) -> None:
        job = self.jobs[reference]
        job.unit, job.status, job.assigned_at = unit, "assigned", now
        job.delivered_at, job.returned = None, False
        job.helpers = tuple(helper for helper in job.helpers if helper != unit)
        self._delivered(job, now)

    def move_event(self, code: str, days: Span) -> list[str]:
        """Another first day; the tasks that moved with it."""
        self.events[code].days = days
        moved = [
            job
            for job in self.jobs.values()
            if job.event == code and job.offset is not None and job.open
        ]
        for job in moved:
            job.due_day = days.first + timedelta(days=job.offset or 0)
        return [job.reference for job in moved]

    def reached(self, name: str, now: datetime) -> None:
        """Somebody of a unit hears of its tasks."""
        for job in self.jobs.values():
            if job.status == "assigned" and job.unit == self.posts[name].unit:
                job.delivered_at = job.delivered_at or now

    # -- whom it concerns ----------------------------------------------------------------------

    def concerned(self, move: str, reference: str, by: str) -> set[str]:
        """Those who are told at once: those concerned, never the one who did it."""
        job = self.jobs[reference]
        unit = self.people_of(job.unit)
        units = self.people_of(job.unit, *job.helpers)
        heads = self.with_role("chair", "deputy", "admin")
        told = {
            "assign": units,
            "due": units,
            "cancel": units,
            "return": unit,
            "confirm": unit,
            "reopen": unit,
            "remind": unit,
            "reassign": unit,
            "block": heads,
            "unblock": heads | unit,
            "done": self.with_role("deputy", "admin"),
        }.get(move, set())
        return self.reachable(told - {by})
