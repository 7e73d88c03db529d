"""What a subcommittee may set: when the bot speaks first, and what its documents look like."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from domain.letterhead import Layout


class Pictures(StrEnum):
    """On which days the slots bring a picture after the summary."""

    NEVER = "never"
    PEAK = "peak"
    """On ladder and peak days."""
    ALWAYS = "always"


@dataclass(frozen=True)
class Settings:
    """The settings of one subcommittee; times of day are local to it."""

    slots: tuple[time, ...] = (time(7, 0),)
    peak_slots: tuple[time, ...] = (time(17, 0),)
    """Slots on peak days only; they speak only of events in their peak."""
    quiet_from: time | None = time(21, 30)
    """None: no quiet hours. They never hold on peak days."""
    quiet_until: time = time(6, 0)
    ladder: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    """Days before a peak's first day, descending."""
    due_within_days: int = 3
    exact_minutes: int = 120
    """How long before a set hour a task is reminded; 0: never."""
    overdue_leads_days: int = 1
    overdue_admins_days: int = 2
    overdue_chair_days: int = 3
    unaccepted_hours: int = 24
    unaccepted_admins_hours: int = 48
    late_slot_hours: int = 3
    """A missed slot is not made up for when the next one is nearer than this."""
    tell_chair_submitted: bool = False
    done_without_confirmation: bool = False
    members_see_all: bool = False
    full_table: bool = False
    """Summaries are rich messages, where Telegram and its limits allow it."""
    pictures: Pictures = Pictures.PEAK
    layout: Layout = Layout.STATE
    """Of documents, as all that follows."""
    superior_body: str = ""
    issuing_body: str = ""
    """Empty: the subcommittee itself."""
    document_place: str = ""
    symbol: str = ""
    """Of the issuing body; empty: the initials of the subcommittee's name."""
    number_documents: bool = True
    """False: the room for the number stays empty."""
    addressee: str = ""
    """Empty: the superior body, if one is named."""
    signer_title: str = ""
    """Lines parted by "/"; empty: the chair, for the subcommittee."""
    signer: str = ""
    recipients: str = ""
    """Parted by ";"; empty: the usual ones."""

    @property
    def exact_before(self) -> timedelta:
        return timedelta(minutes=self.exact_minutes)
