"""What admins are told once: who joined, and what went wrong; and who was too fast."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from domain.member import Member
from domain.roles import Role
from domain.unit import Unit
from handlers.arrivals import GATHERED
from handlers.keyboards import text_params
from handlers.speaking.reader import message, reader_of
from handlers.texts import texts
from storage import members, outbox, subcommittees, units
from storage.outbox import OutboxRow, Outgoing, Priority, Rendered
from storage.times import from_text, to_text


def render_joins(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """Those who joined since then and are still here; None where none is."""
    reader = reader_of(connection, row)
    if reader is None or reader.role is not Role.ADMIN or reader.member is None:
        return None
    since = from_text(row.content["since"])
    came = members.joined_between(connection, reader.subcommittee.id, since, since + GATHERED)
    listed = [
        (member, _unit(connection, member)) for member in came if member.id != reader.member.id
    ]
    if not listed:
        return None
    return message(reader, now, reader.html("trouble.joins", listed=listed))


def _unit(connection: sqlite3.Connection, member: Member) -> Unit | None:
    return units.get(connection, member.unit_id) if member.unit_id is not None else None


def render_trouble(
    connection: sqlite3.Connection, row: OutboxRow, now: datetime
) -> Rendered | None:
    """A named text with its data; None for somebody who is no admin any more."""
    reader = reader_of(connection, row)
    if reader is None or reader.role is not Role.ADMIN:
        return None
    content = row.content
    data = dict(content["data"])
    if content["moments"]:
        data |= {name: from_text(moment) for name, moment in content["moments"].items()}
        data["zone"] = reader.calendar.zone
    return message(reader, now, reader.html(content["text"], **data))


def tell_admins(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    key: str,
    text: str,
    now: datetime,
    moments: Mapping[str, datetime] | None = None,
    **data: object,
) -> None:
    """Tells each admin once under this key.

    `data` is what JSON can hold; where there are `moments` the text gets them and the `zone`.
    """
    told = {name: to_text(moment) for name, moment in (moments or {}).items()}
    for admin in members.with_roles(connection, subcommittee_id, (Role.ADMIN,)):
        language = admin.language or subcommittees.get(connection, subcommittee_id).language
        outgoing = Outgoing(
            chat_id=admin.chat_id,
            kind="trouble",
            payload={"text": text, "data": data, "moments": told, "language": language},
            priority=Priority.NOTICE,
            key=f"{key}:{admin.person_id}",
            subcommittee_id=subcommittee_id,
            person_id=admin.person_id,
            about=text,
        )
        outbox.put(connection, outgoing, now)


def render_flood(_: sqlite3.Connection, row: OutboxRow, __: datetime) -> Rendered:
    """How many commands were not carried out."""
    content = row.content
    html = texts(content["language"]).html("general.flood", count=content["count"])
    return Rendered("sendMessage", text_params(html))
