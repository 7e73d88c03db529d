"""What admins are to look after besides the tasks: nobody there, and what went wrong."""

import sqlite3
from datetime import datetime, timedelta

from domain.roles import Role
from handlers.speaking.reader import Reader
from storage import facts, nobody
from storage.times import from_text

AWAY_FROM = "away_from"
AWAY_UNTIL = "away_until"
RESTORED_AT = "restored_at"
RESTORED_TO = "restored_to"
TROUBLE = "trouble"
RECENTLY = timedelta(days=1)
"""So long, that is until the next morning, something that is over is still told."""


def lines(connection: sqlite3.Connection, reader: Reader, now: datetime) -> list[str]:
    """For an admin, one line each; for anybody else none."""
    if reader.role is not Role.ADMIN:
        return []
    return [*_nobody(connection, reader), *_installation(connection, reader, now)]


def _nobody(connection: sqlite3.Connection, reader: Reader) -> list[str]:
    subcommittee_id = reader.subcommittee.id
    found = []
    if empty := nobody.units_without_people(connection, subcommittee_id):
        found.append(reader.html("summary.units_without_people", units=empty))
    if silent := nobody.members_unreachable(connection, subcommittee_id):
        found.append(reader.html("summary.members_unreachable", members=silent))
    if group := nobody.group_unreachable(connection, subcommittee_id):
        found.append(reader.html("summary.group_unreachable", group=group))
    return found


def _installation(connection: sqlite3.Connection, reader: Reader, now: datetime) -> list[str]:
    told = (_away(connection, reader, now), _restored(connection, reader, now))
    return [line for line in (*told, _trouble(connection, reader)) if line]


def _away(connection: sqlite3.Connection, reader: Reader, now: datetime) -> str:
    since, until = _moment(connection, AWAY_FROM), _moment(connection, AWAY_UNTIL)
    if since is None or until is None:
        return ""
    if now - until >= RECENTLY:
        facts.remove(connection, AWAY_FROM)
        facts.remove(connection, AWAY_UNTIL)
        return ""
    return reader.html("summary.away", since=since, until=until, zone=reader.calendar.zone)


def _restored(connection: sqlite3.Connection, reader: Reader, now: datetime) -> str:
    at = _moment(connection, RESTORED_AT)
    if at is None or now - at >= RECENTLY:
        return ""
    since = _moment(connection, RESTORED_TO)
    return reader.html("summary.restored", at=at, since=since, zone=reader.calendar.zone)


def _trouble(connection: sqlite3.Connection, reader: Reader) -> str:
    found = facts.find(connection, TROUBLE)
    if not found:
        return ""
    at, _, names = found.partition(" ")
    return reader.html(
        "summary.trouble", at=from_text(at), names=names.split(","), zone=reader.calendar.zone
    )


def _moment(connection: sqlite3.Connection, name: str) -> datetime | None:
    found = facts.find(connection, name)
    return from_text(found) if found else None
