"""Which chat is meant and whether the bot may do there what it wants.

The order of the checks is that of the public Bot API server (Client.cpp, check_chat_access).
"""

from __future__ import annotations

import re

from sandbox.bots import Bot
from sandbox.chats import Chat, Topic
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.messages import Message
from sandbox.methods.base import Request

GENERAL_TOPIC = 1
_NUMBER = re.compile(r"-?\d{1,19}")


def find_chat(request: Request, name: str = "chat_id") -> Chat:
    """The chat that the parameter names, readable or not; raises 400."""
    value = request.args.text(name)
    if not value:
        raise bad_request(f"{name} is empty")
    if value.startswith("@"):
        return _by_username(request, value[1:].lower())
    if not _NUMBER.fullmatch(value):
        raise bad_request("chat not found")
    number = int(value)
    if number > 0:
        return _private(request, number)
    chat = request.world.chats.get(number)
    if chat is None or request.bot.id not in chat.members:
        raise bad_request("chat not found")
    return chat


def _by_username(request: Request, username: str) -> Chat:
    for chat in request.world.chats.values():
        if chat.username and chat.username.lower() == username:
            return chat
    raise bad_request("chat not found")


def _private(request: Request, number: int) -> Chat:
    chat = request.world.private.get((request.bot.id, number))
    if chat is not None and chat.started:
        return chat
    if number in request.world.bots:
        raise forbidden("the bot can't send messages to the bot")
    if number in request.bot.known:
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def readable_chat(request: Request) -> Chat:
    """The chat, where the bot may read it."""
    chat = find_chat(request)
    if chat.kind in ("supergroup", "channel"):
        _check_membership(chat, request.bot)
    return chat


def writable_chat(request: Request) -> Chat:
    """The chat, where the bot may write; raises 400 or 403."""
    chat = find_chat(request)
    check_writable(chat, request.bot)
    return chat


def check_writable(chat: Chat, bot: Bot) -> None:
    """Raises what Telegram answers when the bot cannot write into the chat."""
    if chat.person is not None:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to.id},
        )
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    _check_membership(chat, bot)


def _check_membership(chat: Chat, bot: Bot) -> None:
    status = chat.status_of(bot.id)
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.word}")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.word}")


def check_may_send(chat: Chat, bot: Bot) -> None:
    """Raises when the bot is there but may not write messages."""
    if chat.status_of(bot.id) == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    if chat.kind == "channel" and not administers(chat, bot):
        raise bad_request("need administrator rights in the channel chat")


def administers(chat: Chat, bot: Bot) -> bool:
    member = chat.member(bot.id)
    return member is not None and member.administers


def topic_of(request: Request, chat: Chat) -> Topic | None:
    """The forum topic that `message_thread_id` names, None where chats have no topics."""
    thread = request.args.integer("message_thread_id")
    if not thread or not (chat.forum or chat.kind == "private"):
        return None
    topic = chat.topics.get(thread)
    if topic is None or thread == GENERAL_TOPIC:
        raise bad_request("message thread not found")
    return topic


def check_open(topic: Topic | None, chat: Chat, bot: Bot) -> None:
    """A closed topic takes messages of administrators and of its maker only."""
    if topic is None or not topic.closed:
        return
    if not administers(chat, bot) and topic.creator is not bot.user:
        raise bad_request("TOPIC_CLOSED")


def find_message(request: Request, chat: Chat, what: str) -> Message:
    """The message of `message_id`; `what` completes `message to … not found`."""
    number = request.args.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {what} not found")
    return message
