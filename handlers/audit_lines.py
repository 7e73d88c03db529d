"""What an entry of the audit log says was before and after, as values that people read."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from domain import dates
from domain.setting_fields import BY_NAME
from domain.subcommittee import Subcommittee
from domain.text import shorten
from handlers.texts import Texts
from storage import units
from storage.audit_pages import Line
from storage.times import from_text

SHOWN = (
    "name", "title", "unit", "with", "lead_unit_code", "cooperating", "place",
    "status", "percent", "first_day", "last_day", "peaks", "due_day", "due_hour", "due_offset",
    "urgent", "ad_hoc", "workstream", "source", "obstacle", "obstacle_class", "note", "reason",
    "aliases", "role", "unit_id", "uses", "expires_at", "group", "topic", "closed",
    "file", "created", "changed", "cancelled", "restored",
)  # fmt: skip
"""Of all fields that are kept, those that tell a person something, in the order of telling."""


@dataclass(frozen=True)
class Told:
    """To whom the entries are told: in which language, and by whose clock."""

    connection: sqlite3.Connection
    texts: Texts
    subcommittee: Subcommittee


@dataclass(frozen=True)
class Change:
    field: str
    """A name of SHOWN or of a setting."""
    label: str
    """Of a setting: as people type it; else empty."""
    before: str
    after: str


def changes_of(told: Told, line: Line, width: int) -> list[Change]:
    """The fields that differ, with their values in at most so many letters."""
    names = tuple(BY_NAME) if line.action == "settings_changed" else SHOWN
    found = []
    for name in names:
        if name not in line.before and name not in line.after:
            continue
        before = _said(told, line, name, line.before)
        after = _said(told, line, name, line.after)
        if before != after:
            label = BY_NAME[name].shown(told.texts.language) if names is not SHOWN else ""
            found.append(Change(name, label, shorten(before, width), shorten(after, width)))
    return found


def _said(told: Told, line: Line, name: str, values: Mapping[str, Any]) -> str:
    if name not in values:
        return ""
    value = values[name]
    if line.action == "settings_changed":
        return told.texts.plain("settings.value", name=name, value=_setting(name, value))
    if value is None or value == "" or value == []:
        return ""
    if value is False and name not in line.before:
        return ""
    form = _FORMS.get(name)
    value = form(told, value) if form else value
    return told.texts.plain("audit.value", name=name, value=value)


def _setting(name: str, value: Any) -> Any:
    """The value of a setting as it was before it became JSON."""
    if name in ("slots", "peak_slots"):
        return [time.fromisoformat(text) for text in value]
    if name == "quiet":
        return [time.fromisoformat(text) if text else None for text in value]
    return value


def _day(told: Told, value: Any) -> str:
    return dates.format_day(date.fromisoformat(value), told.texts.language)


def _hour(told: Told, value: Any) -> str:
    return f"{time.fromisoformat(value):%H:%M}"


def _moment(told: Told, value: Any) -> str:
    return dates.format_moment(told.subcommittee.local(from_text(value)), told.texts.language)


def _unit(told: Told, value: Any) -> str:
    return units.get(told.connection, value).code


def _units(told: Told, value: Any) -> str:
    return ", ".join(_unit(told, unit_id) for unit_id in value)


def _listed(told: Told, value: Any) -> str:
    return ", ".join(map(str, value))


def _peaks(told: Told, value: Any) -> str:
    spans = (
        dates.format_days(date.fromisoformat(first), date.fromisoformat(last))
        + (f" {label}" if label else "")
        for first, last, label in value
    )
    return "; ".join(spans)


def _offset(told: Told, value: Any) -> str:
    return dates.format_offset(value)


_FORMS: dict[str, Callable[[Told, Any], str]] = {
    "first_day": _day,
    "last_day": _day,
    "due_day": _day,
    "due_hour": _hour,
    "due_offset": _offset,
    "expires_at": _moment,
    "unit_id": _unit,
    "cooperating": _units,
    "with": _listed,
    "aliases": _listed,
    "created": _listed,
    "changed": _listed,
    "cancelled": _listed,
    "restored": _listed,
    "peaks": _peaks,
}
