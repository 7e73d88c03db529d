"""An event, its peaks, and the countdown to them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Peak:
    first_day: date
    last_day: date
    label: str = ""
    id: int = 0

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Event:
    id: int
    subcommittee_id: int
    code: str
    name: str
    place: str
    first_day: date
    last_day: date
    peaks: tuple[Peak, ...] = ()
    """As registered, by first day; see `all_peaks`."""
    version: int = 1
    closed: bool = False

    @property
    def all_peaks(self) -> tuple[Peak, ...]:
        """An event without a peak has its own days as its peak."""
        return self.peaks or (Peak(self.first_day, self.last_day),)

    def in_peak(self, day: date) -> bool:
        return any(peak.holds(day) for peak in self.all_peaks)

    def next_peak(self, day: date) -> Peak | None:
        """The peak that holds on this day, or the next one; None after the last."""
        ahead = [peak for peak in self.all_peaks if peak.last_day >= day]
        return min(ahead, key=lambda peak: peak.first_day, default=None)

    def days_to(self, day: date) -> int:
        """Days until D-day: 7 on N-7, 0 on N, negative after it."""
        return (self.first_day - day).days
