"""A task, its life, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from domain.errors import Refusal
from domain.records import changed
from domain.roles import Subject


class Status(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    DONE = "done"
    CANCELLED = "cancelled"


class Move(StrEnum):
    ACCEPT = "accept"
    REPORT = "report"
    BLOCK = "block"
    UNBLOCK = "unblock"
    DONE = "done"
    CONFIRM = "confirm"
    RETURN = "return"
    CANCEL = "cancel"
    REOPEN = "reopen"


class ObstacleClass(StrEnum):
    UNIT = "unit"
    FUNDING = "funding"
    DECISION = "decision"
    OTHER = "other"


CLOSED = frozenset({Status.DONE, Status.CANCELLED})

# A move that a status does not name is refused.
MOVES: dict[Status, dict[Move, Status]] = {
    Status.ASSIGNED: {
        Move.ACCEPT: Status.ACCEPTED,
        Move.REPORT: Status.IN_PROGRESS,
        Move.BLOCK: Status.BLOCKED,
        Move.DONE: Status.SUBMITTED,
        Move.CANCEL: Status.CANCELLED,
    },
    Status.ACCEPTED: {
        Move.REPORT: Status.IN_PROGRESS,
        Move.BLOCK: Status.BLOCKED,
        Move.DONE: Status.SUBMITTED,
        Move.CANCEL: Status.CANCELLED,
    },
    Status.IN_PROGRESS: {
        Move.REPORT: Status.IN_PROGRESS,
        Move.BLOCK: Status.BLOCKED,
        Move.DONE: Status.SUBMITTED,
        Move.CANCEL: Status.CANCELLED,
    },
    Status.BLOCKED: {
        Move.REPORT: Status.IN_PROGRESS,
        Move.BLOCK: Status.BLOCKED,
        Move.UNBLOCK: Status.IN_PROGRESS,
        Move.DONE: Status.SUBMITTED,
        Move.CANCEL: Status.CANCELLED,
    },
    Status.SUBMITTED: {
        Move.REPORT: Status.IN_PROGRESS,
        Move.BLOCK: Status.BLOCKED,
        Move.DONE: Status.SUBMITTED,
        Move.CONFIRM: Status.DONE,
        Move.RETURN: Status.IN_PROGRESS,
        Move.CANCEL: Status.CANCELLED,
    },
    Status.DONE: {Move.REOPEN: Status.IN_PROGRESS},
    Status.CANCELLED: {Move.REOPEN: Status.IN_PROGRESS},
}


@dataclass(frozen=True)
class Task:
    """One piece of work of one event."""

    id: int
    subcommittee_id: int
    event_id: int
    event_code: str
    number: int
    title: str
    lead_unit_id: int
    lead_unit_code: str
    status: Status
    percent: int
    due_day: date
    """Local to the subcommittee, as entered."""
    due_hour: time | None
    """None: until the end of the day."""
    due_offset: int | None
    """Days from D-day where the due time was given as N-7; then it moves with the event."""
    due_at: datetime
    """The same moment in UTC; without an hour, the end of the day."""
    urgent: bool = False
    ad_hoc: bool = False
    workstream: str = ""
    source: str = ""
    obstacle: str | None = None
    obstacle_class: ObstacleClass | None = None
    version: int = 1
    created_at: datetime | None = None
    assigned_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted_at: datetime | None = None
    blocked_at: datetime | None = None
    returned_at: datetime | None = None
    submitted_at: datetime | None = None
    done_at: datetime | None = None
    cooperating: tuple[int, ...] = ()
    """Ids of the cooperating units."""

    @property
    def reference(self) -> str:
        return f"{self.event_code}-{self.number}"

    @property
    def open(self) -> bool:
        return self.status not in CLOSED

    @property
    def reached(self) -> int | None:
        """The percent to be shown in a table; None of what was submitted and never confirmed.

        The percent that was reported before would say less than its unit has since.
        """
        unconfirmed = self.submitted_at is not None and self.status is not Status.DONE
        return None if unconfirmed else self.percent

    @property
    def subject(self) -> Subject:
        return Subject(
            self.subcommittee_id,
            lead_unit_id=self.lead_unit_id,
            cooperating_unit_ids=frozenset(self.cooperating),
        )

    def overdue(self, now: datetime) -> bool:
        """Open, not submitted, past its due time. Derived, never stored."""
        return self.open and self.status is not Status.SUBMITTED and now > self.due_at

    @property
    def returned(self) -> bool:
        """Sent back by a chair or admin, and nothing has been submitted since."""
        return self.open and self.returned_at is not None and self.status is not Status.SUBMITTED


def after(task: Task, move: Move, *, confirms_itself: bool = False) -> Status:
    """The status that the move leads to.

    `confirms_itself`: the subcommittee lets *done* count without confirmation.
    Raises Refusal("move_refused") where the table has no such move.
    """
    status = MOVES[task.status].get(move)
    if status is None:
        raise Refusal("move_refused", task=task, move=move)
    if status is Status.SUBMITTED and confirms_itself:
        return Status.DONE
    return status


def moved(
    task: Task,
    move: Move,
    now: datetime,
    *,
    percent: int | None = None,
    obstacle: str | None = None,
    confirms_itself: bool = False,
) -> Task:
    """The task after the move. Raises Refusal("move_refused") as `after` does.

    `percent` (0 to 99; 100 is `done`) only counts for a report, `obstacle` for a block.
    """
    status = after(task, move, confirms_itself=confirms_itself)
    values: dict[str, Any] = {"status": status}
    if task.status is Status.ASSIGNED and move is not Move.CANCEL:
        values["accepted_at"] = now
    if move is Move.REPORT and percent is not None:
        values["percent"] = percent
    values |= _obstacle_after(task, status, obstacle, now)
    values |= _moments_after(task, move, status, now)
    return changed(task, values)


def _obstacle_after(
    task: Task, status: Status, obstacle: str | None, now: datetime
) -> dict[str, Any]:
    if status is not Status.BLOCKED:
        return {"obstacle": None, "obstacle_class": None, "blocked_at": None}
    since = task.blocked_at if task.status is Status.BLOCKED else now
    return {"obstacle": obstacle or task.obstacle, "obstacle_class": None, "blocked_at": since}


def _moments_after(task: Task, move: Move, status: Status, now: datetime) -> dict[str, Any]:
    if move is Move.DONE:
        submitted = task.submitted_at if task.status is Status.SUBMITTED else now
        done = {"done_at": now, "percent": 100} if status is Status.DONE else {}
        return {"submitted_at": submitted, "returned_at": None, **done}
    if status is Status.SUBMITTED:
        return {}
    if move is Move.CONFIRM:
        return {"done_at": now, "percent": 100}
    if move is Move.CANCEL:
        return {"done_at": None}
    cleared: dict[str, Any] = {"submitted_at": None, "done_at": None}
    if move is Move.RETURN:
        cleared["returned_at"] = now
    return cleared


def possible(task: Task) -> frozenset[Move]:
    """The moves that the table has for this task now."""
    return frozenset(MOVES[task.status])


class Bucket(StrEnum):
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OVERDUE = "overdue"


def bucket(task: Task, now: datetime) -> Bucket | None:
    """Where a task counts in the headline; None for a cancelled one.

    A finished task is judged by the submission that was confirmed, a submitted one by its
    submission: its unit can do no more about it.
    """
    if task.status is Status.CANCELLED:
        return None
    if task.status is Status.DONE:
        finished = task.submitted_at or task.done_at or now
        return Bucket.DONE_IN_TIME if finished <= task.due_at else Bucket.DONE_LATE
    return Bucket.OVERDUE if task.overdue(now) else Bucket.OPEN_IN_TIME


@dataclass(frozen=True)
class Count:
    """The headline of a list of tasks: four buckets, and marks within the open ones."""

    done_in_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    overdue: int = 0
    blocked: int = 0
    submitted: int = 0
    unaccepted: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """Without the cancelled ones."""
        return self.done + self.open

    @property
    def done(self) -> int:
        return self.done_in_time + self.done_late

    @property
    def open(self) -> int:
        return self.open_in_time + self.overdue


def count(tasks: Iterable[Task], now: datetime) -> Count:
    """Counts the very list that is shown."""
    listed = list(tasks)
    buckets = [bucket(task, now) for task in listed]
    statuses = [task.status for task in listed]
    return Count(
        **{name.value: buckets.count(name) for name in Bucket},
        blocked=statuses.count(Status.BLOCKED),
        submitted=statuses.count(Status.SUBMITTED),
        unaccepted=statuses.count(Status.ASSIGNED),
        cancelled=statuses.count(Status.CANCELLED),
    )
