"""Reads digests and summaries as a person does: headline, countdowns, lists, units."""

import re
from dataclasses import dataclass, field

from tests.e2e.story.forecast import Numbers

SUMMARY_HEAD = "📊 Tổng hợp"
DIGEST_HEAD = re.compile(r"^(\w+) – việc hôm nay")
PARTS = {
    "🔴 Quá hạn": "overdue",
    "⛔ Vướng mắc": "blocked",
    "🟡 Chờ xác nhận": "submitted",
    "🆕 Chưa nhận": "unaccepted",
    "📅 Việc khác đến hạn trong 3 ngày": "soon",
    "📌 Việc khác còn mở cho cao điểm": "ladder",
}
SECTIONS = {
    "🔴 Quá hạn": "overdue",
    "↩️ Bị trả lại, cần làm lại": "returned",
    "🆕 Chưa nhận việc": "unaccepted",
    "📅 Sắp đến hạn": "soon",
    "📌 Việc khác phải xong cho cao điểm": "ladder",
    "🤝 Phối hợp, sắp đến hạn": "cooperating",
}
_HEADING = re.compile(r"^(\S+ [^(]+) \((\d+)\)(?: – ‼️ (\d+) việc| – ‼️)?")
_TASK = re.compile(r"^(‼️ )?([A-Z0-9]{2,12}-\d+) ")
_NUMBERS = re.compile(
    r"(\d+) nhiệm vụ: ✅ (\d+) xong(?: \((\d+) muộn\))? · 🔵 (\d+) còn hạn · 🔴 (\d+) quá hạn$"
)
_MARKS = {"blocked": r"⛔ (\d+)", "submitted": r"🟡 (\d+)", "unaccepted": r"🆕 (\d+)"}
_UNIT = re.compile(r"^([A-Z0-9]{2,12}) (\d+)/(\d+)((?: · .+)?)$")
_EVENT = re.compile(r"^([A-Z0-9]{2,12}) ")
_COUNTDOWN = re.compile(
    r"^⏳ (?:([A-Z0-9]+): )?(?:còn (\d+) ngày đến cao điểm|(hôm nay vào cao điểm)"
    r"|cao điểm, ngày thứ (\d+))"
)
_AT_ONCE = re.compile(r"^(\S+) (\d+) việc (?:quá hạn|bị trả lại|chưa nhận|sắp đến hạn)$")
_TRIED = re.compile(r"đã nhắc (\d+) lần")


@dataclass
class Read:
    """What a digest or summary says, all its pages together."""

    lists: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    """As the headings say."""
    at_once: dict[str, int] = field(default_factory=dict)
    """The counts at the head of a digest, by the mark of their section."""
    climbed: set[str] = field(default_factory=set)
    climbed_said: int = 0
    """As the headings say, and `marks` lines that are marked."""
    marks: int = 0
    numbers: dict[str, Numbers] = field(default_factory=dict)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    """All tasks and those that are done, by event; "" for the sum of all events."""
    units: dict[str, tuple[int, int, dict[str, int]]] = field(default_factory=dict)
    countdowns: set[tuple[str, int]] = field(default_factory=set)
    open_for_peak: dict[tuple[str, int], int] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)
    late: bool = False
    silent_since: str = ""
    trouble: str = ""


def read(pages: list[str]) -> Read:
    """The pages of one message. Raises AssertionError for a line under no known heading."""
    found = Read()
    names = SECTIONS if any(DIGEST_HEAD.match(line) for line in pages[0].splitlines()) else PARTS
    state = _State(found, names)
    for line in "\n".join(pages).splitlines():
        state.take(line)
    return found


class _State:
    def __init__(self, found: Read, names: dict[str, str]) -> None:
        self.found, self.names = found, names
        self.event = self.part = ""

    def take(self, line: str) -> None:
        if line.startswith("Gửi muộn"):
            self.found.late = True
        elif "bot không gửi được nhắc việc định kỳ" in line:
            self.found.silent_since = line
        elif line.startswith("⏳"):
            self._countdown(line)
        elif line.startswith("⚠️ Cần Tổ giúp việc"):
            self.part = "trouble"
        elif line.startswith("🏢"):
            self.part = "units"
        elif self.part == "trouble":
            self.found.trouble += line + "\n"
        elif self.part == "units" and (unit := _UNIT.match(line)):
            marks = {
                name: _number(mark, unit[4])
                for name, mark in {**_MARKS, "overdue": r"🔴 (\d+)"}.items()
            }
            self.found.units[unit[1]] = (int(unit[2]), int(unit[3]), marks)
        elif (heading := _HEADING.match(line)) and heading[1] in self.names:
            self._heading(heading)
        elif self.part:
            self._task(line)
        else:
            self._head(line)

    def _countdown(self, line: str) -> None:
        match = _COUNTDOWN.match(line)
        assert match, line
        days = int(match[2]) if match[2] else 0 if match[3] else 1 - int(match[4])
        key = (match[1] or self.event, days)
        self.found.countdowns.add(key)
        if still := re.search(r"còn (\d+) việc", line):
            self.found.open_for_peak[key] = int(still[1])

    def _heading(self, heading: re.Match[str]) -> None:
        self.part = self.names[heading[1]]
        assert self.part not in self.found.lists, f"{self.part} stands there twice"
        self.found.lists[self.part] = []
        self.found.counts[self.part] = int(heading[2])
        self.found.climbed_said += int(heading[3] or 0)

    def _task(self, line: str) -> None:
        if task := _TASK.match(line):
            self.found.lists[self.part].append(task[2])
            if task[1]:
                self.found.climbed.add(task[2])
                self.found.marks += 1
            self.last = task[2]
        elif line.startswith("– "):
            if "‼️" in line:
                self.found.climbed.add(self.last)
            if tried := _TRIED.search(line):
                self.found.tried[self.last] = int(tried[1])

    def _head(self, line: str) -> None:
        if numbers := _NUMBERS.search(line):
            if line.startswith("Cộng"):
                self.event = ""
            total, done, late, in_time, overdue = (int(each or 0) for each in numbers.groups())
            self.found.totals[self.event] = total, done
            self.found.numbers[self.event] = Numbers(done - late, late, in_time, overdue)
        elif line.startswith("Trong số đang mở:"):
            old = self.found.numbers[self.event]
            marks = {name: _number(mark, line) for name, mark in _MARKS.items()}
            self.found.numbers[self.event] = Numbers(
                old.done_in_time, old.done_late, old.in_time, old.overdue, **marks
            )
        elif count := _AT_ONCE.match(line):
            self.found.at_once[count[1]] = int(count[2])
        elif event := _EVENT.match(line):
            self.event = event[1]


def _number(pattern: str, text: str) -> int:
    match = re.search(pattern, text)
    return int(match[1]) if match else 0
