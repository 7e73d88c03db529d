from __future__ import annotations

from typing import Any

import pytest

from sandbox import Bot, Person
from tests.support.api import Api

ONE = [{"command": "mine", "description": "My tasks"}]

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"commands": "x"}, "can't parse commands JSON array"),
    ({"commands": [{"command": "", "description": "a"}]}, "command must be non-empty"),
    (
        {"commands": [{"command": "a" * 33, "description": "a"}]},
        "command length must not exceed 32",
    ),
    (
        {"commands": [{"command": "a", "description": " "}]},
        "command description must be non-empty",
    ),
    (
        {"commands": [{"command": "a", "description": "a" * 257}]},
        "command description length must not exceed 256",
    ),
    ({"commands": [{"command": "việc", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ({"commands": [{"command": "Mine", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ({"commands": ONE * 101}, "BOT_COMMANDS_TOO_MUCH"),
    (
        {"commands": ONE, "scope": {"type": "planet"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    ({"commands": ONE, "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ({"commands": ONE, "language_code": "vie"}, "invalid language code specified"),
]


@pytest.mark.parametrize(("params", "message"), REFUSED)
async def test_wrong_commands_are_refused(api: Api, params: dict[str, Any], message: str) -> None:
    assert await api.error("setMyCommands", **params) == f"Bad Request: {message}"


async def test_commands_are_kept_per_scope_and_language(api: Api, chair: Person) -> None:
    scope = {"type": "chat", "chat_id": chair.id}
    await api.call("setMyCommands", commands=ONE, scope=scope, language_code="vi")
    assert await api.call("getMyCommands") == []
    assert await api.call("getMyCommands", scope=scope) == []
    assert await api.call("getMyCommands", scope=scope, language_code="vi") == ONE
    await api.call("deleteMyCommands", scope=scope, language_code="vi")
    assert await api.call("getMyCommands", scope=scope, language_code="vi") == []


async def test_texts_are_kept_per_language(api: Api, bot: Bot) -> None:
    await api.call("setMyDescription", description="A", language_code="en")
    assert await api.call("getMyDescription") == {"description": ""}
    assert await api.call("getMyDescription", language_code="en") == {"description": "A"}
    assert await api.error("setMyShortDescription", short_description="a" * 121) == (
        "Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG"
    )
    await api.call("setMyName", name="Tiểu ban 70")
    assert await api.call("getMyName") == {"name": "Tiểu ban 70"}
    assert (await api.call("getMe"))["first_name"] == "Tiểu ban 70"


async def test_the_menu_button_is_kept_per_chat(api: Api, chair: Person) -> None:
    assert await api.call("getChatMenuButton") == {"type": "commands"}
    await api.call("setChatMenuButton", chat_id=chair.id, menu_button={"type": "default"})
    assert await api.call("getChatMenuButton", chat_id=chair.id) == {"type": "default"}
