"""Units of a subcommittee."""

import json
import sqlite3
from collections.abc import Sequence

from domain.text import fold
from domain.unit import Unit

_COLUMNS = "id, subcommittee_id, code, name, aliases"


def _unit(row: sqlite3.Row) -> Unit:
    return Unit(**{**dict(row), "aliases": tuple(json.loads(row["aliases"]))})


def all_of(connection: sqlite3.Connection, subcommittee_id: int) -> list[Unit]:
    """By code."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM units WHERE subcommittee_id = ? ORDER BY code",
        (subcommittee_id,),
    ).fetchall()
    return [_unit(row) for row in rows]


def get(connection: sqlite3.Connection, unit_id: int) -> Unit:
    """Raises LookupError where there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM units WHERE id = ?",
        (unit_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no unit {unit_id}")
    return _unit(row)


def by_code(connection: sqlite3.Connection, subcommittee_id: int, code: str) -> Unit | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM units WHERE subcommittee_id = ? AND code = ?",
        (subcommittee_id, code),
    ).fetchone()
    return _unit(row) if row else None


def by_name(connection: sqlite3.Connection, subcommittee_id: int, name: str) -> Unit | None:
    """The unit with this code, name or alias, whatever its case and accents."""
    wanted = fold(name)
    for unit in all_of(connection, subcommittee_id):
        if wanted in (fold(unit.code), fold(unit.name), *map(fold, unit.aliases)):
            return unit
    return None


def create(
    connection: sqlite3.Connection,
    subcommittee_id: int,
    code: str,
    name: str,
    aliases: Sequence[str] = (),
) -> Unit:
    row = connection.execute(
        f"""
        INSERT INTO units (subcommittee_id, code, name, aliases)
        VALUES (?, ?, ?, ?)
        RETURNING {_COLUMNS}
        """,
        (subcommittee_id, code, name, json.dumps(list(aliases))),
    ).fetchone()
    return _unit(row)


def update(connection: sqlite3.Connection, unit: Unit) -> None:
    connection.execute(
        "UPDATE units SET name = ?, aliases = ? WHERE id = ?",
        (unit.name, json.dumps(list(unit.aliases)), unit.id),
    )
