"""Reads the ledger as admins see it under an event."""

import re
from dataclasses import dataclass, field
from datetime import datetime

_PAST = re.compile(
    r"^(\d\d:\d\d) \S+ \S+ (\d\d/\d\d/\d{4}): (tổng hợp, nhắc việc|nhắc (\S+)) –(.*)$"
)
_SENT = re.compile(r"✅ đã gửi (\d+)")


@dataclass
class Ledger:
    sent: dict[datetime, int] = field(default_factory=dict)
    """How many messages of each slot were sent."""
    missed: set[datetime] = field(default_factory=set)
    missed_reminders: set[str] = field(default_factory=set)

    def take(self, page: str) -> None:
        """Reads one page, what was promised alone."""
        for line in page.partition("Đã hẹn")[2].splitlines():
            match = _PAST.match(line)
            if match is None:
                continue
            at = datetime.strptime(f"{match[2]} {match[1]}", "%d/%m/%Y %H:%M")  # noqa: DTZ007
            if match[4]:
                if "lỡ" in match[5]:
                    self.missed_reminders.add(match[4])
            elif "không gửi được" in match[5]:
                self.missed.add(at)
            else:
                assert at not in self.sent, line
                sent = _SENT.search(match[5])
                self.sent[at] = int(sent[1]) if sent else 0
