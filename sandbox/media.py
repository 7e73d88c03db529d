"""Media as the API shows them, made from stored files."""

from __future__ import annotations

from typing import Any

from sandbox.files import FileStore, StoredFile
from sandbox.pictures import picture_size

THUMBNAIL_SIDE = 90  # pixels

_DEFAULTS: dict[str, tuple[str, str]] = {
    "photo": ("photo.jpg", "image/jpeg"),
    "document": ("file.bin", "application/octet-stream"),
    "video": ("video.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video_note": ("note.mp4", "video/mp4"),
    "sticker": ("sticker.webp", "image/webp"),
}


def _ids(stored: StoredFile) -> dict[str, Any]:
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }


def _photo(files: FileStore, stored: StoredFile) -> list[dict[str, Any]]:
    thumbnail = files.add(stored.data[:4096], kind="thumbnail", name=stored.name)
    width, height = picture_size(stored.data) or (1280, 960)
    scale = THUMBNAIL_SIDE / max(width, height)
    return [
        {
            **_ids(thumbnail),
            "width": max(1, int(width * scale)),
            "height": max(1, int(height * scale)),
        },
        {**_ids(stored), "width": width, "height": height},
    ]


def _named(stored: StoredFile) -> dict[str, Any]:
    return {"file_name": stored.name, "mime_type": stored.mime_type, **_ids(stored)}


def _shown(files: FileStore, stored: StoredFile) -> Any:
    match stored.kind:
        case "photo":
            return _photo(files, stored)
        case "document":
            return _named(stored)
        case "video" | "animation":
            return {"width": 1280, "height": 720, "duration": 5, **_named(stored)}
        case "audio":
            return {"duration": 5, **_named(stored)}
        case "voice":
            return {"duration": 5, "mime_type": stored.mime_type, **_ids(stored)}
        case "video_note":
            return {"length": 240, "duration": 5, **_ids(stored)}
        case "sticker":
            square = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {**_ids(stored), **square, "type": "regular", "emoji": "👍"}
        case _:
            raise ValueError(f"{stored.kind} is no kind of media")


def content_of(files: FileStore, stored: StoredFile) -> dict[str, Any]:
    """The content of a message that shows this file."""
    content = {stored.kind: _shown(files, stored)}
    if stored.kind == "animation":
        content["document"] = _named(stored)
    return content


def store_media(
    files: FileStore,
    kind: str,
    data: bytes,
    *,
    name: str = "",
    mime_type: str = "",
    size: int | None = None,
) -> StoredFile:
    """Keeps a file as this kind of media, with the kind's usual name and type."""
    usual_name, usual_type = _DEFAULTS[kind]
    return files.add(
        data,
        kind=kind,
        name=name or usual_name,
        mime_type=mime_type or usual_type,
        size=size,
    )
