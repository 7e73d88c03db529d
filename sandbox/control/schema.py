"""Schemas of what goes in and out: the part of JSON Schema that the control API needs.

One schema says what a body may hold, is checked before anything is done, and stands in the
description of the API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

LARGEST_NUMBER = 2**53 - 1
_REFERENCE = "#/components/schemas/"


def text(longest: int | None = None, *, shortest: int = 0, pattern: str = "") -> Schema:
    schema: dict[str, Any] = {"type": "string"}
    if longest is not None:
        schema["maxLength"] = longest
    if shortest:
        schema["minLength"] = shortest
    if pattern:
        schema["pattern"] = pattern
    return schema


def integer(low: int = -LARGEST_NUMBER, high: int = LARGEST_NUMBER) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def number(low: float, high: float) -> Schema:
    return {"type": "number", "minimum": low, "maximum": high}


def boolean() -> Schema:
    return {"type": "boolean"}


def moment() -> Schema:
    return {"type": "string", "format": "date-time"}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def free() -> Schema:
    """An object with any fields."""
    return {"type": "object"}


def fields(required: str = "", /, **properties: Schema) -> Schema:
    """An object of these fields and no others; `required` names those it must have."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if required:
        schema["required"] = required.split()
    return schema


def all_fields(**properties: Schema) -> Schema:
    """An object of exactly these fields."""
    return fields(" ".join(properties), **properties)


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def reference(name: str) -> Schema:
    return {"$ref": _REFERENCE + name}


class MismatchError(ValueError):
    """A value is not as its schema says; the text is one sentence."""


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def check(value: Any, schema: Schema, known: Mapping[str, Schema], place: str = "") -> None:
    """Raises MismatchError where the value is not as the schema says; `known`: the named ones."""
    if "$ref" in schema:
        check(value, known[schema["$ref"].removeprefix(_REFERENCE)], known, place)
    elif "anyOf" in schema:
        _check_any(value, schema["anyOf"], known, place)
    else:
        _check_type(value, schema.get("type"), place)
        if isinstance(value, str):
            _check_text(value, schema, place)
        elif isinstance(value, dict):
            _check_object(value, schema, known, place)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                check(item, schema.get("items", {}), known, f"{place}[{position}]")
        elif value is not None and not isinstance(value, bool):
            _check_range(value, schema, place)


def _named(place: str) -> str:
    return f'"{place}"' if place else "the body"


def _check_any(value: Any, schemas: list[Schema], known: Mapping[str, Schema], place: str) -> None:
    error: MismatchError | None = None
    for schema in schemas:
        try:
            check(value, schema, known, place)
        except MismatchError as mismatch:
            error = error or mismatch
        else:
            return
    if error is not None:
        raise error


def _check_type(value: Any, name: str | None, place: str) -> None:
    if name is None:
        return
    wrongly_true = isinstance(value, bool) and name in ("integer", "number")
    if wrongly_true or not isinstance(value, _TYPES[name]):
        raise MismatchError(f"{_named(place)} must be of type {name}")


def _check_text(value: str, schema: Schema, place: str) -> None:
    if "enum" in schema and value not in schema["enum"]:
        raise MismatchError(f"{_named(place)} must be one of {', '.join(schema['enum'])}")
    if len(value) > schema.get("maxLength", len(value)):
        raise MismatchError(f"{_named(place)} is longer than {schema['maxLength']} letters")
    if len(value) < schema.get("minLength", 0):
        raise MismatchError(f"{_named(place)} is empty")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        raise MismatchError(f"{_named(place)} is not of the form {schema['pattern']}")


def _check_range(value: float, schema: Schema, place: str) -> None:
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    if not low <= value <= high:
        raise MismatchError(f"{_named(place)} must lie between {low} and {high}")


def _check_object(
    value: dict[str, Any], schema: Schema, known: Mapping[str, Schema], place: str
) -> None:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    before = f"{place}." if place else ""
    for name in schema.get("required", ()):
        if name not in value:
            raise MismatchError(f'"{before}{name}" is missing')
    for name, item in value.items():
        if name in properties:
            check(item, properties[name], known, before + name)
        elif schema.get("additionalProperties") is False:
            raise MismatchError(f'"{before}{name}" is unknown')
