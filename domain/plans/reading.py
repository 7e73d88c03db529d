"""From what the cells of a row say to the values of a task, each cell for itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.dates import Moment, parse_moment, resolve
from domain.errors import Refusal
from domain.fields import text_field
from domain.keywords import ANSWERS, Names, find_name
from domain.plans.basis import Basis
from domain.plans.rows import FIELDS, Fault, Said, TableRow, Values
from domain.plans.units import UnitBook
from domain.text import NAME_LIMIT, TITLE_LIMIT, clean, shorten

_MARKS: Names = {
    "yes": ("x", "✓", "✔", "v"),
    "no": ("-", "–", "thường", "bình thường", "normal", "ordinary"),
}
URGENT: Names = {
    "yes": ("gấp", "khẩn", "khẩn cấp", "thượng khẩn", "hỏa tốc", "urgent", "high", "cao"),
    "no": ("không gấp", "not urgent", "low", "thấp", "medium", "trung bình"),
}
AD_HOC: Names = {
    "yes": ("đột xuất", "ad hoc", "unplanned", "phát sinh"),
    "no": ("theo lịch", "theo kế hoạch", "planned", "kế hoạch"),
}
_HALF_MINUTE = timedelta(seconds=30)
_NO_HOUR = re.compile(r"[ T]0?0:00:00(?:\.0+)?$")
"""What a program writes behind a day that has no hour; people who mean midnight leave the seconds
out."""


@dataclass(frozen=True, slots=True)
class Read:
    """A row understood, as far as it is; without faults it can be compared."""

    row: TableRow
    values: Values
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one plan; what recurs is understood once."""

    basis: Basis
    book: UnitBook = field(init=False)
    _moments: dict[tuple[str, datetime], Moment | Refusal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = UnitBook(self.basis.units)

    def read(self, row: TableRow) -> Read:
        values: Values = {}
        faults: list[Fault] = []
        for name in FIELDS:
            said = row.said.get(name)
            if said is None:
                continue
            try:
                values[name] = self._value(name, said)
            except Refusal as refusal:
                faults.append(Fault(said.cell, refusal.key, refusal.data))
        if "unit" in values and "with" in values:
            values["with"] = [unit for unit in values["with"] if unit != values["unit"]]
        return Read(row, values, tuple(faults))

    def _value(self, name: str, said: Said) -> Any:
        if said.fault:
            raise Refusal(said.fault)
        return _READERS[name](self, said)

    def title(self, said: Said) -> str:
        return text_field(text_of(said), "title", TITLE_LIMIT)

    def unit(self, said: Said) -> int:
        return self.book.lead(_filled(said, "unit")).id

    def several(self, said: Said) -> list[int]:
        return sorted(unit.id for unit in self.book.several(text_of(said)))

    def due(self, said: Said) -> list[str | int | None]:
        moment = self.moment(said, self.basis.now)
        resolve(moment, self.basis.first_day, self.basis.zone)
        return plain_due(moment)

    def moment(self, said: Said, seen_from: datetime) -> Moment:
        """The moment that the cell states, seen from the given one; raises as `parse_moment`."""
        if isinstance(said.value, datetime):
            rounded = (said.value + _HALF_MINUTE).replace(second=0, microsecond=0)
            has_hour = said.hour or rounded.time() != time()
            return Moment(rounded.date(), rounded.time() if has_hour else None)
        if isinstance(said.value, date):
            return Moment(said.value)
        text = _NO_HOUR.sub("", _filled(said, "due").strip())
        return self._parsed(text, self.basis.local(seen_from))

    def _parsed(self, text: str, local: datetime) -> Moment:
        known = self._moments.get((text, local))
        if known is None:
            try:
                known = parse_moment(text, local)
            except Refusal as refusal:
                known = refusal
            self._moments[text, local] = known
        if isinstance(known, Refusal):
            raise known
        return known

    def urgent(self, said: Said) -> bool:
        return _yes(said, "urgent", URGENT)

    def ad_hoc(self, said: Said) -> bool:
        return _yes(said, "ad_hoc", AD_HOC)

    def workstream(self, said: Said) -> str:
        return text_field(text_of(said), "workstream", NAME_LIMIT, empty=True)

    def source(self, said: Said) -> str:
        return text_field(text_of(said), "source", NAME_LIMIT, empty=True)


_READERS: dict[str, Callable[[RowReader, Said], Any]] = {
    "title": RowReader.title,
    "unit": RowReader.unit,
    "with": RowReader.several,
    "due": RowReader.due,
    "urgent": RowReader.urgent,
    "ad_hoc": RowReader.ad_hoc,
    "workstream": RowReader.workstream,
    "source": RowReader.source,
}


def text_of(said: Said) -> str:
    """What the cell says as text; a date in a column of text as people write it."""
    if isinstance(said.value, datetime):
        shows_hour = said.hour or said.value.time() != time()
        return f"{said.value:%H:%M %d/%m/%Y}" if shows_hour else f"{said.value:%d/%m/%Y}"
    if isinstance(said.value, date):
        return f"{said.value:%d/%m/%Y}"
    return said.value


def _filled(said: Said, name: str) -> str:
    text = text_of(said)
    if not clean(text):
        raise Refusal("missing_field", field=name)
    return text


def _yes(said: Said, name: str, names: Names) -> bool:
    text = text_of(said)
    if not clean(text):
        return False
    for words in (ANSWERS, names, _MARKS):
        if answer := find_name(text, words):
            return answer == "yes"
    raise Refusal("bad_answer", field=name, text=shorten(clean(text), 60))


def plain_due(moment: Moment) -> list[str | int | None]:
    """The moment as values of a plan keep it."""
    return [
        moment.day.isoformat() if moment.day is not None and moment.offset is None else None,
        moment.hour.isoformat("minutes") if moment.hour is not None else None,
        moment.offset,
    ]


def moment_of(due: list[Any]) -> Moment:
    """The other way round."""
    day, hour, offset = due
    return Moment(
        date.fromisoformat(day) if day is not None else None,
        time.fromisoformat(hour) if hour is not None else None,
        offset,
    )
