"""What was said, by whom, when: readable like a play."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Transcript:
    """Collects lines; a day's heading comes by itself, and one text to several people is one."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._day = ""

    def person(self, now: datetime, who: str, said: str) -> None:
        self._put(now, f"{who}:", said, "│")

    def bot(self, now: datetime, to: Sequence[str], text: str, buttons: Sequence[str]) -> None:
        shown = text + ("\n" + " ".join(f"[{each}]" for each in buttons) if buttons else "")
        self._put(now, f"→ {', '.join(to)}:", shown, " ")

    def aside(self, now: datetime, text: str) -> None:
        self._put(now, f"*** {text}", "", "")

    def _put(self, now: datetime, head: str, text: str, bar: str) -> None:
        day = f"{WEEKDAYS[now.weekday()]} {now:%d/%m/%Y}"
        if day != self._day:
            self._day = day
            self._lines += ["", f"════════ {day} ════════"]
        self._lines += ["", f"{now:%H:%M}  {head}"]
        self._lines += [f"       {bar} {line}".rstrip() for line in text.splitlines()]

    def write(self, path: Path) -> None:
        path.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
