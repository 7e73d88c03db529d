"""Hours as people say them: "17h30", "17 giờ 30 phút", "8h tối", "5:30 pm"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from domain.dates.words import PART, any_of, hour_in_part, spelled
from domain.errors import Refusal

_HOURS = r"(?P<hour>[0-9]{1,2})"
_MINUTES = r"(?P<minute>[0-9]{2})"
# As other programs write them out; no deadline is later for them.
_SECONDS = r"(?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_HOUR_WORD = rf"(?:h|g|{spelled('giờ')})"
_MINUTE_WORD = rf"(?:p|{spelled('phút')})"
_LEAD = rf"(?:(?:{any_of('vào lúc', 'lúc', 'vào', 'at', 'khoảng')}) )?"
_PART = rf"(?P<part>{PART})"


def _clock(form: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:(?P<before>{PART}) )?{form}(?: {_PART})?")


_FORMS = (
    _clock(rf"{_HOURS}:{_MINUTES}{_SECONDS}(?: ?(?P<half>am|pm))?"),
    _clock(rf"{_HOURS} ?{_HOUR_WORD}(?: ?{_MINUTES}(?: ?{_MINUTE_WORD})?)?"),
    _clock(rf"{_HOURS} ?{_HOUR_WORD} ?(?P<minute>[0-9]) ?{_MINUTE_WORD}"),
    _clock(rf"{_HOURS} ?{_HOUR_WORD} ?(?P<and_half>{spelled('rưỡi')})"),
    _clock(rf"{_HOURS} ?{_HOUR_WORD} {spelled('kém')} (?P<to>[0-9]{{1,2}})(?: ?{_MINUTE_WORD})?"),
    _clock(r"(?P<hour>[0-9]{1,2}) ?(?P<half>am|pm)"),
    _clock(r"(?P<noon>noon)"),
)


@dataclass(frozen=True)
class ClockTime:
    """An hour of the day as read; `hour` is None for 24:00, the end of the day."""

    hour: int
    minute: int
    part: str | None = None

    def resolved(self, part: str | None = None) -> time | None:
        """The time of day, with the part of the day that stands beside it or elsewhere.

        Raises `Refusal("bad_hour")` for an hour that does not exist or that nobody calls so.
        """
        said = self.part or part
        hour = self.hour if said is None else hour_in_part(self.hour, said)
        if hour == 24 and self.minute == 0:
            return None
        if hour is None or not 0 <= hour < 24 or not 0 <= self.minute < 60:
            raise Refusal("bad_hour", text=self._shown(said))
        return time(hour, self.minute)

    def _shown(self, part: str | None) -> str:
        return f"{self.hour}:{self.minute:02d}" + (f" {part}" if part else "")


def read_clock_time(phrase: str) -> ClockTime | None:
    """The hour that the whole (normalized) phrase is, or None."""
    for form in _FORMS:
        if match := form.fullmatch(phrase):
            return _clock_time(match.groupdict())
    return None


def _clock_time(found: dict[str, str | None]) -> ClockTime | None:
    parts = {part for key in ("before", "half", "part") if (part := found.get(key))}
    if len(parts) > 1:
        return None
    part = parts.pop() if parts else None
    if found.get("noon"):
        return ClockTime(12, 0)
    hour, minute = int(found["hour"] or 0), int(found.get("minute") or 0)
    if found.get("and_half"):
        minute = 30
    if to := found.get("to"):
        if not 0 < int(to) < 60:
            raise Refusal("bad_hour", text=f"{hour}:-{to}")
        hour, minute = hour - 1, 60 - int(to)
    return ClockTime(hour, minute, part)
