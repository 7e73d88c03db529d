"""A message to one person about themselves, in their own language."""

import sqlite3
from datetime import datetime

from domain.agenda import quiet
from domain.member import Member
from domain.subcommittee import Subcommittee
from handlers import agenda
from handlers.keyboards import Rows, text_params
from handlers.texts import texts
from storage import outbox
from storage.outbox import Outgoing, Priority


def put(
    connection: sqlite3.Connection,
    member: Member,
    subcommittee: Subcommittee,
    now: datetime,
    text: str,
    rows: Rows = (),
    /,
    **data: object,
) -> None:
    """Puts the named text in the outbox, for the member's private chat; silent in quiet hours."""
    language = member.language or subcommittee.language
    params = text_params(texts(language).html(text, **data), rows)
    outgoing = Outgoing(
        chat_id=member.chat_id,
        payload={"method": "sendMessage", "params": params, "language": language},
        priority=Priority.NOTICE,
        silent=quiet(now, agenda.calendar_of(connection, subcommittee)),
    )
    outbox.put(connection, outgoing, now)
