"""A subcommittee: the tenant to which everything belongs."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.settings import Settings


@dataclass(frozen=True)
class Subcommittee:
    id: int
    name: str
    decision: str
    timezone: str
    language: str
    settings: Settings
    linked_chat_id: int | None = None
    """Our own id of the group's chat."""
    linked_thread_id: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, now: datetime) -> datetime:
        """The aware moment as wall time of this subcommittee."""
        return now.astimezone(self.zone)

    def today(self, now: datetime) -> date:
        return self.local(now).date()
