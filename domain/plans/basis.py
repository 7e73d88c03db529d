"""What a plan is compared with: the event, its units and its tasks at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.unit import Unit


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task of the event, as far as a plan speaks of it."""

    id: int
    number: int
    title: str
    title_folded: str
    lead_unit_id: int
    cooperating: tuple[int, ...]
    """Ids of units, ascending."""
    due_day: date
    due_hour: time | None
    due_offset: int | None
    urgent: bool
    ad_hoc: bool
    workstream: str
    source: str
    open: bool
    cancelled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that a plan needs to be understood."""

    event_code: str
    first_day: date
    timezone: str
    now: datetime
    units: tuple[Unit, ...]
    tasks: tuple[KnownTask, ...]
    other_events: frozenset[str] = frozenset()
    """Codes of the subcommittee's other events: a table may hold the tasks of several."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """The aware moment as wall time of the subcommittee."""
        return moment.astimezone(self.zone)
