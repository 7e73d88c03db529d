"""An operation of the control API, and the way of one request through it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.control.director import Director
from sandbox.control.errors import ControlError, wrong
from sandbox.control.guard import check_host, check_origin, with_strict_headers
from sandbox.control.schema import MismatchError, Schema, check
from sandbox.errors import ApiError
from sandbox.outage import Outage
from sandbox.wire import decode, encode
from sandbox.world import World

BODY_BYTES = 1 << 20
UPLOAD_BYTES = 520 << 20
EMPTY: Schema = {"type": "object", "properties": {}, "additionalProperties": False}


@dataclass(eq=False)
class Control:
    """What the operations work on."""

    world: World
    outage: Outage
    director: Director | None = None
    moving: bool = False


@dataclass(slots=True)
class Asked:
    """One request, read and checked against the schemas of its operation.

    `body` holds the fields of a form too; its files are in `form`.
    """

    control: Control
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    form: FormData
    headers: Mapping[str, str]

    @property
    def world(self) -> World:
        return self.control.world


Serve = Callable[[Asked], Awaitable[Any]]


@dataclass(frozen=True)
class Operation:
    """One method on one path.

    `serve` returns what `answer` describes, None for 204, or an application of its own that
    answers with `media_type`. `query` and `body` say what may be given; a `form` comes as
    multipart.
    """

    method: str
    path: str
    summary: str
    serve: Serve
    answer: Schema | None = None
    query: Mapping[str, Schema] = field(default_factory=dict)
    body: Schema | None = None
    form: Schema | None = None
    media_type: str = "application/json"


def json_answer(value: Any, status: int = 200) -> Response:
    return Response(
        encode(value), status, {"cache-control": "no-store"}, media_type="application/json"
    )


class Endpoint:
    """The ASGI endpoint of one path, with its operations by method."""

    def __init__(
        self,
        control: Control,
        operations: Iterable[Operation],
        known: Mapping[str, Schema],
    ) -> None:
        self.control = control
        self.operations = {operation.method: operation for operation in operations}
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp
        try:
            check_host(scope)
            check_origin(scope)
            answer = await self._served(scope, receive)
        except ControlError as error:
            answer = json_answer({"error": error.sentence}, error.status)
        except ApiError as error:
            answer = json_answer({"error": error.description}, 400)
        except (ClientDisconnect, asyncio.CancelledError):
            # Gone already, or the server closes: there is nobody to tell.
            return
        await answer(scope, receive, with_strict_headers(send))

    async def _served(self, scope: Scope, receive: Receive) -> ASGIApp:
        operation = self.operations.get(scope["method"])
        if operation is None:
            allowed = ", ".join(self.operations)
            raise ControlError(405, f"only {allowed} can be asked here")
        request = Request(scope, receive)
        try:
            result = await operation.serve(await self._read(operation, request))
        finally:
            await request.close()  # the files of a form
        if result is None:
            return Response(status_code=204)
        if callable(result):
            application: ASGIApp = result
            return application
        return json_answer(result)

    async def _read(self, operation: Operation, request: Request) -> Asked:
        try:
            query = _read_query(request, operation.query)
            self._check(query, {"type": "object", "properties": operation.query})
            body: Mapping[str, Any] = {}
            form = FormData()
            if operation.form is not None:
                form = await _read_form(request)
                body = _fields(form, operation.form)
                self._check(body, operation.form)
            elif request.method != "GET":
                body = await _read_json(request)
                self._check(body, operation.body or EMPTY)
        except MismatchError as error:
            raise wrong(f"{error}") from None
        return Asked(self.control, request.path_params, query, body, form, request.headers)

    def _check(self, value: Any, schema: Schema) -> None:
        check(value, schema, self.known)


def _read_query(request: Request, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in request.query_params.items():
        if name not in schemas:
            raise wrong(f'the query\'s "{name}" is unknown')
        values[name] = _typed(name, value, schemas[name])
    return values


def _typed(name: str, value: str, schema: Schema) -> str | int:
    """The value of a query or a form, which all come as text."""
    if schema.get("type") != "integer":
        return value
    if not re.fullmatch(r"-?\d{1,16}", value):
        raise wrong(f'"{name}" must be of type integer')
    return int(value)


def _check_length(request: Request, limit: int) -> None:
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise ControlError(413, "the body is too large")


async def _read_json(request: Request) -> dict[str, Any]:
    _check_length(request, BODY_BYTES)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise ControlError(413, "the body is too large")
    if not body:
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ControlError(403, "a body must come as application/json")
    try:
        value = decode(bytes(body))
    except ValueError:
        raise wrong("the body is no JSON") from None
    if not isinstance(value, dict):
        raise wrong("the body must be of type object")
    return value


async def _read_form(request: Request) -> FormData:
    _check_length(request, UPLOAD_BYTES)
    kind = request.headers.get("content-type", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise ControlError(403, "a form must come as multipart/form-data")
    try:
        return await request.form(max_files=10, max_fields=20)
    except MultiPartException as error:
        raise wrong(f"the form cannot be read: {error.message}") from None


def _fields(form: FormData, schema: Schema) -> dict[str, Any]:
    """The fields of a form by name; of files, which may be several, only their names."""
    values: dict[str, Any] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            values.setdefault(name, []).append(value.filename or "")
        else:
            values[name] = _typed(name, value, schema["properties"].get(name, {}))
    return values


class _Unknown:
    """The ASGI endpoint of every other path below `/control/`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, sentence = 404, "there is no such path"
        try:
            check_host(scope)
        except ControlError as error:
            status, sentence = error.status, error.sentence
        answer = json_answer({"error": sentence}, status)
        await answer(scope, receive, with_strict_headers(send))


def routes_of(
    control: Control, operations: Iterable[Operation], known: Mapping[str, Schema]
) -> list[Route]:
    """A route for each path, and one for all that are none."""
    by_path: dict[str, list[Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, []).append(operation)
    routes = [Route(path, Endpoint(control, group, known)) for path, group in by_path.items()]
    return [*routes, Route("/control/{rest:path}", _Unknown())]
