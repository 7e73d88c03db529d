"""The description of the control API says what is served; the page's files are served as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from yarl import URL

from sandbox import Sandbox
from sandbox.control.operations import Endpoint
from sandbox.control.page import FOLDER, TYPES
from sandbox.control.schema import MismatchError, check
from tests.support.control import ControlClient

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"


def served(sandbox: Sandbox) -> set[tuple[str, str]]:
    """Method and path of all that is served below /control/."""
    return {
        (method.lower(), route.path)
        for route in sandbox.app.routes
        if isinstance(route, Route) and isinstance(route.endpoint, Endpoint)
        for method in route.endpoint.operations
    }


def described(description: dict[str, Any]) -> set[tuple[str, str]]:
    return {(method, path) for path, one in description["paths"].items() for method in one}


async def test_the_description_names_what_is_served(
    control: ControlClient, sandbox: Sandbox
) -> None:
    assert described(control.description) == served(sandbox)
    assert control.description["openapi"].startswith("3.1")


async def test_the_document_lists_what_is_served_in_order(sandbox: Sandbox) -> None:
    part = DOCUMENT.read_text(encoding="utf-8").split("<!-- control -->")[1]
    rows = re.findall(r"^\| `(\w+) (/\S+)` \|", part.split("<!-- /control -->")[0], re.MULTILINE)
    assert {(method.lower(), path) for method, path in rows} == served(sandbox)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


async def test_every_name_that_is_referred_to_is_described(control: ControlClient) -> None:
    known = {f"#/components/schemas/{name}" for name in control.schemas}
    used = set(references(control.description))
    assert used == known


async def test_each_operation_has_its_parameters_and_a_summary(control: ControlClient) -> None:
    for path, operations in control.description["paths"].items():
        for operation in operations.values():
            named = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))
            assert operation["summary"].endswith(".")


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (True, {"type": "integer"}),
        ("1", {"type": "integer"}),
        (2, {"type": "integer", "maximum": 1}),
        (1.5, {"type": "integer"}),
        ("", {"type": "string", "minLength": 1}),
        ("ab", {"type": "string", "maxLength": 1}),
        ("b", {"type": "string", "enum": ["a"]}),
        ("b", {"type": "string", "pattern": "^a$"}),
        ([1, "a"], {"type": "array", "items": {"type": "integer"}}),
        ({}, {"type": "object", "required": ["a"]}),
        ({"b": 1}, {"type": "object", "properties": {}, "additionalProperties": False}),
        ({"a": [{"b": 1}]}, {"$ref": "#/components/schemas/Deep"}),
        (1, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ],
)
def test_what_does_not_fit_its_schema_is_found(value: Any, schema: dict[str, Any]) -> None:
    inner = {"type": "object", "properties": {"b": {"type": "null"}}}
    deep = {"type": "object", "properties": {"a": {"type": "array", "items": inner}}}
    with pytest.raises(MismatchError):
        check(value, schema, {"Deep": deep})


# the page's files


@pytest.mark.parametrize("path", ["/", "/page/index.html"])
async def test_the_page_is_served(control: ControlClient, path: str) -> None:
    async with control.session.get(path) as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert await response.read() == (FOLDER / "index.html").read_bytes()


async def test_all_files_of_the_page_are_served_with_their_types(control: ControlClient) -> None:
    for file in FOLDER.rglob("*"):
        if file.is_file():
            async with control.session.get(f"/page/{file.relative_to(FOLDER)}") as response:
                assert response.status == 200, file
                assert response.headers["Content-Type"] == TYPES[file.suffix]


async def test_a_file_that_did_not_change_is_not_sent_again(control: ControlClient) -> None:
    async with control.session.get("/") as response:
        tag = response.headers["ETag"]
        assert response.headers["Cache-Control"] == "no-cache"
    async with control.session.get("/", headers={"If-None-Match": tag}) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with control.session.head("/") as response:
        assert (response.status, await response.read()) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/page/",
        "/page/nothing.js",
        "/page/..%2fpeople.py",
        "/page/..%2f..%2fpyproject.toml",
        "/page/%2e%2e/world.py",
        "/page/..%2fpage%2findex.html",
        "/page/%2fetc%2fhostname.txt",
        "/page/a%00.js",
        "/page/index.html/a.js",
    ],
)
async def test_nothing_beside_the_page_is_served(control: ControlClient, path: str) -> None:
    async with control.session.get(URL(path, encoded=True)) as response:
        assert response.status == 404


async def test_the_page_is_only_read(control: ControlClient) -> None:
    assert (await control.refused("POST", "/"))[0] == 405
