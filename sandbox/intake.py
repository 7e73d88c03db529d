"""Reads the parameters of an HTTP request: query, form, JSON or multipart."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.errors import ApiError, bad_request
from sandbox.files import UPLOAD_LIMIT
from sandbox.parameters import Parameters, Upload
from sandbox.wire import decode

_OVERHEAD = 2 * 1024 * 1024


class ClientGoneError(Exception):
    """The client went away before its request was complete."""


def _header(scope: Scope, name: bytes) -> str:
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return ""


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    chunks = [body]
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunks.append(message.get("body", b""))
    return b"".join(chunks)


def _pairs(data: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = decode(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected")
    return values


async def _multipart(scope: Scope, receive: Receive) -> Parameters:
    parameters = Parameters({})
    form = await Request(scope, receive).form(max_files=100, max_fields=1000)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            data = await value.read()
            mime_type = value.content_type or "application/octet-stream"
            parameters.files[name] = Upload(value.filename or name, mime_type, data)
        else:
            parameters.values[name] = value
    await form.close()
    return parameters


async def read_parameters(scope: Scope, receive: Receive) -> Parameters:
    """All parameters of the request; raises ApiError for what cannot be read."""
    length = _header(scope, b"content-length")
    if length.isdigit() and int(length) > UPLOAD_LIMIT + _OVERHEAD:
        raise ApiError(413, "Request Entity Too Large")
    kind = _header(scope, b"content-type")
    if kind.startswith("multipart/form-data"):
        parameters = await _multipart(scope, receive)
    else:
        body = await _body(receive)
        if not body:
            values: dict[str, Any] = {}
        elif kind.startswith("application/json"):
            values = _json(body)
        elif kind.startswith("application/x-www-form-urlencoded"):
            values = _pairs(body)
        else:
            raise bad_request("unsupported content type")
        parameters = Parameters(values)
    if scope["query_string"]:
        parameters.values = {**_pairs(scope["query_string"]), **parameters.values}
    return parameters
