"""Open forms: a person has at most one, and a restart loses none of its answers."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.times import to_text

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class OpenForm:
    person_id: int
    subcommittee_id: int | None
    command: str
    answers: dict[str, str]
    """By field, as the command wants them."""
    shown: dict[str, str]
    """By field, as people read them."""
    offered: tuple[tuple[str, str], ...]
    """Labels and values of the buttons of the present question."""
    picked: tuple[int, ...]
    """Indices into `offered`, where several may be chosen."""
    step: int
    """Index of the field that is asked; the number of fields: only Save is missing."""
    version: int


def get(connection: sqlite3.Connection, person_id: int, now: datetime) -> OpenForm | None:
    """None also for one left alone for a day."""
    row = connection.execute(
        """
        SELECT person_id, subcommittee_id, command, answers, step, version
        FROM forms
        WHERE person_id = ? AND updated_at > ?
        """,
        (person_id, to_text(now - KEPT)),
    ).fetchone()
    if row is None:
        return None
    state: dict[str, Any] = json.loads(row["answers"])
    return OpenForm(
        row["person_id"],
        row["subcommittee_id"],
        row["command"],
        state["answers"],
        state["shown"],
        tuple((label, value) for label, value in state["offered"]),
        tuple(state["picked"]),
        row["step"],
        row["version"],
    )


def put(connection: sqlite3.Connection, form: OpenForm, now: datetime) -> None:
    state = {
        "answers": form.answers,
        "shown": form.shown,
        "offered": form.offered,
        "picked": form.picked,
    }
    connection.execute(
        """
        INSERT INTO forms (
            person_id, subcommittee_id, command, answers, step, version, updated_at
        )
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (person_id) DO UPDATE
        SET subcommittee_id = excluded.subcommittee_id,
            command = excluded.command,
            answers = excluded.answers,
            step = excluded.step,
            version = excluded.version,
            updated_at = excluded.updated_at
        """,
        (
            form.person_id,
            form.subcommittee_id,
            form.command,
            json.dumps(state),
            form.step,
            form.version,
            to_text(now),
        ),
    )


def delete(connection: sqlite3.Connection, person_id: int) -> bool:
    """Whether there was one."""
    return connection.execute("DELETE FROM forms WHERE person_id = ?", (person_id,)).rowcount == 1


def delete_old(connection: sqlite3.Connection, now: datetime) -> int:
    """Forgets those left alone for a day; how many."""
    return connection.execute(
        "DELETE FROM forms WHERE updated_at <= ?",
        (to_text(now - KEPT),),
    ).rowcount
