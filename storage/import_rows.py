"""The rows of a plan: what each is to do, what became of it, and what people are told of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.plans.rows import ChangedRow, NewRow, Values
from storage.times import to_text

NEW, CHANGED, FAULT = "new", "changed", "fault"
DONE, SAME, LEFT, UNDONE, KEPT = "done", "same", "left", "undone", "kept"

_COLUMNS = "id, import_id, kind, place, cell, sentence, task_id, before, after, effect, outcome"


@dataclass(frozen=True, slots=True)
class ImportRow:
    id: int
    import_id: int
    kind: str
    place: int
    cell: str | None
    sentence: str | None
    task_id: int | None
    before: Values
    after: Values
    effect: dict[str, Any]
    """Each field of the task that was changed: what it was, and what it became."""
    outcome: str | None


def _row(row: sqlite3.Row) -> ImportRow:
    values: dict[str, Any] = dict(row)
    for name in ("before", "after", "effect"):
        values[name] = json.loads(values[name]) if values[name] else {}
    return ImportRow(**values)


def clear(connection: sqlite3.Connection, import_id: int, limit: int) -> bool:
    """Forgets at most so many rows; whether there were as many."""
    cursor = connection.execute(
        """
        DELETE FROM import_rows
        WHERE id IN (SELECT id FROM import_rows WHERE import_id = ? LIMIT ?)
        """,
        (import_id, limit),
    )
    return cursor.rowcount == limit


def add_new(connection: sqlite3.Connection, import_id: int, rows: Iterable[NewRow]) -> None:
    connection.executemany(
        "INSERT INTO import_rows (import_id, kind, place, after) VALUES (?, 'new', ?, ?)",
        [(import_id, row.place, json.dumps(row.values)) for row in rows],
    )


def add_changed(connection: sqlite3.Connection, import_id: int, rows: Iterable[ChangedRow]) -> None:
    connection.executemany(
        """
        INSERT INTO import_rows (import_id, kind, place, task_id, before, after)
        VALUES (?, 'changed', ?, ?, ?, ?)
        """,
        [
            (import_id, row.place, row.task_id, json.dumps(row.before), json.dumps(row.after))
            for row in rows
        ],
    )


def add_faults(
    connection: sqlite3.Connection, import_id: int, faults: Iterable[tuple[str, str]]
) -> None:
    """Each with its cell and its sentence."""
    connection.executemany(
        """
        INSERT INTO import_rows (import_id, kind, place, cell, sentence)
        VALUES (?, 'fault', 0, ?, ?)
        """,
        [(import_id, cell, sentence) for cell, sentence in faults],
    )


def count(connection: sqlite3.Connection, import_id: int) -> dict[tuple[str, str | None], int]:
    """How many rows there are of each kind and outcome."""
    rows = connection.execute(
        """
        SELECT kind, outcome, count(*) AS rows
        FROM import_rows
        WHERE import_id = ?
        GROUP BY kind, outcome
        """,
        (import_id,),
    )
    return {(row["kind"], row["outcome"]): row["rows"] for row in rows}


def page(
    connection: sqlite3.Connection, import_id: int, limit: int, offset: int
) -> list[ImportRow]:
    """What is worth reading of a preview: the faults, then the changes, then what is new."""
    return _select(
        connection,
        """
        WHERE import_id = ?
        ORDER BY CASE kind WHEN 'fault' THEN 0 WHEN 'changed' THEN 1 ELSE 2 END, id
        LIMIT ? OFFSET ?
        """,
        (import_id, limit, offset),
    )


def fields_changed(connection: sqlite3.Connection, import_id: int) -> dict[str, int]:
    """How many tasks each field would change of."""
    rows = connection.execute(
        """
        SELECT json_each.key AS field, count(*) AS tasks
        FROM import_rows, json_each(import_rows.after)
        WHERE import_rows.import_id = ? AND import_rows.kind = 'changed'
        GROUP BY json_each.key
        """,
        (import_id,),
    )
    return {row["field"]: row["tasks"] for row in rows}


def faults_of(connection: sqlite3.Connection, import_id: int) -> list[tuple[str, str]]:
    """Cell and sentence of each, in the order of the table."""
    rows = connection.execute(
        """
        SELECT cell, sentence
        FROM import_rows
        WHERE import_id = ? AND kind = 'fault'
        ORDER BY id
        """,
        (import_id,),
    )
    return [(row["cell"], row["sentence"]) for row in rows]


def number_and_title(connection: sqlite3.Connection, task_id: int) -> tuple[int, str]:
    """Of a task, as it is now."""
    row = connection.execute("SELECT number, title FROM tasks WHERE id = ?", (task_id,)).fetchone()
    return row["number"], row["title"]


def waiting(connection: sqlite3.Connection, import_id: int, limit: int) -> list[ImportRow]:
    """The next rows that nothing became of yet."""
    # By kind, each of which the index has in order; what is new has the numbers of the sheet.
    for kind in (CHANGED, NEW):
        rows = _select(
            connection,
            """
            WHERE import_id = ? AND kind = ? AND outcome IS NULL
            ORDER BY id
            LIMIT ?
            """,
            (import_id, kind, limit),
        )
        if rows:
            return rows
    return []


def with_outcome(
    connection: sqlite3.Connection, import_id: int, outcome: str, limit: int
) -> list[ImportRow]:
    """The first rows with this outcome."""
    return _select(
        connection,
        """
        WHERE import_id = ? AND kind IN ('new', 'changed') AND outcome = ?
        ORDER BY kind, id
        LIMIT ?
        """,
        (import_id, outcome, limit),
    )


def settle(
    connection: sqlite3.Connection,
    row_id: int,
    outcome: str,
    task_id: int | None = None,
    effect: dict[str, Any] | None = None,
) -> None:
    """Notes what became of the row: of which task, and what it changed of it."""
    connection.execute(
        """
        UPDATE import_rows
        SET outcome = ?,
            task_id = coalesce(?, task_id),
            effect = coalesce(?, effect)
        WHERE id = ?
        """,
        (outcome, task_id, json.dumps(effect) if effect is not None else None, row_id),
    )


def leave_rest(connection: sqlite3.Connection, import_id: int, outcome: str) -> bool:
    """Nothing more becomes of what is still to be done: left of an import, kept of one undone.

    Whether there was any.
    """
    still = "outcome IS NULL" if outcome == LEFT else "outcome = 'done'"
    cursor = connection.execute(
        f"""
        UPDATE import_rows
        SET outcome = ?
        WHERE import_id = ? AND kind IN ('new', 'changed') AND {still}
        """,
        (outcome, import_id),
    )
    return cursor.rowcount > 0


def reported(connection: sqlite3.Connection, import_id: int, since: datetime) -> int | None:
    """A task of the import on which somebody reported since; to accept it is no report."""
    row = connection.execute(
        """
        SELECT import_rows.task_id
        FROM import_rows
        CROSS JOIN reports ON reports.task_id = import_rows.task_id
        WHERE import_rows.import_id = ?
          AND import_rows.kind IN ('new', 'changed')
          AND import_rows.outcome = 'done'
          AND reports.created_at >= ?
          AND reports.move <> 'accept'
        ORDER BY import_rows.task_id
        LIMIT 1
        """,
        (import_id, to_text(since)),
    ).fetchone()
    return int(row["task_id"]) if row else None


def taken_back(connection: sqlite3.Connection, event_id: int) -> frozenset[int]:
    """The tasks of the event that an import gave and that went with it; one that was reopened
    since stands again."""
    rows = connection.execute(
        """
        SELECT import_rows.task_id
        FROM imports
        CROSS JOIN import_rows ON import_rows.import_id = imports.id
        WHERE imports.event_id = ?
          AND imports.state IN ('undoing', 'undone')
          AND import_rows.kind = 'new'
          AND import_rows.outcome = 'undone'
          AND NOT EXISTS (
              SELECT 1
              FROM reports
              WHERE reports.task_id = import_rows.task_id AND reports.move = 'reopen'
          )
        """,
        (event_id,),
    )
    return frozenset(row["task_id"] for row in rows)


def task_reported(connection: sqlite3.Connection, task_id: int, since: datetime) -> bool:
    row = connection.execute(
        """
        SELECT 1
        FROM reports
        WHERE task_id = ? AND created_at >= ? AND move <> 'accept'
        LIMIT 1
        """,
        (task_id, to_text(since)),
    ).fetchone()
    return row is not None


def changes(connection: sqlite3.Connection, import_id: int, outcome: str) -> Sequence[sqlite3.Row]:
    """For the audit log: kind, number, before, after of all rows with this outcome, by number."""
    return connection.execute(
        """
        SELECT import_rows.kind, tasks.number, import_rows.before, import_rows.after
        FROM import_rows
        JOIN tasks ON tasks.id = import_rows.task_id
        WHERE import_rows.import_id = ?
          AND import_rows.kind IN ('new', 'changed')
          AND import_rows.outcome = ?
        ORDER BY tasks.number
        """,
        (import_id, outcome),
    ).fetchall()


def _select(
    connection: sqlite3.Connection, conditions: str, parameters: tuple[object, ...]
) -> list[ImportRow]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM import_rows {conditions}", parameters)
    return [_row(row) for row in rows]


# -- news ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    unit_id: int
    task_id: int
    what: str
    lead_unit_id: int


def add_news(connection: sqlite3.Connection, import_id: int, news: Iterable[News]) -> None:
    """What is to be told to the people of a unit; of each task they are told one thing."""
    connection.executemany(
        """
        INSERT INTO import_news (import_id, unit_id, task_id, what, lead_unit_id)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (import_id, unit_id, task_id) DO NOTHING
        """,
        [(import_id, each.unit_id, each.task_id, each.what, each.lead_unit_id) for each in news],
    )


def news_of(connection: sqlite3.Connection, import_id: int, unit_id: int) -> list[News]:
    rows = connection.execute(
        """
        SELECT unit_id, task_id, what, lead_unit_id
        FROM import_news
        WHERE import_id = ? AND unit_id = ?
        ORDER BY task_id
        """,
        (import_id, unit_id),
    )
    return [News(**dict(row)) for row in rows]


def units_with_news(connection: sqlite3.Connection, import_id: int) -> list[int]:
    rows = connection.execute(
        """
        SELECT DISTINCT unit_id
        FROM import_news
        WHERE import_id = ?
        ORDER BY unit_id
        """,
        (import_id,),
    )
    return [row["unit_id"] for row in rows]


def forget_news(connection: sqlite3.Connection, import_id: int) -> None:
    connection.execute("DELETE FROM import_news WHERE import_id = ?", (import_id,))
