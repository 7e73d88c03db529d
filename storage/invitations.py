"""Invitations and setup codes: secrets of which only the hash is kept."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.roles import Role
from storage.times import from_text, to_text


@dataclass(frozen=True)
class Invitation:
    id: int
    subcommittee_id: int
    role: Role
    unit_id: int | None
    uses_left: int
    created_by: int | None
    """A person id."""
    created_at: datetime
    expires_at: datetime
    revoked: bool


_COLUMNS = """
    id, subcommittee_id, role, unit_id, uses_left, created_by, created_at, expires_at, revoked_at
"""


def _invitation(row: sqlite3.Row) -> Invitation:
    return Invitation(
        row["id"],
        row["subcommittee_id"],
        Role(row["role"]),
        row["unit_id"],
        row["uses_left"],
        row["created_by"],
        from_text(row["created_at"]),
        from_text(row["expires_at"]),
        row["revoked_at"] is not None,
    )


def create(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    code_hash: str,
    role: Role,
    unit_id: int | None,
    uses: int,
    created_by: int,
    expires_at: datetime,
    now: datetime,
) -> Invitation:
    row = connection.execute(
        f"""
        INSERT INTO invitations (
            subcommittee_id, code_hash, role, unit_id, uses_left, created_by, created_at,
            expires_at
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING {_COLUMNS}
        """,
        (
            subcommittee_id,
            code_hash,
            role,
            unit_id,
            uses,
            created_by,
            to_text(now),
            to_text(expires_at),
        ),
    ).fetchone()
    return _invitation(row)


def get(connection: sqlite3.Connection, invitation_id: int) -> Invitation | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM invitations WHERE id = ?",
        (invitation_id,),
    ).fetchone()
    return _invitation(row) if row else None


def by_hash(connection: sqlite3.Connection, code_hash: str) -> Invitation | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM invitations WHERE code_hash = ?",
        (code_hash,),
    ).fetchone()
    return _invitation(row) if row else None


def use(connection: sqlite3.Connection, invitation_id: int) -> None:
    connection.execute(
        "UPDATE invitations SET uses_left = uses_left - 1 WHERE id = ?",
        (invitation_id,),
    )


def revoke(connection: sqlite3.Connection, invitation_id: int, now: datetime) -> None:
    connection.execute(
        "UPDATE invitations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
        (to_text(now), invitation_id),
    )


def usable_of(
    connection: sqlite3.Connection, subcommittee_id: int, now: datetime
) -> list[Invitation]:
    """Those of the subcommittee by which somebody could still join, oldest first."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}
        FROM invitations
        WHERE subcommittee_id = ?
            AND revoked_at IS NULL
            AND uses_left > 0
            AND expires_at > ?
        ORDER BY id
        """,
        (subcommittee_id, to_text(now)),
    ).fetchall()
    return [_invitation(row) for row in rows]


def put_setup_code(connection: sqlite3.Connection, code_hash: str, now: datetime) -> None:
    """The one setup code that counts from now on: unused older ones are forgotten."""
    connection.execute("DELETE FROM setup_codes WHERE used_at IS NULL")
    connection.execute(
        "INSERT INTO setup_codes (code_hash, created_at) VALUES (?, ?)",
        (code_hash, to_text(now)),
    )


def setup_code_used(connection: sqlite3.Connection, code_hash: str) -> bool | None:
    """Whether this setup code was used already; None where there is none."""
    row = connection.execute(
        "SELECT used_at FROM setup_codes WHERE code_hash = ?",
        (code_hash,),
    ).fetchone()
    return None if row is None else row["used_at"] is not None


def use_setup_code(
    connection: sqlite3.Connection, code_hash: str, person_id: int, now: datetime
) -> None:
    connection.execute(
        "UPDATE setup_codes SET used_at = ?, used_by = ? WHERE code_hash = ?",
        (to_text(now), person_id, code_hash),
    )
