"""Who reads a message that nobody asked for: in which language and place, and whether asleep."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.agenda import Calendar, quiet
from domain.member import Member
from domain.roles import Role
from domain.subcommittee import Subcommittee
from handlers.agenda import calendar_of
from handlers.keyboards import Rows, text_params
from handlers.texts import Texts, texts
from storage import members, subcommittees
from storage.outbox import OutboxRow, Rendered


@dataclass(frozen=True)
class Reader:
    """A member, or (`member` None) the linked group."""

    subcommittee: Subcommittee
    calendar: Calendar
    texts: Texts
    member: Member | None = None

    @property
    def role(self) -> Role | None:
        return self.member.role if self.member else None

    def html(self, text: str, /, **data: object) -> str:
        return self.texts.html(text, **data)


def reader_of(connection: sqlite3.Connection, row: OutboxRow) -> Reader | None:
    """None where the person has left, or the group is no longer linked."""
    if row.subcommittee_id is None:
        raise LookupError(f"outbox row {row.id} is of no subcommittee")
    subcommittee = subcommittees.get(connection, row.subcommittee_id)
    if row.person_id is None:
        linked = (subcommittee.linked_chat_id, subcommittee.linked_thread_id)
        return reading(connection, subcommittee) if linked == (row.chat_id, row.thread_id) else None
    member = members.in_subcommittee(connection, row.person_id, subcommittee.id)
    return reading(connection, subcommittee, member) if member else None


def reading(
    connection: sqlite3.Connection, subcommittee: Subcommittee, member: Member | None = None
) -> Reader:
    """The reader in their own language, else in the subcommittee's."""
    language = (member.language if member else None) or subcommittee.language
    calendar = calendar_of(connection, subcommittee)
    return Reader(subcommittee, calendar, texts(language), member)


def message(
    reader: Reader, now: datetime, html: str, rows: Rows = (), *, task_id: int | None = None
) -> Rendered:
    """The message, silent in the reader's quiet hours."""
    params = text_params(html, rows)
    if quiet(now, reader.calendar):
        params["disable_notification"] = True
    return Rendered("sendMessage", params, task_id)
