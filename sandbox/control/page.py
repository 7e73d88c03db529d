"""The page's own files: `/` and `/page/…`."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.control.errors import ControlError
from sandbox.control.guard import check_host, with_strict_headers
from sandbox.control.operations import json_answer

FOLDER = Path(__file__).parents[1] / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


def _content(folder: Path, name: str) -> bytes:
    """The file of that name; raises 404 for all that is none of the page's."""
    path = PurePosixPath(name)
    if path.suffix not in TYPES or ".." in path.parts or path.is_absolute():
        raise ControlError(404, "there is no such file")
    try:
        return (folder / path).read_bytes()
    except (OSError, ValueError):
        raise ControlError(404, "there is no such file") from None


class PageFiles:
    """The ASGI endpoint of the page's files, asked for anew each time and sent when changed."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            check_host(scope)
            answer = self._answer(scope)
        except ControlError as error:
            answer = json_answer({"error": error.sentence}, error.status)
        await answer(scope, receive, with_strict_headers(send))

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise ControlError(405, "only GET, HEAD can be asked here")
        name = scope["path_params"].get("path", "index.html")
        data = _content(self.folder, name)
        tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        headers = {"etag": tag, "cache-control": "no-cache"}
        if Headers(scope=scope).get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type=TYPES[PurePosixPath(name).suffix])


def page_routes() -> list[Route]:
    return [Route("/", PageFiles()), Route("/page/{path:path}", PageFiles())]
