"""All operations of the control API, and their routes."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from sandbox.control import (
    calls,
    chats,
    clock,
    events,
    files,
    groups,
    messages,
    persons,
    presses,
    program,
    state,
    trouble,
)
from sandbox.control.components import COMPONENTS
from sandbox.control.openapi import describe
from sandbox.control.operations import Asked, Control, Operation, routes_of
from sandbox.control.page import page_routes
from sandbox.control.schema import free


async def _description(asked: Asked) -> dict[str, Any]:
    return describe(OPERATIONS, COMPONENTS)


_MODULES = (
    state,
    events,
    persons,
    groups,
    chats,
    messages,
    files,
    presses,
    calls,
    trouble,
    clock,
    program,
)
OPERATIONS: tuple[Operation, ...] = (
    *(operation for module in _MODULES for operation in module.OPERATIONS),
    Operation("GET", "/control/openapi.json", "This description.", _description, free()),
)


def control_routes(control: Control) -> list[Route]:
    """The routes of the control API and of the page."""
    return [*routes_of(control, OPERATIONS, COMPONENTS), *page_routes()]
