"""Media whose task is not known yet, and the albums whose parts are still coming in."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.evidence import Piece
from storage.times import to_text

_COLUMNS = """
    id, person_id, media_group_id, kind, file_id, file_unique_id, latitude, longitude, caption,
    report_id
"""

# How far to look for the other parts of an album; it has ten at most.
_AHEAD = 50


@dataclass(frozen=True)
class Loose:
    id: int
    person_id: int
    piece: Piece
    report_id: int | None
    """The report that it, or another part of its album, became."""


def _loose(row: sqlite3.Row) -> Loose:
    piece = Piece(
        row["kind"],
        row["file_id"],
        row["file_unique_id"],
        row["latitude"],
        row["longitude"],
        row["caption"],
        row["media_group_id"],
    )
    return Loose(row["id"], row["person_id"], piece, row["report_id"])


def add(
    connection: sqlite3.Connection,
    person_id: int,
    piece: Piece,
    now: datetime,
    report_id: int | None = None,
) -> Loose:
    row = connection.execute(
        f"""
        INSERT INTO loose_media (
            person_id, media_group_id, kind, file_id, file_unique_id, latitude, longitude, caption,
            report_id, created_at
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING {_COLUMNS}
        """,
        (
            person_id,
            piece.media_group_id,
            piece.kind,
            piece.file_id,
            piece.file_unique_id,
            piece.latitude,
            piece.longitude,
            piece.caption,
            report_id,
            to_text(now),
        ),
    ).fetchone()
    return _loose(row)


def get(connection: sqlite3.Connection, loose_id: int, person_id: int) -> Loose | None:
    """This person's piece with this id."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM loose_media WHERE id = ? AND person_id = ?",
        (loose_id, person_id),
    ).fetchone()
    return _loose(row) if row else None


def album(connection: sqlite3.Connection, person_id: int, media_group_id: str) -> list[Loose]:
    """The parts of the album that came in so far, in the order in which they came."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}
        FROM loose_media
        WHERE person_id = ? AND media_group_id = ?
        ORDER BY id
        """,
        (person_id, media_group_id),
    ).fetchall()
    return [_loose(row) for row in rows]


def set_report(connection: sqlite3.Connection, loose_ids: list[int], report_id: int) -> None:
    """They became evidence of this report; later parts of the album go there too."""
    connection.executemany(
        "UPDATE loose_media SET report_id = ? WHERE id = ?",
        [(report_id, loose_id) for loose_id in loose_ids],
    )


def caption_ahead(
    connection: sqlite3.Connection, chat_telegram_id: int, media_group_id: str, update_id: int
) -> str:
    """The caption on a part of the album that came in right after this update, else an empty one.

    It waits in the inbox and is handled in its turn.
    """
    row = connection.execute(
        """
        SELECT json_extract(payload, '$.message.caption') AS caption
        FROM inbox
        WHERE id > (SELECT id FROM inbox WHERE update_id = :update_id)
          AND id <= (SELECT id FROM inbox WHERE update_id = :update_id) + :ahead
          AND state = 'open'
          AND chat_telegram_id = :chat
          AND json_extract(payload, '$.message.media_group_id') = :album
          AND json_extract(payload, '$.message.caption') IS NOT NULL
        ORDER BY id
        LIMIT 1
        """,
        {
            "update_id": update_id,
            "ahead": _AHEAD,
            "chat": chat_telegram_id,
            "album": media_group_id,
        },
    ).fetchone()
    return str(row["caption"]) if row else ""


def forget_before(connection: sqlite3.Connection, moment: datetime) -> int:
    """Removes what came in before the moment and is of no use any more; how many."""
    cursor = connection.execute(
        "DELETE FROM loose_media WHERE created_at < ?",
        (to_text(moment),),
    )
    return cursor.rowcount
