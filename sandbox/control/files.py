"""Files, both ways. Nothing that a person or a bot sends is ever served as a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from sandbox.control.errors import ControlError, missing, wrong
from sandbox.control.messages import Place
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import array, fields, integer, one_of, reference, text
from sandbox.control.shapes import message_shape
from sandbox.files import PHOTO_LIMIT, UPLOAD_LIMIT
from sandbox.people import Person
from sandbox.text import CAPTION_LENGTH

ALBUM_LIMIT = 10
_ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
_UNCHANGING = "private, max-age=31536000, immutable"


def image_type(data: bytes) -> str | None:
    """The type of a picture by its first bytes; None for all else, whatever its name says."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


async def download(asked: Asked) -> Response:
    stored = asked.world.files.by_id.get(asked.path["file_id"])
    if stored is None or stored.size != len(stored.data):
        raise missing("there is no such file")
    headers = {"content-security-policy": "sandbox", "cache-control": _UNCHANGING}
    kind = image_type(stored.data)
    if kind is None:
        kind = "application/octet-stream"
        name = quote(stored.name.encode("utf-8", "replace"), safe="")
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(stored.data, headers=headers, media_type=kind)


async def _uploads(asked: Asked) -> list[tuple[str, str, bytes]]:
    """Name, type and content of each file that came; refuses empty and too large ones."""
    kind = asked.body["kind"]
    files = []
    for upload in asked.form.getlist("file"):
        if not isinstance(upload, UploadFile):
            raise wrong('"file" must be a file')
        data = await upload.read()
        limit = PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT
        if not data:
            raise wrong("the file is empty")
        if len(data) > limit:
            raise ControlError(413, f"a {kind} may have {limit >> 20} MiB")
        files.append((upload.filename or "", upload.content_type or "", data))
    return files


def _check_album(kind: str, count: int) -> None:
    if count > ALBUM_LIMIT:
        raise wrong(f"an album has at most {ALBUM_LIMIT} files")
    if count > 1 and kind not in _ALBUM_KINDS:
        raise wrong(f"a {kind} is sent by itself")


async def send(asked: Asked) -> dict[str, Any]:
    place, files = Place(asked), await _uploads(asked)
    kind, caption = asked.body["kind"], asked.body.get("caption", "")
    _check_album(kind, len(files))
    album = {"media_group_id": asked.world.new_album_id()} if len(files) > 1 else {}
    sent = [
        _send(place.person, kind, file, "" if position else caption, album, place)
        for position, file in enumerate(files)
    ]
    return {"messages": sent}


def _send(
    person: Person,
    kind: str,
    file: tuple[str, str, bytes],
    caption: str,
    album: dict[str, str],
    place: Place,
) -> dict[str, Any]:
    name, mime_type, data = file
    message = person.sends_file(
        kind,
        data,
        caption=caption,
        name=name,
        mime_type=mime_type,
        extra=dict(album),
        **place.where,
    )
    return message_shape(message)


OPERATIONS = (
    Operation(
        "GET",
        "/control/files/{file_id}",
        "A file: PNG, JPEG, WebP and GIF to be shown, everything else to be saved.",
        download,
        media_type="application/octet-stream",
    ),
    Operation(
        "POST",
        "/control/chats/{key}/files",
        "A person sends a file; several of one kind are an album.",
        send,
        reference("Messages"),
        form=fields(
            "kind file",
            kind=one_of("photo", "document", "video", "voice", "audio"),
            file=array({"type": "string", "format": "binary"}),
            caption=text(CAPTION_LENGTH),
            person=integer(),
            reply_to=integer(),
            thread=integer(),
        ),
    ),
)
