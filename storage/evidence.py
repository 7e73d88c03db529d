"""Evidence: the files and places that came with reports; Telegram keeps the files themselves."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.times import from_text, to_text


@dataclass(frozen=True)
class Piece:
    """One photo, video, document, voice message, audio file or location."""

    kind: str
    file_id: str | None
    file_unique_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    caption: str = ""
    media_group_id: str | None = None


@dataclass(frozen=True)
class Evidence:
    id: int
    task_id: int
    report_id: int
    kind: str
    file_id: str | None
    latitude: float | None
    longitude: float | None
    caption: str
    created_at: datetime
    person_name: str
    """Of the person whose report it came with."""


def add(
    connection: sqlite3.Connection, task_id: int, report_id: int, piece: Piece, now: datetime
) -> None:
    """The same file comes to the same report once."""
    connection.execute(
        """
        INSERT INTO evidence (
            task_id, report_id, kind, file_id, file_unique_id, latitude, longitude, caption,
            media_group_id, created_at
        )
        SELECT :task_id, :report_id, :kind, :file_id, :file_unique_id, :latitude, :longitude,
               :caption, :media_group_id, :created_at
        WHERE NOT EXISTS (
            SELECT 1
            FROM evidence
            WHERE task_id = :task_id
              AND report_id = :report_id
              AND file_unique_id = :file_unique_id
        )
        """,
        {
            "task_id": task_id,
            "report_id": report_id,
            "kind": piece.kind,
            "file_id": piece.file_id,
            "file_unique_id": piece.file_unique_id,
            "latitude": piece.latitude,
            "longitude": piece.longitude,
            "caption": piece.caption,
            "media_group_id": piece.media_group_id,
            "created_at": to_text(now),
        },
    )


def count(connection: sqlite3.Connection, task_id: int) -> int:
    row = connection.execute(
        "SELECT count(*) AS pieces FROM evidence WHERE task_id = ?",
        (task_id,),
    ).fetchone()
    return int(row["pieces"])


def of_task(connection: sqlite3.Connection, task_id: int, limit: int) -> list[Evidence]:
    """The newest ones, the oldest of them first."""
    rows = connection.execute(
        """
        SELECT evidence.id, evidence.task_id, evidence.report_id, evidence.kind, evidence.file_id,
               evidence.latitude, evidence.longitude, evidence.caption, evidence.created_at,
               persons.name AS person_name
        FROM evidence
        JOIN reports ON reports.id = evidence.report_id
        JOIN persons ON persons.id = reports.person_id
        WHERE evidence.task_id = ?
        ORDER BY evidence.id DESC
        LIMIT ?
        """,
        (task_id, limit),
    ).fetchall()
    return [
        Evidence(**{**dict(row), "created_at": from_text(row["created_at"])})
        for row in reversed(rows)
    ]


def captions_of(connection: sqlite3.Connection, task_id: int, report_id: int) -> list[str]:
    """What was said under the pieces of one report."""
    rows = connection.execute(
        """
        SELECT caption
        FROM evidence
        WHERE task_id = ? AND report_id = ? AND caption <> ''
        ORDER BY id
        """,
        (task_id, report_id),
    ).fetchall()
    return [row["caption"] for row in rows]
