"""Photos, documents and the like: sending, albums, replacing; getFile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.errors import bad_request
from sandbox.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile
from sandbox.media import content_of, store_media
from sandbox.methods.base import Request, method
from sandbox.methods.composing import CAPTION, SENDING, Draft, caption
from sandbox.methods.editing import apply_edit, edit_target, inline_markup
from sandbox.parameters import Parameters, Upload

ALBUM_LIMIT = 10
_ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
_MIXABLE = frozenset({"photo", "video"})


def _upload_of(request: Request, name: str, reference: str) -> Upload | None:
    if reference.startswith("attach://"):
        upload = request.args.files.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
    return request.args.files.get(name) if not reference else None


def _stored(request: Request, kind: str, reference: str) -> StoredFile:
    """The file meant: uploaded, or known by its file_id. Links are not followed."""
    files = request.world.files
    upload = _upload_of(request, kind, reference)
    if upload is not None:
        limit = PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > limit:
            raise bad_request("file is too big")
        return store_media(files, kind, upload.data, name=upload.name, mime_type=upload.mime_type)
    if not reference:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if "://" in reference:
        raise bad_request("failed to get HTTP URL content")
    known = files.by_id.get(reference)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(
            f"can't use file of type {known.kind.title()} as {kind.title().replace('_', '')}"
        )
    return known


class _Sending:
    """The method that sends one kind of media."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, request: Request) -> dict[str, Any]:
        text = caption(request)
        stored = _stored(request, self.kind, request.args.text(self.kind))
        draft = Draft(request)
        draft.charge()
        content = content_of(request.world.files, stored)
        if request.args.boolean("has_spoiler"):
            content["has_media_spoiler"] = True
        return draft.post({**content, **text}).to_json()


def _item_content(request: Request, item: Any) -> tuple[str, dict[str, Any]]:
    """Kind and content of one InputMedia."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(item.get("type", ""))
    if kind not in _ALBUM_KINDS | {"animation"}:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    own = replace(request, args=Parameters(item, request.args.files))
    reference = own.args.text("media")
    if not reference:
        raise bad_request("can't parse InputMedia: media not found")
    stored = _stored(own, kind, reference)
    return kind, {**content_of(request.world.files, stored), **caption(own)}


def send_media_group(request: Request) -> list[dict[str, Any]]:
    items = request.args.array("media")
    if len(items) < 2:
        raise bad_request("media group must include 2-10 items")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    made = [_item_content(request, item) for item in items]
    kinds = {kind for kind, _ in made}
    if not kinds <= _ALBUM_KINDS or (len(kinds) > 1 and not kinds <= _MIXABLE):
        raise bad_request("can't use the media of the specified type in the album")
    draft = Draft(request)
    draft.charge(len(made))
    group = {"media_group_id": request.world.new_album_id()}
    return [draft.post(content, extra=dict(group)).to_json() for _, content in made]


def edit_message_media(request: Request) -> dict[str, Any]:
    try:
        item = request.args.structure("media")
    except ValueError:
        raise bad_request("can't parse input media JSON object") from None
    markup = inline_markup(request)
    _, content = _item_content(request, item)
    return apply_edit(request, edit_target(request), content, markup)


def get_file(request: Request) -> dict[str, Any]:
    stored = request.world.files.get(request.args.text("file_id"))
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


_SIZES = "duration width height thumbnail cover start_timestamp supports_streaming has_spoiler"

TABLE = (
    method("sendPhoto", _Sending("photo"), SENDING, CAPTION, "photo has_spoiler"),
    method(
        "sendDocument",
        _Sending("document"),
        SENDING,
        CAPTION,
        "document thumbnail disable_content_type_detection",
    ),
    method("sendVideo", _Sending("video"), SENDING, CAPTION, _SIZES, "video"),
    method("sendAnimation", _Sending("animation"), SENDING, CAPTION, _SIZES, "animation"),
    method(
        "sendAudio",
        _Sending("audio"),
        SENDING,
        CAPTION,
        "audio duration performer title thumbnail",
    ),
    method("sendVoice", _Sending("voice"), SENDING, CAPTION, "voice duration"),
    method("sendSticker", _Sending("sticker"), SENDING, "sticker emoji"),
    method("sendMediaGroup", send_media_group, SENDING, "media"),
    method("editMessageMedia", edit_message_media, "chat_id message_id media reply_markup"),
    method("getFile", get_file, "file_id"),
)
