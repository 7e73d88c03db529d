"""Members: persons in subcommittees. Those who left are kept for the history."""

import sqlite3
from datetime import datetime
from typing import Any

from domain.member import Member
from domain.records import filled
from domain.roles import Role
from storage.rows import values_of
from storage.times import to_text

_SELECT = """
    SELECT members.id, members.subcommittee_id, members.person_id, members.number, members.role,
           members.unit_id, persons.name, persons.username, persons.telegram_id,
           persons.chat_id, persons.language, chats.unreachable
    FROM members
    JOIN persons ON persons.id = members.person_id
    JOIN chats ON chats.id = persons.chat_id
"""


def _member(row: sqlite3.Row) -> Member:
    values = values_of(row)
    values["role"] = Role(values["role"])
    return filled(Member, values)


def get(connection: sqlite3.Connection, member_id: int) -> Member | None:
    """Also one who left."""
    row = connection.execute(
        f"{_SELECT} WHERE members.id = ?",
        (member_id,),
    ).fetchone()
    return _member(row) if row else None


def _present(
    connection: sqlite3.Connection,
    condition: str,
    *values: Any,
    order: str = "ORDER BY members.number",
) -> list[Member]:
    """The present ones for whom the condition holds, by number unless it is said otherwise."""
    rows = connection.execute(
        f"""
        {_SELECT}
        WHERE members.left_at IS NULL
          AND {condition}
        {order}
        """,
        values,
    ).fetchall()
    return [_member(row) for row in rows]


def of_person(connection: sqlite3.Connection, person_id: int) -> list[Member]:
    """The present memberships of a person, oldest first."""
    return _present(connection, "members.person_id = ?", person_id, order="ORDER BY members.id")


def in_subcommittee(
    connection: sqlite3.Connection, person_id: int, subcommittee_id: int
) -> Member | None:
    condition = "members.person_id = ? AND members.subcommittee_id = ?"
    return next(iter(_present(connection, condition, person_id, subcommittee_id)), None)


def all_of(connection: sqlite3.Connection, subcommittee_id: int) -> list[Member]:
    """The present members by number."""
    return _present(connection, "members.subcommittee_id = ?", subcommittee_id)


def after(
    connection: sqlite3.Connection, subcommittee_id: int, member_id: int, limit: int
) -> list[Member]:
    """The next present members by id, for work done in slices."""
    return _present(
        connection,
        "members.subcommittee_id = ? AND members.id > ?",
        *(subcommittee_id, member_id, limit),
        order="ORDER BY members.id LIMIT ?",
    )


def joined_between(
    connection: sqlite3.Connection, subcommittee_id: int, since: datetime, until: datetime
) -> list[Member]:
    """The present members who joined from `since` to before `until`, by number."""
    return _present(
        connection,
        "members.subcommittee_id = ? AND members.joined_at >= ? AND members.joined_at < ?",
        *(subcommittee_id, to_text(since), to_text(until)),
    )


def of_units(connection: sqlite3.Connection, unit_ids: list[int]) -> list[Member]:
    """The present leads and members of these units."""
    marks = ", ".join("?" * len(unit_ids))
    condition = f"members.unit_id IN ({marks}) AND members.role IN ('lead', 'member')"
    return _present(connection, condition, *unit_ids)


def with_roles(
    connection: sqlite3.Connection, subcommittee_id: int, roles: tuple[Role, ...]
) -> list[Member]:
    marks = ", ".join("?" * len(roles))
    condition = f"members.subcommittee_id = ? AND members.role IN ({marks})"
    return _present(connection, condition, subcommittee_id, *roles)


def add(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    person_id: int,
    role: Role,
    unit_id: int | None,
    now: datetime,
) -> Member:
    number = connection.execute(
        """
        UPDATE subcommittees
        SET next_member_number = next_member_number + 1
        WHERE id = ?
        RETURNING next_member_number - 1
        """,
        (subcommittee_id,),
    ).fetchone()[0]
    connection.execute(
        """
        INSERT INTO members (subcommittee_id, person_id, number, role, unit_id, joined_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        (subcommittee_id, person_id, number, role, unit_id, to_text(now)),
    )
    member = in_subcommittee(connection, person_id, subcommittee_id)
    assert member is not None
    return member


def set_role(
    connection: sqlite3.Connection, member_id: int, role: Role, unit_id: int | None
) -> None:
    connection.execute(
        "UPDATE members SET role = ?, unit_id = ? WHERE id = ?",
        (role, unit_id, member_id),
    )


def left_after(
    connection: sqlite3.Connection, person_id: int, subcommittee_id: int, moment: datetime
) -> bool:
    """Whether the person was a member and left since then."""
    row = connection.execute(
        """
        SELECT 1
        FROM members
        WHERE person_id = ? AND subcommittee_id = ? AND left_at >= ?
        LIMIT 1
        """,
        (person_id, subcommittee_id, to_text(moment)),
    ).fetchone()
    return row is not None


def leave(connection: sqlite3.Connection, member_id: int, now: datetime) -> None:
    connection.execute(
        "UPDATE members SET left_at = ? WHERE id = ?",
        (to_text(now), member_id),
    )


def count_by_unit(connection: sqlite3.Connection, subcommittee_id: int) -> dict[int, int]:
    """How many present leads and members each unit has; units without any are left out."""
    rows = connection.execute(
        """
        SELECT unit_id, count(*) AS people
        FROM members
        WHERE subcommittee_id = ?
          AND role IN ('lead', 'member')
          AND unit_id IS NOT NULL
          AND left_at IS NULL
        GROUP BY unit_id
        """,
        (subcommittee_id,),
    ).fetchall()
    return {row["unit_id"]: row["people"] for row in rows}
