"""Subcommittees and their settings."""

import json
import sqlite3
from dataclasses import asdict, fields
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from domain.letterhead import Layout
from domain.records import filled
from domain.settings import Pictures, Settings
from domain.subcommittee import Subcommittee
from storage.rows import values_of
from storage.times import from_text, to_text

_COLUMNS = """
    id, name, decision, timezone, language, settings, linked_chat_id, linked_thread_id
"""


def settings_to_json(settings: Settings) -> str:
    """Only what differs from the defaults is kept, so that better defaults reach everybody."""
    default = asdict(Settings())
    changed = {name: value for name, value in asdict(settings).items() if value != default[name]}
    return json.dumps(changed, default=lambda value: value.strftime("%H:%M"))


@lru_cache(maxsize=512)
def settings_from_json(text: str) -> Settings:
    raw: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: _value(name, raw[name]) for name in raw.keys() & known})


def _value(name: str, value: Any) -> Any:
    if name in ("slots", "peak_slots"):
        return tuple(time.fromisoformat(text) for text in value)
    if name in ("quiet_from", "quiet_until"):
        return time.fromisoformat(value) if value else None
    if name == "layout":
        return Layout(value)
    if name == "pictures":
        return Pictures(value)
    return tuple(value) if isinstance(value, list) else value


def _subcommittee(row: sqlite3.Row) -> Subcommittee:
    values = values_of(row)
    values["settings"] = settings_from_json(values["settings"])
    return filled(Subcommittee, values)


def get(connection: sqlite3.Connection, subcommittee_id: int) -> Subcommittee:
    """Raises LookupError where there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM subcommittees WHERE id = ?",
        (subcommittee_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no subcommittee {subcommittee_id}")
    return _subcommittee(row)


def all_of(connection: sqlite3.Connection) -> list[Subcommittee]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM subcommittees ORDER BY id").fetchall()
    return [_subcommittee(row) for row in rows]


def linked_to(connection: sqlite3.Connection, chat_id: int) -> Subcommittee | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM subcommittees WHERE linked_chat_id = ?",
        (chat_id,),
    ).fetchone()
    return _subcommittee(row) if row else None


def create(
    connection: sqlite3.Connection, name: str, timezone: str, language: str, now: datetime
) -> Subcommittee:
    row = connection.execute(
        f"""
        INSERT INTO subcommittees (name, timezone, language, created_at)
        VALUES (?, ?, ?, ?)
        RETURNING {_COLUMNS}
        """,
        (name, timezone, language, to_text(now)),
    ).fetchone()
    return _subcommittee(row)


def update(connection: sqlite3.Connection, subcommittee: Subcommittee) -> None:
    connection.execute(
        """
        UPDATE subcommittees
        SET name = ?, decision = ?, timezone = ?, language = ?, settings = ?,
            linked_chat_id = ?, linked_thread_id = ?
        WHERE id = ?
        """,
        (
            subcommittee.name,
            subcommittee.decision,
            subcommittee.timezone,
            subcommittee.language,
            settings_to_json(subcommittee.settings),
            subcommittee.linked_chat_id,
            subcommittee.linked_thread_id,
            subcommittee.id,
        ),
    )


def last_slot_at(connection: sqlite3.Connection, subcommittee_id: int) -> datetime | None:
    """The newest slot that was planned or given up."""
    row = connection.execute(
        "SELECT last_slot_at FROM subcommittees WHERE id = ?",
        (subcommittee_id,),
    ).fetchone()
    return from_text(row["last_slot_at"]) if row and row["last_slot_at"] else None


def set_last_slot_at(
    connection: sqlite3.Connection, subcommittee_id: int, nominal_at: datetime
) -> None:
    connection.execute(
        "UPDATE subcommittees SET last_slot_at = ? WHERE id = ?",
        (to_text(nominal_at), subcommittee_id),
    )
