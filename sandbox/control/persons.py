"""Persons: added, speaking another language, gone."""

from __future__ import annotations

from typing import Any

from sandbox.control.errors import missing, wrong
from sandbox.control.finding import person_of
from sandbox.control.names import name_in
from sandbox.control.operations import Asked, Operation
from sandbox.control.schema import boolean, fields, reference, text
from sandbox.control.shapes import person_shape

NAME_LENGTH = 64
_LANGUAGE = text(35, pattern=r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$")
_USERNAME = text(32, pattern=r"^([A-Za-z][A-Za-z0-9_]{2,31})?$")
_FIRST_NAME = text(NAME_LENGTH, shortest=1)


async def add(asked: Asked) -> dict[str, Any]:
    world, body = asked.world, asked.body
    username = body.get("username", "")
    if username and any(user.username.lower() == username.lower() for user in world.users.values()):
        raise wrong(f"the username {username} is taken")
    user = world.add_user(
        name_in(asked, "first_name"),
        last_name=body.get("last_name", ""),
        username=username,
        language_code=body.get("language_code", "en"),
    )
    return person_shape(user)


async def change(asked: Asked) -> dict[str, Any]:
    if not asked.path["id"].isdecimal():
        raise missing(f"there is no person {asked.path['id']}")
    person = person_of(asked.world, int(asked.path["id"]))
    if "language_code" in asked.body:
        person.speaks(asked.body["language_code"])
    if asked.body.get("deactivated"):
        person.deactivates()
    return person_shape(person.user)


OPERATIONS = (
    Operation(
        "POST",
        "/control/persons",
        "A new person, who has not started any bot yet.",
        add,
        reference("Person"),
        body=fields(
            "first_name",
            first_name=_FIRST_NAME,
            last_name=text(NAME_LENGTH),
            username=_USERNAME,
            language_code=_LANGUAGE,
        ),
    ),
    Operation(
        "PATCH",
        "/control/persons/{id}",
        "Another language of the person's client, or the end of the account.",
        change,
        reference("Person"),
        body=fields(language_code=_LANGUAGE, deactivated=boolean()),
    ),
)
