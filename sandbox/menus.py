"""The menu of commands that a person's client offers in a chat.

The first scope that has commands counts, the narrowest first; in each the commands of the person's
language come before those for all languages (Bot API, "Determining list of commands").
"""

from __future__ import annotations

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.users import User
from sandbox.world import World

Command = dict[str, str]


def _scopes(chat: Chat, user: User) -> list[str]:
    if chat.kind == "private":
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    member = chat.member(user.id)
    administers = member is not None and member.administers
    scopes = [f"chat_member:{chat.id}:{user.id}"]
    if administers:
        scopes.append(f"chat_administrators:{chat.id}")
    scopes.append(f"chat:{chat.id}")
    if administers:
        scopes.append("all_chat_administrators")
    return [*scopes, "all_group_chats", "default"]


def commands_of(bot: Bot, chat: Chat, user: User) -> list[Command]:
    """One bot's commands for this person in this chat."""
    language = user.language_code.partition("-")[0].lower()
    for scope in _scopes(chat, user):
        for code in (language, ""):
            commands = bot.commands.get((scope, code))
            if commands:
                return commands
    return []


def menu_of(world: World, chat: Chat, user: User) -> list[Command]:
    """The commands of all bots of the chat; of several bots each is named with its bot."""
    menus = [(bot, commands_of(bot, chat, user)) for bot in world.bots_of(chat)]
    if len(menus) == 1:
        return list(menus[0][1])
    return [
        {**command, "command": f"{command['command']}@{bot.username}"}
        for bot, commands in menus
        for command in commands
    ]
