"""Proposals: what waits for its person to press a button before it is carried out."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import to_text


@dataclass(frozen=True)
class Proposal:
    id: int
    person_id: int
    subcommittee_id: int
    kind: str
    data: dict[str, Any]
    decided: bool


def put(
    connection: sqlite3.Connection,
    person_id: int,
    subcommittee_id: int,
    kind: str,
    data: Mapping[str, Any],
    now: datetime,
) -> int:
    """The id of the new proposal; `data` must be fit for JSON."""
    row = connection.execute(
        """
        INSERT INTO proposals (person_id, subcommittee_id, kind, data, created_at)
        VALUES (?, ?, ?, ?, ?)
        RETURNING id
        """,
        (person_id, subcommittee_id, kind, json.dumps(data), to_text(now)),
    ).fetchone()
    return int(row["id"])


def get(connection: sqlite3.Connection, proposal_id: int) -> Proposal | None:
    row = connection.execute(
        """
        SELECT id, person_id, subcommittee_id, kind, data, decided_at
        FROM proposals
        WHERE id = ?
        """,
        (proposal_id,),
    ).fetchone()
    if row is None:
        return None
    return Proposal(
        row["id"],
        row["person_id"],
        row["subcommittee_id"],
        row["kind"],
        json.loads(row["data"]),
        row["decided_at"] is not None,
    )


def forget_before(connection: sqlite3.Connection, moment: datetime) -> int:
    """Removes what was proposed before the moment, decided or not; how many."""
    return connection.execute(
        "DELETE FROM proposals WHERE created_at < ?",
        (to_text(moment),),
    ).rowcount


def decide(connection: sqlite3.Connection, proposal_id: int, now: datetime) -> None:
    """Notes that the person decided, either way: a proposal is decided once."""
    connection.execute(
        "UPDATE proposals SET decided_at = ? WHERE id = ?",
        (to_text(now), proposal_id),
    )
