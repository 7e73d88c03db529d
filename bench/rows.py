"""The rows of a filled database, each from its number alone, in the order of the columns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from domain.roles import Role
from domain.text import fold
from storage.times import to_text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

SUBCOMMITTEE = "id, name, timezone, language, next_member_number, created_at"
UNIT = "id, subcommittee_id, code, name"
CHAT = "id, telegram_id, kind"
PERSON = "id, telegram_id, chat_id, name, telegram_language, active_subcommittee_id"
MEMBER = "id, subcommittee_id, person_id, number, role, unit_id, joined_at"
EVENT = (
    "id, subcommittee_id, code, name, place, first_day, last_day, next_task_number, created_at, "
    "closed_at"
)
TASK = (
    "id, subcommittee_id, event_id, number, title, title_folded, lead_unit_id, status, percent, "
    "due_day, due_hour, due_at, workstream, obstacle, obstacle_class, created_at, assigned_at, "
    "delivered_at, accepted_at, blocked_at, submitted_at, done_at"
)
COOPERATION = "task_id, unit_id"
REPORT = "task_id, person_id, move, status, percent, note, created_at"
EXACT = "kind, subcommittee_id, task_id, nominal_at, act_at"
SLOT = "kind, subcommittee_id, nominal_at, act_at"
MESSAGE = (
    "chat_id, priority, kind, payload, state, not_before, message_id, task_id, subcommittee_id, "
    "person_id, about, nominal_at, created_at, finished_at"
)
AUDIT = (
    "at, subcommittee_id, person_id, update_id, action, subject, subject_id, before, after, hash"
)

# Of ten tasks: three done, three in progress, one each of the others.
STATUSES = (
    "in_progress",
    "done",
    "assigned",
    "in_progress",
    "done",
    "accepted",
    "blocked",
    "in_progress",
    "done",
    "submitted",
)
PERCENTS = {"in_progress": 60, "blocked": 30, "done": 100, "submitted": 90}
TITLES = (
    "Khảo sát địa điểm tổ chức lễ kỷ niệm",
    "Phương án bảo đảm an ninh, trật tự khu vực trung tâm",
    "Kế hoạch phân luồng giao thông trong những ngày cao điểm",
    "Bố trí lực lượng y tế thường trực",
    "Kiểm tra công tác phòng cháy, chữa cháy",
    "Chuẩn bị chỗ nghỉ cho đại biểu",
    "Lập danh sách lực lượng tham gia diễu binh",
    "Bảo đảm thông tin liên lạc thông suốt",
    "Tuyên truyền trước, trong và sau sự kiện",
    "Tổng duyệt chương trình",
    "Rà soát phương tiện, trang thiết bị",
    "Báo cáo kết quả chuẩn bị hậu cần",
)
FOLDED = tuple(fold(title) for title in TITLES)
WORKSTREAMS = ("hậu cần", "giao thông", "y tế", "tuyên truyền", "")
DUE_DAYS = 30  # due times lie at most so many days before or after now


@lru_cache
def ago(now: datetime, days: int) -> str:
    """So many days before now, as the database holds it; few are asked for, a million times."""
    return to_text(now - timedelta(days=days))


@lru_cache(maxsize=4096)
def _due(now: datetime, offset: int, hour: int | None) -> datetime:
    day = (now + timedelta(days=offset)).astimezone(ZONE)
    if hour is None:
        return day.replace(hour=23, minute=59, second=59, microsecond=999999)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as its tasks see it."""

    id: int
    subcommittee_id: int
    code: str
    first: datetime


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task: what its numbers make of it."""

    id: int
    number: int
    event: EventRow
    unit_ids: range
    past: bool

    @property
    def status(self) -> str:
        return "done" if self.past else STATUSES[(self.number // len(self.unit_ids)) % 10]

    @property
    def reported(self) -> bool:
        return self.status not in ("assigned", "accepted")

    @property
    def lead_unit_id(self) -> int:
        return self.unit_ids[self.number % len(self.unit_ids)]

    def due(self, now: datetime) -> datetime:
        """Wall time: every fourth at an hour, the others until the end of their day."""
        offset = -60 if self.past else self.id * 7 % (2 * DUE_DAYS) - DUE_DAYS
        return _due(now, offset, 8 + self.id % 9 if self.id % 4 == 0 else None)

    def reminded_at(self, now: datetime) -> datetime | None:
        """The nominal time of its exact reminder, where one lies a day or more ahead."""
        if self.id % 4 or self.status in ("done", "submitted"):
            return None
        moment = self.due(now).astimezone(UTC) - timedelta(hours=2)
        return moment if moment > now + timedelta(days=1) else None


def subcommittee(id: int, now: datetime) -> tuple[Any, ...]:
    return (id, f"Tiểu ban {id}", "Asia/Ho_Chi_Minh", "vi", 100_000, to_text(now))


def unit(id: int, subcommittee_id: int) -> tuple[Any, ...]:
    return (id, subcommittee_id, f"DV{id}", f"Đơn vị số {id}")


def chat(id: int, first: int) -> tuple[Any, ...]:
    return (id, first + id, "private")


def person(id: int, first: int, subcommittee_id: int) -> tuple[Any, ...]:
    return (id, first + id, id, name_of(id), "vi", subcommittee_id)


def name_of(id: int) -> str:
    return f"Cán bộ {id}"


def member(
    id: int, subcommittee_id: int, number: int, role: Role, unit_id: int | None, now: datetime
) -> tuple[Any, ...]:
    return (id, subcommittee_id, id, number, role, unit_id, ago(now, 90))


def event(event: EventRow, tasks: int, now: datetime, *, past: bool) -> tuple[Any, ...]:
    first = event.first.date()
    created = ago(now, 90)
    closed = ago(now, 50) if past else None
    name, place = f"Lễ kỷ niệm {event.code}", "Điện Biên"
    last = first + timedelta(days=2)
    return (
        event.id,
        event.subcommittee_id,
        event.code,
        name,
        place,
        first.isoformat(),
        last.isoformat(),
        tasks + 1,
        created,
        closed,
    )


def task(task: TaskRow, now: datetime) -> tuple[Any, ...]:
    kind, status = task.id % len(TITLES), task.status
    due, created = task.due(now), ago(now, 40)
    at_all = ago(now, 39)
    accepted = None if status == "assigned" else at_all
    blocked = status == "blocked"
    return (
        task.id,
        task.event.subcommittee_id,
        task.event.id,
        task.number,
        f"{TITLES[kind]} {task.id}",
        f"{FOLDED[kind]} {task.id}",
        task.lead_unit_id,
        status,
        PERCENTS.get(status, 0),
        due.date().isoformat(),
        f"{due:%H:%M}" if task.id % 4 == 0 else None,
        to_text(due),
        WORKSTREAMS[task.id % len(WORKSTREAMS)],
        "chờ kinh phí của cấp trên" if blocked else None,
        "funding" if blocked else None,
        created,
        created,
        created,
        accepted,
        at_all if blocked else None,
        at_all if status in ("submitted", "done") else None,
        at_all if status == "done" else None,
    )


def cooperation(task: TaskRow) -> tuple[int, int]:
    return (task.id, task.unit_ids[(task.number + 1) % len(task.unit_ids)])


def report(task: TaskRow, people: int, now: datetime) -> tuple[Any, ...]:
    created = ago(now, 39)
    status = task.status
    return (
        task.id,
        task.id % people + 1,
        "report",
        status,
        PERCENTS[status],
        "đã triển khai theo kế hoạch",
        created,
    )


def exact(task: TaskRow, now: datetime) -> tuple[Any, ...]:
    moment = task.reminded_at(now)
    assert moment is not None
    return ("exact", task.event.subcommittee_id, task.id, to_text(moment), to_text(moment))


def slot(subcommittee_id: int, now: datetime) -> tuple[Any, ...]:
    """Far ahead: what is measured is not to be disturbed by it."""
    moment = to_text(now + timedelta(days=1))
    return ("slot", subcommittee_id, moment, moment)


def message(task: TaskRow, people: int, now: datetime) -> tuple[Any, ...]:
    """A notice of a month ago, its payload pruned."""
    chat_id, at = task.id % people + 1, ago(now, 30)
    subcommittee_id = task.event.subcommittee_id
    return (
        chat_id,
        2,
        "notice",
        None,
        "sent",
        at,
        task.id,
        task.id,
        subcommittee_id,
        chat_id,
        "assigned",
        at,
        at,
        at,
    )


def audited(task: TaskRow, people: int, now: datetime) -> tuple[Any, ...]:
    return (
        ago(now, 40),
        task.event.subcommittee_id,
        task.id % people + 1,
        None,
        "create",
        "task",
        task.id,
        "{}",
        json.dumps({"title": TITLES[task.id % len(TITLES)]}),
    )
