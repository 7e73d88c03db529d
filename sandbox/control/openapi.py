"""The description of the control API, made from the table that serves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.control.operations import Operation
from sandbox.control.schema import Schema, integer, reference, text

Described = dict[str, Any]

_PATH_PARAMETERS: dict[str, tuple[Schema, str]] = {
    "key": (text(), "A chat: `p:<bot>:<person>`, or `g:<chat>` for groups and channels."),
    "id": (integer(), "The number of a person, a message or a topic."),
    "file_id": (text(), "The `file_id` of the Bot API."),
}


def _parameters(operation: Operation) -> list[Described]:
    path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _PATH_PARAMETERS[name][0],
            "description": _PATH_PARAMETERS[name][1],
        }
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    query = [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in operation.query.items()
    ]
    return path + query


def _content(media_type: str, schema: Schema) -> Described:
    return {"content": {media_type: {"schema": schema}}}


def _body(operation: Operation) -> Described:
    kind, schema = "application/json", operation.body
    if operation.form is not None:
        kind, schema = "multipart/form-data", operation.form
    if schema is None:
        return {}
    required = bool(schema.get("required"))
    return {"requestBody": {"required": required, **_content(kind, schema)}}


def _answers(operation: Operation) -> Described:
    refused = {"description": "Refused.", **_content("application/json", reference("Error"))}
    if operation.answer is not None:
        good = {"description": "Done.", **_content(operation.media_type, operation.answer)}
        return {"200": good, "4XX": refused}
    if operation.media_type != "application/json":
        binary = {"type": "string", "format": "binary"}
        good = {"description": "Done.", **_content(operation.media_type, binary)}
        return {"200": good, "4XX": refused}
    return {"204": {"description": "Done."}, "4XX": refused}


def _described(operation: Operation) -> Described:
    parameters = _parameters(operation)
    return {
        "summary": operation.summary,
        **({"parameters": parameters} if parameters else {}),
        **_body(operation),
        "responses": _answers(operation),
    }


def describe(operations: Iterable[Operation], known: Mapping[str, Schema]) -> Described:
    """The OpenAPI document."""
    paths: dict[str, Described] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of the sandbox",
            "version": "1",
            "description": "What persons do on a local Telegram, what they see, and what goes"
            " wrong. Only programs on this machine and the sandbox's own page may ask.",
        },
        "paths": paths,
        "components": {"schemas": dict(known)},
    }
