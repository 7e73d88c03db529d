"""Who cannot be reached: units without people, members and groups whose chat is closed to us."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.unit import Unit
from storage import outbox_upkeep, units
from storage.times import from_text

TOPIC_GONE = "topic_gone"


@dataclass(frozen=True)
class Unreachable:
    """Somebody, or a group, to whom nothing can be sent."""

    number: int | None
    """The member's, as in /members; None for the linked group."""
    name: str
    unit_code: str | None
    reason: str
    since: datetime | None


def units_without_people(connection: sqlite3.Connection, subcommittee_id: int) -> list[Unit]:
    """The units with neither lead nor member, by code."""
    rows = connection.execute(
        """
        SELECT units.id
        FROM units
        WHERE units.subcommittee_id = ?
          AND NOT EXISTS (
              SELECT 1
              FROM members
              WHERE members.unit_id = units.id
                AND members.left_at IS NULL
                AND members.role IN ('lead', 'member')
          )
        ORDER BY units.code
        """,
        (subcommittee_id,),
    ).fetchall()
    return [units.get(connection, row["id"]) for row in rows]


def members_unreachable(connection: sqlite3.Connection, subcommittee_id: int) -> list[Unreachable]:
    """The present members to whom nothing can be sent, by number."""
    rows = connection.execute(
        """
        SELECT members.number, persons.name, units.code AS unit_code, chats.unreachable AS reason,
               chats.unreachable_since AS since
        FROM members
        JOIN persons ON persons.id = members.person_id
        JOIN chats ON chats.id = persons.chat_id
        LEFT JOIN units ON units.id = members.unit_id
        WHERE members.subcommittee_id = ?
          AND members.left_at IS NULL
          AND chats.unreachable IS NOT NULL
        ORDER BY members.number
        """,
        (subcommittee_id,),
    ).fetchall()
    return [_unreachable(row) for row in rows]


def group_unreachable(connection: sqlite3.Connection, subcommittee_id: int) -> Unreachable | None:
    """The linked group, where nothing can be sent to it or its topic is no more."""
    return _group_closed(connection, subcommittee_id) or _topic_gone(connection, subcommittee_id)


def _group_closed(connection: sqlite3.Connection, subcommittee_id: int) -> Unreachable | None:
    row = connection.execute(
        """
        SELECT NULL AS number, chats.title AS name, NULL AS unit_code,
               chats.unreachable AS reason, chats.unreachable_since AS since
        FROM subcommittees
        JOIN chats ON chats.id = subcommittees.linked_chat_id
        WHERE subcommittees.id = ? AND chats.unreachable IS NOT NULL
        """,
        (subcommittee_id,),
    ).fetchone()
    return _unreachable(row) if row else None


def _topic_gone(connection: sqlite3.Connection, subcommittee_id: int) -> Unreachable | None:
    """The linked topic, if the newest summary for it found it gone."""
    row = connection.execute(
        """
        SELECT NULL AS number, chats.title AS name, NULL AS unit_code,
               :reason AS reason, outbox.finished_at AS since, outbox.nominal_at
        FROM subcommittees
        JOIN chats ON chats.id = subcommittees.linked_chat_id
        JOIN outbox
            ON outbox.chat_id = subcommittees.linked_chat_id
            AND outbox.thread_id = subcommittees.linked_thread_id
        WHERE subcommittees.id = :subcommittee
          AND outbox.subcommittee_id = :subcommittee
          AND outbox.state = 'void'
          AND outbox.error = :error
          AND outbox.nominal_at IS NOT NULL
        ORDER BY outbox.id DESC
        LIMIT 1
        """,
        {
            "reason": TOPIC_GONE,
            "subcommittee": subcommittee_id,
            "error": outbox_upkeep.TOPIC_GONE,
        },
    ).fetchone()
    if row is None or _sent_since(connection, subcommittee_id, row["nominal_at"]):
        return None
    return Unreachable(None, row["name"], None, row["reason"], from_text(row["since"]))


def _sent_since(connection: sqlite3.Connection, subcommittee_id: int, nominal_at: str) -> bool:
    """Whether a later summary came through to the linked topic: it was closed, and is open."""
    row = connection.execute(
        """
        SELECT 1
        FROM subcommittees
        JOIN outbox
            ON outbox.subcommittee_id = subcommittees.id
            AND outbox.chat_id = subcommittees.linked_chat_id
            AND outbox.thread_id = subcommittees.linked_thread_id
        WHERE subcommittees.id = ?
          AND outbox.nominal_at > ?
          AND outbox.state = 'sent'
        ORDER BY outbox.nominal_at
        LIMIT 1
        """,
        (subcommittee_id, nominal_at),
    ).fetchone()
    return row is not None


def _unreachable(row: sqlite3.Row) -> Unreachable:
    values = dict(row)
    values["since"] = from_text(row["since"]) if row["since"] else None
    return Unreachable(**values)
