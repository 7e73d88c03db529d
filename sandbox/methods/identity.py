"""What a bot is and says about itself: getMe, name, descriptions, commands, menu button."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.access import find_chat
from sandbox.methods.base import Request, method

COMMAND_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def get_me(request: Request) -> dict[str, Any]:
    return {
        **request.bot.user.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": request.bot.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def _language(request: Request) -> str:
    code = request.args.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(request: Request) -> str:
    """The scope as a key: its type, its chat and its member."""
    if not request.args.has("scope"):
        return "default"
    try:
        scope = request.args.structure("scope")
    except ValueError:
        raise bad_request("can't parse BotCommandScope JSON object") from None
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = str(scope.get("type") or "")
    if kind in _SCOPES:
        return kind
    if kind not in _CHAT_SCOPES:
        problem = "Unsupported type specified" if kind else 'Can\'t find field "type"'
        raise bad_request(f"can't parse BotCommandScope: {problem}")
    request.args.values["chat_id"] = scope.get("chat_id")
    chat = find_chat(request)
    if kind != "chat" and chat.kind == "private":
        raise bad_request("can't change commands in private chats for administrators and members")
    user = f":{scope.get('user_id')}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{user}"


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command", "")).removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def set_my_commands(request: Request) -> bool:
    commands = [_command(given) for given in request.args.array("commands")]
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(request), _language(request))
    if commands:
        request.bot.commands[key] = commands
    else:
        request.bot.commands.pop(key, None)
    return True


def get_my_commands(request: Request) -> list[dict[str, str]]:
    return request.bot.commands.get((_scope(request), _language(request)), [])


def delete_my_commands(request: Request) -> bool:
    request.bot.commands.pop((_scope(request), _language(request)), None)
    return True


class _Text:
    """One of the texts about the bot, kept per language."""

    def __init__(self, field: str, limit: int) -> None:
        self.field = field
        self.limit = limit

    def set(self, request: Request) -> bool:
        text = request.args.text(self.field)
        if len(text) > self.limit:
            raise bad_request(f"BOT_{self.field.upper()}_TOO_LONG")
        key = (self.field, _language(request))
        if text:
            request.bot.texts[key] = text
        else:
            request.bot.texts.pop(key, None)
        if self.field == "name" and text and not key[1]:
            request.bot.user.first_name = text
            request.world.feed.note("bot", request.bot)
        return True

    def get(self, request: Request) -> dict[str, str]:
        texts = request.bot.texts
        default = texts.get((self.field, ""))
        if default is None and self.field == "name":
            default = request.bot.user.first_name
        return {self.field: texts.get((self.field, _language(request)), default or "")}


_NAME = _Text("name", 64)
_DESCRIPTION = _Text("description", 512)
_SHORT_DESCRIPTION = _Text("short_description", 120)


def _menu_chat(request: Request) -> int:
    return find_chat(request).id if request.args.has("chat_id") else 0


def set_chat_menu_button(request: Request) -> bool:
    try:
        button = request.args.structure("menu_button") or {"type": "default"}
    except ValueError:
        raise bad_request("can't parse menu button JSON object") from None
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    request.bot.menu_buttons[_menu_chat(request)] = button
    return True


def get_chat_menu_button(request: Request) -> dict[str, Any]:
    buttons = request.bot.menu_buttons
    return buttons.get(_menu_chat(request)) or buttons.get(0) or {"type": "commands"}


TABLE = (
    method("getMe", get_me),
    method("setMyCommands", set_my_commands, "commands scope language_code"),
    method("getMyCommands", get_my_commands, "scope language_code"),
    method("deleteMyCommands", delete_my_commands, "scope language_code"),
    method("setMyName", _NAME.set, "name language_code"),
    method("getMyName", _NAME.get, "language_code"),
    method("setMyDescription", _DESCRIPTION.set, "description language_code"),
    method("getMyDescription", _DESCRIPTION.get, "language_code"),
    method("setMyShortDescription", _SHORT_DESCRIPTION.set, "short_description language_code"),
    method("getMyShortDescription", _SHORT_DESCRIPTION.get, "language_code"),
    method("setChatMenuButton", set_chat_menu_button, "chat_id menu_button"),
    method("getChatMenuButton", get_chat_menu_button, "chat_id"),
)
