"""The menus of commands that Telegram shows: only what a person may do, in their language."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.roles import RIGHTS, Role, Scope
from handlers.access import language_of, seats_of
from handlers.registry import Command, Place, Registry
from handlers.texts import LANGUAGES, texts
from handlers.work import Config
from storage import chats, outbox, persons
from storage.outbox import Outgoing, Priority
from storage.persons import Person

DEFAULT_LANGUAGE = "vi"
Entry = tuple[str, str]
"""A command's name and what it does."""


def menu_of(
    registry: Registry, roles: Iterable[Role], language: str, *, operator: bool = False
) -> list[Entry]:
    """What may be done in the private chat by somebody with these roles, in the table's order.

    Without a role and as no operator: what strangers may.
    """
    held = list(roles)
    return [
        entry(command, language)
        for command in registry.commands
        if command.menu
        and command.place is not Place.ANY_GROUP
        and allows(command, held, operator=operator)
    ]


def allows(command: Command, roles: Iterable[Role], *, operator: bool = False) -> bool:
    """Whether one of these roles, or the operator, may use the command at all."""
    if command.operator:
        return operator
    if command.anybody or (operator and command.operators_too):
        return True
    return any(
        command.right is None or RIGHTS[command.right][role] is not Scope.NONE for role in roles
    )


def name_in(command: Command, language: str) -> str:
    """The command's name in the language: in Vietnamese its alias, where it has one."""
    return (command.alias or command.name) if language == DEFAULT_LANGUAGE else command.name


def entry(command: Command, language: str) -> Entry:
    return name_in(command, language), texts(language).plain(f"commands.{command.name}_menu")


def renew(
    connection: sqlite3.Connection, person: Person | int, config: Config, now: datetime
) -> None:
    """Sends the person's private chat the menu that fits them now; `person` may be an id."""
    found = persons.get(connection, person if isinstance(person, int) else person.id)
    assert found is not None
    seats = seats_of(connection, found)
    language = language_of(found, seats, config.locale)
    operator = found.operator or found.telegram_id in config.operator_ids
    menu = menu_of(
        config.registry, [seat.member.role for seat in seats], language, operator=operator
    )
    scope = {"type": "chat", "chat_id": found.telegram_id}
    payload = {"method": "setMyCommands", "params": {"commands": _listed(menu), "scope": scope}}
    outgoing = Outgoing(chat_id=found.chat_id, payload=payload, priority=Priority.NOTICE)
    chat = chats.get(connection, found.chat_id)
    if chat is not None and chat.unreachable is None:
        outbox.put(connection, outgoing, now)


def defaults(registry: Registry, locale: str) -> list[tuple[str, dict[str, Any]]]:
    """The calls that set everybody's menu at start: strangers' in private, the groups' in groups.

    Each for the default language and for each of the bot's.
    """
    calls = []
    for language_code in ("", *LANGUAGES):
        language = language_code or locale
        in_groups = [
            entry(command, language)
            for command in registry.commands
            if command.place in (Place.GROUP, Place.ANY_GROUP)
        ]
        for scope, menu in (
            ("all_private_chats", menu_of(registry, (), language)),
            ("all_group_chats", in_groups),
        ):
            params: dict[str, Any] = {"commands": _listed(menu), "scope": {"type": scope}}
            if language_code:
                params["language_code"] = language_code
            calls.append(("setMyCommands", params))
    return calls


def _listed(menu: list[Entry]) -> list[dict[str, str]]:
    return [{"command": name, "description": description} for name, description in menu]
