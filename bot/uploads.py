"""Files that were made, as the Bot API takes them: one alone, or several as an album."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from telegram import InputFile

from documents.made import MadeFile
from storage.outbox import Rendered

METHODS = {"document": "sendDocument", "photo": "sendPhoto"}
MOST_IN_AN_ALBUM = 10


def with_files(rendered: Rendered, files: Sequence[MadeFile], opened: ExitStack) -> Rendered:
    """What is to be sent once its files are made; those on disk stay open until `opened` ends.

    A file without a caption of its own has the message's, in an album the first one has. Raises
    ValueError for what Telegram does not take: no file or too many, photos beside documents,
    buttons under an album.
    """
    if len({file.kind for file in files}) != 1 or len(files) > MOST_IN_AN_ALBUM:
        raise ValueError(f"no album: {[file.name for file in files]}")
    params = dict(rendered.params)
    caption = params.pop("caption", "")
    parse_mode = params.pop("parse_mode", "HTML")
    if len(files) == 1:
        file = files[0]
        params |= {file.kind: _upload(file, opened)}
        params |= _caption(file.caption or caption, parse_mode)
        return Rendered(METHODS[file.kind], params, rendered.task_id)
    if params.pop("reply_markup", None):
        raise ValueError("an album has no buttons")
    album: list[dict[str, Any]] = []
    for number, file in enumerate(files):
        said = file.caption or ("" if number else caption)
        name = f"file{number}"
        album.append({"type": file.kind, "media": f"attach://{name}", **_caption(said, parse_mode)})
        params[name] = _upload(file, opened)
    return Rendered("sendMediaGroup", {**params, "media": album}, rendered.task_id)


def _caption(caption: str, parse_mode: str) -> dict[str, str]:
    return {"caption": caption, "parse_mode": parse_mode} if caption else {}


def _upload(file: MadeFile, opened: ExitStack) -> InputFile:
    if not file.path:
        return InputFile(file.content, filename=file.name)
    content = opened.enter_context(open(file.path, "rb"))  # noqa: SIM115
    return InputFile(content, filename=file.name, read_file_handle=False)
